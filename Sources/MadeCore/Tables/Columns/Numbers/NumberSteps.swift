// How far apart the numbers of a grid are.

/// The numbers of units that lie on a column's grid.
///
/// Either all multiples of a step, or those of a limited number of significant digits: 1.6754 and 0.042631, but not
/// 1.67541. Then the step grows tenfold from one power of ten to the next. Or there are steps for some sizes, as of
/// numbers in several scales: 1.2M, but 999K; or of three digits with a limit of decimals: 0.0941, but 14.31.
package struct NumberSteps: Hashable, Sendable {
  /// The distance between neighbours, where digits are not limited.
  package let step: Int
  /// The most significant digits; 0 if they are not limited.
  package let digits: Int

  /// The steps of sizes, ascending, the first from 0 on; empty if the other two say all.
  package let bySize: [SizeStep]

  package static let every = NumberSteps(step: 1, digits: 0)

  package init(step: Int, digits: Int) {
    self.step = step
    self.digits = digits
    bySize = []
  }

  /// Nil if they are not ascending, or not multiples of one another where they meet.
  package init?(bySize: [SizeStep]) {
    guard let first = bySize.first, first.from == 0, (2...Self.mostDigits).contains(bySize.count),
      zip(bySize, bySize.dropFirst()).allSatisfy({ $0.from < $1.from && $0.power <= $1.from }),
      bySize.allSatisfy({
        Self.sizes.contains($0.from) && (0..<Self.mostDigits).contains($0.power)
          && ($0.from == 0 || $0.power <= $0.from)
      })
    else { return nil }
    self.bySize = bySize
    (step, digits) = (1, 0)
  }

  /// Whether all numbers are as far apart.
  package var areEven: Bool { digits == 0 && bySize.isEmpty }

  /// Most digits of a number of units.
  static let mostDigits = 16
  /// What the least of a size may be, as a power of ten.
  private static let sizes = 0...17

  /// The distance from a number of this size to the next larger one.
  private func step(beyond magnitude: Int) -> Int {
    if digits == 0 {
      if bySize.isEmpty { return step }
      let size = bySize.last { $0.from == 0 || magnitude >= Int.powersOfTen[$0.from] }
      return size.map { Int.powersOfTen[$0.power] } ?? step
    }
    var count = digits
    while count < Self.sizes.upperBound, magnitude >= Int.powersOfTen[count] { count += 1 }
    return Int.powersOfTen[count - digits]
  }

  /// The number on the grid that is nearest; of two the one further from 0.
  package func nearest(to value: Int) -> Int {
    let magnitude = value.magnitude <= UInt(Int.max / 2) ? abs(value) : Int.max / 2
    let step = step(beyond: magnitude)
    if step == 1 { return value }
    let rounded = (magnitude + step / 2) / step * step
    return value < 0 ? -rounded : rounded
  }

  /// Half way to the next number of the grid above one of it, and to the one below.
  package func above(_ value: Int) -> Double {
    Self.halfWay(value, value + (value >= 0 ? step(beyond: value) : step(before: -value)))
  }
  package func below(_ value: Int) -> Double {
    Self.halfWay(value - (value > 0 ? step(before: value) : step(beyond: -value)), value)
  }

  /// Half way between two numbers; where a Double has no halves, the whole number on the side of 0: so there, too, each
  /// number has a cell.
  static func halfWay(_ one: Int, _ other: Int) -> Double {
    let sum = one + other
    return sum.magnitude < 1 << 53 ? Double(sum) / 2 : Double(sum / 2)
  }

  /// The number of the grid after one of it, and the one before.
  package func next(after value: Int) -> Int {
    nearest(to: value + (value >= 0 ? step(beyond: value) : step(before: -value)))
  }
  package func last(before value: Int) -> Int {
    nearest(to: value - (value > 0 ? step(before: value) : step(beyond: -value)))
  }

  /// The numbers of the grid within a range; nil if there are none.
  package func range(_ range: ClosedRange<Int>) -> ClosedRange<Int>? {
    var (low, high) = (nearest(to: range.lowerBound), nearest(to: range.upperBound))
    if low < range.lowerBound { low = next(after: low) }
    if high > range.upperBound { high = last(before: high) }
    return low <= high ? low...high : nil
  }

  /// The distance from a number of this size to the next smaller one.
  private func step(before magnitude: Int) -> Int { step(beyond: max(magnitude - 1, 0)) }
}

extension NumberSteps {
  /// The number on the grid that is nearest, and within the limits of numbers.
  func within(_ value: Int) -> Int {
    let (nearest, limits) = (nearest(to: value), ValueRanges.limits)
    if nearest > limits.upperBound { return last(before: nearest) }
    return nearest < limits.lowerBound ? next(after: nearest) : nearest
  }

  /// The steps of a column with these values, but for a few odd ones: of a limited number of digits if that says more
  /// than a common step.
  ///
  /// - Parameters:
  ///   - prefersDigits: whether they are of a limited number of digits if they can be.
  ///   - mayHaveDigits: whether they can be.
  init(_ counts: ValueCounts, prefersDigits: Bool = false, mayHaveDigits: Bool = true) {
    let digits =
      OddCells.least(
        zip(counts.values, counts.counts).map { (Self.significantDigits($0), $1) }) ?? 0
    let divisor = Self.divisor(counts)
    let step = NumberSteps(step: max(divisor, 1), digits: 0)
    let limited = NumberSteps(step: 1, digits: digits)
    let isLimited =
      mayHaveDigits && (1..<Self.mostDigits).contains(digits)
      && (prefersDigits || limited.coarseness(counts) > step.coarseness(counts) + 1)
    self = isLimited ? limited : step
  }

  /// The same, or numbers of so many digits if the largest of these values has more.
  func limited(to most: Int, in counts: ValueCounts) -> NumberSteps {
    let largest = max(counts.values.last?.magnitude ?? 0, counts.values.first?.magnitude ?? 0)
    let isShort = digits > 0 ? digits <= most : largest / UInt(step) < UInt(Int.powersOfTen[most])
    return isShort ? self : NumberSteps(step: 1, digits: most)
  }

  /// The mean logarithm of the widths of cells, which tells which grid is the coarser one.
  func coarseness(_ counts: ValueCounts) -> Double {
    let sum: Double = zip(counts.values, counts.counts).reduce(0) {
      $0 + Double($1.1) * logarithm(above($1.0) - below($1.0))
    }
    return sum / Double(max(counts.total, 1))
  }

  /// A common divisor of nearly all values: of all but very few; or of a few less, if it is so much larger that chance
  /// is out of the question, as where nearly all amounts are whole thousands.
  private static func divisor(_ counts: ValueCounts) -> Int {
    let ofAll = counts.values.reduce(0) { commonDivisor($0, abs($1)) }
    guard ofAll > 0 else { return 0 }
    let ofMost = divisor(counts, multipleOf: ofAll, isLenient: true)
    return ofMost / ofAll >= Self.leastLeap
      ? ofMost : divisor(counts, multipleOf: ofAll, isLenient: false)
  }

  private static let leastLeap = 1000

  private static func divisor(_ counts: ValueCounts, multipleOf first: Int, isLenient: Bool) -> Int
  {
    var divisor = first
    func isCommon(_ step: Int) -> Bool {
      var (cells, values) = (0, 0)
      for (value, count) in zip(counts.values, counts.counts) where value % step != 0 {
        (cells, values) = (cells + count, values + 1)
        // Most steps are out of the question soon.
        if 16 * values > counts.values.count { return false }
      }
      return isLenient
        ? 40 * cells <= counts.total
        : OddCells.areNegligible(
          cells: cells, of: counts.total, values: values, of: counts.values.count)
    }
    for prime in [2, 3, 5, 7] {
      while case let (step, overflow) = divisor.multipliedReportingOverflow(by: prime),
        !overflow, step <= ValueRanges.limits.upperBound, isCommon(step)
      { divisor = step }
    }
    return divisor
  }

  private static func commonDivisor(_ one: Int, _ other: Int) -> Int {
    var (a, b) = (one, other)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  /// How many digits a number has without the zeros at its end.
  private static func significantDigits(_ value: Int) -> Int {
    if value == 0 { return 0 }
    var magnitude = value.magnitude
    while magnitude % 10 == 0 { magnitude /= 10 }
    return magnitude.digitCount
  }
}
