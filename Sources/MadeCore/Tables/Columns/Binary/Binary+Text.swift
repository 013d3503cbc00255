// 0 and 1 as text.

/// A cell of 0 or 1 as text.
package enum BitText {
  /// The bit that a cell says, ignoring blanks around it; nil if it says none.
  ///
  /// - Parameter threshold: numbers above it are 1, all others 0; if nil, the number has to be 0 or 1, however it
  ///   is spelled.
  @inline(__always)
  static func bit(_ text: Slice<UnsafeRawBufferPointer>, threshold: Double?) -> Int? {
    guard let threshold else {
      if text.count == 1, let bit = bit(ofDigit: text[text.startIndex]) { return bit }
      switch DecimalCell(text) {
      case .zero: return 0
      case .one: return 1
      default: return nil
      }
    }
    let kind = DecimalCell(text)
    guard kind != .empty && kind != .text, let value = decimalValue(text) else { return nil }
    return value > threshold ? 1 : 0
  }

  /// The bit of a single digit.
  @inline(__always)
  static func bit(ofDigit byte: UInt8) -> Int? {
    let bit = byte ^ UInt8(ascii: "0")
    return bit <= 1 ? Int(bit) : nil
  }

  /// The digit of a bit.
  static func digit(_ bit: Int) -> UInt8 { UInt8(ascii: "0") + UInt8(truncatingIfNeeded: bit & 1) }
}

extension Binary {
  private final class Decoder: CellDecoder {
    private let policy: CellPolicy

    init(_ policy: CellPolicy) { self.policy = policy }

    func read(_ text: UnsafeRawBufferPointer) -> ReadCell {
      if let bit = BitText.bit(text[...], threshold: policy.threshold) { return .cell(bit) }
      return policy.holes != .none && policy.missingTokens.contains(text) ? .hole : .bad
    }

    func value(of text: UnsafeRawBufferPointer) -> Int? {
      BitText.bit(text[...], threshold: policy.threshold)
    }

    func expectation(of text: UnsafeRawBufferPointer) -> CellExpectation? {
      policy.threshold == nil ? .binary : .number
    }
  }

  package func cell(ofValue value: Int) -> Cell { .bit(value == 1) }

  package func decoder(_ policy: CellPolicy) -> any CellDecoder { Decoder(policy) }

  private struct Printer: CellPrinter {
    let dialect: CellDialect

    func append(code: Int, to bytes: inout [UInt8]) -> Bool {
      append(value: code, to: &bytes)
      return true
    }

    func append(value: Int, to bytes: inout [UInt8]) {
      dialect.appendNumber(to: &bytes) { $0.append(BitText.digit(value)) }
    }
  }

  package func printer(_ dialect: CellDialect) -> any CellPrinter {
    Printer(dialect: dialect)
  }
}
