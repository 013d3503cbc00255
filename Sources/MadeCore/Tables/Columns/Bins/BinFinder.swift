// The bin of a value.

/// Finds the bin of a value.
///
/// A class, so that the cell readers hand on one reference instead of three.
final class BinFinder: Sendable {
  private let lows: [Int]
  private let highs: [Int]
  /// For each value from the lowest on 1 + its bin, or 0 if it is in none; empty when there are too many values.
  private let table: [UInt16]

  private static let longestTable = 1 << 14

  init(_ bins: Bins) {
    lows = bins.ranges.map(\.lowerBound)
    highs = bins.ranges.map(\.upperBound)
    var table: [UInt16] = []
    if let first = lows.first, let last = highs.last, last - first < Self.longestTable,
      lows.count < 1 << 16
    {
      table = Array(repeating: 0, count: last - first + 1)
      for (bin, range) in bins.ranges.enumerated() {
        for value in range { table[value - first] = UInt16(bin + 1) }
      }
    }
    self.table = table
  }

  /// The index of the bin of a value in units, nil if it is in none.
  @inline(__always)
  func find(_ value: Int) -> Int? {
    guard value >= lows[0] && value <= highs[highs.count - 1] else { return nil }
    if !table.isEmpty {
      let entry = table[value - lows[0]]
      return entry == 0 ? nil : Int(entry) - 1
    }
    // The last bin that begins at or below the value.
    var low = 0
    var high = lows.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lows[middle] <= value { low = middle } else { high = middle }
    }
    return value <= highs[low] ? low : nil
  }
}
