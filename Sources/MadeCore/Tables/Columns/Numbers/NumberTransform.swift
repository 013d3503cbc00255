// From a number to where it lies on the real line, as a network sees it.

/// A smooth, increasing map T of the real line onto itself, after which a column's cells have a mean of about 0 and
/// a standard deviation of about 1.
///
///     T(v) = (sum over i of g((v - center_i) / bend_i) - mean) / deviation,    g(x) = arsinh x
///
/// or g(x) = x, with one center, where `bend` is 0. arsinh is x near 0 and the logarithm of 2 |x| far out, with the sign
/// of x: heavy tails become light ones, and nothing lies outside. With several centers each cluster of numbers keeps its
/// width, and the ways between them shrink to logarithms. Numbers are counted in units of their grid; where these are places among the numbers of some
/// digits, v is their image on a line of logarithms (`PowerLine`).
package struct NumberTransform: Hashable, Sendable {
  package var center: Double
  /// The distance from the center at which the map bends to the logarithm; 0 for none.
  package var bend: Double
  package var mean: Double
  package var deviation: Double
  /// How many places there are in each power of ten; 0 where numbers are units of one size.
  package var perPower: Int
  /// The centers beside the first, where numbers are clusters far from each other, and `bend` is not 0.
  package var others: [Bend]

  /// A center, and the distance from it at which a map bends to the logarithm.
  package struct Bend: Hashable, Sendable {
    package let center: Double
    package let distance: Double

    package init(center: Double, distance: Double) {
      self.center = center
      self.distance = distance
    }
  }

  /// Most centers.
  package static let mostCenters = 10

  /// The same of numbers that lie this many times wider, around the same middle.
  package func stretched(by factor: Double) -> NumberTransform {
    if bend != 0 {
      return NumberTransform(
        center: center, bend: bend * factor, mean: mean, deviation: deviation,
        perPower: perPower,
        others: others.map {
          Bend(center: center + ($0.center - center) * factor, distance: $0.distance * factor)
        })
    }
    return NumberTransform(
      center: middle, bend: 0, mean: 0, deviation: deviation * factor, perPower: perPower)
  }

  /// T(v) = v.
  package static let identity = NumberTransform(center: 0, bend: 0, mean: 0, deviation: 1)

  package init(
    center: Double, bend: Double, mean: Double, deviation: Double, perPower: Int = 0,
    others: [Bend] = []
  ) {
    self.center = center
    self.others = others
    self.perPower = perPower
    self.bend = bend
    self.mean = mean
    self.deviation = deviation
  }

  /// Whether it is increasing, and finite for all numbers that a grid has.
  package var isLegal: Bool {
    [center, bend, mean, deviation].allSatisfy { $0.isFinite && abs($0) < 1e30 }
      && deviation > 1e-30 && (bend == 0 || bend > 1e-30)
      && (others.isEmpty || bend != 0) && others.count < Self.mostCenters
      && others.allSatisfy {
        $0.center.isFinite && abs($0.center) < 1e30 && $0.distance > 1e-30 && $0.distance < 1e30
      }
  }

  /// What stays where it is when numbers are stretched, on the line of logarithms if there is one: the first center, or
  /// the mean where nothing bends.
  package var middle: Double { bend == 0 ? center + mean : center }

  /// The line on which places are logarithms; nil for units of one size.
  var line: PowerLine? { perPower == 0 ? nil : PowerLine(perPower: Double(perPower)) }

  /// T(v).
  package func callAsFunction(_ value: Double) -> Double {
    (bent(line?(value) ?? value) - mean) / deviation
  }

  private func bent(_ value: Double) -> Double {
    if bend == 0 { return value - center }
    let first = inverseHyperbolicSine((value - center) / bend)
    if others.isEmpty { return first }
    return others.reduce(first) { $0 + inverseHyperbolicSine((value - $1.center) / $1.distance) }
  }

  /// The v with T(v) = t.
  package func preimage(of t: Double) -> Double {
    let bent = t * deviation + mean
    let value: Double
    if bend == 0 {
      value = center + bent
    } else {
      value = others.isEmpty ? center + bend * hyperbolicSine(bent) : place(of: bent)
    }
    return line?.preimage(of: value) ?? value
  }

  /// T(high) - T(low), also where the two are too close for the difference of their images.
  package func width(from low: Double, to high: Double) -> Double {
    let distance = line?.width(from: low, to: high) ?? (high - low)
    guard bend != 0 else { return distance / deviation }
    let ends = (low: line?(low) ?? low, high: line?(high) ?? high)
    var width = Self.width(distance, ends, Bend(center: center, distance: bend))
    if !others.isEmpty {
      width += others.reduce(0) { $0 + Self.width(distance, ends, $1) }
    }
    return width / deviation
  }

  /// With S(x) = sqrt(1 + x^2), arsinh b - arsinh a = log((b + S(b)) / (a + S(a))), and
  /// S(b) - S(a) = (b - a) (a + b) / (S(a) + S(b)): so nothing is lost where a and b are near each other.
  private static func width(
    _ distance: Double, _ ends: (low: Double, high: Double), _ bend: Bend
  ) -> Double {
    var (a, b) = (
      (ends.low - bend.center) / bend.distance, (ends.high - bend.center) / bend.distance
    )
    if a + b < 0 { (a, b) = (-b, -a) }
    let (sa, sb) = ((1 + a * a).squareRoot(), (1 + b * b).squareRoot())
    let more = distance / bend.distance * (1 + (a + b) / (sa + sb))
    return logOnePlus(more * (a < 0 ? sa - a : 1 / (a + sa)))
  }
}

// MARK: Several centers

extension NumberTransform {
  private static let mostSteps = 200
  private static let farthest = 1e300

  /// The place at which the sum over all centers is this one.
  ///
  /// Steps of Newton's method, or half of what is left where these leave it or do not come nearer fast. With n centers
  /// one of them has at most one n-th of the sum at that place, and one at least: between the places at which each would
  /// have just that lies the one that is sought.
  private func place(of sum: Double) -> Double {
    let all = [Bend(center: center, distance: bend)] + others
    let sine = hyperbolicSine(sum / Double(all.count))
    let ends = all.map {
      min(max($0.center + $0.distance * sine, -Self.farthest), Self.farthest)
    }
    guard var low = ends.min(), var high = ends.max() else { return center }
    var (place, last) = (low + (high - low) / 2, Double.infinity)
    for _ in 0..<Self.mostSteps {
      let error = bent(place) - sum
      if error == 0 { break }
      if error > 0 { high = place } else { low = place }
      let slope = all.reduce(0) { slope, bend in
        let distance = place - bend.center
        return slope + 1 / (bend.distance * bend.distance + distance * distance).squareRoot()
      }
      var next = place - error / slope
      if !(next > low && next < high) || abs(error) > last / 2 { next = low + (high - low) / 2 }
      last = abs(error)
      if next == place || next <= low || next >= high { break }
      place = next
    }
    return place
  }
}
