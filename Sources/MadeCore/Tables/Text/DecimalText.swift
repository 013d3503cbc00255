// Decimal numbers as text: the one reader of their grammar. The result is then asked what it means: compared with
// 0 and 1 exactly, rounded to some digits, or as a Double.

/// A text that is `[+-] digits [. digits] [e [+-] digits]` from its first byte to its last.
///
/// ASCII digits only, and nothing else that `strtod` would take: no `nan`, `inf`, or `0x1`.
package struct DecimalText {
  private let text: UnsafeRawBufferPointer
  private let sign: UInt8?
  /// Where the digits begin and end, and where the point is: before, between or after them.
  private let start: Int
  private let end: Int
  private let point: Int?
  private let exponent: Int

  /// - Parameter text: without blanks around it; has to stay where it is as long as this value is used.
  package init?(_ text: UnsafeRawBufferPointer) {
    var scan = Scan(text: text)
    sign = scan.takeSign()
    start = scan.position
    let whole = scan.skipDigits()
    point = scan.take(UInt8(ascii: ".")) ? scan.position - 1 : nil
    let fraction = point == nil ? 0 : scan.skipDigits()
    end = scan.position
    guard whole + fraction > 0, let exponent = scan.takeExponent(), scan.isAtEnd else { return nil }
    self.exponent = exponent
    self.text = text
  }

  private var isNegative: Bool { sign == UInt8(ascii: "-") }
  private var hasExponent: Bool { end < text.count }

  /// Whether it is digits only, after a minus sign perhaps.
  package var isWhole: Bool { sign != UInt8(ascii: "+") && point == nil && !hasExponent }

  /// Whether it is digits only, the first of several a zero: 007.
  package var isCode: Bool { isWhole && end - start > 1 && text[start] == UInt8(ascii: "0") }

  /// Whether it is written as programs write numbers: `-?digits(.digits)?(e[+-]?digits)?`.
  package var isPlain: Bool {
    sign != UInt8(ascii: "+") && point != start && point != end - 1
      && (!hasExponent || text[end] == UInt8(ascii: "e"))
  }

  /// What it is without rounding: 1e400 is not infinity here, and 1e-400 is not 0.
  ///
  /// It is exactly 1 if one digit is 1, all others are 0, and that digit is the one of units.
  package var kind: DecimalCell {
    var (place, placeOfOne) = (0, 0)
    for index in start..<end where index != point {
      place += 1
      if text[index] == UInt8(ascii: "0") { continue }
      if text[index] != UInt8(ascii: "1") || placeOfOne > 0 { return .other }
      placeOfOne = place
    }
    if placeOfOne == 0 { return .zero }
    return !isNegative && placeOfOne == (point ?? end) - start + exponent ? .one : .other
  }

  /// The digits from the first to the last that is not 0, none for 0, and where the point is:
  /// 0.DIGITS * 10^`point`.
  package var significant: (isNegative: Bool, digits: [UInt8], point: Int) {
    let all = (start..<end).filter { $0 != point }.map { text[$0] }
    var digits = Array(all.drop { $0 == UInt8(ascii: "0") })
    let zeros = all.count - digits.count
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    if digits.isEmpty { return (false, [], 0) }
    return (isNegative, digits, (point ?? end) - start - zeros + exponent)
  }

  /// The number, rounded to its first `mostDigits` digits: mantissa * 10^exponent.
  package func rounded(to mostDigits: Int) -> (mantissa: Int, exponent: Int) {
    var (mantissa, kept, shift, roundsUp) = (0, 0, 0, false)
    for index in start..<end where index != point {
      let digit = Int(text[index] - UInt8(ascii: "0"))
      let isFraction = index > point ?? end
      if kept < mostDigits {
        mantissa = mantissa * 10 + digit
        if mantissa > 0 { kept += 1 }
        if isFraction { shift -= 1 }
      } else {
        if kept == mostDigits {
          roundsUp = digit >= 5
          kept += 1
        }
        if !isFraction { shift += 1 }
      }
    }
    if roundsUp { mantissa += 1 }
    if mantissa == 0 { return (0, min(shift, 0)) }
    return (isNegative ? -mantissa : mantissa, shift + exponent)
  }

  /// The nearest Double, nil if it is not finite.
  package var value: Double? {
    // Up to 15 digits fit a Double exactly.
    if sign == nil && isWhole && text.count <= 15 {
      return Double(text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
    }
    // The standard library's reader is independent of the locale.
    guard let value = Double(String(decoding: text, as: UTF8.self)) else { return nil }
    return value.isFinite ? value : nil
  }
}

/// The value of a cell, ignoring blanks around it; nil unless it is a decimal number with a finite Double.
func decimalValue(_ bytes: Slice<UnsafeRawBufferPointer>) -> Double? {
  DecimalText(UnsafeRawBufferPointer(rebasing: bytes.withoutBlanks))?.value
}

/// Reads a text part by part.
private struct Scan {
  let text: UnsafeRawBufferPointer
  var position = 0

  var isAtEnd: Bool { position == text.count }

  mutating func take(_ byte: UInt8) -> Bool {
    guard position < text.count, text[position] == byte else { return false }
    position += 1
    return true
  }

  mutating func takeSign() -> UInt8? {
    take(UInt8(ascii: "+")) ? UInt8(ascii: "+") : take(UInt8(ascii: "-")) ? UInt8(ascii: "-") : nil
  }

  /// Skips digits; returns how many.
  mutating func skipDigits() -> Int {
    let first = position
    while position < text.count, text[position].isDigit { position += 1 }
    return position - first
  }

  /// The exponent, 0 when there is none, nil when it is malformed.
  mutating func takeExponent() -> Int? {
    guard take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) else { return 0 }
    let isNegative = takeSign() == UInt8(ascii: "-")
    let first = position
    guard skipDigits() > 0 else { return nil }
    var value = 0
    // No text has that many digits, so it no longer matters how large the exponent is.
    for index in first..<position where value < 1 << 40 {
      value = value * 10 + Int(text[index] - UInt8(ascii: "0"))
    }
    return isNegative ? -value : value
  }
}

extension UInt8 {
  /// An ASCII digit.
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
