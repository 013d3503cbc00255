// The rules of a table.

extension Schema {
  /// What a column follows from.
  private func sources(_ column: Int) -> [Int] {
    guard columns.indices.contains(column) else { return [] }
    return columns[column].kind.conditional.ofValues?.rule?.sources ?? []
  }

  /// Whether a column follows from another one, by one rule or several.
  func follows(_ column: Int, from other: Int) -> Bool {
    RuleGraph.follows(column, from: other, count: columns.count) { sources($0) }
  }

  /// Whether all rules are about columns of numbers with a density, and in no circle.
  package var hasLegalRules: Bool {
    var state = [UInt8](repeating: 0, count: columns.count)
    /// Whether nothing that a column follows from follows from it. Deeper than this no chain of rules goes.
    func isLegal(_ column: Int, depth: Int) -> Bool {
      guard columns.indices.contains(column), columns[column].holdsDensity, state[column] != 1,
        depth < Self.deepest
      else { return false }
      if state[column] == 2 { return true }
      state[column] = 1
      let areLegal = sources(column).allSatisfy { isLegal($0, depth: depth + 1) }
      state[column] = 2
      return areLegal
    }
    return columns.indices.allSatisfy { sources($0).isEmpty || isLegal($0, depth: 0) }
  }

  private static let deepest = 1000

  /// The rules as formulas: `end >= start`, `total = net + tax`, `a is missing where b is`.
  package var formulas: [String] { columns.indices.flatMap { formulas($0) } }

  /// Those of a column.
  package func formulas(_ column: Int) -> [String] {
    guard let rule = columns[column].kind.conditional.ofValues?.rule else { return [] }
    let relation = rule.relation.map { relation in
      "\(formulaName(column)) \(right(of: relation))"
    }
    let tie = rule.tie.map {
      "\(formulaName(column)) is missing where \(formulaName($0.column)) is"
    }
    return [relation, tie].compactMap { $0 }
  }

  /// The formula of a rule that few records break.
  package func formula(_ rule: NearRule) -> String {
    "\(formulaName(rule.column)) \(right(of: rule.relation))"
  }

  /// What the rule of a column says of it, `>= start`; nil without one.
  package func expectedByRule(_ column: Int) -> String? {
    columns[column].kind.conditional.ofValues?.rule?.relation.map { right(of: $0) }
  }

  private func right(of relation: NumberRelation) -> String {
    let names = relation.sources.map { formulaName($0.column) }
    let isOne = names.count == 1
    switch relation.form {
    case .largest: return isOne ? ">= \(names[0])" : ">= max(\(names.joined(separator: ", ")))"
    case .smallest: return isOne ? "<= \(names[0])" : "<= min(\(names.joined(separator: ", ")))"
    case .multiple(let factor):
      return "= \(factor) \(names[0])" + (relation.range == 0...0 ? "" : ", rounded")
    case .sum:
      let terms = zip(relation.sources, names).map { ($0.isNegative ? "- " : "+ ") + $1 }
      let sum = (terms.filter { $0.hasPrefix("+") } + terms.filter { $0.hasPrefix("-") })
        .joined(separator: " ")
      return "= " + (sum.hasPrefix("+ ") ? String(sum.dropFirst(2)) : sum)
    }
  }

  /// What names a column in conditions, `tip` and `tip#2`; `column 3` where it has no name.
  private func formulaName(_ column: Int) -> String {
    guard columns[column].name?.isEmpty == false else { return "column \(column + 1)" }
    return printable(columnAddresses(columns.map(\.name))[column])
  }
}
