// Numbers as cells of a line.

/// Writes numbers of units in a notation, in quotes where they need them.
struct NumberPrinter<Style: Notation>: Sendable {
  private let notation: Style
  private let dialect: CellDialect

  init(_ notation: Style, _ dialect: CellDialect) {
    self.notation = notation
    self.dialect = dialect
  }

  @inline(__always)
  func append(_ units: Int, to bytes: inout [UInt8]) {
    dialect.appendNumber(to: &bytes) { notation.append(units, to: &$0) }
  }

  /// A number by itself.
  func text(_ units: Int) -> [UInt8] { dialect.number(notation.text(units)) }
}
