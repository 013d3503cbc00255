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
    let ranges = constraint.values.ranges.compactMap { values.range($0) }
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
    return (cells.quantile(0.5) ?? allowed.ranges.first?.lowerBound ?? 0, nil)
  }

  /// The middle 90 %, `25..47`.
  package func expected(_ belief: CellBelief, _ dialect: CellDialect) -> [UInt8] {
    let cells = Self.cells(belief)
    guard let low = cells.quantile(0.05), let high = cells.quantile(0.95) else { return [] }
    return notation.text(low)
      + (low == high ? [] : Array("..".utf8) + notation.text(high))
  }

  private static func cells(_ belief: CellBelief) -> [WeightedCell] {
    if case .cells(let cells) = belief { cells } else { [] }
  }

  package var labels: [(text: [UInt8], code: Int)]? { nil }
}
