// Rules between columns of numbers that hold in all training records.

/// Finds what columns of numbers follow from others, and fits them to it.
///
/// In this order: equations, of fewest terms first (`EquationSearch`); what is never less or more than others
/// (`OrderSearch`); what is missing together. A column follows from others by one relation at most. A rule needs records
/// in which it could have failed: what holds because a column hardly varies, or lies elsewhere, is no rule.
package struct RuleSearch {
  /// The columns, with their rules.
  package private(set) var schema: Schema
  /// Rules that nearly all records keep; they are told, and not kept to.
  package private(set) var nearly: [NearRule] = []
  private let rows: Rows

  /// Most of these.
  private static let mostNearly = 5
  /// In nats: of numbers that hardly repeat neither entropy says much, and the difference of both is chance.
  private static let muchSimpler = 0.25
  /// Columns are missing together in at least as many records, and both there in as many.
  private static let fewestMissing = 20

  /// - Parameter leading: columns that follow from nothing, because they come first in every ordering.
  package init(in rows: Rows, schema: Schema, leading: [Int] = []) {
    self.schema = schema
    self.rows = rows
    for columns in RuleColumns.all(in: rows, schema) {
      let excluded = Set((0..<columns.count).filter { leading.contains(columns.columns[$0].index) })
      var graph = RuleGraph(count: columns.count)
      var search = EquationSearch(columns, excluded: excluded)
      let equations = search.found(&graph)
      let orders = OrderSearch(columns, excluded: excluded).found(&graph)
      for rule in equations + orders.rules { keep(rule, columns) }
      // An order of columns of which an equation is nearly true is no news.
      let others = orders.nearly.filter { order in
        !search.nearly.contains { Set($0.rule.columns).isSuperset(of: order.rule.columns) }
      }
      nearly += (search.nearly + others).compactMap { rule, breaks in
        guard let sources = columns.sources(of: rule) else { return nil }
        return NearRule(
          column: columns.columns[rule.target].index,
          relation: NumberRelation(form: rule.form, sources: sources, range: 0...0, fallback: 0),
          breaks: breaks)
      }
    }
    nearly = Array(nearly.prefix(Self.mostNearly))
    tie(leading: leading)
  }

  /// The columns that are part of a sum.
  ///
  /// Copies and multiples are none: among words each is determined by the other one.
  package static func columnsOfSums(in rows: Rows, _ schema: Schema) -> Set<Int> {
    var found: Set<Int> = []
    for columns in RuleColumns.all(in: rows, schema) {
      var graph = RuleGraph(count: columns.count)
      var search = EquationSearch(columns, excluded: [])
      for rule in search.found(&graph) where rule.sources.count > 1 {
        for column in rule.columns {
          found.insert(columns.columns[column].index)
        }
      }
    }
    return found
  }

  /// Fits the column of a rule to it, unless it has one or closes a circle: numbers without a unit may have been compared with
  /// each other before, and with dates now.
  private mutating func keep(_ rule: FoundRule, _ columns: RuleColumns) {
    let target = columns.columns[rule.target]
    guard let sources = columns.sources(of: rule),
      schema.columns[target.index].kind.conditional.ofValues?.rule == nil,
      !sources.contains(where: { schema.follows($0.column, from: target.index) })
    else { return }
    func relation(
      _ range: ClosedRange<Int>, _ fallback: Int, stretch: Double = 1
    ) -> NumberRelation {
      NumberRelation(
        form: rule.form, sources: sources, range: range, fallback: fallback, stretch: stretch)
    }
    let step = target.numbers.values.steps.step
    let plain = relation(0...0, 0)
    // Where a source is no number, numbers are counted from the nearest of those that the column has there.
    var differences: [Int] = []
    var alone: [Int] = []
    for record in 0..<rows.count {
      let cell = rows.code(record, target.index)
      if NumberLimits.mark(of: cell) != nil { continue }
      if let value = plain.value(step: step, { rows.code(record, $0) }) {
        differences.append(cell - value)
      } else {
        alone.append(cell)
      }
    }
    guard let low = differences.min(), let high = differences.max() else { return }
    let isEven = target.numbers.values.steps.areEven
    // What is counted from another time of day may be past the end of it.
    let isOfDay = target.numbers.notation.scale.isOfDay
    if rule.isOrder, !isEven || isOfDay || isSimpler(target.index, than: differences) {
      let bound = NumberRelation(atLeast: rule.form == .largest, sources: sources)
      schema.columns[target.index].kind = target.numbers.following(
        NumberRule(relation: bound), differences: nil, cells: rows.count)
      return
    }
    let fallback = (rule.form == .smallest ? alone.max() : alone.min()) ?? 0
    differences += alone.map { $0 - fallback }
    differences.sort()
    let limits = ValueRanges.limits
    guard limits.contains(differences[0]), limits.contains(differences[differences.count - 1])
    else { return }
    var numbers = target.numbers.following(
      NumberRule(relation: relation(low...high, fallback)),
      differences: differences.map { ($0, 1) }, cells: rows.count)
    if alone.isEmpty {
      let cells = (0..<rows.count).map { rows.code($0, target.index) }
        .filter { NumberLimits.mark(of: $0) == nil }
      let (fallback, stretch) = numbers.mixture.stretch(of: differences, over: cells.sorted())
      numbers = numbers.following(
        NumberRule(relation: relation(low...high, fallback, stretch: stretch)),
        differences: nil, cells: rows.count)
    }
    schema.columns[target.index].kind = numbers
  }

  /// Whether the numbers of a column are a good deal more alike than their differences to others: prices that are mostly
  /// round, of which what they are above another one says nothing.
  private func isSimpler(_ column: Int, than differences: [Int]) -> Bool {
    let numbers = (0..<rows.count).map { rows.code($0, column) }
      .filter { NumberLimits.mark(of: $0) == nil }
    func entropy(_ numbers: [Int]) -> Double {
      ValueCounts(sorted: numbers.sorted().map { ($0, 1) }).entropy
    }
    return entropy(numbers) + Self.muchSimpler < entropy(differences)
  }

  /// Ties columns that are missing in the same records.
  private mutating func tie(leading: [Int]) {
    var groups: [(records: [Int], columns: [Int])] = []
    for (index, column) in schema.columns.enumerated() {
      guard let numbers = column.kind as? Numbers, numbers.hasMissing else { continue }
      let missing = Set(numbers.missingCells)
      let records = (0..<rows.count).filter { missing.contains(rows.code($0, index)) }
      guard records.count >= Self.fewestMissing, rows.count - records.count >= Self.fewestMissing
      else { continue }
      if let group = groups.firstIndex(where: { $0.records == records }) {
        groups[group].columns.append(index)
      } else {
        groups.append((records, [index]))
      }
    }
    for group in groups where group.columns.count > 1 {
      // The others come behind it, so it must not follow from one of them.
      let free = group.columns.first { column in
        group.columns.allSatisfy { $0 == column || !schema.follows(column, from: $0) }
      }
      let first = group.columns.first { leading.contains($0) } ?? free ?? group.columns[0]
      guard let partner = schema.columns[first].kind as? Numbers else { continue }
      for column in group.columns where column != first && !leading.contains(column) {
        guard let numbers = schema.columns[column].kind as? Numbers,
          !schema.follows(first, from: column)
        else { continue }
        var rule = numbers.mixture.rule ?? NumberRule()
        rule.tie = MissingTie(
          column: first, marks: partner.marks.missing.count, ownMarks: numbers.marks.missing.count)
        schema.columns[column].kind = numbers.following(rule, differences: nil, cells: rows.count)
      }
    }
  }
}
