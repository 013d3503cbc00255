// From a number to where it lies on the real line, as a network sees it.

/// A smooth, increasing map T of the real line onto itself, after which a column's cells have a mean of about 0 and
/// a standard deviation of about 1.
///
///     T(v) = (g((v - center) / bend) - mean) / deviation,    g(x) = arsinh x, or x itself where `bend` is 0
///
/// arsinh is x near 0 and the logarithm of 2 |x| far out, with the sign of x: heavy tails become light ones, and
/// nothing lies outside. Numbers are counted in units of their grid; where these are places among the numbers of some
/// digits, v is their image on a line of logarithms (`PowerLine`).
package struct NumberTransform: Hashable, Sendable {
  package var center: Double
  /// The distance from the center at which the map bends to the logarithm; 0 for none.
  package var bend: Double
  package var mean: Double
  package var deviation: Double
  /// How many places there are in each power of ten; 0 where numbers are units of one size.
  package var perPower: Int

  /// The same of numbers that lie this many times wider, around the same center.
  package func stretched(by factor: Double) -> NumberTransform {
    if bend != 0 {
      return NumberTransform(
        center: center, bend: bend * factor, mean: mean, deviation: deviation, perPower: perPower)
    }
    return NumberTransform(
      center: center + mean, bend: 0, mean: 0, deviation: deviation * factor, perPower: perPower)
  }

  /// T(v) = v.
  package static let identity = NumberTransform(center: 0, bend: 0, mean: 0, deviation: 1)

  package init(
    center: Double, bend: Double, mean: Double, deviation: Double, perPower: Int = 0
  ) {
    self.center = center
    self.perPower = perPower
    self.bend = bend
    self.mean = mean
    self.deviation = deviation
  }

  /// Whether it is increasing, and finite for all numbers that a grid has.
  package var isLegal: Bool {
    [center, bend, mean, deviation].allSatisfy { $0.isFinite && abs($0) < 1e30 }
      && deviation > 1e-30 && (bend == 0 || bend > 1e-30)
  }

  /// The line on which places are logarithms; nil for units of one size.
  var line: PowerLine? { perPower == 0 ? nil : PowerLine(perPower: Double(perPower)) }

  /// T(v).
  package func callAsFunction(_ value: Double) -> Double {
    (bent((line?(value) ?? value) - center) - mean) / deviation
  }

  private func bent(_ distance: Double) -> Double {
    bend == 0 ? distance : inverseHyperbolicSine(distance / bend)
  }

  /// The v with T(v) = t.
  package func preimage(of t: Double) -> Double {
    let bent = t * deviation + mean
    let value = center + (bend == 0 ? bent : bend * hyperbolicSine(bent))
    return line?.preimage(of: value) ?? value
  }

  /// T(high) - T(low), also where the two are too close for the difference of their images.
  package func width(from low: Double, to high: Double) -> Double {
    let distance = line?.width(from: low, to: high) ?? (high - low)
    guard bend != 0 else { return distance / deviation }
    var (a, b) = (((line?(low) ?? low) - center) / bend, ((line?(high) ?? high) - center) / bend)
    if a + b < 0 { (a, b) = (-b, -a) }
    // With S(x) = sqrt(1 + x^2), arsinh b - arsinh a = log((b + S(b)) / (a + S(a))), and
    // S(b) - S(a) = (b - a) (a + b) / (S(a) + S(b)): so nothing is lost where a and b are near each other.
    let (sa, sb) = ((1 + a * a).squareRoot(), (1 + b * b).squareRoot())
    let more = distance / bend * (1 + (a + b) / (sa + sb))
    return logOnePlus(more * (a < 0 ? sa - a : 1 / (a + sa))) / deviation
  }
}
