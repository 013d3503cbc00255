// Numbers with a density as text.

extension Numbers {
  /// Reads a number, or what stands for none.
  private final class Decoder<Style: Notation>: CellDecoder {
    private let notation: Style
    private let values: NumberValues
    private let marks: NumberMarks
    /// Whether a number may be how a missing cell is written.
    private let hasNumbersForMissing: Bool
    private var policy: CellPolicy

    init(_ notation: Style, _ values: NumberValues, _ marks: NumberMarks, _ policy: CellPolicy) {
      self.notation = notation
      self.values = values
      self.marks = marks
      hasNumbersForMissing = marks.missing.contains { text in
        text.withUnsafeBytes { notation.number($0) != nil }
      }
      self.policy = policy
      self.policy.missingTokens = policy.missingTokens.read(by: notation)
    }

    func read(_ text: UnsafeRawBufferPointer) -> ReadCell {
      let units = notation.units(text)
      // A token may look like a number, and a number rounded to the grid may be a token.
      if let units, !policy.missingTokens.contains(text),
        !policy.missingTokens.contains(units: units, decimals: notation.decimals),
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
      notation.units(text) == nil ? notation.isCalendar ? .date : .number : nil
    }
  }

  package func decoder(_ policy: CellPolicy) -> any CellDecoder {
    func decoder(_ notation: some Notation) -> any CellDecoder {
      Decoder(notation, values, marks, policy)
    }
    return decoder(notation)
  }

  package func cell(ofValue value: Int) -> Cell { cell(ofText: notation.text(value)) }

  package func cell(ofText text: [UInt8]) -> Cell {
    text.withUnsafeBytes { bytes in
      if let number = notation.value(bytes) { return .number(number) }
      let isMissing = bytes.isEmpty || MissingTokens.isKnown(bytes)
      return isMissing ? .missing : .word(String(decoding: bytes, as: UTF8.self))
    }
  }

  package func value(ofNumber number: NumberText) -> Int? {
    values.nearest(to: number.units(decimals: notation.decimals))
  }

  private struct Printer<Style: Notation>: CellPrinter {
    let notation: NumberPrinter<Style>
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
      notation.append(value, to: &bytes)
    }
  }

  package func printer(_ dialect: CellDialect) -> any CellPrinter {
    let texts = (0..<marks.count).map { dialect.word(marks.text(ofMark: $0)) }
    func printer(_ notation: some Notation) -> any CellPrinter {
      Printer(notation: NumberPrinter(notation, dialect), marks: texts)
    }
    return printer(notation)
  }
}
