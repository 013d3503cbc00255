// Questions about numbers with a density.

extension Numbers {
  package func constraint(
    _ comparison: Comparison, _ value: ArraySlice<UInt8>, column: String
  ) throws(ConditionError) -> Constraint {
    try notation.constraint(comparison, value, column: column)
  }

  package func impossible(column: String) -> ConditionError { .offGrid(column: column) }

  package func limit(of constraint: Constraint) -> CellLimit {
    var marks = Array(repeating: false, count: values.marks)
    if hasMissing && constraint.allowsMissing { marks[1] = true }
    let ranges = constraint.values.ranges.compactMap { values.steps.range($0) }
    return .numbers(NumberLimits(ranges: ranges, marks: marks))
  }

  /// The median of the numbers, or missing where that is likelier than any number.
  package func expectation(
    _ belief: CellBelief, allowed: ValueRanges
  ) -> (code: Int, value: Int?) {
    let cells = Self.cells(belief)
    let missing = cells.reduce(0) { $1.cell == missingCode ? $0 + $1.weight : $0 }
    let whole = cells.reduce(0) { $0 + $1.weight }
    if let missingCode, missing > whole / 2 { return (missingCode, nil) }
    return (quantile(0.5, cells) ?? allowed.ranges.first?.lowerBound ?? 0, nil)
  }

  /// The middle 90 %, `25..47`.
  package func expected(_ belief: CellBelief, _ dialect: CellDialect) -> [UInt8] {
    let cells = Self.cells(belief)
    guard let low = quantile(0.05, cells), let high = quantile(0.95, cells) else { return [] }
    return notation.text(low)
      + (low == high ? [] : Array("..".utf8) + notation.text(high))
  }

  private static func cells(_ belief: CellBelief) -> [WeightedCell] {
    if case .cells(let cells) = belief { cells } else { [] }
  }

  /// The least number that a share of the numbers does not exceed; nil if there is no number.
  private func quantile(_ share: Double, _ cells: [WeightedCell]) -> Int? {
    let numbers = cells.filter { NumberLimits.mark(of: $0.cell) == nil }.sorted {
      $0.cell < $1.cell
    }
    var left = share * numbers.reduce(0) { $0 + $1.weight }
    for number in numbers {
      left -= number.weight
      if left <= 0 { return number.cell }
    }
    return numbers.last?.cell
  }

  package var labels: [(text: [UInt8], code: Int)]? { nil }
}
