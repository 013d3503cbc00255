// Words as text.

extension Categories {
  /// Finds the code of a word.
  private final class Decoder: CellDecoder {
    private let values: ValueDictionary
    /// The value with a number; empty if a value is the text that it is.
    private let valueOfNumber: [ExactDecimal: Int]
    private let numbers: CategoryNumbers?
    private let valuesAlone: Int
    private let codeOfValue: [Int]
    private let other: Int?
    private let missing: Int?
    private let policy: CellPolicy

    init(_ categories: Categories, _ policy: CellPolicy) {
      values = ValueDictionary(values: categories.values)
      numbers = CategoryNumbers(categories.values)
      valueOfNumber = numbers.flatMap { $0.areCodes ? nil : $0.valueOfNumber } ?? [:]
      valuesAlone = categories.valuesAlone
      codeOfValue = categories.codeOfValue
      other = categories.otherCode
      missing = categories.missingCode
      self.policy = policy
    }

    func read(_ text: UnsafeRawBufferPointer) -> ReadCell {
      if let value = value(of: text) {
        return .cell(value < valuesAlone ? value : codeOfValue[value])
      }
      return policy.rest(
        text, isMissing: policy.missingTokens.contains(text), missing: missing, other: other)
    }

    func value(of text: UnsafeRawBufferPointer) -> Int? {
      if let value = values.find(text) { return value }
      if valueOfNumber.isEmpty || policy.missingTokens.contains(text) { return nil }
      return numbers?.number(text).flatMap { valueOfNumber[$0] }
    }

    func expectation(of text: UnsafeRawBufferPointer) -> CellExpectation? { nil }
    func isWord(_ text: UnsafeRawBufferPointer) -> Bool { value(of: text) != nil }
  }

  package func cell(ofValue value: Int) -> Cell {
    .word(String(decoding: values[value], as: UTF8.self))
  }

  package func decoder(_ policy: CellPolicy) -> any CellDecoder { Decoder(self, policy) }

  private struct Printer: CellPrinter {
    /// By the numbers of the values, quoted where they need it.
    let texts: [[UInt8]]
    let valuesAlone: Int
    let valueCodes: Int
    /// The code of missing cells, and their text.
    let missing: (code: Int?, text: [UInt8])
    let empty: [UInt8]

    func append(code: Int, to bytes: inout [UInt8]) -> Bool {
      if code >= valuesAlone && code < valueCodes { return false }
      // The code of other values has no text.
      bytes += code < valuesAlone ? texts[code] : code == missing.code ? missing.text : empty
      return true
    }

    func append(value: Int, to bytes: inout [UInt8]) { bytes += texts[value] }
  }

  /// The values as they are written: if they are numbers, and no codes, as numbers are.
  private func texts(_ dialect: CellDialect) -> [[UInt8]] {
    guard let numbers = CategoryNumbers(values), !numbers.areCodes else {
      return values.map { dialect.word($0) }
    }
    return zip(values, numbers.numbers).map { text, number in
      number == nil ? dialect.word(text) : dialect.number(text)
    }
  }

  package func printer(_ dialect: CellDialect) -> any CellPrinter {
    Printer(
      texts: texts(dialect), valuesAlone: valuesAlone,
      valueCodes: valueCodes, missing: (missingCode, dialect.word(missingText)),
      empty: dialect.empty)
  }
}
