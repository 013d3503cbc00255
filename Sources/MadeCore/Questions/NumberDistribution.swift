// What is believed of a cell of numbers, and its quantiles.

/// The distribution of one column of numbers given other cells of a record.
struct NumberDistribution {
  /// A conditional of the mixture, by its outputs and the log of its weight.
  struct Part {
    var logWeight: Double
    var outputs: [Double]
  }

  enum Form {
    /// The sum of the parts.
    case parts([Part])
    case cells([WeightedCell])
  }

  let form: Form
  let kind: any ColumnKind
  /// In the record that it is a distribution of.
  let conditional: RecordConditional

  /// The least number that a share of the numbers does not exceed; nil if no number is possible, or if a broken
  /// network says nothing.
  func quantile(_ share: Double) -> Int? {
    switch form {
    case .cells(let cells):
      let whole = cells.reduce(0) { $0 + $1.weight }
      return whole > 0 ? cells.quantile(share) : nil
    case .parts(let parts): return quantile(share, parts)
    }
  }

  private func quantile(_ share: Double, _ parts: [Part]) -> Int? {
    let all = ValueRanges.limits
    /// log of the mass of all numbers up to one.
    func logMass(upTo last: Int) -> Double {
      let constraint = Constraint(values: ValueRanges(from: all.lowerBound, to: last))
      guard case .numbers(let limits) = kind.limit(of: constraint) else { return -.infinity }
      return logSumExp(
        parts.map { part in
          part.logWeight + conditional.logMass(within: limits) { part.outputs[$0] }
        })
    }
    let whole = logMass(upTo: all.upperBound)
    guard whole > -.infinity, whole < .infinity else { return nil }
    let goal = whole + logarithm(share)
    // Most quantiles lie where the training records lie.
    let usual = conditional.limits.ranges
    var (low, high) = (all.lowerBound, all.upperBound)
    if let first = usual.first?.lowerBound, logMass(upTo: first - 1) < goal { low = first }
    if let last = usual.last?.upperBound, logMass(upTo: last) >= goal { high = max(last, low) }
    while low < high {
      let middle = low + (high - low) / 2
      if logMass(upTo: middle) >= goal { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
