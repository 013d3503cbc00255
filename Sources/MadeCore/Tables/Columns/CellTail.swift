// How strange a cell is: the probability of cells that are no less strange.

/// What a conditional says of how strange a cell is.
///
///     tail = P(g(X) <= g(x) | X can be drawn)
///
/// for X from the conditional, given the same earlier columns, and a function g that is the smaller, the stranger a
/// cell is. Among cells that are equally strange a random number decides, so the tails of cells that are drawn are uniform
/// between 0 and 1, however few values a column has, and independent of those of earlier columns.
///
/// Some cells are never drawn: numbers beyond the range of the training records, values that are not listed, and those that
/// contradict a column by which they are determined. Their tail is P(g(X) <= g(x)) under the conditional that scores use, which gives such cells a probability, too.
package struct CellTail: Equatable, Sendable {
  /// Above 0, at most 1.
  package let tail: Double
  /// log p of the cell among those that can be drawn; of other cells their log p.
  ///
  /// It is that of a code, not of its values.
  package let logProbability: Double

  /// A logarithm must not become infinite.
  package static let least = 1e-300

  /// - Parameter tail: a sum that may be a little outside the limits by rounding.
  package init(tail: Double, logProbability: Double) {
    // In this order a NaN becomes 1: nothing is known of such a cell.
    self.tail = tail < 1 ? max(tail, Self.least) : 1
    self.logProbability = logProbability
  }
}

/// Which cells of a column can be drawn.
package struct DrawableCells: Sendable {
  /// The code of all values that are not listed, which is none of them.
  package let barred: Int?
  /// Of codes, how many values each has; empty where that is one.
  package let logWidths: [Double]
  /// How many rules each code breaks in the record, of which the fewest are drawn; empty if there are no rules.
  package private(set) var breaks: [Int] = []
  /// Of numbers.
  package private(set) var limits: NumberLimits
  /// Whether draws differ: a column that has one value only says nothing of a record that has it.
  package let differ: Bool

  package init(_ kind: any ColumnKind) {
    barred = kind.otherCode
    logWidths = kind.logWidths
    var limits = kind.conditional.ofValues?.limits ?? NumberLimits(ranges: [], marks: [])
    if let mark = barred.flatMap({ NumberLimits.mark(of: $0) }), limits.marks.indices.contains(mark)
    {
      limits.marks[mark] = false
    }
    self.limits = limits
    differ =
      kind.conditional.ofCodes.map { $0.states - (kind.otherCode == nil ? 0 : 1) > 1 } ?? true
  }
}

extension DrawableCells {
  /// The same in a record whose rule leaves these numbers to draw.
  package func within(_ limits: NumberLimits) -> DrawableCells {
    var drawn = self
    drawn.limits = limits
    return drawn
  }

  /// The same where codes break as many rules.
  package func breaking(_ breaks: [Int]) -> DrawableCells {
    var drawn = self
    drawn.breaks = breaks
    return drawn
  }

  /// Which codes are drawn, at least one; nil for all but the barred one.
  fileprivate var drawnCodes: [Bool]? {
    guard
      let fewest = breaks.indices.lazy.filter({ $0 != barred }).map({ breaks[$0] }).min()
    else { return nil }
    return breaks.indices.map { $0 != barred && breaks[$0] == fewest }
  }
}

extension CodeConditional {
  /// Of codes the stranger one is that whose values are less probable.
  package func tail(
    of code: Int, _ output: (Int) -> Double, _ drawn: DrawableCells, _ ties: NumberWords
  ) -> CellTail {
    let scores = scores(output)
    let drawnCodes = drawn.drawnCodes
    func mayBeDrawn(_ code: Int) -> Bool { drawnCodes?[code] ?? (code != drawn.barred) }
    let isDrawn = mayBeDrawn(code)
    func counts(_ other: Int) -> Bool { !isDrawn || mayBeDrawn(other) }
    func level(_ other: Int) -> Double {
      drawn.logWidths.isEmpty ? scores[other] : scores[other] - drawn.logWidths[other]
    }
    var largest = -Double.infinity
    for other in scores.indices where counts(other) { largest = max(largest, scores[other]) }
    let mine = level(code)
    var (less, equal, all) = (0.0, 0.0, 0.0)
    for other in scores.indices where counts(other) {
      let share = exponential(scores[other] - largest)
      all += share
      if level(other) < mine { less += share } else if level(other) == mine { equal += share }
    }
    return CellTail(
      tail: (less + (isDrawn ? ties.first : 1) * equal) / all,
      logProbability: scores[code] - largest - logarithm(all))
  }
}
