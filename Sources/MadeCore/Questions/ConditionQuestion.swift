// How probable conditions are, given what is known of a record.

/// P(conditions | known cells) of each record, and its standard error, which is 0 where it is exact.
///
///     P(conditions | known) = p(known, conditions) / p(known)
///
/// Both terms are those of `MarginalQuestion`. Of a known cell the condition holds or not; where its code stands for
/// several values, it is the share of these that fulfil the condition. What is impossible under the model has no
/// probability of anything: the answer is nan.
public struct ConditionQuestion: RecordQuestion {
  private let sampler: ConditionalSampler
  private let limits: [CellLimit?]
  private let constraints: [Constraint?]
  private let addresses: RecordAddress

  /// - Parameter sampler: what weighs the draws; it leaves holes missing where the model does.
  public init(_ conditions: Conditions, sampler: ConditionalSampler) {
    self.sampler = sampler
    constraints = conditions.constraints
    limits = zip(sampler.schema.columns, conditions.constraints).map { column, constraint in
      constraint.map { column.kind.limit(of: $0) }
    }
    addresses = RecordAddress(sampler.schema)
  }

  public var isInNats: Bool { false }
  public var recordsAtOnce: Int { sampler.recordsAtOnce }

  public func answer(_ batch: RecordBatch) throws -> BatchAnswer {
    let holes = batch.holes ?? .none(in: batch.rows)
    let shares: [Double] = (0..<batch.count).map { share(batch.rows, holes, $0) }
    // Of the others the answer follows from what is known.
    let open = (0..<batch.count).filter { record in
      shares[record] > 0
        && limits.indices.contains { limits[$0] != nil && holes[record, $0] }
    }
    var numbers: [Double] = shares.flatMap { share -> [Double] in [share, 0] }
    let rows = batch.rows.rows(at: open)
    let own = holes.rows(at: open)
    let addresses = open.map { self.addresses.address(batch.rows, $0, holes: holes) }
    func logLikelihoods(_ constraints: [Constraint?]?) throws -> (
      values: [Double], errors: [Double]
    ) {
      try sampler.logLikelihoods(
        Evidence(rows: rows, holes: own, schema: sampler.schema, constraints: constraints),
        numbers: addresses)
    }
    let joint = try logLikelihoods(constraints)
    let known = try logLikelihoods(nil)
    for (index, record) in open.enumerated() {
      let logRatio: Double = joint.values[index] - known.values[index]
      let isPossible = known.values[index] > -.infinity
      let ratio: Double = isPossible ? min(exponential(logRatio), 1) : .nan
      let probability: Double = ratio * shares[record]
      let a: Double = joint.errors[index]
      let b: Double = known.errors[index]
      numbers[2 * record] = probability
      numbers[2 * record + 1] = probability * (a * a + b * b).squareRoot()
    }
    return BatchAnswer(numbers: numbers, width: 2)
  }

  /// How much of a record's known cells fulfils the conditions: 0 or 1, unless codes stand for several values.
  private func share(_ rows: Rows, _ holes: Rows, _ record: Int) -> Double {
    var share = 1.0
    for (column, limit) in limits.enumerated() where !holes[record, column] {
      guard let limit else { continue }
      let cell = rows.code(record, column)
      if case .shares(let shares) = limit {
        share *= Double(shares[cell])
      } else if !limit.allows(cell) {
        share = 0
      }
    }
    return share
  }
}

extension Rows {
  /// The holes of rows that have none.
  static func none(in rows: Rows) -> Rows {
    var holes = Rows(columns: rows.columns)
    holes.appendZeros(count: rows.count)
    return holes
  }
}
