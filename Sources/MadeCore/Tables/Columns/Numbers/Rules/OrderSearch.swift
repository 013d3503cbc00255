// Columns of numbers of which one is never less than another one: start <= end, Low <= Open <= High.

/// Finds which columns are never less than others, and says it as one rule a column.
struct OrderSearch {
  private let columns: RuleColumns
  private let excluded: Set<Int>

  /// By chance this many records would break a rule if its columns had nothing to do with each other; with fewer it may
  /// hold by chance.
  private static let fewestChances = 20.0

  /// - Parameter excluded: columns that must not follow from others.
  init(_ columns: RuleColumns, excluded: Set<Int>) {
    self.columns = columns
    self.excluded = excluded
  }

  /// A pair of columns of which the first is not larger.
  struct OrderedPair: Equatable {
    let low: Int
    let high: Int
  }

  /// The rules; and those that are nearly true, with how many records break them.
  func found(
    _ graph: inout RuleGraph
  ) -> (rules: [FoundRule], nearly: [(rule: FoundRule, breaks: Int)]) {
    var pairs: [OrderedPair] = []
    var nearly: [(rule: FoundRule, breaks: Int)] = []
    let sorted = columns.sample.map { $0.compactMap { $0 }.sorted() }
    for low in 0..<columns.count {
      for high in 0..<columns.count where low != high {
        let pair = OrderedPair(low: low, high: high)
        if columns.columns[low].isSpan || columns.columns[high].isSpan { continue }
        // What follows from one of them anyway.
        if graph.follows(low, from: high) || graph.follows(high, from: low) { continue }
        guard let breaks = breaks(pair, sorted) else { continue }
        if breaks == 0 {
          pairs.append(pair)
        } else {
          let rule = FoundRule(target: high, form: .largest, sources: [(low, false)])
          nearly.append((rule, breaks))
        }
      }
    }
    return (rules(reduced(pairs), &graph), nearly)
  }

  /// How many records break a rule that is true or nearly so; nil for others, and for those that hold by chance.
  private func breaks(_ pair: OrderedPair, _ sorted: [[Int]]) -> Int? {
    let (low, high) = (columns.sample[pair.low], columns.sample[pair.high])
    var (both, breaks) = (0, 0)
    for (low, high) in zip(low, high) {
      guard let low, let high else { continue }
      both += 1
      if low > high { breaks += 1 }
    }
    guard NearRule.isFew(breaks, of: both) else { return nil }
    let share = Double(both) / Double(max(low.count, 1)) * Double(columns.records)
    let chances = share * Self.inversions(sorted[pair.low], sorted[pair.high])
    guard chances >= Self.fewestChances else { return nil }
    (both, breaks) = (0, 0)
    for record in 0..<columns.records {
      guard let low = columns.number(pair.low, record),
        let high = columns.number(pair.high, record)
      else { continue }
      both += 1
      if low > high { breaks += 1 }
    }
    return NearRule.isNearly(breaks, of: both, chances: chances) ? breaks : nil
  }

  /// The share of all pairs of a number of one list and one of another in which the first is larger; both ascending.
  private static func inversions(_ one: [Int], _ other: [Int]) -> Double {
    guard !one.isEmpty, !other.isEmpty else { return 0 }
    var (below, pairs) = (0, 0.0)
    for number in one {
      while below < other.count, other[below] < number { below += 1 }
      pairs += Double(below)
    }
    return pairs / Double(one.count) / Double(other.count)
  }

  /// Without pairs that two others say together in every record: those by a column that is always a number.
  private func reduced(_ pairs: [OrderedPair]) -> [OrderedPair] {
    pairs.filter { pair in
      !pairs.contains { first in
        first.low == pair.low && first.high != pair.high
          && !columns.sample[first.high].contains(nil)
          && pairs.contains(OrderedPair(low: first.high, high: pair.high))
      }
    }
  }

  /// One rule for each column that is the larger one in all its pairs, or the smaller one in all, and so on for those
  /// that are left: then no column is bound on both sides.
  private func rules(_ pairs: [OrderedPair], _ graph: inout RuleGraph) -> [FoundRule] {
    var pairs = pairs
    var rules: [FoundRule] = []
    while let rule = next(pairs, graph) {
      graph.add(rule)
      rules.append(rule)
      pairs.removeAll { pair in
        let (one, other) = (pair.low, pair.high)
        return [(one, other), (other, one)].contains { target, source in
          target == rule.target && rule.sources.contains { $0.column == source }
        }
      }
    }
    return rules
  }

  /// The rule that says most pairs, of equals that of the last column.
  private func next(_ pairs: [OrderedPair], _ graph: RuleGraph) -> FoundRule? {
    var best: FoundRule?
    for target in (0..<columns.count).reversed() where !excluded.contains(target) {
      let (below, above) = (
        pairs.filter { $0.high == target }.map(\.low), pairs.filter { $0.low == target }.map(\.high)
      )
      guard below.isEmpty != above.isEmpty else { continue }
      let sources = (below.isEmpty ? above : below)
        .filter { graph.mayFollow(target, from: [$0]) }
        .prefix(NumberRelation.mostSources)
      guard sources.count > best?.sources.count ?? 0 else { continue }
      best = FoundRule(
        target: target, form: below.isEmpty ? .smallest : .largest,
        sources: sources.map { ($0, false) })
    }
    return best
  }
}
