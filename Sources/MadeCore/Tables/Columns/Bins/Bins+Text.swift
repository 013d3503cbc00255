// Numbers in bins as text.

extension Bins {
  /// Finds the bin of a number.
  private final class Decoder<Style: Notation>: CellDecoder {
    private let notation: Style
    private let finder: BinFinder
    private let other: Int?
    private let missing: Int?
    private var policy: CellPolicy

    init(_ bins: Bins, _ notation: Style, _ policy: CellPolicy) {
      self.notation = notation
      finder = BinFinder(bins)
      other = bins.otherCode
      missing = bins.missingCode
      self.policy = policy
      self.policy.missingTokens = policy.missingTokens.read(by: notation)
    }

    func read(_ text: UnsafeRawBufferPointer) -> ReadCell {
      // A token may look like a number.
      var isMissing = policy.missingTokens.contains(text) || MissingTokens.isKnown(text)
      if !isMissing {
        guard let units = notation.units(text) else { return .bad }
        if let bin = finder.find(units) { return .cell(bin) }
        // A number rounded to the grid may be a token, too.
        isMissing = policy.missingTokens.contains(units: units, decimals: notation.decimals)
      }
      return policy.rest(text, isMissing: isMissing, missing: missing, other: other)
    }

    func value(of text: UnsafeRawBufferPointer) -> Int? { notation.units(text) }

    func expectation(of text: UnsafeRawBufferPointer) -> CellExpectation? {
      notation.units(text) == nil ? notation.isCalendar ? .date : .number : nil
    }
  }

  package func cell(ofValue value: Int) -> Cell { cell(ofText: notation.text(value)) }

  package func cell(ofText text: [UInt8]) -> Cell {
    text.withUnsafeBytes { bytes in
      if let number = notation.value(bytes) { return .number(number) }
      // Of dates those that are some; else it is no value of the column.
      return notation.isCalendar && notation.units(bytes) != nil
        ? .word(String(decoding: bytes, as: UTF8.self)) : .missing
    }
  }

  package func value(ofNumber number: NumberText) -> Int? { number.units(decimals: decimals) }

  package func decoder(_ policy: CellPolicy) -> any CellDecoder {
    func decoder(_ notation: some Notation) -> any CellDecoder {
      Decoder(self, notation, policy)
    }
    return decoder(notation)
  }

  private struct Printer<Style: Notation>: CellPrinter {
    let notation: NumberPrinter<Style>
    /// Of each bin of a single value; empty for others.
    let texts: [[UInt8]]
    let empty: [UInt8]

    func append(code: Int, to bytes: inout [UInt8]) -> Bool {
      if code >= texts.count {
        bytes += empty
        return true
      }
      bytes += texts[code]
      return !texts[code].isEmpty
    }

    func append(value: Int, to bytes: inout [UInt8]) {
      notation.append(value, to: &bytes)
    }
  }

  package func printer(_ dialect: CellDialect) -> any CellPrinter {
    func printer(_ notation: some Notation) -> any CellPrinter {
      let numbers = NumberPrinter(notation, dialect)
      return Printer(
        notation: numbers,
        texts: ranges.map { $0.count > 1 ? [] : numbers.text($0.lowerBound) },
        empty: dialect.empty)
    }
    return printer(notation)
  }
}
