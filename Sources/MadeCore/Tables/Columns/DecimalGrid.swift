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

  /// H = -sum of q log q over the shares q of equal values, in nats.
  var entropy: Double {
    -counts.reduce(0.0) { sum, count in
      let share = Double(count) / Double(total)
      return sum + share * logarithm(share)
    }
  }
}

/// The values of a column of numbers as whole numbers of units: a grid that nearly all cells lie on (`OddCells`).
struct DecimalGrid {
  /// Digits after the point.
  let decimals: Int
  /// Whether nearly every cell was written with at least as many.
  let hasFixedDecimals: Bool
  /// How many nearly every cell was written with at least.
  let leastDecimals: Int
  /// The values in units that do not stand for a missing cell.
  let counts: ValueCounts
  /// Those between the least and the largest that do.
  let holes: Set<Int>

  /// A number that is rounded to fewer units than these is hardly what it was.
  private static let fewUnits: UInt = 100

  /// The grid of cells; nil if no cell has a value.
  ///
  /// - Parameters:
  ///   - numbers: the cells, each with how often it occurs, in any order.
  ///   - isWhole: whether the grid has to be of whole numbers.
  ///   - missing: what stands for a missing cell.
  ///   - form: how powers of ten are written: where some numbers are without, only these have decimals to count.
  ///   - mostUnits: what nearly all numbers are to be held below.
  init?(
    _ numbers: [(number: NumberText, count: Int)], isWhole: Bool, missing: MissingTokens,
    form: ExponentForm? = nil, mostUnits: Int = ValueRanges.limits.upperBound
  ) {
    guard !numbers.isEmpty else { return nil }
    let plain =
      form?.plainly == nil ? numbers : numbers.filter { form?.writesPlainly($0.number) ?? true }
    /// The least figure that only odd cells exceed, of all cells or those without powers.
    func exceeded(by number: (NumberText) -> Int) -> Int {
      OddCells.least(numbers.map { (number($0.number), $0.count) }) ?? 0
    }
    func exceededPlainly(by number: (NumberText) -> Int) -> Int {
      OddCells.least(plain.map { (number($0.number), $0.count) }) ?? 0
    }
    // A long number that was rounded does not tell how many it was written with.
    let told = form == nil ? plain : plain.filter { $0.number.tellsDecimals }
    let leastWritten = -(OddCells.least(told.map { ($0.number.exponent, $0.count) }) ?? 0)
    // As many decimals as cells were written with, if all have the same; else as many as they need.
    let written = max(exceededPlainly { -$0.withoutNoise.exponent }, 0)
    let needed = max(exceeded { -($0.withoutNoise.lastExponent ?? 0) }, 0)
    let isFixed = leastWritten >= max(written, needed)
    var decimals = isWhole ? 0 : isFixed ? max(written, needed) : needed
    let limits = ValueRanges.limits
    let isLarge = { (number: NumberText) in
      number.units(decimals: decimals).magnitude > UInt(mostUnits) ? 1 : 0
    }
    if exceeded(by: isLarge) > 0 {
      let coarser = min(decimals, -exceeded { -$0.mostDecimals(below: mostUnits) })
      let loses = { (number: NumberText) in
        number.unitsBelow(coarser) < number.unitsAbove(coarser)
          && number.units(decimals: coarser).magnitude < Self.fewUnits
      }
      func cells(_ isLost: (NumberText) -> Bool) -> Int {
        numbers.reduce(0) { isLost($1.number) ? $0 + $1.count : $0 }
      }
      // A few huge numbers are held to the largest rather than all others to 0.
      if cells(loses) <= cells({ isLarge($0) > 0 }) { decimals = coarser }
    }
    let values = numbers.map {
      (
        value: min(max($0.number.units(decimals: decimals), limits.lowerBound), limits.upperBound),
        count: $0.count
      )
    }
    let least = values.map(\.value).min() ?? 0
    let most = values.map(\.value).max() ?? 0
    let holes = Set(missing.units(decimals: decimals).filter { $0 >= least && $0 <= most })
    counts = ValueCounts(
      sorted: values.filter { !holes.contains($0.value) }.sorted { $0.value < $1.value })
    guard !counts.values.isEmpty else { return nil }
    self.decimals = decimals
    self.holes = holes
    leastDecimals = isWhole ? 0 : min(max(leastWritten, 0), DecimalNotation.mostLeastDecimals)
    // More than the grid has are zeros at the end of all: 15000000.0.
    hasFixedDecimals = leastWritten >= decimals && leastDecimals <= max(decimals, 0)
  }
}

extension NumberText {
  /// Whether it was written with no more decimals than it has: none were rounded off.
  fileprivate var tellsDecimals: Bool {
    exponent < 0 || exponent == 0 && mantissa.magnitude.digitCount < Self.digitsOfLimit
  }

  /// The most decimals with which it is held exactly: it is less than a limit then, and not ten times with one more.
  fileprivate func mostDecimals(below most: Int) -> Int {
    if mantissa == 0 { return .max / 2 }
    let least = Self.digitsOfLimit - mantissa.magnitude.digitCount - exponent
    let isMore = units(decimals: least + 1).magnitude <= UInt(most)
    return isMore ? least + 1 : least
  }

  /// Any number of so many digits is within the limits.
  private static let digitsOfLimit = 15
}
