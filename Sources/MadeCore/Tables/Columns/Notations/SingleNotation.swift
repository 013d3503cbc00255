// Numbers of single precision that were written in double precision: 5.827000141143799 for 5.827.

/// Decimal numbers that a program kept in 32 bits and wrote with all digits of 64.
///
/// Such a text is the shortest that stands for its double, and the double is a float, but for the last bits that
/// programs which read numbers quickly get wrong: then it says the shortest decimal number that stands for this float,
/// which has 9 digits at most. So a column lies on the grid of what was measured, not on that of its spelling, which has
/// 17 digits. A number that no float comes near enough to is written, and read, as it is.
package struct SingleNotation: Notation {
  package static let word = "single"

  /// Whether a whole number is written with a point, `7.0`.
  let hasPoint: Bool
  package var digits: DecimalNotation

  init(hasPoint: Bool, digits: DecimalNotation) {
    self.hasPoint = hasPoint
    self.digits = digits
  }

  /// No float needs more digits.
  private static let mostDigits = 9
  private static let fewUnits: UInt = 1_000_000_000

  package static func found(in values: WrittenValues) -> FoundNotation? {
    var (cells, others, long, wholes, withPoint) = (0, 0, 0, 0, 0)
    let all = values.counts.reduce(0, +)
    for (text, count) in zip(values.texts, values.counts) {
      guard let number = text.withUnsafeBytes({ NumberText($0) }) else { continue }
      cells += count
      let spelling = String(decoding: text, as: UTF8.self)
      guard let double = Double(spelling), Self.isSingle(double) else {
        others += count
        // Most columns end here.
        if !OddCells.areNegligible(others, of: all) { return nil }
        continue
      }
      let isWhole = double == double.rounded() && double.magnitude < 1e15
      if isWhole {
        (wholes, withPoint) = (wholes + count, withPoint + (number.isWhole ? 0 : count))
      }
      let asWritten = double.description == spelling || isWhole && number.isWhole
      if !asWritten { others += count }
      if text.count(where: \.isDigit) > mostDigits { long += count }
    }
    guard cells > 0, 2 * long > cells, OddCells.areNegligible(others, of: cells) else { return nil }
    return FoundNotation(
      SingleNotation(
        hasPoint: 2 * withPoint >= wholes,
        digits: DecimalNotation(decimals: 0, hasFixedDecimals: false)))
  }

  private static func isSingle(_ double: Double) -> Bool {
    let float = Double(Float(double))
    return float.isFinite && (float - double).magnitude <= 8 * double.ulp
  }

  package init?(headerWords words: ArraySlice<Substring>, digits: DecimalNotation) {
    guard words.count == 1, let word = words.first, ["point", "bare"].contains(word) else {
      return nil
    }
    self.init(hasPoint: word == "point", digits: digits)
  }

  package var headerWords: [String] { [hasPoint ? "point" : "bare"] }

  package var isBinary: Bool { true }

  package var keptDigits: Int? { 7 }

  package func number(_ text: UnsafeRawBufferPointer) -> NumberText? {
    guard let plain = NumberText(text) else { return nil }
    // What is whole, or has no more digits than a float, is meant as it is written.
    if plain.isWhole || plain.canonical.mantissa.magnitude < Self.fewUnits { return plain }
    guard let double = Double(String(decoding: text[...].withoutBlanks, as: UTF8.self)),
      double.isFinite, Self.isSingle(double)
    else { return plain }
    var shortest = Float(double).description
    return shortest.withUTF8 { NumberText(UnsafeRawBufferPointer($0)) } ?? plain
  }

  /// Appends the text of the float that is nearest to the number, if that is read as the same number.
  package func append(_ units: Int, to bytes: inout [UInt8]) {
    var plain = digits
    (plain.hasFixedDecimals, plain.leastDecimals, plain.exponent) = (false, 0, nil)
    let text = plain.text(units)
    guard let float = Float(String(decoding: text, as: UTF8.self)), float.isFinite else {
      bytes += text
      return
    }
    let spelling = Double(float).description
    let written = Array(
      !hasPoint && spelling.hasSuffix(".0") ? spelling.dropLast(2).utf8 : spelling[...].utf8)
    bytes += written.withUnsafeBytes { self.units($0) } == units ? written : text
  }
}
