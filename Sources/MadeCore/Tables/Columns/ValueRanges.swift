// Sets of values, as conditions make them.

/// Whole numbers within `limits`, as ascending ranges that do not touch.
package struct ValueRanges: Equatable, Sendable {
  /// Values are within these, so that a Double holds them.
  package static let limits = -(1 << 53 - 1)...(1 << 53 - 1)

  package private(set) var ranges: [ClosedRange<Int>]

  /// The union of any ranges within the limits.
  package init(_ any: [ClosedRange<Int>]) {
    ranges = []
    for range in any.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = ranges.last, range.lowerBound <= last.upperBound + 1 {
        ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        ranges.append(range)
      }
    }
  }

  /// All numbers.
  package static let all = ValueRanges([limits])

  /// How many numbers there are.
  package var count: Int { ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound + 1 } }

  package func intersection(_ other: ValueRanges) -> ValueRanges {
    ValueRanges(
      ranges.flatMap { range in
        other.ranges.filter { $0.overlaps(range) }.map { $0.clamped(to: range) }
      })
  }

  package var complement: ValueRanges {
    var rest: [ClosedRange<Int>] = []
    var next = Self.limits.lowerBound
    for range in ranges {
      if next < range.lowerBound { rest.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= Self.limits.upperBound { rest.append(next...Self.limits.upperBound) }
    return ValueRanges(rest)
  }

  /// From `low` to `high`, as far as they are within the limits.
  package init(from low: Int, to high: Int) {
    let low = max(low, Self.limits.lowerBound)
    let high = min(high, Self.limits.upperBound)
    ranges = low <= high ? [low...high] : []
  }
}

extension ClosedRange<Int> {
  /// A value of this range, uniform over those that lie in `ranges`; the median without random numbers.
  ///
  /// A range of a single value consumes no random number.
  func value(within ranges: [ClosedRange<Int>]?, _ random: inout RandomStream?) -> Int {
    if count == 1 { return lowerBound }
    let parts =
      ranges.map { $0.filter { $0.overlaps(self) }.map { $0.clamped(to: self) } } ?? [self]
    let width = parts.reduce(0) { $0 + $1.upperBound - $1.lowerBound + 1 }
    // A range without such a value is never drawn.
    guard width > 0 else { return lowerBound }
    var steps = random?.nextInteger(belowWide: width) ?? (width - 1) / 2
    for part in parts {
      let length = part.upperBound - part.lowerBound + 1
      if steps < length { return part.lowerBound + steps }
      steps -= length
    }
    return lowerBound
  }
}
