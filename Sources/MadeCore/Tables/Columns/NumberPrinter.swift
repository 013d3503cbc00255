// Numbers as cells of a line.

/// Writes numbers of units in a notation, in quotes where they need them.
struct NumberPrinter<Style: Notation>: Sendable {
  private let notation: Style
  /// Plain numbers have nothing in them that needs quotes.
  private let isPlain: Bool
  private let delimiter: UInt8

  init(_ notation: Style, _ dialect: CellDialect) {
    self.notation = notation
    isPlain = notation.isPlain
    delimiter = dialect.delimiter
  }

  func append(_ units: Int, to bytes: inout [UInt8]) {
    if isPlain {
      notation.append(units, to: &bytes)
    } else {
      bytes += text(units)
    }
  }

  /// A number by itself.
  func text(_ units: Int) -> [UInt8] {
    isPlain ? notation.text(units) : quoted(notation.text(units), delimiter: delimiter)
  }
}
