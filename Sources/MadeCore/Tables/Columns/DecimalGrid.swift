// The grid on which the numbers of a column lie.

/// The different values of a column in units, and how often each occurs.
struct ValueCounts {
  /// Ascending.
  private(set) var values: [Int] = []
  private(set) var counts: [Int] = []
  /// Sum of the counts.
  private(set) var total = 0

  /// Counts values, which come in ascending order.
  init(sorted: some Sequence<(value: Int, count: Int)>) {
    for (value, count) in sorted where count > 0 {
      if values.last == value {
        counts[counts.count - 1] += count
      } else {
        values.append(value)
        counts.append(count)
      }
      total += count
    }
  }
}

/// The values of a column of numbers as whole numbers of units.
struct DecimalGrid {
  /// Digits after the point.
  let decimals: Int
  /// Whether every cell was written with at least as many.
  let hasFixedDecimals: Bool
  /// The values in units that do not stand for a missing cell.
  let counts: ValueCounts
  /// Those between the least and the largest that do.
  let holes: Set<Int>

  /// How many digits of the largest value are kept if a Double cannot hold the whole grid.
  private static let keptDigits = 12

  /// The grid of cells; nil if no cell has a value.
  ///
  /// - Parameters:
  ///   - numbers: the cells, each with how often it occurs, in any order.
  ///   - isWhole: whether the grid has to be of whole numbers.
  ///   - missing: what stands for a missing cell.
  init?(
    _ numbers: [(number: NumberText, count: Int)], isWhole: Bool, missing: MissingTokens
  ) {
    guard !numbers.isEmpty else { return nil }
    var mostDecimals = 0
    var fewest = Int.max
    for (number, _) in numbers {
      mostDecimals = max(mostDecimals, -number.exponent)
      fewest = min(fewest, -number.exponent)
    }
    var decimals = isWhole ? 0 : mostDecimals
    let limit = ValueRanges.limits.upperBound
    let fits = numbers.allSatisfy { $0.number.units(decimals: decimals).magnitude <= UInt(limit) }
    if !fits {
      let digits = numbers.map { $0.number.digits }.max() ?? 0
      decimals = min(decimals, Self.keptDigits - digits)
    }
    let values = numbers.map { (value: $0.number.units(decimals: decimals), count: $0.count) }
    let least = values.map(\.value).min() ?? 0
    let most = values.map(\.value).max() ?? 0
    let holes = Set(missing.units(decimals: decimals).filter { $0 >= least && $0 <= most })
    counts = ValueCounts(
      sorted: values.filter { !holes.contains($0.value) }.sorted { $0.value < $1.value })
    guard !counts.values.isEmpty else { return nil }
    self.decimals = decimals
    self.holes = holes
    hasFixedDecimals = fewest >= decimals
  }
}

extension NumberText {
  /// Digits before the point, below 0 if zeros follow it.
  fileprivate var digits: Int {
    mantissa == 0 ? .min / 2 : String(mantissa.magnitude).utf8.count + exponent
  }
}
