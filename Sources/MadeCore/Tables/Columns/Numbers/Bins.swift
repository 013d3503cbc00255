// Number columns: whole numbers of a unit, in bins.

/// What the cells of a number column may be, in the order of their slots: bins of values, then any
/// other value, then a missing one.
///
/// Values are counted in units of 10^-`decimals`, the grid of the last decimal place. A bin is a range
/// of the grid, and inside it all values are equally likely:
///
///     p(x | earlier) = p(bin of x | earlier) / width of the bin
///
/// so that the probabilities of all values sum to 1: they are those of the value as it is recorded.
/// The density of what was measured is p(x) 10^`decimals`.
public struct Bins: Equatable, Sendable {
  /// Digits after the decimal point; below 0, zeros before it that are left out.
  public var decimals: Int
  /// Whether a value is written with all its decimals, `1.50`; else without zeros at their end.
  public var hasFixedDecimals: Bool
  /// The bins in units, ends included: ascending, disjoint, at least one, within `limits`.
  public var ranges: [ClosedRange<Int>]
  /// Whether a slot stands for all values that are in no bin.
  public var hasOther: Bool
  /// Whether a slot stands for a missing cell.
  public var hasMissing: Bool

  /// Values in units are within these, so that a Double holds them.
  public static let limits = -(1 << 53 - 1)...(1 << 53 - 1)
  /// Most bins of a column that is fitted.
  public static let maximumCount = 256
  /// What `decimals` may be.
  public static let decimalsLimits = -600...600

  /// Bins.
  public init(
    decimals: Int, hasFixedDecimals: Bool = true, ranges: [ClosedRange<Int>],
    hasOther: Bool = false,
    hasMissing: Bool = false
  ) {
    self.decimals = decimals
    self.hasFixedDecimals = hasFixedDecimals
    self.ranges = ranges
    self.hasOther = hasOther
    self.hasMissing = hasMissing
  }

  /// Number of slots.
  public var slots: Int { ranges.count + (hasOther ? 1 : 0) + (hasMissing ? 1 : 0) }

  /// The slot of values that are in no bin, nil without one.
  public var otherSlot: Int? { hasOther ? ranges.count : nil }

  /// The slot of missing cells, nil without one.
  public var missingSlot: Int? { hasMissing ? slots - 1 : nil }

  /// How many values share the probability of a slot.
  ///
  /// Those of a bin; 1 for missing cells. Other values are those of the grid between the bins, and one
  /// more for whatever lies outside the first and the last bin.
  public func width(ofSlot slot: Int) -> Int {
    if slot < ranges.count { return ranges[slot].upperBound - ranges[slot].lowerBound + 1 }
    if slot != otherSlot { return 1 }
    guard let first = ranges.first, let last = ranges.last else { return 1 }
    let inside = (0..<ranges.count).reduce(0) { $0 + width(ofSlot: $1) }
    return last.upperBound - first.lowerBound + 1 - inside + 1
  }

  /// Whether the ranges are what they have to be.
  package var areOrdered: Bool {
    guard let first = ranges.first, let last = ranges.last else { return false }
    return Self.limits.contains(first.lowerBound) && Self.limits.contains(last.upperBound)
      && zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }
  }
}

extension ClosedRange<Int> {
  /// One of the values that share a slot, of those that lie within some ranges, all of them equally likely;
  /// the middle one without random numbers, of which a slot of a single value takes none.
  func value(within ranges: [ClosedRange<Int>]?, _ random: inout RandomStream?) -> Int {
    if count == 1 { return lowerBound }
    let parts =
      ranges.map { $0.filter { $0.overlaps(self) }.map { $0.clamped(to: self) } } ?? [self]
    let width = parts.reduce(0) { $0 + $1.upperBound - $1.lowerBound + 1 }
    // A slot that has no such value is never drawn.
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

/// Finds the bin of a value.
///
/// A class, so that the cell readers hand on one reference instead of three.
final class BinFinder: Sendable {
  private let lows: [Int]
  private let highs: [Int]
  /// For each value from the lowest on 1 + its bin, or 0; empty when there are many.
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

  /// The number of the bin of a value in units, nil if it is in none.
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
