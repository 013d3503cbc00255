// Decimal numbers as text, read and written without floating point.

/// A decimal number as it is written: digits, and where the point is.
///
///     value = mantissa * 10^exponent,  |mantissa| < 2^53,  exponent in -512 ... 511
///
/// "1.50" has mantissa 150 and exponent -2. Of more digits the first 16 are kept, rounded, if they are below 2^53, and
/// else the first 15: so what a grid can hold comes back from its text, whatever the text looks like.
package struct NumberText: Equatable, Sendable {
  let mantissa: Int
  let exponent: Int
  /// Whether it is digits only, after a minus sign perhaps.
  var isWhole = true
  /// Whether it is digits only, the first of several a zero: 007.
  var isCode = false

  private static let mostDigits = 15
  static let exponents = -512...511
  /// The largest number of units; a Double holds it and every smaller one.
  static let mostUnits = 1 << 53 - 1

  init(mantissa: Int, exponent: Int) {
    self.mantissa = mantissa
    self.exponent = exponent
  }

  /// Reads what `DecimalText` reads, blanks around it aside; nil for anything else.
  @inline(__always)
  init?(_ text: UnsafeRawBufferPointer) {
    guard let number = Self.short(text) ?? Self.long(text) else { return nil }
    self = number
  }

  /// Reads up to 15 digits with or without a point and a minus sign, as almost all numbers are, in one pass; the
  /// result is that of `long`.
  @inline(__always)
  private static func short(_ text: UnsafeRawBufferPointer) -> NumberText? {
    guard text.count <= mostDigits, text.count > 0 else { return nil }
    let isNegative = text[0] == UInt8(ascii: "-")
    let start = isNegative ? 1 : 0
    var index = start
    var mantissa = 0
    var point = -1
    while index < text.count {
      let digit = text[index] &- UInt8(ascii: "0")
      if digit <= 9 {
        mantissa = mantissa &* 10 &+ Int(digit)
      } else if text[index] == UInt8(ascii: ".") && point < 0 {
        point = index
      } else {
        return nil
      }
      index &+= 1
    }
    let digits = text.count - start - (point < 0 ? 0 : 1)
    guard digits > 0 else { return nil }
    var number = NumberText(
      mantissa: isNegative ? -mantissa : mantissa, exponent: point < 0 ? 0 : point + 1 - text.count)
    number.isWhole = point < 0
    number.isCode = point < 0 && digits > 1 && text[start] == UInt8(ascii: "0")
    return number
  }

  /// Reads any number.
  private static func long(_ text: UnsafeRawBufferPointer) -> NumberText? {
    let text = UnsafeRawBufferPointer(rebasing: text[...].withoutBlanks)
    guard let decimal = DecimalText(text) else { return nil }
    var (mantissa, exponent) = decimal.rounded(to: mostDigits + 1)
    if mantissa.magnitude > UInt(mostUnits) {
      (mantissa, exponent) = decimal.rounded(to: mostDigits)
    }
    // 1e512 is 10e511.
    while exponent > exponents.upperBound, mantissa != 0, mantissa.magnitude <= UInt(mostUnits / 10)
    {
      (mantissa, exponent) = (mantissa * 10, exponent - 1)
    }
    while exponent < exponents.lowerBound, mantissa.magnitude >= 10 {
      (mantissa, exponent) = (mantissa / 10, exponent + 1)
    }
    var number = NumberText(
      mantissa: mantissa,
      exponent: min(max(exponent, exponents.lowerBound), exponents.upperBound))
    number.isWhole = decimal.isWhole
    number.isCode = decimal.isCode
    return number
  }

  /// The same number without zeros at the end of its mantissa.
  var canonical: NumberText {
    guard mantissa != 0 else { return NumberText(mantissa: 0, exponent: 0) }
    let zeros = Self.zeros(at: mantissa)
    return NumberText(mantissa: mantissa / Int.powersOfTen[zeros], exponent: exponent + zeros)
  }

  /// The number to 15 digits, if it has a fraction.
  ///
  /// A Double has not quite 16, and the last one is noise of binary arithmetic as often as not: 4.699999999999999 was
  /// to be 4.7.
  var withoutNoise: NumberText {
    guard exponent < 0, mantissa.magnitude >= UInt(Int.powersOfTen[Self.mostDigits]) else {
      return self
    }
    return NumberText(mantissa: (mantissa + (mantissa < 0 ? -5 : 5)) / 10, exponent: exponent + 1)
  }

  /// The nearest Double.
  var value: Double? {
    Array("\(mantissa)e\(exponent)".utf8).withUnsafeBytes { decimalValue($0[...]) }
  }

  /// The exponent that says where its last digit that is not 0 is; nil for 0.
  var lastExponent: Int? { mantissa == 0 ? nil : exponent + Self.zeros(at: mantissa) }

  /// How many zeros a number ends with.
  private static func zeros(at mantissa: Int) -> Int {
    var (rest, zeros) = (mantissa, 0)
    while rest % 10 == 0 { (rest, zeros) = (rest / 10, zeros + 1) }
    return zeros
  }

  /// Whether a text of digits is a whole number of more digits than are kept.
  static func isTooLong(_ text: UnsafeRawBufferPointer) -> Bool {
    guard text.count > mostDigits, let decimal = DecimalText(text), decimal.isWhole,
      let number = NumberText(text)
    else { return false }
    let whole = Int(String(decoding: text, as: UTF8.self))
    if number.exponent == 0 { return whole != number.mantissa }
    // What was left out is zeros only if the digits that were kept say all.
    return text.suffix(number.exponent).contains { $0 != UInt8(ascii: "0") }
  }

  /// The number of units of 10^-`decimals`, rounded, halves away from 0; everything beyond `mostUnits` is
  /// `mostUnits` + 1.
  @inline(__always)
  func units(decimals: Int) -> Int {
    let shift = exponent + decimals
    if shift == 0 { return mantissa }
    if mantissa == 0 { return 0 }
    if shift > 0 {
      let limit = Self.mostUnits + 1
      guard shift < Int.powersOfTen.count else { return mantissa < 0 ? -limit : limit }
      let (value, overflow) = mantissa.multipliedReportingOverflow(by: Int.powersOfTen[shift])
      if overflow || value.magnitude > UInt(limit) { return mantissa < 0 ? -limit : limit }
      return value
    }
    guard -shift < Int.powersOfTen.count else { return 0 }
    let power = Int.powersOfTen[-shift]
    let half = mantissa < 0 ? -(power / 2) : power / 2
    return (mantissa + half) / power
  }

  /// The largest number of units of 10^-`decimals` that is not above the value; saturates as `units` does.
  func unitsBelow(_ decimals: Int) -> Int {
    let shift = exponent + decimals
    if shift >= 0 || mantissa == 0 { return units(decimals: decimals) }
    guard -shift < Int.powersOfTen.count else { return mantissa < 0 ? -1 : 0 }
    let quotient = mantissa / Int.powersOfTen[-shift]
    return quotient * Int.powersOfTen[-shift] > mantissa ? quotient - 1 : quotient
  }

  /// The smallest number of units of 10^-`decimals` that is not below the value.
  func unitsAbove(_ decimals: Int) -> Int {
    -NumberText(mantissa: -mantissa, exponent: exponent).unitsBelow(decimals)
  }

  // MARK: In 64 bits

  /// Mantissa and exponent in 8 bytes, never `Int.min`.
  var word: Int { mantissa << 10 | (exponent - Self.exponents.lowerBound) }

  /// The number that `word` came from.
  init(word: Int) {
    self.init(mantissa: word >> 10, exponent: word & 1023 + Self.exponents.lowerBound)
  }
}
