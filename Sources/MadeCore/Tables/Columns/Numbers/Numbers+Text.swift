// Numbers with a density as text.

extension Numbers {
  /// Reads a number, or what stands for none.
  private final class Decoder<Style: Notation>: CellDecoder {
    private let notation: Style
    private let values: NumberValues
    private let marks: NumberMarks
    /// Whether a number may be how a missing cell is written.
    private let hasNumbersForMissing: Bool
    private let policy: CellPolicy

    init(_ notation: Style, _ values: NumberValues, _ marks: NumberMarks, _ policy: CellPolicy) {
      self.notation = notation
      self.values = values
      self.marks = marks
      hasNumbersForMissing = marks.missing.contains { text in
        text.withUnsafeBytes { NumberText($0) != nil }
      }
      self.policy = policy
    }

    func read(_ text: UnsafeRawBufferPointer) -> ReadCell {
      let units = notation.units(text)
      // A token may look like a number, and a number rounded to the grid may be a token.
      if let units, !policy.missingTokens.contains(text),
        !notation.isMissing(units, policy.missingTokens),
        !hasNumbersForMissing || marks.mark(of: text) == nil
      {
        return .cell(values.nearest(to: units))
      }
      let mark = marks.mark(of: text)
      if let mark, marks.wordMarks.contains(mark) { return .cell(NumberLimits.cell(ofMark: mark)) }
      let isMissing =
        units != nil || mark != nil || policy.missingTokens.contains(text)
        || MissingTokens.isKnown(text)
      return policy.rest(
        text, isMissing: isMissing,
        missing: mark.map { NumberLimits.cell(ofMark: $0) } ?? marks.missingCells.first,
        other: NumberLimits.cell(ofMark: 0))
    }

    func isWord(_ text: UnsafeRawBufferPointer) -> Bool {
      marks.words.contains { $0.elementsEqual(text) }
    }

    func value(of text: UnsafeRawBufferPointer) -> Int? {
      notation.units(text).map { values.nearest(to: $0) }
    }

    func expectation(of text: UnsafeRawBufferPointer) -> CellExpectation? {
      notation.units(text) == nil ? .number : nil
    }
  }

  package func decoder(_ policy: CellPolicy) -> any CellDecoder {
    Decoder(notation, values, marks, policy)
  }

  package func cell(ofValue value: Int) -> Cell { cell(ofText: notation.text(value)) }

  package func cell(ofText text: [UInt8]) -> Cell {
    text.withUnsafeBytes { bytes in
      if let number = decimalValue(bytes[...]) { return .number(number) }
      let isMissing = bytes.isEmpty || MissingTokens.isKnown(bytes)
      return isMissing ? .missing : .word(String(decoding: bytes, as: UTF8.self))
    }
  }

  package func value(ofNumber number: NumberText) -> Int? {
    values.nearest(to: number.units(decimals: notation.decimals))
  }

  private struct Printer<Style: Notation>: CellPrinter {
    let notation: Style
    let dialect: CellDialect
    /// By the numbers of the marks, quoted where they need it.
    let marks: [[UInt8]]

    func append(code: Int, to bytes: inout [UInt8]) -> Bool {
      if let mark = NumberLimits.mark(of: code) {
        bytes += marks[mark]
      } else {
        append(value: code, to: &bytes)
      }
      return true
    }

    func append(value: Int, to bytes: inout [UInt8]) {
      dialect.appendNumber(to: &bytes) { notation.append(value, to: &$0) }
    }
  }

  package func printer(_ dialect: CellDialect) -> any CellPrinter {
    Printer(
      notation: notation, dialect: dialect,
      marks: (0..<marks.count).map { dialect.word(marks.text(ofMark: $0)) })
  }
}
