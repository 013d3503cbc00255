// How strange the numbers of a mixture are, from one end of the real line to the other.

/// A place on the real line as a distribution sees it: how much of it lies below, and how much above.
///
/// Both are kept, because next to 1 a Double has no digits left for what is missing.
struct Quantile {
  var below: Double
  var above: Double

  static let first = Quantile(below: 0, above: 1)
  static let last = Quantile(below: 1, above: 0)

  /// The mass between this place and a later one.
  func mass(to later: Quantile) -> Double {
    later.below < 0.5 ? later.below - below : above - later.above
  }

  /// Whether the mass between this place and a later one is lost among all that lies on the same side of both: between two
  /// components, far from either.
  func isUnresolved(to later: Quantile) -> Bool {
    let side = later.below < 0.5 ? later.below : above
    return !(mass(to: later) > max(1e-10 * side, 1e-290))
  }

  /// The place a share of the way to a later one.
  func toward(_ later: Quantile, share: Double) -> Quantile {
    let mass = mass(to: later)
    return Quantile(below: below + share * mass, above: above - share * mass)
  }
}

/// A function g of a place, kept as its logarithm at some knots: linear in the mass between them, and beyond the outermost
/// ones in proportion to the mass that is left.
///
/// How well that follows the function that it was made of is a matter of taste alone: what is asked of a curve, the mass
/// where it is below a level, is exact for the curve.
struct StrangenessCurve {
  /// In the order of the real line; one at least.
  let knots: [Quantile]
  /// log g at the knots.
  let levels: [Double]
  /// Of the intervals between knots.
  private let masses: [Double]

  init(_ knots: [Quantile], levels: [Double]) {
    self.knots = knots
    self.levels = levels
    masses = zip(knots, knots.dropFirst()).map { max($0.mass(to: $1), 0) }
  }

  /// log g.
  func level(at place: Quantile) -> Double {
    let (first, last) = (knots[0], knots[knots.count - 1])
    if place.below < first.below {
      return levels[0] + logarithm(place.below) - logarithm(first.below)
    }
    if place.above < last.above {
      return levels[knots.count - 1] + logarithm(place.above) - logarithm(last.above)
    }
    // The last knot that is not above the place.
    var (low, high) = (0, knots.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if knots[middle].mass(to: place) >= 0 { low = middle } else { high = middle }
    }
    guard low + 1 < knots.count, masses[low] > 0 else { return levels[low] }
    let share = min(max(knots[low].mass(to: place) / masses[low], 0), 1)
    return levels[low] + share * (levels[low + 1] - levels[low])
  }

  /// The mass between two places where log g is not above a level.
  func mass(upTo level: Double, from low: Quantile, to high: Quantile) -> Double {
    let (first, last) = (knots[0], knots[knots.count - 1])
    var sum = 0.0
    // Left of the knots g falls with what is below, right of them with what is above.
    if low.below < first.below {
      let end = first.below * exponential(min(level - levels[0], 0))
      sum += max(min(end, high.below) - low.below, 0)
    }
    if high.above < last.above {
      let end = last.above * exponential(min(level - levels[knots.count - 1], 0))
      sum += max(min(end, low.above) - high.above, 0)
    }
    for index in masses.indices where masses[index] > 0 {
      let mass = masses[index]
      // The part of the interval that lies between the two places.
      let from = min(max(knots[index].mass(to: low) / mass, 0), 1)
      let to = min(max(knots[index].mass(to: high) / mass, 0), 1)
      let (start, rise) = (levels[index], levels[index + 1] - levels[index])
      if rise == 0 {
        if start <= level { sum += mass * max(to - from, 0) }
        continue
      }
      let crossing = (level - start) / rise
      let part = rise > 0 ? min(to, crossing) - from : to - max(from, crossing)
      sum += mass * max(part, 0)
    }
    return sum
  }

  /// The mass of the whole line where log g is not above a level.
  ///
  /// The same as that between the ends of the line, in a fraction of the time: it is asked for at every knot.
  func mass(upTo level: Double) -> Double {
    let last = levels.count - 1
    var sum = knots[0].below * exponential(min(level - levels[0], 0))
    sum += knots[last].above * exponential(min(level - levels[last], 0))
    for (index, mass) in masses.enumerated() {
      let (start, end) = (levels[index], levels[index + 1])
      if start <= level && end <= level {
        sum += mass
      } else if start <= level || end <= level {
        // Linear between the two, of which one is below the level.
        sum += mass * min(max((level - min(start, end)) / abs(end - start), 0), 1)
      }
    }
    return sum
  }
}
