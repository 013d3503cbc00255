// From the values of a number column to its bins.

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

/// How a column is cut.
///
/// A value that is frequent enough is a bin of its own. Those between two such are cut into bins of
/// about equal count, which share the gaps between them: each goes by half to both sides, or all of it
/// to a bin that has no frequent value. What lies between two frequent values and nothing else is in
/// no bin.
///
/// A bin in which cells crowd together in one part is cut again, where that makes them likelier by more
/// than the logarithm of their number: so tails do not end in one long bin.
enum Binning {
  /// Least cells of a value that is a bin of its own, and about the least of other bins.
  static let fewest = 10
  /// A value is frequent if it has this share of the cells at least; of fewer cells, where there may be
  /// fewer bins.
  static let frequentShare = 1000
  /// About as many bins as the columns of a table have together at most: networks grow with them.
  static let mostOfTable = 1 << 15

  /// The least that the most bins of a column can be.
  static let leastLimit = 16

  /// The most bins of a column among so many: `Bins.maximumCount` for up to 128 of them.
  static func limit(columns: Int) -> Int {
    min(Bins.maximumCount, max(leastLimit, mostOfTable / max(columns, 1)))
  }

  /// The bins of a column with these values, at most `limit` of them, which is 2 or more.
  ///
  /// Up to three quarters are for frequent values; where none is frequent there are about half as many as
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

  /// Places of values that make a bin.
  struct Part {
    let places: Range<Int>
    let isFrequent: Bool
  }

  /// - Parameter bins: cells of such a share make a bin of several values.
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

  /// The parts with the gaps between them.
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
