// Numbers for people: with a given number of decimals, and in round steps. Independent of the locale.

/// `value` with `digits` decimals, rounded half away from zero; 0 without a sign.
///
/// Edge cases: what is not finite, or too large to be counted in units of the last digit, is printed
/// as Swift prints it.
package func fixedPoint(_ value: Double, digits: Int) -> String {
  let unit = powerOfTen(digits)
  let scaled = (abs(value) * unit).rounded()
  guard scaled < 1e15, (0...15).contains(digits) else { return "\(value)" }
  let number = String(Int(scaled))
  let filled = String(repeating: "0", count: max(0, digits + 1 - number.count)) + number
  let sign = value < 0 && scaled > 0 ? "-" : ""
  if digits == 0 { return sign + filled }
  return sign + filled.dropLast(digits) + "." + filled.suffix(digits)
}

/// `value` with at least `digits` significant digits, and no exponent as long as it has at most 15 digits.
package func significant(_ value: Double, digits: Int) -> String {
  var decimals = digits - 1
  var size = abs(value)
  while size >= 10, decimals > 0 { (size, decimals) = (size / 10, decimals - 1) }
  while size < 1, size > 0, decimals < 12 { (size, decimals) = (size * 10, decimals + 1) }
  return fixedPoint(value, digits: decimals)
}

/// 10 to the power of `exponent`; exact from 0 to 22.
package func powerOfTen(_ exponent: Int) -> Double {
  var power = 1.0
  for _ in 0..<abs(exponent) { power *= 10 }
  return exponent < 0 ? 1 / power : power
}

/// Multiples of a round number.
package struct RoundSteps: Equatable, Sendable {
  /// 1, 2 or 5 times a power of ten.
  package let step: Double
  /// Decimals that tell multiples of `step` apart.
  package let digits: Int

  /// The smallest round step of which at most `most` fit into `length`.
  ///
  /// - Parameters:
  ///   - length: finite and above 0; anything else counts as 1.
  ///   - smallest: the least step allowed: 1 for things that are counted, 0 for no limit.
  package init(length: Double, most: Int, smallest: Double = 0) {
    let length = length.isFinite && length > 0 ? length : 1
    // What remains when even 5e14 is too small.
    var chosen = (step: 1e15, digits: 0)
    search: for exponent in -9...14 {
      for digit in [1.0, 2, 5] {
        let step =
          exponent < 0 ? digit / powerOfTen(-exponent) : digit * powerOfTen(exponent)
        if length / step <= Double(most) && step >= smallest {
          chosen = (step, max(0, -exponent))
          break search
        }
      }
    }
    (step, digits) = chosen
  }

  /// The multiples from `low` to `high`, both included.
  package func multiples(from low: Double, to high: Double) -> [Double] {
    let (first, last) = ((low / step).rounded(.up), (high / step).rounded(.down))
    // None for a range that runs backwards, or for more multiples than anybody wants.
    guard last >= first, last - first <= 10_000 else { return [] }
    return (0...Int(last - first)).map { (first + Double($0)) * step }
  }

  /// A multiple of `step` as text.
  package func text(_ multiple: Double) -> String { fixedPoint(multiple, digits: digits) }
}
