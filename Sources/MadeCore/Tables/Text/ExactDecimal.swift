// Decimal numbers of any length, apart from how they are written.

/// A decimal number that is equal to another one if both say the same number: 3, 3.0, 03 and 30e-1 are one.
///
/// Nothing is rounded, so that long numbers that differ in their last digit differ.
struct ExactDecimal: Hashable, Comparable {
  private let isNegative: Bool
  /// From the first to the last that is not 0, as ASCII; none for 0.
  private let digits: [UInt8]
  /// The number is 0.DIGITS * 10^`point`.
  private let point: Int

  /// Reads what `DecimalText` reads, blanks around it aside; nil for anything else.
  init?(_ text: UnsafeRawBufferPointer) {
    guard let decimal = DecimalText(UnsafeRawBufferPointer(rebasing: text[...].withoutBlanks))
    else { return nil }
    (isNegative, digits, point) = decimal.significant
  }

  /// The number that was read from a text of up to 15 digits, or 16 below 2^53.
  init?(_ number: NumberText) { self.init(Array("\(number.mantissa)e\(number.exponent)".utf8)) }

  init?(_ text: some Collection<UInt8>) {
    guard let number = Array(text).withUnsafeBytes({ Self($0) }) else { return nil }
    self = number
  }

  static func < (one: ExactDecimal, other: ExactDecimal) -> Bool {
    if one.isNegative != other.isNegative { return one.isNegative }
    return one.isNegative ? other.isSmaller(than: one) : one.isSmaller(than: other)
  }

  /// Whether it is nearer to 0.
  private func isSmaller(than other: ExactDecimal) -> Bool {
    if digits.isEmpty || other.digits.isEmpty { return other.digits.count > digits.count }
    if point != other.point { return point < other.point }
    return digits.lexicographicallyPrecedes(other.digits)
  }
}
