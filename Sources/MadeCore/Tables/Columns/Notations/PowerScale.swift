// The decimal numbers of some digits and of any size, numbered by size.

/// The decimal numbers of a limited number of digits, in ascending order, each with its place among them.
///
///     place(0) = 0,   place(±m 10^(e - d + 1)) = ±(1 + (e - least) S + m - 10^(d - 1)),   S = 9 · 10^(d - 1)
///
/// for mantissas m of d digits. S numbers lie in each power of ten; numbers below 10^`least`, but for 0, are held to it.
package struct PowerScale: Equatable, Sendable {
  /// d.
  package let digits: Int
  /// The power of ten of the smallest number.
  package let least: Int

  package static let digitsLimits = 1...15
  package static let leastLimits = -330...300
  /// No number is as large as 10^this: doubles are not.
  private static let most = 308

  /// Nil if there are places beyond what a Double holds within a hundred powers of ten.
  package init?(digits: Int, least: Int) {
    guard Self.digitsLimits.contains(digits), Self.leastLimits.contains(least) else { return nil }
    (self.digits, self.least) = (digits, least)
    first = (1..<digits).reduce(1) { power, _ in power * 10 }
    guard mostPowers >= 16 else { return nil }
  }

  /// 10^(d - 1), the first mantissa.
  private let first: Int

  /// S.
  package var perPower: Int { 9 * first }

  /// How many powers of ten there are places for.
  package var mostPowers: Int {
    min((NumberText.mostUnits - 1) / perPower, Self.most - least)
  }

  /// The place of the nearest number, and whether the number itself is below it (-1), at it (0) or above it (1).
  package func place(of number: NumberText) -> (place: Int, side: Int) {
    let (written, power) = number.size
    if written == 0 { return (0, 0) }
    let sign = number.mantissa < 0 ? -1 : 1
    if power < least { return (sign, -sign) }
    if power - least >= mostPowers { return (sign * mostPowers * perPower, sign) }
    var mantissa = number.canonical.mantissa.magnitude
    var side = 0
    if written > digits {
      let unit = UInt((0..<(written - digits)).reduce(1) { power, _ in power * 10 })
      let (quotient, rest) = mantissa.quotientAndRemainder(dividingBy: unit)
      let isRoundedUp = rest >= unit - rest
      mantissa = quotient + (isRoundedUp ? 1 : 0)
      if rest > 0 { side = isRoundedUp ? -sign : sign }
    } else {
      for _ in written..<digits { mantissa *= 10 }
    }
    // 9.99 of two digits is 10, the first of the next power.
    let place = min(
      1 + (power - least) * perPower + Int(mantissa) - first, mostPowers * perPower)
    return (sign * place, side)
  }

  /// The number at a place.
  package func number(at place: Int) -> NumberText {
    guard place != 0 else { return NumberText(mantissa: 0, exponent: 0) }
    let (powers, rest) = (Int(place.magnitude) - 1).quotientAndRemainder(dividingBy: perPower)
    let mantissa = first + rest
    return NumberText(
      mantissa: place < 0 ? -mantissa : mantissa, exponent: least + powers - digits + 1
    ).canonical
  }

  /// The logarithm of the distance to the next number.
  func logStep(at place: Int) -> Double {
    let powers = max(Int(place.magnitude) - 1, 0) / perPower
    return Double(least + powers - digits + 1) * logarithm(10)
  }
}
