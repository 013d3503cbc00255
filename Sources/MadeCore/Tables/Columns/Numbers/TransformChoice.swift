// From the numbers of a column to the map that brings them nearest to normal, or each of their clusters.

/// The map after which some numbers, or each of their clusters, are nearest to normal.
struct TransformChoice {
  let best: NumberTransform
  /// The least of d sqrt(n / n_c) over the clusters, of n_c of the n numbers, with images of the deviation d: 1 where
  /// all are one cluster.
  let narrowest: Double

  /// Bends are tried from four deviations downwards, each this many times less than the one before: `fewestBends` of
  /// them, and more down to a fraction of the distance between most numbers, which one far number does not widen; and
  /// further as long as each is better, where numbers are of many powers of ten.
  private static let ratio = 2.5
  private static let fewestBends = 14
  private static let finest = 0.25

  /// A map that bends has to make the numbers likelier by this many nats each.
  private static let worth = 0.02

  /// - Parameters:
  ///   - sample: ascending, at least one number.
  ///   - all: of these and of what else lies among them, ascending: what says which are clusters.
  ///   - perPower: that of `NumberTransform`.
  init(_ sample: [Double], among all: [Double], perPower: Int = 0) {
    var places = NumberTransform.identity
    places.perPower = perPower
    func images(_ numbers: [Double]) -> [Double] { numbers.map { places.line?($0) ?? $0 } }
    let sample = images(sample)
    let clusters = NumberClusters(images(all)).ranges(of: sample)
    var best =
      clusters.count > 1
      ? Self.bestOfClusters(sample, clusters) : Self.bestOfOne(sample)
    best.map.perPower = perPower
    self.best = best.map
    narrowest = best.narrowest
  }

  /// One center, in the middle of the numbers or at one of their ends; or none.
  private static func bestOfOne(_ sample: [Double]) -> TriedMap {
    let whole = [sample.indices]
    let identity = TriedMap(.identity, sample, whole)
    var best = identity
    let spread = identity.map.deviation
    let centers = Set([sample[sample.count / 2], sample[0], sample[sample.count - 1]])
    let most = sample[sample.count - 1 - sample.count / 10] - sample[sample.count / 10]
    let depth = most > 0 ? logarithm(4 * spread / (finest * most)) / logarithm(ratio) : 0
    let bends = max(fewestBends, Int(depth.rounded(.up)))
    for center in centers.sorted() {
      var (power, last) = (0, -Double.infinity)
      while true {
        let bend = spread * 4 / exponential(Double(power) * logarithm(ratio))
        let map = NumberTransform(center: center, bend: bend, mean: 0, deviation: 1)
        let other = TriedMap(map, sample, whole)
        if power >= bends, other.score <= last || bend < finest { break }
        (power, last) = (power + 1, other.score)
        if other.score > max(best.score, identity.score + worth) { best = other }
      }
    }
    return best
  }

  /// A center in the middle of each cluster, which bends at a common multiple of its deviation.
  private static func bestOfClusters(_ sample: [Double], _ clusters: [Range<Int>]) -> TriedMap {
    func candidate(_ power: Int) -> TriedMap {
      let factor = 4 / exponential(Double(power) * logarithm(ratio))
      let bends = clusters.map { range in
        // Of numbers that are all alike one unit is the measure.
        let deviation = max(TriedMap.moments(sample[range]).deviation, 0.5)
        return NumberTransform.Bend(
          center: sample[(range.lowerBound + range.upperBound) / 2], distance: factor * deviation)
      }
      let map = NumberTransform(
        center: bends[0].center, bend: bends[0].distance, mean: 0, deviation: 1,
        others: Array(bends.dropFirst()))
      return TriedMap(map, sample, clusters)
    }
    let first = candidate(1)
    var best = first
    for power in 2..<fewestBends {
      let other = candidate(power)
      if other.score > max(best.score, first.score + worth) { best = other }
    }
    return best
  }

  /// A map to mean 0 and deviation 1, and how likely the numbers are with it.
  private struct TriedMap {
    var map: NumberTransform
    /// The mean log-density of the numbers if the images of each cluster were normal, but for a constant.
    let score: Double
    let narrowest: Double

    init(_ bends: NumberTransform, _ sample: [Double], _ clusters: [Range<Int>]) {
      map = bends
      let images = sample.map { bends($0) }
      let moments = Self.moments(images[...])
      let all = map.bend == 0 ? [] : [.init(center: map.center, distance: map.bend)] + map.others
      // Of numbers that are all alike one unit is the measure.
      func least(_ bend: NumberTransform.Bend?) -> Double {
        max(min(bend.map { 0.5 / $0.distance } ?? 0.5, 1e29), 1e-29)
      }
      map.mean = moments.mean
      map.deviation = max(moments.deviation, least(all.first))
      let slope = all.isEmpty ? 0 : Self.slope(all, sample)
      guard clusters.count > 1 else {
        (score, narrowest) = (slope - logarithm(map.deviation), 1)
        return
      }
      var (widths, narrowest) = (0.0, Double.infinity)
      for (cluster, bend) in zip(clusters, all) {
        let deviation = max(Self.moments(images[cluster]).deviation, least(bend))
        let share = Double(cluster.count) / Double(sample.count)
        widths += share * logarithm(deviation)
        narrowest = min(narrowest, deviation / map.deviation / share.squareRoot())
      }
      (score, self.narrowest) = (slope - widths, narrowest)
    }

    /// The mean logarithm of the slope of a sum of arsinh.
    private static func slope(_ bends: [NumberTransform.Bend], _ numbers: [Double]) -> Double {
      let logarithms = numbers.map { number in
        logarithm(
          bends.reduce(0) { slope, bend in
            let x = (number - bend.center) / bend.distance
            return slope + 1 / (bend.distance * (1 + x * x).squareRoot())
          })
      }
      return logarithms.reduce(0, +) / Double(numbers.count)
    }

    static func moments(_ values: ArraySlice<Double>) -> (mean: Double, deviation: Double) {
      let count = Double(values.count)
      let mean = values.reduce(0, +) / count
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      return (mean, variance.squareRoot())
    }
  }
}
