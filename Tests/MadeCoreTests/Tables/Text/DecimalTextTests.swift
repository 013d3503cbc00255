// The one reader of decimal numbers against a regular expression and the standard library.

import MadeCore
import Testing

@Suite("Decimal numbers as text")
struct DecimalTextTests {
  /// What the reader finds; nil if the text is no number.
  private struct Finding: Equatable {
    var value: Double?
    var isWhole: Bool
    var isCode: Bool
    var isPlain: Bool
  }

  private func finding(_ text: String) -> Finding? {
    Array(text.utf8).withUnsafeBytes { bytes in
      DecimalText(bytes).map {
        Finding(value: $0.value, isWhole: $0.isWhole, isCode: $0.isCode, isPlain: $0.isPlain)
      }
    }
  }

  private func expected(_ text: String) -> Finding? {
    guard text.wholeMatch(of: /[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?/) != nil else {
      return nil
    }
    let value = Double(text)
    return Finding(
      value: value?.isFinite == true ? value : nil,
      isWhole: text.wholeMatch(of: /-?[0-9]+/) != nil,
      isCode: text.wholeMatch(of: /-?0[0-9]+/) != nil,
      isPlain: text.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?/) != nil)
  }

  @Test("texts of the letters of numbers", arguments: 1...20)
  func anyText(seed: UInt64) {
    let letters = Array("001159..eE+- x")
    var random = Mutator(seed: seed)
    for _ in 0..<5000 {
      let text = String((0..<random.below(9)).map { _ in letters[random.below(letters.count)] })
      #expect(finding(text) == expected(text), "\(text)")
    }
  }

  @Test(
    "what rounding would hide is told apart",
    arguments: [
      ("1", .one), ("01.0", .one), ("+10e-1", .one), ("0.001E3", .one), ("-0", .zero),
      ("0e9", .zero), ("-1", .other), ("11e-1", .other), ("1e400", .other), ("1e-400", .other),
      ("10", .other), ("1e99999999999999999999", .other),
    ] as [(String, DecimalCell)])
  func kinds(text: String, kind: DecimalCell) {
    #expect(Array(text.utf8).withUnsafeBytes { DecimalText($0)?.kind } == kind)
  }

  @Test(
    "digits beyond those that are kept are rounded",
    arguments: [
      ("12.5", 125, -1), ("-0.00123", -123, -5), ("1234", 1234, 0), ("12345", 1235, 1),
      ("0.00099996", 10000, -7), ("12344.9", 1234, 1), ("1e3", 1, 3), ("0.00", 0, -2),
      ("000", 0, 0),
    ])
  func rounded(text: String, mantissa: Int, exponent: Int) {
    let number = Array(text.utf8).withUnsafeBytes { DecimalText($0)?.rounded(to: 4) }
    #expect(number?.mantissa == mantissa && number?.exponent == exponent)
  }
}
