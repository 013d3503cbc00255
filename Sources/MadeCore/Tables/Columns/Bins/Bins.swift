// Number columns: whole numbers of units, in bins.

/// What the cells of a number column may be, in the order of their codes: bins of values, then any
/// other value, then a missing one.
///
/// Values are counted in units of 10^-`decimals`, the grid of the last decimal place. A bin is a range
/// of the grid, and inside it all values are equally likely:
///
///     p(x | earlier) = p(bin of x | earlier) / width of the bin
///
/// so that the probabilities of all values sum to 1: they are those of the value as it is recorded.
/// The density of what was measured is p(x) 10^`decimals`.
package struct Bins: Sendable {
  /// How a number of units is written.
  package var notation: any Notation
  /// The bins in units, ends included: ascending, disjoint, at least one, within `limits`.
  package var ranges: [ClosedRange<Int>]
  /// Whether a code stands for all values that are in no bin.
  package var hasOther: Bool
  /// Whether a code stands for a missing cell.
  package var hasMissing: Bool

  /// Values in units are within these, so that a Double holds them.
  package static let limits = ValueRanges.limits
  /// Most bins of a column that is fitted.
  package static let maximumCount = 256

  /// Bins of numbers in units of 10^-`decimals`.
  package init(
    decimals: Int, hasFixedDecimals: Bool = true, ranges: [ClosedRange<Int>],
    hasOther: Bool = false,
    hasMissing: Bool = false
  ) {
    notation = DecimalNotation(decimals: decimals, hasFixedDecimals: hasFixedDecimals)
    self.ranges = ranges
    self.hasOther = hasOther
    self.hasMissing = hasMissing
  }

  /// Digits after the decimal point; below 0, zeros before it that are left out.
  package var decimals: Int {
    get { notation.decimals }
    set { notation.digits.decimals = newValue }
  }

  /// Whether a value is written with all its decimals, `1.50`; else without zeros at their end.
  package var hasFixedDecimals: Bool { notation.digits.hasFixedDecimals }

  /// Number of codes.
  package var codes: Int { ranges.count + (hasOther ? 1 : 0) + (hasMissing ? 1 : 0) }

  /// The code of values that are in no bin, nil without one.
  package var otherCode: Int? { hasOther ? ranges.count : nil }

  /// The code of missing cells, nil without one.
  package var missingCode: Int? { hasMissing ? codes - 1 : nil }

  /// How many values share the probability of a code.
  ///
  /// For a bin that is its length, for missing cells 1. Other values are those of the grid between the bins, and
  /// one more for whatever lies outside the first and the last bin.
  package func width(ofCode code: Int) -> Int {
    if code < ranges.count { return ranges[code].upperBound - ranges[code].lowerBound + 1 }
    if code != otherCode { return 1 }
    guard let first = ranges.first, let last = ranges.last else { return 1 }
    let inside = (0..<ranges.count).reduce(0) { $0 + width(ofCode: $1) }
    return last.upperBound - first.lowerBound + 1 - inside + 1
  }

  /// Whether the ranges are at least one, ascending, disjoint, and within `limits`.
  package var areOrdered: Bool {
    guard let first = ranges.first, let last = ranges.last else { return false }
    return Self.limits.contains(first.lowerBound) && Self.limits.contains(last.upperBound)
      && zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }
  }
}

extension Bins: Equatable {
  package static func == (one: Bins, other: Bins) -> Bool {
    one.notation.isEqual(to: other.notation) && one.ranges == other.ranges
      && one.hasOther == other.hasOther && one.hasMissing == other.hasMissing
  }
}
