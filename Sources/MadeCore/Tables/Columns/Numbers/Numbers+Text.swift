// Numbers with a density as text.

extension Numbers {
  /// Reads a number, or what stands for none.
  private final class Decoder<Style: Notation>: CellDecoder {
    private let notation: Style
    private let values: NumberValues
    private let other: Int?
    private let missing: Int?
    private let policy: CellPolicy

    init(
      _ notation: Style, _ values: NumberValues, other: Int?, missing: Int?,
      _ policy: CellPolicy
    ) {
      self.notation = notation
      self.values = values
      self.other = other
      self.missing = missing
      self.policy = policy
    }

    func read(_ text: UnsafeRawBufferPointer) -> ReadCell {
      // A token may look like a number.
      var isMissing = policy.missingTokens.contains(text)
      if !isMissing {
        guard let units = notation.units(text) else { return .bad }
        // A number rounded to the grid may be a token, too.
        isMissing = notation.isMissing(units, policy.missingTokens)
        if !isMissing { return .cell(values.nearest(to: units)) }
      }
      return policy.rest(text, isMissing: isMissing, missing: missing, other: other)
    }

    func value(of text: UnsafeRawBufferPointer) -> Int? {
      notation.units(text).map { values.nearest(to: $0) }
    }

    func expectation(of text: UnsafeRawBufferPointer) -> CellExpectation? {
      notation.units(text) == nil ? .number : nil
    }
  }

  package func decoder(_ policy: CellPolicy) -> any CellDecoder {
    Decoder(notation, values, other: otherCode, missing: missingCode, policy)
  }

  package func cell(ofValue value: Int) -> Cell { cell(ofText: notation.text(value)) }

  package func cell(ofText text: [UInt8]) -> Cell {
    text.withUnsafeBytes { decimalValue($0[...]) }.map { .number($0) } ?? .missing
  }

  package func value(ofNumber number: NumberText) -> Int? {
    values.nearest(to: number.units(decimals: notation.decimals))
  }

  private struct Printer<Style: Notation>: CellPrinter {
    let notation: Style
    let empty: [UInt8]

    func append(code: Int, to bytes: inout [UInt8]) -> Bool {
      if NumberLimits.mark(of: code) == nil {
        notation.append(code, to: &bytes)
      } else {
        bytes += empty
      }
      return true
    }

    func append(value: Int, to bytes: inout [UInt8]) { notation.append(value, to: &bytes) }
  }

  package func printer(_ dialect: CellDialect) -> any CellPrinter {
    Printer(notation: notation, empty: dialect.empty)
  }
}
