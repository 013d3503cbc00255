// Questions about numbers with a density.

extension Numbers {
  package func constraint(
    _ comparison: Comparison, _ value: ArraySlice<UInt8>, column: String
  ) throws(ConditionError) -> Constraint {
    guard comparison.isEquality else {
      return try notation.constraint(comparison, value, column: column)
    }
    // Words, and what stands for a missing cell, are taken out of a list of numbers.
    var words: Set<Int> = []
    var hasMissing = false
    var numbers: [[UInt8]] = []
    let isWhole = marks.words.contains { $0.elementsEqual(value) }
    for text in isWhole ? [Array(value)] : Comparison.alternatives(value) {
      if let mark = marks.mark(of: text), marks.wordMarks.contains(mark) {
        words.insert(mark)
      } else if text.isEmpty || marks.mark(of: text) != nil
        || text.withUnsafeBytes({ MissingTokens.isKnown($0) })
      {
        hasMissing = true
      } else {
        numbers.append(text)
      }
    }
    let bar = [UInt8(ascii: "|")]
    var constraint = Constraint(values: comparison == .equal ? ValueRanges([]) : .all)
    if !numbers.isEmpty {
      constraint = try notation.constraint(
        comparison, Array(numbers.joined(separator: bar))[...], column: column)
    }
    constraint.allowsMissing = hasMissing && comparison == .equal
    constraint.words = comparison == .equal ? words : Set(marks.wordMarks).subtracting(words)
    return constraint
  }

  package func impossible(column: String) -> ConditionError { .offGrid(column: column) }

  package func limit(of constraint: Constraint) -> CellLimit {
    var marks = Array(repeating: false, count: values.marks)
    if constraint.allowsMissing {
      for mark in self.marks.missing.indices { marks[1 + mark] = true }
    }
    for mark in constraint.words where marks.indices.contains(mark) { marks[mark] = true }
    let ranges = constraint.values.ranges.compactMap { values.range($0) }
    return .numbers(NumberLimits(ranges: ranges, marks: marks))
  }

  /// The median of the numbers, or the likeliest mark where marks are likelier than numbers: a missing one where
  /// missing is likelier than a word.
  package func expectation(
    _ belief: CellBelief, allowed: ValueRanges
  ) -> (code: Int, value: Int?) {
    let cells = Self.cells(belief)
    let whole = cells.reduce(0) { $0 + $1.weight }
    var marks = [Double](repeating: 0, count: self.marks.count)
    for cell in cells {
      if let mark = NumberLimits.mark(of: cell.cell), marks.indices.contains(mark) {
        marks[mark] += cell.weight
      }
    }
    let missing = 1..<self.marks.wordMarks.lowerBound
    if marks.reduce(0, +) > whole / 2 {
      let words = self.marks.wordMarks
      let (ofMissing, ofWords) = (marks[missing].reduce(0, +), marks[words].reduce(0, +))
      let candidates = ofMissing >= ofWords ? missing : words
      if let mark = candidates.max(by: { marks[$0] < marks[$1] }) {
        return (NumberLimits.cell(ofMark: mark), nil)
      }
    }
    return (cells.quantile(0.5) ?? allowed.ranges.first?.lowerBound ?? 0, nil)
  }

  /// The middle 90 %, `25..47`.
  package func expected(_ belief: CellBelief, _ dialect: CellDialect) -> [UInt8] {
    let cells = Self.cells(belief)
    guard let low = cells.quantile(0.05), let high = cells.quantile(0.95) else { return [] }
    let text =
      notation.text(low) + (low == high ? [] : Array("..".utf8) + notation.text(high))
    return quoted(text, delimiter: dialect.delimiter)
  }

  private static func cells(_ belief: CellBelief) -> [WeightedCell] {
    if case .cells(let cells) = belief { cells } else { [] }
  }

  package var labels: [(text: [UInt8], code: Int)]? { nil }
}
