// Columns that are multiples of others: cm = 2.54 inch.

/// Finds by what a column of numbers is to be multiplied so that another one comes out, rounded to the grid of that one.
struct MultipleSearch {
  let columns: RuleColumns

  /// The fewest steps of the grid that a rounded multiple reaches over: of less nearly everything is a multiple.
  private static let fewestSteps = 50.0
  /// The fewest different numbers of which a multiple of fewer steps is exact.
  private static let fewestFactors = 3

  /// The target as a multiple of another column, rounded to its grid, and how many records break that; nil if it is none.
  func multiple(_ target: Int, _ source: Int) -> (rule: FoundRule, breaks: Int)? {
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
    guard records >= RuleColumns.fewestByChance,
      let factor = Self.shortest(limits.low, limits.high),
      most >= Self.fewestSteps * step || breaks == 0 && isExact(target, source, factor)
    else { return nil }
    let rule = FoundRule(target: target, form: .multiple(factor), sources: [(source, false)])
    let isNearly = breaks == 0 || NearRule.isNearly(breaks, of: records, chances: Double(records))
    return isNearly ? (rule, breaks) : nil
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
      && RuleColumns.breaksByChance(factors.values) >= Double(RuleColumns.fewestByChance)
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
