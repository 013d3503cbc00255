// The grid of a number column, and its bins.

/// What the cells of a number column are, once all are known.
struct NumberGrid {
  /// The number of different values on the grid.
  let distinct: Int
  /// Bins without the codes of other values and missing cells.
  private let bins: Bins

  /// The grid of cells, and its bins.
  ///
  /// - Parameter mostBins: how many bins there may be. What stands for a missing cell is in none, not even between
  ///   values of one.
  init(_ grid: DecimalGrid, mostBins: Int) {
    let (counts, holes) = (grid.counts, grid.holes)
    distinct = counts.values.count
    bins = Bins(
      decimals: grid.decimals,
      hasFixedDecimals: grid.hasFixedDecimals || grid.leastDecimals > max(grid.decimals, 0),
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
