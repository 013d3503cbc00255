// What rules leave of a hole, where what follows from it is known.

/// What rules between columns of numbers leave of each, as far as other cells of the record say.
///
/// A rule bears on the column that is drawn last (`NumberFrame`). If that one is known, a hole among its sources has
/// to be drawn so that the rule can hold: net is total - tax where these are known, and no start is later than a known end.
/// Each column begins with all that it may hold; then every rule narrows its column by its sources, and each source by
/// the column and the other sources, until nothing changes (bounds propagation: Davis, "Constraint propagation with interval
/// labels", 1987). It may leave more than what is possible, never less.
struct RuleLimits: Sendable {
  private struct Rule: Sendable {
    let target: Int
    let relation: NumberRelation
    let step: Int
  }

  private let rules: [Rule]
  /// For each column the rules that bear on it, directly or by others, and the columns of these.
  private let groups: [(rules: [Int], columns: [Int])]
  private let ties: [(target: Int, tie: MissingTie)]
  /// For each column of numbers what it may hold where nothing is known.
  private let drawn: [CellSpan?]
  private let conditionals: [(any ValueConditional)?]

  /// Chains of rules longer than this are not followed to their ends.
  private static let mostRounds = 16

  init(_ schema: Schema) {
    conditionals = schema.columns.map(\.kind.conditional.ofValues)
    var rules: [Rule] = []
    var ties: [(target: Int, tie: MissingTie)] = []
    for (target, conditional) in conditionals.enumerated() {
      guard let conditional, let rule = conditional.rule else { continue }
      if let relation = rule.relation {
        rules.append(Rule(target: target, relation: relation, step: conditional.step))
      }
      if let tie = rule.tie { ties.append((target, tie)) }
    }
    drawn = conditionals.map { conditional in
      guard let conditional else { return nil }
      if let relation = conditional.rule?.relation, !relation.isBound {
        // What it may hold follows from its sources.
        return .numbers(ValueRanges.limits)
      }
      return Self.hull(conditional.limits.ranges).map { .numbers($0) } ?? .mark(0)
    }
    self.rules = rules
    self.ties = ties
    groups = Self.groups(rules, columns: schema.columns.count)
  }

  private static func groups(
    _ rules: [Rule], columns: Int
  ) -> [(rules: [Int], columns: [Int])] {
    let linked = rules.map { [$0.target] + $0.relation.sources.map(\.column) }
    // Each column has the number of its group, which is that of one of its columns.
    var group = Array(0..<columns)
    func first(_ column: Int) -> Int {
      var column = column
      while group[column] != column { column = group[column] }
      return column
    }
    for columns in linked {
      for column in columns { group[first(column)] = first(columns[0]) }
    }
    var groups: [(rules: [Int], columns: [Int])] = (0..<columns).map { _ in ([], []) }
    for (index, columns) in linked.enumerated() {
      let own = first(columns[0])
      groups[own].rules.append(index)
      groups[own].columns += columns
    }
    for index in groups.indices { groups[index].columns = Set(groups[index].columns).sorted() }
    return (0..<columns).map { groups[first($0)] }
  }

  private static func hull(_ ranges: [ClosedRange<Int>]) -> ClosedRange<Int>? {
    guard let low = ranges.map(\.lowerBound).min(), let high = ranges.map(\.upperBound).max()
    else { return nil }
    return low...high
  }

  /// Which columns are holes from which something follows that is known or has a condition; nil if none is.
  func bearing(on pattern: EvidencePattern) -> [Bool]? {
    if rules.isEmpty && ties.isEmpty { return nil }
    var isBearing = pattern.isKnown.map { _ in false }
    let links =
      rules.map { ($0.target, $0.relation.sources.map(\.column)) }
      + ties.map { ($0.target, [$0.tie.column]) }
    for _ in 0..<Self.mostRounds {
      var hasChanged = false
      for (target, sources) in links where pattern.hasEvidence(target) || isBearing[target] {
        for source in sources where !pattern.isKnown[source] && !isBearing[source] {
          isBearing[source] = true
          hasChanged = true
        }
      }
      if !hasChanged { break }
    }
    return isBearing.contains(true) ? isBearing : nil
  }

  /// What a hole is drawn from where nothing has to be kept: the same, but all of the limits where nothing is left.
  ///
  /// - Parameter leavesOutMarks: whether numbers alone are drawn if any is left.
  func proposal(
    _ limits: NumberLimits, of column: Int, leavesOutMarks: Bool,
    _ knowledge: (_ column: Int) -> CellKnowledge
  ) -> NumberLimits {
    var narrowed = narrowed(limits, of: column, knowledge)
    if narrowed.areEmpty { return limits }
    if leavesOutMarks, !narrowed.ranges.isEmpty {
      narrowed.marks = narrowed.marks.map { _ in false }
    }
    return narrowed
  }

  /// What of some limits of a column's cells is left; nothing, if no number keeps all rules.
  ///
  /// - Parameter knowledge: of any column of numbers: a cell that is known or drawn, or what it may be.
  func narrowed(
    _ limits: NumberLimits, of column: Int, _ knowledge: (_ column: Int) -> CellKnowledge
  ) -> NumberLimits {
    var narrowed = limits
    if case .numbers(let numbers) = span(of: column, knowledge) {
      narrowed.ranges = ValueRanges(narrowed.ranges).intersection(ValueRanges([numbers])).ranges
        .compactMap { self.numbers(in: $0, of: column, knowledge) }
    }
    for (target, tie) in ties where tie.column == column {
      guard case .cell(let cell) = knowledge(target) else { continue }
      let mark = NumberLimits.mark(of: cell) ?? 0
      let isMissing = mark > 0 && mark <= tie.ownMarks
      for mark in narrowed.marks.indices
      where (mark > 0 && mark <= tie.marks) != isMissing { narrowed.marks[mark] = false }
      if isMissing { narrowed.ranges = [] }
    }
    return narrowed
  }

  /// The numbers of a column within a range, on its grid; nil if there is none.
  private func numbers(
    in range: ClosedRange<Int>, of column: Int, _ knowledge: (_ column: Int) -> CellKnowledge
  ) -> ClosedRange<Int>? {
    guard let conditional = conditionals[column] else { return nil }
    // With a rule the grid is that of the differences.
    let frame = conditional.inRecord { source in
      if case .cell(let cell) = knowledge(source) { cell } else { NumberLimits.cell(ofMark: 0) }
    }
    return frame.numbers(in: range)
  }

  /// What a column of numbers may hold.
  private func span(of one: Int, _ knowledge: (_ column: Int) -> CellKnowledge) -> CellSpan? {
    var spans = drawn
    let group = groups[one]
    for column in group.columns {
      guard spans[column] != nil else { continue }
      if column == one {
        // What limits say of it themselves is no concern of the rules.
        spans[column] = .numbers(ValueRanges.limits)
        continue
      }
      switch knowledge(column) {
      case .nothing, .limit(.shares): break
      case .cell(let cell):
        spans[column] =
          NumberLimits.mark(of: cell).map { .mark($0) } ?? .numbers(cell...cell)
      case .limit(.numbers(let limits)):
        spans[column] = Self.hull(limits.ranges).map { .numbers($0) } ?? .mark(0)
      }
    }
    for _ in 0..<Self.mostRounds {
      var hasChanged = false
      func narrow(_ column: Int, to numbers: ClosedRange<Int>?) {
        guard let numbers, case .numbers(let before) = spans[column], before.overlaps(numbers),
          case let after = before.clamped(to: numbers), after != before
        else { return }
        spans[column] = .numbers(after)
        hasChanged = true
      }
      for index in group.rules {
        let rule = rules[index]
        guard case .numbers = spans[rule.target] else { continue }
        narrow(
          rule.target, to: rule.relation.numbers(step: rule.step) { spans[$0] ?? .mark(0) })
        for source in rule.relation.sources {
          guard case .numbers(let target) = spans[rule.target] else { continue }
          narrow(
            source.column,
            to: rule.relation.numbers(of: source.column, from: target, step: rule.step) {
              spans[$0] ?? .mark(0)
            })
        }
      }
      if !hasChanged { break }
    }
    return spans[one]
  }
}
