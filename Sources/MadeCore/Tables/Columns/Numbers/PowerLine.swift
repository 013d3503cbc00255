// From places among the decimal numbers to a line on which powers of ten are equally far apart.

/// The map g of places v (`PowerScale`) that makes them logarithms of the numbers.
///
///     g(v) = sign(v) S (G + k + log10(1 + 9 r / S)),   |v| - 1 = S k + r,  0 <= r < S,   and v S G for |v| < 1
///
/// Between two powers of ten numbers are equally far apart, and so places lie too close before the next one. 0 lies
/// G powers below the smallest number, and the numbers of the other sign as many below 0: what is near 0 is small, and
/// not nearly negative. g is continuous and increasing.
package struct PowerLine {
  /// S: how many places there are in each power of ten.
  package let perPower: Double

  /// G.
  private static let gap = 100.0

  package init(perPower: Double) { self.perPower = perPower }

  private static let logarithmOfTen = logarithm(10)

  package func callAsFunction(_ place: Double) -> Double {
    let size = place.magnitude
    if size < 1 { return place * perPower * Self.gap }
    let powers = ((size - 1) / perPower).rounded(.down)
    let image =
      perPower * (Self.gap + powers) + straight(size - 1 - perPower * powers, from: 0)
    return place < 0 ? -image : image
  }

  /// The v with g(v) = x.
  package func preimage(of x: Double) -> Double {
    let size = x.magnitude / perPower - Self.gap
    if size < 0 { return x / (perPower * Self.gap) }
    let powers = size.rounded(.down)
    let share = size - powers
    let rest = perPower / 9 * (exponential(share * Self.logarithmOfTen) - 1)
    let place = 1 + perPower * powers + min(rest, perPower)
    return x < 0 ? -place : place
  }

  /// g(high) - g(low), also where the two are too close for the difference of their images.
  package func width(from low: Double, to high: Double) -> Double {
    if low < 0 && high <= 0 { return width(from: -high, to: -low) }
    let powers = ((low - 1) / perPower).rounded(.down)
    let first = 1 + perPower * powers
    guard low >= 1, high - first <= perPower else { return self(high) - self(low) }
    return straight(high - low, from: low - first)
  }

  /// S log10((1 + 9 (r + width) / S) / (1 + 9 r / S)).
  private func straight(_ width: Double, from rest: Double) -> Double {
    let more = 9 * width / perPower / (1 + 9 * rest / perPower)
    return perPower * logOnePlus(more) / Self.logarithmOfTen
  }
}
