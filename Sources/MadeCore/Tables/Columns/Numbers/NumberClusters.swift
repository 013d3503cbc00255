// Numbers that lie in a few places far from each other: 10 and 1000 with little between, longitudes around 180 and -180.

/// The clusters of ascending numbers, far from each other.
///
/// Numbers are cut in two where this takes most of their variance, again and again; neighbours that are not far from
/// each other are then put together. Two clusters are far from each other if what lies between is more than twice as
/// wide as either: of each, what lies between its 5th and its 95th percentile, so that a few numbers between clusters
/// hide neither.
struct NumberClusters {
  /// The first number of each but the lowest; ascending.
  private let firsts: [Double]

  private static let far = 2.0
  private static let edge = 0.05
  /// Cuts leave this many numbers, and this share of all, on either side.
  private static let fewest = 20
  private static let leastShare = 0.01
  private static let mostParts = 2 * NumberTransform.mostCenters

  /// - Parameter numbers: ascending.
  init(_ numbers: [Double]) {
    var parts = Self.parts(numbers)
    while parts.count > 1 {
      let ratios = zip(parts, parts.dropFirst()).map { Self.distance(numbers, $0, $1) }
      guard let least = ratios.min(), least < Self.far || parts.count > NumberTransform.mostCenters,
        let place = ratios.firstIndex(of: least)
      else { break }
      parts[place] = parts[place].lowerBound..<parts[place + 1].upperBound
      parts.remove(at: place + 1)
    }
    firsts = parts.dropFirst().map { numbers[$0.lowerBound] }
  }

  /// Some of the numbers, ascending, as parts that lie in one cluster each, but for those in clusters that have few.
  func ranges(of numbers: [Double]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for first in firsts {
      let end = numbers.firstIndex { $0 >= first } ?? numbers.count
      if end - start >= Self.fewest, numbers.count - end >= Self.fewest {
        ranges.append(start..<end)
        start = end
      }
    }
    return ranges + [start..<numbers.count]
  }

  /// What lies between two, in parts of the wider one, where a number takes one unit.
  private static func distance(_ numbers: [Double], _ low: Range<Int>, _ high: Range<Int>) -> Double
  {
    func inner(_ range: Range<Int>) -> (low: Double, high: Double) {
      let edge = Int(Self.edge * Double(range.count))
      return (numbers[range.lowerBound + edge], numbers[range.upperBound - 1 - edge])
    }
    let (low, high) = (inner(low), inner(high))
    return (high.low - low.high - 1) / (max(low.high - low.low, high.high - high.low) + 1)
  }

  /// Numbers cut where most of the variance goes, until there are enough parts.
  private static func parts(_ numbers: [Double]) -> [Range<Int>] {
    let least = max(fewest, Int(leastShare * Double(numbers.count)))
    // Sums from the middle lose fewer digits.
    let middle = numbers.isEmpty ? 0 : numbers[numbers.count / 2]
    let sums = numbers.reduce(into: [0.0]) { $0.append(($0.last ?? 0) + ($1 - middle)) }
    var parts = [numbers.indices]
    var cuts = [cut(numbers.indices, sums, least)]
    while parts.count < mostParts {
      guard let best = cuts.indices.max(by: { cuts[$0].gain < cuts[$1].gain }),
        cuts[best].gain > 0
      else { break }
      let (part, place) = (parts[best], cuts[best].place)
      let halves = [part.lowerBound..<place, place..<part.upperBound]
      parts.replaceSubrange(best...best, with: halves)
      cuts.replaceSubrange(best...best, with: halves.map { cut($0, sums, least) })
    }
    return parts
  }

  /// Where a range is cut best, and by how much its sum of squares gets less; 0 if it is not to be cut.
  private static func cut(
    _ range: Range<Int>, _ sums: [Double], _ least: Int
  ) -> (place: Int, gain: Double) {
    var best = (place: range.lowerBound, gain: 0.0)
    guard range.count >= 2 * least else { return best }
    for place in range.lowerBound + least...range.upperBound - least {
      let (low, high) = (
        Double(place - range.lowerBound), Double(range.upperBound - place)
      )
      let distance =
        (sums[range.upperBound] - sums[place]) / high
        - (sums[place] - sums[range.lowerBound]) / low
      let gain = low * high / (low + high) * distance * distance
      if gain > best.gain { best = (place, gain) }
    }
    return best
  }
}
