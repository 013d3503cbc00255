// What ties the numbers of a column to others of the same record: end >= start, total = net + tax.

/// What a column of numbers follows from in each record.
///
/// It is found in the training records (`RuleSearch`), and holds in all rows that are drawn.
package struct NumberRule: Hashable, Sendable {
  /// What its numbers are counted from.
  package var relation: NumberRelation?
  /// With which column it is missing.
  package var tie: MissingTie?

  package init(relation: NumberRelation? = nil, tie: MissingTie? = nil) {
    self.relation = relation
    self.tie = tie
  }

  /// The columns that come before it in every ordering.
  package var sources: [Int] {
    (relation?.sources.map(\.column) ?? []) + (tie.map { [$0.column] } ?? [])
  }
}

/// A number f of each record, from which the numbers x of a column are counted.
///
/// What has a density is the difference y = x - f(record). For what the record has in the columns of f, x and y say the
/// same, and both are on the grid: so
///
///     p(x | earlier columns) = p(y | earlier columns)
///
/// and probabilities sum to 1 as before. All columns of f come earlier in every ordering. Drawn differences are within the
/// `range` of those of the training records: from 0 on for x >= f, just 0 for x = f.
///
/// A bound is weaker: numbers are counted from 0 as without it, and so what is round or frequent among them stays so; f says
/// only which of them are drawn, and likelihoods do not change.
package struct NumberRelation: Hashable, Sendable {
  /// What f is of its sources.
  package enum Form: Hashable, Sendable {
    case sum
    /// The largest one, rounded up to the grid.
    case largest
    /// The smallest one, rounded down.
    case smallest
    /// The only one times this factor, rounded to the nearest number of the grid.
    case multiple(Double)
  }

  /// A column of numbers, and what its cells are in units of the grid: sign 10^power cell + shift.
  package struct Source: Hashable, Sendable {
    package let column: Int
    /// Whether it is taken off in a sum.
    package let isNegative: Bool
    /// How many decimals more than it the grid has.
    package let power: Int
    /// How much later its 0 is, where these are dates.
    package let shift: Int

    package init(column: Int, isNegative: Bool = false, power: Int = 0, shift: Int = 0) {
      self.column = column
      self.isNegative = isNegative
      self.power = power
      self.shift = shift
    }

    /// What it adds to a sum, in units of the grid.
    ///
    /// A division is exact where it can be; to multiply by 0.01 is not.
    func number(_ cell: Int) -> Double {
      let scale = NumberRelation.powers[abs(power)]
      let number = (power < 0 ? Double(cell) / scale : Double(cell) * scale) + Double(shift)
      return isNegative ? -number : number
    }

    /// Undoes `number`; between two cells it is a fraction.
    func cell(_ number: Double) -> Double {
      let scale = NumberRelation.powers[abs(power)]
      let number = (isNegative ? -number : number) - Double(shift)
      return power < 0 ? number * scale : number / scale
    }
  }

  package let form: Form
  package let sources: [Source]
  /// Differences that the training records have where f is a number.
  package let range: ClosedRange<Int>
  /// What stands for f where sources are no numbers.
  package let fallback: Int
  /// How many times wider than the differences the numbers are taken to lie around it, at least 1: 1 if the training records
  /// have such numbers, and so say how these lie.
  package let stretch: Double
  /// Whether it is a bound, of the form `largest` or `smallest`.
  package let isBound: Bool

  package init(
    form: Form, sources: [Source], range: ClosedRange<Int>, fallback: Int, stretch: Double = 1
  ) {
    self.form = form
    self.sources = sources
    self.range = range
    self.fallback = fallback
    self.stretch = stretch
    isBound = false
  }

  /// A bound: numbers are not less than the largest of the sources, or not more than the smallest one.
  package init(atLeast: Bool, sources: [Source]) {
    form = atLeast ? .largest : .smallest
    self.sources = sources
    range = 0...0
    fallback = 0
    stretch = 1
    isBound = true
  }

  /// Most columns of a relation.
  static let mostSources = 16
  /// Where f is no number, all numbers of the column are taken to spread as the differences do elsewhere; if these hardly
  /// differ, over this many least scales.
  static let leastScalesOfStretch = 8.0
  /// What `stretch` may be.
  static let stretches = 1...1e18
  /// Decimals of two columns differ by no more than this.
  static let mostPower = 15
  fileprivate static let powers = (0...mostPower).map {
    (0..<$0).reduce(1.0) { power, _ in power * 10 }
  }

  /// Whether a record with this difference keeps the rule, whether training had such a difference or not.
  package func allows(difference: Int) -> Bool {
    switch form {
    case .largest: difference >= 0
    case .smallest: difference <= 0
    case .sum, .multiple: range.contains(difference)
    }
  }

  /// f, within the limits of numbers: of those sources that are numbers if it is the largest or the smallest one; nil where
  /// none is, and where one is not that is part of a sum.
  ///
  /// - Parameters:
  ///   - step: of the grid.
  ///   - cell: of a column of the record.
  package func value(step: Int, _ cell: (_ column: Int) -> Int) -> Int? {
    // Whole numbers up to 2^53 are exact in a Double, and what is beyond is cut off in the end.
    var value: Double?
    for source in sources {
      let cell = cell(source.column)
      if NumberLimits.mark(of: cell) != nil {
        if isOrder { continue }
        return nil
      }
      let number = source.number(cell)
      switch form {
      case .sum: value = (value ?? 0) + number
      case .largest: value = max(value ?? number, number)
      case .smallest: value = min(value ?? number, number)
      case .multiple(let factor): value = number * factor
      }
    }
    return value.map { onGrid($0, Double(step)) }
  }

  /// Whether a multiple lies half way between two numbers of the grid, where it may have been rounded either way: there alone
  /// it is drawn with a difference.
  ///
  /// - Parameters:
  ///   - step: of the grid.
  ///   - cell: of a column of the record.
  func isHalfWay(step: Int, _ cell: (_ column: Int) -> Int) -> Bool {
    guard case .multiple(let factor) = form, let source = sources.first else { return true }
    let places = abs(source.number(cell(source.column)) * factor) / Double(step)
    return abs(places - places.rounded(.down) - 0.5) <= 1e-6 * max(1, places * 1e-6)
  }

  /// Whether it says no more than which number is the larger one.
  package var isOrder: Bool { form == .largest || form == .smallest }

  func onGrid(_ value: Double, _ step: Double) -> Int {
    switch form {
    case .largest: Self.whole((value / step).rounded(.up) * step)
    case .smallest: Self.whole((value / step).rounded(.down) * step)
    case .sum, .multiple: Self.whole((value / step).rounded() * step)
    }
  }

  /// The nearest whole number within the limits of numbers.
  static func whole(_ value: Double) -> Int {
    let limits = ValueRanges.limits
    if !(value > Double(limits.lowerBound)) { return limits.lowerBound }
    return value < Double(limits.upperBound) ? Int(value.rounded()) : limits.upperBound
  }
}

/// A column that is missing where another one is, and nowhere else.
///
/// Rows are drawn so; likelihoods do not change, as with a `Dependency`.
package struct MissingTie: Hashable, Sendable {
  /// The other column of numbers, whose marks from 1 to `marks` are missing cells.
  package let column: Int
  package let marks: Int
  /// How many marks of the column itself are, from 1 on.
  package let ownMarks: Int

  package init(column: Int, marks: Int, ownMarks: Int) {
    self.column = column
    self.marks = marks
    self.ownMarks = ownMarks
  }
}
