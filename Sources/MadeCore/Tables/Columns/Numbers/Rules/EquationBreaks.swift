// How many records break an equation, and how many would by chance.

extension RuleColumns {
  /// An equation needs this many records that would break it by chance, not counting those in which a term is 0 or is the
  /// sum.
  static let fewestByChance = 20

  /// How many records break a rule that all keep to, or nearly all; nil for others, and for those that hold by chance.
  func breaks(of rule: FoundRule) -> Int? {
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
    for record in 0..<records {
      switch speaks({ number($0, record) }) {
      case nil: continue
      case true: counts[number(rule.target, record) ?? 0, default: 0] += 1
      default:
        breaks += 1
        if !NearRule.isFew(breaks, of: records) { return nil }
      }
    }
    let chances = Self.breaksByChance(counts.values)
    let telling = counts.values.reduce(breaks, +)
    return chances >= Double(Self.fewestByChance)
      && NearRule.isNearly(breaks, of: telling, chances: chances) ? breaks : nil
  }

  /// In how many records a column and a sum would differ by chance.
  ///
  /// That is if they had nothing to do with each other, and number v were n_v times in each:
  ///
  ///     n (1 - sum of n_v (n_v - 1) / (n (n - 1)))
  static func breaksByChance(_ counts: some Sequence<Int>) -> Double {
    var (records, pairs) = (0.0, 0.0)
    for count in counts {
      records += Double(count)
      pairs += Double(count) * Double(count - 1)
    }
    return records < 2 ? 0 : records - pairs / (records - 1)
  }
}
