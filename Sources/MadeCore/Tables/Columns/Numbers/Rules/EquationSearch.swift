// Columns that are sums or multiples of others: total = net + tax, cm = 2.54 inch, end = start + days.

/// Finds which columns of numbers are the sum of others in all records, or a multiple of another one; of dates, which are
/// another date and a number of units before or after it, or which numbers say how far two dates are apart.
struct EquationSearch {
  private let columns: RuleColumns
  private let excluded: Set<Int>
  /// What each column has in a few records, which most sums do not give.
  private let probes: [RecordProbe]

  /// A rule needs this many records that would break it by chance, not counting those in which a term is 0 or is the sum.
  private static let fewestRecords = 20
  /// The most columns among which sums are looked for, by the number of terms: there are too many sums of more.
  private static let mostColumns = [0, 300, 200, 64, 32]
  /// The fewest steps of the grid that a rounded multiple reaches over: of less nearly everything is a multiple.
  private static let fewestSteps = 50.0
  /// The fewest different numbers of which a multiple of fewer steps is exact.
  private static let fewestFactors = 3

  /// Equations that few records break, with how many.
  private(set) var nearly: [(rule: FoundRule, breaks: Int)] = []

  /// - Parameter excluded: columns that must not follow from others.
  init(_ columns: RuleColumns, excluded: Set<Int>) {
    self.columns = columns
    self.excluded = excluded
    probes = columns.sample.map { RecordProbe($0) }
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

  /// The dates that are a number of units before or after another one, and the numbers that two dates are apart.
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
    guard let breaks = breaks(of: rule) else { return false }
    if breaks > 0 { note(rule, breaks) }
    return breaks == 0
  }

  /// One equation of the same columns is enough.
  private mutating func note(_ rule: FoundRule, _ breaks: Int) {
    let columns = Set(rule.columns)
    if nearly.contains(where: { Set($0.rule.columns) == columns }) { return }
    nearly.append((rule, breaks))
  }

  /// How many records break a rule that all keep to, or nearly all; nil for others, and for those that hold by chance.
  private func breaks(of rule: FoundRule) -> Int? {
    let sample = columns.sample
    /// Whether a record speaks for the rule; nil if it says nothing.
    func speaks(_ number: (Int) -> Int?) -> Bool? {
      guard let value = number(rule.target) else { return nil }
      var (sum, hasAll) = (0, true)
      for source in rule.sources {
        guard let number = number(source.column) else { return nil }
        let term = source.isNegative ? -number : number
        sum += term
        // What equals a term says nothing about the others: of columns that are nearly alike there are sums by chance.
        if term == 0 || term == value && rule.sources.count > 1 { hasAll = false }
      }
      if sum != value { return false }
      return hasAll ? true : nil
    }
    var breaks = 0
    for record in sample[rule.target].indices
    where speaks({ sample[$0][record] }) == false {
      breaks += 1
      if !NearRule.isFew(breaks, of: sample[rule.target].count) { return nil }
    }
    breaks = 0
    var counts: [Int: Int] = [:]
    for record in 0..<columns.records {
      switch speaks({ columns.number($0, record) }) {
      case nil: continue
      case true: counts[columns.number(rule.target, record) ?? 0, default: 0] += 1
      default:
        breaks += 1
        if !NearRule.isFew(breaks, of: columns.records) { return nil }
      }
    }
    let chances = Self.breaksByChance(counts.values)
    let records = counts.values.reduce(breaks, +)
    return chances >= Double(Self.fewestRecords)
      && NearRule.isNearly(breaks, of: records, chances: chances) ? breaks : nil
  }

  /// In how many records a column and a sum would differ by chance.
  ///
  /// That is if they had nothing to do with each other, and number v were n_v times in each:
  ///
  ///     n (1 - sum of n_v (n_v - 1) / (n (n - 1)))
  private static func breaksByChance(_ counts: some Sequence<Int>) -> Double {
    var (records, pairs) = (0.0, 0.0)
    for count in counts {
      records += Double(count)
      pairs += Double(count) * Double(count - 1)
    }
    return records < 2 ? 0 : records - pairs / (records - 1)
  }

  // MARK: Multiples

  /// The target as a multiple of another column, rounded to its grid; nil if it is none.
  private mutating func multiple(_ target: Int, _ source: Int) -> FoundRule? {
    let column = columns.columns[target]
    let step = Double(column.numbers.values.steps.step * column.factor)
    var limits = (low: -Double.infinity, high: Double.infinity)
    var (most, records, breaks) = (0.0, 0, 0)
    /// Narrows the limits of the factor, unless the record breaks the rule.
    func take(_ value: Int?, _ other: Int?) {
      guard let value, let other else { return }
      if other == 0 {
        if Double(abs(value)) > step / 2 { breaks += 1 }
        return
      }
      let ends = [Double(value) - step / 2, Double(value) + step / 2].map { $0 / Double(other) }
      // A number half way between two of the grid may have been rounded either way.
      let slack = 1e-9 * abs(ends[0])
      let (low, high) = (
        max(limits.low, min(ends[0], ends[1]) - slack),
        min(limits.high, max(ends[0], ends[1]) + slack)
      )
      if low > high {
        breaks += 1
        return
      }
      limits = (low, high)
      most = max(most, Double(abs(value)))
      records += 1
    }
    // The first one that is taken says what the others have to keep to, so it must not be one that breaks the rule.
    guard let usual = usual(target, source) else { return nil }
    take(usual.value, usual.other)
    for (value, other) in zip(columns.sample[target], columns.sample[source]) {
      take(value, other)
      if !NearRule.isFew(breaks, of: columns.sample[target].count) { return nil }
    }
    breaks = 0
    for record in 0..<columns.records {
      take(columns.number(target, record), columns.number(source, record))
      if !NearRule.isFew(breaks, of: columns.records) { return nil }
    }
    guard records >= Self.fewestRecords, let factor = Self.shortest(limits.low, limits.high),
      most >= Self.fewestSteps * step || breaks == 0 && isExact(target, source, factor)
    else { return nil }
    let rule = FoundRule(target: target, form: .multiple(factor), sources: [(source, false)])
    if breaks == 0 { return rule }
    if NearRule.isNearly(breaks, of: records, chances: Double(records)) { note(rule, breaks) }
    return nil
  }

  /// What both columns have in a record with the middle quotient of a few from all over the table; nil if there is none.
  private func usual(_ target: Int, _ source: Int) -> (value: Int, other: Int)? {
    let records = columns.sample[target].indices
    let few = stride(from: 0, to: records.count, by: max(records.count / 16, 1)).compactMap {
      index -> (value: Int, other: Int)? in
      guard let value = columns.sample[target][index], let other = columns.sample[source][index],
        other != 0
      else { return nil }
      return (value, other)
    }
    let sorted = few.sorted { one, next in
      Double(one.value) / Double(one.other) < Double(next.value) / Double(next.other)
    }
    return sorted.isEmpty ? nil : sorted[sorted.count / 2]
  }

  /// Whether every number of one column is just this many times that of another one, and that of enough different ones.
  private func isExact(_ target: Int, _ source: Int, _ factor: Double) -> Bool {
    var factors: [Int: Int] = [:]
    for record in 0..<columns.records {
      guard let value = columns.number(target, record), let other = columns.number(source, record)
      else { continue }
      if Double(value) != factor * Double(other) { return false }
      if other != 0 { factors[other, default: 0] += 1 }
    }
    return factors.count >= Self.fewestFactors
      && Self.breaksByChance(factors.values) >= Double(Self.fewestRecords)
  }

  /// The number of fewest digits between two others; nil if that is 0 or needs more digits than anyone writes.
  private static func shortest(_ low: Double, _ high: Double) -> Double? {
    guard low.isFinite, high.isFinite, low * high > 0 else { return nil }
    // Powers of ten that are exact.
    for decimals in -15...15 {
      let power = (0..<abs(decimals)).reduce(1.0) { power, _ in power * 10 }
      let scaled = decimals < 0 ? (low / power, high / power) : (low * power, high * power)
      let whole = scaled.0.rounded(.up)
      guard whole <= scaled.1, whole != 0, abs(whole) < 1e6 else { continue }
      return decimals < 0 ? whole * power : whole / power
    }
    return nil
  }
}
