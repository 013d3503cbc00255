// A rule before its column is fitted to it.

/// What the numbers of one column are in all records, by those of others; all columns by their numbers among
/// `RuleColumns`.
struct FoundRule {
  let target: Int
  let form: NumberRelation.Form
  /// The sources, and which of them are taken off.
  var sources: [(column: Int, isNegative: Bool)]

  var columns: [Int] { [target] + sources.map(\.column) }

  /// Whether it says no more than which is the larger one.
  var isOrder: Bool { form == .largest || form == .smallest }

  /// How long its factor is, written out.
  var length: Int {
    if case .multiple(let factor) = form { "\(factor)".utf8.count } else { 0 }
  }
}

/// Which column follows from which, so that no rule closes a circle.
struct RuleGraph {
  private var sources: [[Int]]

  init(count: Int) { sources = Array(repeating: [], count: count) }

  func isTarget(_ column: Int) -> Bool { !sources[column].isEmpty }

  /// Whether a column follows from another one, by one rule or several.
  func follows(_ column: Int, from other: Int) -> Bool {
    Self.follows(column, from: other, count: sources.count) { sources[$0] }
  }

  /// The same of columns whose sources are known; each is looked at once, however many ways lead there.
  static func follows(
    _ column: Int, from other: Int, count: Int, _ sources: (_ column: Int) -> [Int]
  ) -> Bool {
    var wasSeen = [Bool](repeating: false, count: count)
    var left = [column]
    while let next = left.popLast() {
      for source in sources(next) where source < count && !wasSeen[source] {
        if source == other { return true }
        wasSeen[source] = true
        left.append(source)
      }
    }
    return false
  }

  /// Whether a column may follow from others.
  func mayFollow(_ column: Int, from others: [Int]) -> Bool {
    !isTarget(column) && others.allSatisfy { $0 != column && !follows($0, from: column) }
  }

  mutating func add(_ rule: FoundRule) { sources[rule.target] = rule.sources.map(\.column) }
}
