// Sets of numbers on a grid, as conditions make them.

/// Whole numbers of units within `Bins.limits`, as ascending ranges that do not touch.
struct UnitRanges: Equatable {
  private(set) var ranges: [ClosedRange<Int>]

  /// The union of any ranges within the limits.
  init(_ any: [ClosedRange<Int>]) {
    ranges = []
    for range in any.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = ranges.last, range.lowerBound <= last.upperBound + 1 {
        ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        ranges.append(range)
      }
    }
  }

  /// All numbers.
  static let all = UnitRanges([Bins.limits])

  /// How many numbers there are.
  var count: Int { ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound + 1 } }

  func intersection(_ other: UnitRanges) -> UnitRanges {
    UnitRanges(
      ranges.flatMap { range in
        other.ranges.filter { $0.overlaps(range) }.map { $0.clamped(to: range) }
      })
  }

  var complement: UnitRanges {
    var rest: [ClosedRange<Int>] = []
    var next = Bins.limits.lowerBound
    for range in ranges {
      if next < range.lowerBound { rest.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= Bins.limits.upperBound { rest.append(next...Bins.limits.upperBound) }
    return UnitRanges(rest)
  }

  /// From `low` to `high`, as far as they are within the limits.
  private init(from low: Int, to high: Int) {
    let low = max(low, Bins.limits.lowerBound)
    let high = min(high, Bins.limits.upperBound)
    ranges = low <= high ? [low...high] : []
  }

  // MARK: Reading

  /// The numbers that fulfil a comparison, and whether an empty value is among those listed.
  ///
  /// - Parameter column: its name, for errors.
  static func fulfilling(
    _ comparison: Conditions.Comparison, _ value: ArraySlice<UInt8>, _ bins: Bins, column: String
  ) throws(ConditionError) -> (ranges: UnitRanges, hasEmpty: Bool) {
    func number(_ text: some Collection<UInt8>) throws(ConditionError) -> NumberText {
      guard let number = Array(text).withUnsafeBytes({ NumberText($0) }) else {
        throw .notANumber(column: column, value: String(decoding: text, as: UTF8.self))
      }
      return number
    }
    let (least, most) = (Bins.limits.lowerBound, Bins.limits.upperBound)
    let decimals = bins.decimals
    switch comparison {
    case .atLeast:
      return (UnitRanges(from: try number(value).unitsAbove(decimals), to: most), false)
    case .atMost:
      return (UnitRanges(from: least, to: try number(value).unitsBelow(decimals)), false)
    case .above:
      return (UnitRanges(from: try number(value).unitsBelow(decimals) + 1, to: most), false)
    case .below:
      return (UnitRanges(from: least, to: try number(value).unitsAbove(decimals) - 1), false)
    case .equal, .notEqual:
      var listed: [ClosedRange<Int>] = []
      var hasEmpty = false
      for text in Conditions.alternatives(value) {
        if text.isEmpty {
          hasEmpty = true
          continue
        }
        let dots = dots(text)
        let low = try number(text[..<(dots ?? text.count)])
        let high =
          try dots.map { at throws(ConditionError) in try number(text[(at + 2)...]) } ?? low
        listed += UnitRanges(from: low.unitsAbove(decimals), to: high.unitsBelow(decimals)).ranges
      }
      let united = UnitRanges(listed)
      return (comparison == .equal ? united : united.complement, hasEmpty)
    }
  }

  /// Where `..` stands between two numbers.
  private static func dots(_ text: [UInt8]) -> Int? {
    let dot = UInt8(ascii: ".")
    return text.indices.dropLast().first { text[$0] == dot && text[$0 + 1] == dot }
  }
}
