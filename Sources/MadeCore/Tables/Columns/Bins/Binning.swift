// From the values of a number column to its bins.

/// Cuts the values of a column into bins.
///
/// A value that is frequent enough is a bin of its own. The values between two of these are cut into bins of
/// about equal count. The gap between two such bins goes by half to either; the gap beside a frequent value goes
/// to the bin on its other side. If nothing else lies between two frequent values, the gap is in no bin.
///
/// A bin in which cells crowd together in one part is cut again, if that makes them likelier by more
/// than the logarithm of the number of cells in the column: so tails do not end in one long bin.
enum Binning {
  /// Minimum count for a value to get its own bin; also roughly the minimum count of any bin.
  static let fewest = 10
  /// A value is frequent if at least one in this many cells has it; the fewer bins there may be, the larger the
  /// share has to be.
  static let frequentShare = 1000
  /// About the most bins of all columns of a table together, because networks grow with all of them.
  static let mostOfTable = 1 << 15

  /// The smallest limit on the bins of a column.
  static let leastLimit = 16

  /// The limit on the bins of each of `columns` columns: `Bins.maximumCount` for up to 128 columns.
  static func limit(columns: Int) -> Int {
    min(Bins.maximumCount, max(leastLimit, mostOfTable / max(columns, 1)))
  }

  /// The bins of a column with these values, at most `limit` of them, which is 2 or more.
  ///
  /// Up to three quarters are for frequent values; where no value is frequent there are about half as many as
  /// there may be.
  static func ranges(
    of column: ValueCounts, limit: Int = Bins.maximumCount
  ) -> [ClosedRange<Int>] {
    let least = max(fewest, column.total / (frequentShare * limit / Bins.maximumCount))
    let frequent = column.counts.indices.filter { column.counts[$0] >= least }
      // The most frequent first; of equals the lower value.
      .sorted { (column.counts[$1], $0) < (column.counts[$0], $1) }
    var count = min(frequent.count, limit * 3 / 4)
    while true {
      let parts = parts(of: column, frequent: frequent.prefix(count).sorted(), bins: limit / 2)
      if parts.count <= limit || count == 0 {
        return spread(refined(parts, of: column, limit: limit), over: column.values)
      }
      count -= (count + 7) / 8
    }
  }

  /// Consecutive values that make a bin, by their places in `values`.
  struct Part {
    let places: Range<Int>
    let isFrequent: Bool
  }

  /// - Parameter bins: a bin of several values has about this fraction of all cells: 1 / `bins`.
  private static func parts(of column: ValueCounts, frequent: [Int], bins: Int) -> [Part] {
    let share = max(fewest, (column.total + bins - 1) / bins)
    var parts: [Part] = []
    var next = 0
    func cut(upTo end: Int) {
      guard next < end else { return }
      let mass = column.counts[next..<end].reduce(0, +)
      let pieces = max(1, (mass + share / 2) / share)
      var piece = 1
      var sum = 0
      var start = next
      for place in next..<end {
        sum += column.counts[place]
        // sum >= piece / pieces of the mass, in whole numbers.
        if place + 1 < end && sum * pieces < piece * mass { continue }
        parts.append(Part(places: start..<place + 1, isFrequent: false))
        start = place + 1
        while sum * pieces >= piece * mass && piece < pieces { piece += 1 }
      }
    }
    for place in frequent {
      cut(upTo: place)
      parts.append(Part(places: place..<place + 1, isFrequent: true))
      next = place + 1
    }
    cut(upTo: column.values.count)
    return parts
  }

  /// The bins: the parts, with the gaps between them shared out.
  private static func spread(_ parts: [Part], over values: [Int]) -> [ClosedRange<Int>] {
    var ranges = parts.map { values[$0.places.lowerBound]...values[$0.places.upperBound - 1] }
    for index in ranges.indices.dropFirst() {
      let gap = ranges[index].lowerBound - ranges[index - 1].upperBound - 1
      let below =
        switch (parts[index - 1].isFrequent, parts[index].isFrequent) {
        case (false, false): (gap + 1) / 2
        case (false, true): gap
        default: 0
        }
      let above = parts[index].isFrequent ? 0 : gap - below
      ranges[index - 1] =
        ranges[index - 1].lowerBound...ranges[index - 1].upperBound + below
      ranges[index] = ranges[index].lowerBound - above...ranges[index].upperBound
    }
    return ranges
  }
}
