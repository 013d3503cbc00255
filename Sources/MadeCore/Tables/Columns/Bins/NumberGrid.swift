// The grid of a number column, and its bins.

/// What the cells of a number column are, once all are known.
struct NumberGrid {
  /// Digits after the point.
  let decimals: Int
  /// The number of different values on the grid.
  let distinct: Int
  /// Bins without the codes of other values and missing cells.
  private let bins: Bins

  /// How many digits of the largest value are kept if a Double cannot hold the whole grid.
  private static let keptDigits = 12

  /// The grid of cells.
  ///
  /// - Parameters:
  ///   - numbers: the cells, at least one, each with how often it occurs, in any order.
  ///   - isWhole: whether the grid has to be of whole numbers.
  ///   - mostBins: how many bins there may be.
  ///   - missing: what stands for a missing cell, and so is in no bin, not even between values of one.
  init?(
    _ numbers: [(number: NumberText, count: Int)], isWhole: Bool, mostBins: Int,
    missing: MissingTokens
  ) {
    guard !numbers.isEmpty else { return nil }
    var mostDecimals = 0
    var fewest = Int.max
    for (number, _) in numbers {
      mostDecimals = max(mostDecimals, -number.exponent)
      fewest = min(fewest, -number.exponent)
    }
    var decimals = isWhole ? 0 : mostDecimals
    let limit = Bins.limits.upperBound
    let fits = numbers.allSatisfy { $0.number.units(decimals: decimals).magnitude <= UInt(limit) }
    if !fits {
      let digits = numbers.map { $0.number.digits }.max() ?? 0
      decimals = min(decimals, Self.keptDigits - digits)
    }
    let values = numbers.map { (value: $0.number.units(decimals: decimals), count: $0.count) }
    let least = values.map(\.value).min() ?? 0
    let most = values.map(\.value).max() ?? 0
    let holes = Set(missing.units(decimals: decimals).filter { $0 >= least && $0 <= most })
    let counts = ValueCounts(
      sorted: values.filter { !holes.contains($0.value) }.sorted { $0.value < $1.value })
    guard !counts.values.isEmpty else { return nil }
    self.decimals = decimals
    distinct = counts.values.count
    bins = Bins(
      decimals: decimals, hasFixedDecimals: fewest >= decimals,
      ranges: Self.without(
        holes, Binning.ranges(of: counts, limit: max(mostBins - holes.count, Binning.leastLimit))))
  }

  /// Ranges without some values, each of which cuts one in two at most.
  private static func without(
    _ holes: Set<Int>, _ ranges: [ClosedRange<Int>]
  ) -> [ClosedRange<Int>] {
    holes.sorted().reduce(ranges) { ranges, hole in
      ranges.flatMap { range -> [ClosedRange<Int>] in
        guard range.contains(hole) else { return [range] }
        return (range.lowerBound < hole ? [range.lowerBound...hole - 1] : [])
          + (hole < range.upperBound ? [hole + 1...range.upperBound] : [])
      }
    }
  }

  /// The bins, with a code for other values.
  func bins(hasMissing: Bool) -> Bins {
    var bins = bins
    bins.hasOther = true
    bins.hasMissing = hasMissing
    return bins
  }
}

extension NumberText {
  /// Digits before the point, below 0 if zeros follow it.
  fileprivate var digits: Int {
    mantissa == 0 ? .min / 2 : String(mantissa.magnitude).utf8.count + exponent
  }
}
