// Columns that are sums or multiples of others: total = net + tax, cm = 2.54 inch, end = start + days.

/// Finds which columns of numbers are the sum of others in all records, or a multiple of another one; of dates, which are
/// another date, or a number of units before or after it, or which numbers say how far two dates are apart.
struct EquationSearch {
  private let columns: RuleColumns
  private let excluded: Set<Int>
  /// What each column has in a few records, which most sums do not give.
  private let probes: [RecordProbe]
  private let multiples: MultipleSearch

  /// The most columns among which sums are looked for, by the number of terms: there are too many sums of more.
  private static let mostColumns = [0, 300, 200, 64, 32]
  /// Equations that few records break, with how many.
  private(set) var nearly: [(rule: FoundRule, breaks: Int)] = []

  /// - Parameter excluded: columns that must not follow from others.
  init(_ columns: RuleColumns, excluded: Set<Int>) {
    self.columns = columns
    self.excluded = excluded
    probes = columns.sample.map { RecordProbe($0) }
    multiples = MultipleSearch(columns: columns)
  }

  /// The equations, those of fewest terms first; a column that one gives is no part of later ones of more than two.
  mutating func found(_ graph: inout RuleGraph) -> [FoundRule] {
    if columns.isCalendar { return foundOfDates(&graph) }
    var found: [FoundRule] = []
    let all = Array(0..<columns.count)
    var left = all
    for terms in 1..<Self.mostColumns.count where left.count <= Self.mostColumns[terms] {
      // From the last column on, for what follows from others mostly stands behind them.
      for target in left.reversed() where !excluded.contains(target) {
        // Of two terms one may follow from others itself: gross = total + tip, where total = net + tax.
        let others = (terms == 2 ? all : left).filter { $0 != target }
        guard others.count >= terms, let sum = sum(target, others, terms: terms, graph)
        else { continue }
        let rule = turned(sum, graph)
        graph.add(rule)
        found.append(rule)
        left.removeAll { $0 == rule.target }
      }
      if terms > 1 { continue }
      for target in left.reversed() where !excluded.contains(target) {
        for source in left where source != target && graph.mayFollow(target, from: [source]) {
          guard var rule = multiple(target, source) else { continue }
          // 1.19 rather than 0.8403.
          if !excluded.contains(source), graph.mayFollow(source, from: [target]),
            let other = multiple(source, target), other.length < rule.length
          {
            rule = other
          }
          graph.add(rule)
          found.append(rule)
          left.removeAll { $0 == rule.target }
          break
        }
      }
    }
    return found
  }

  /// The dates that are another one, or a number of units before or after it, and the numbers that two dates are apart.
  ///
  /// Dates first: a number of days is learnt as what it is, and the date that follows is exact.
  private mutating func foundOfDates(_ graph: inout RuleGraph) -> [FoundRule] {
    let dates = (0..<columns.count).filter { !columns.columns[$0].isSpan }
    let spans = (0..<columns.count).filter { columns.columns[$0].isSpan }
    func mayBeTarget(_ column: Int, _ graph: RuleGraph) -> Bool {
      !excluded.contains(column) && !graph.isTarget(column)
    }
    var found: [FoundRule] = []
    func holding(_ sources: [(column: Int, isNegative: Bool)], _ target: Int) -> Bool {
      let rule = FoundRule(target: target, form: .sum, sources: sources)
      guard graph.mayFollow(target, from: sources.map(\.column)), keeps(rule) else { return false }
      let turned = columns.columns[target].isSpan ? rule : turned(rule, graph)
      graph.add(turned)
      found.append(turned)
      return true
    }
    for target in dates.reversed() where mayBeTarget(target, graph) {
      for date in dates where date != target && holding([(date, false)], target) { break }
    }
    // No time of a day is later than its end.
    for target in columns.areOfDay ? [] : dates.reversed() where mayBeTarget(target, graph) {
      search: for date in dates where date != target {
        for span in spans {
          for isNegative in [false, true]
          where holding([(date, false), (span, isNegative)], target) { break search }
        }
      }
    }
    for target in spans.reversed() where mayBeTarget(target, graph) {
      search: for date in dates {
        for other in dates
        where other != date && holding([(date, false), (other, true)], target) { break search }
      }
    }
    return found
  }

  // MARK: Sums

  /// The target as a sum of some others, with signs; nil if it is none.
  private mutating func sum(
    _ target: Int, _ others: [Int], terms count: Int, _ graph: RuleGraph
  ) -> FoundRule? {
    // What has a finer grid than the target cannot be in its sum.
    let step = columns.columns[target].step
    let others = others.filter { columns.columns[$0].step % step == 0 }
    let terms = others.map { probes[$0] }
    let wanted = probes[target]
    var chosen: [(column: Int, isNegative: Bool)] = []
    /// The rule with one more term, if it is one.
    func rule(_ last: Int, isNegative: Bool) -> FoundRule? {
      let sources = chosen + [(others[last], isNegative)]
      let rule = FoundRule(target: target, form: .sum, sources: sources)
      return keeps(rule) && graph.mayFollow(target, from: sources.map(\.column)) ? rule : nil
    }
    func search(from first: Int, _ sum: RecordProbe) -> FoundRule? {
      for index in first..<others.count where others.count - index >= count - chosen.count {
        for isNegative in [false, true] {
          let next = sum.adding(terms[index], isNegative: isNegative)
          if chosen.count == count - 1 {
            if next.mayBe(wanted), let rule = rule(index, isNegative: isNegative) { return rule }
            continue
          }
          chosen.append((others[index], isNegative))
          defer { chosen.removeLast() }
          if let rule = search(from: index + 1, next) { return rule }
        }
      }
      return nil
    }
    return search(from: 0, .zero)
  }

  /// The same equation for the term that is missing most often where all others are numbers, if that is not the target.
  ///
  /// What may be missing follows from what is there; the other way round nothing would be said where it is missing.
  private func turned(_ rule: FoundRule, _ graph: RuleGraph) -> FoundRule {
    let all = [rule.target] + rule.sources.map(\.column)
    func gaps(_ column: Int) -> Int {
      let others = all.filter { $0 != column }
      return columns.sample[column].indices.count { record in
        columns.sample[column][record] == nil
          && others.allSatisfy { columns.sample[$0][record] != nil }
      }
    }
    var (best, most) = (rule, gaps(rule.target))
    for (index, source) in rule.sources.enumerated() where !excluded.contains(source.column) {
      let step = columns.columns[source.column].step
      let others = all.filter { $0 != source.column }
      guard case let count = gaps(source.column), count > most,
        others.allSatisfy({ columns.columns[$0].step % step == 0 }),
        graph.mayFollow(source.column, from: others)
      else { continue }
      var sources = [(column: rule.target, isNegative: source.isNegative)]
      for (other, term) in rule.sources.enumerated() where other != index {
        sources.append((term.column, term.isNegative == source.isNegative))
      }
      best = FoundRule(target: source.column, form: .sum, sources: sources)
      most = count
    }
    return best
  }

  /// Whether all records keep to a rule, and not by chance; what only nearly all keep to is noted.
  private mutating func keeps(_ rule: FoundRule) -> Bool {
    guard let breaks = columns.breaks(of: rule) else { return false }
    if breaks > 0 { note(rule, breaks) }
    return breaks == 0
  }

  /// The target as a multiple of another column; nil if it is none.
  private mutating func multiple(_ target: Int, _ source: Int) -> FoundRule? {
    guard let (rule, breaks) = multiples.multiple(target, source) else { return nil }
    if breaks > 0 { note(rule, breaks) }
    return breaks == 0 ? rule : nil
  }

  /// One equation of the same columns is enough.
  private mutating func note(_ rule: FoundRule, _ breaks: Int) {
    let columns = Set(rule.columns)
    if nearly.contains(where: { Set($0.rule.columns) == columns }) { return }
    nearly.append((rule, breaks))
  }
}
