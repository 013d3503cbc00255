// Tables of which not everything is known: their likelihoods, and what fills their holes.

extension RowDensity {
  /// log p(known cells) of each row of a table in nats: of a table without holes log p(x).
  ///
  ///     p(known) = sum over all that the holes may hold of p(x)
  ///
  /// Where that sum has to be estimated, `marginals(of:particles:threads:)` tells how well it is.
  ///
  /// - Parameters:
  ///   - table: read with the density's schema; another one is read again as cells of it, by the names of columns.
  ///   - threads: CPUs to use; nil for all. Bits do not depend on it.
  /// - Throws: `InputError` for a table of other columns, `QuestionError.notOfNetworks` if it has holes and the
  ///   density has no networks.
  public func logLikelihoods(of table: Table, threads: Int? = nil) throws -> [Double] {
    let table = try table.reading(as: schema)
    if table.hasHoles { return try marginals(of: table, threads: threads).values }
    return logLikelihoods(of: table.rows, threads: threads ?? availableThreads())
  }

  /// log p(known cells) of each row in nats, and its standard error, which is 0 where it is exact.
  ///
  /// - Parameters:
  ///   - table: whose holes are summed over.
  ///   - particles: weighted draws to a row where it takes them, at least 1.
  ///   - threads: CPUs to use; nil for all. Bits do not depend on it.
  /// - Throws: `InputError` for a table of other columns, `QuestionError.notOfNetworks`.
  public func marginals(
    of table: Table, particles: Int = ConditionalSampler.defaultParticles, threads: Int? = nil
  ) throws -> (values: [Double], standardErrors: [Double]) {
    let table = try table.reading(as: schema)
    let sampler = try ConditionalSampler(
      self, seed: 1, particles: particles, fillsMissing: false)
    let question = MarginalQuestion(sampler: sampler)
    let holes = table.holes ?? .noHoles(in: table)
    let batches = try batches(of: table.count, size: sampler.recordsAtOnce, threads) {
      var batch = RecordBatch(rows: table.rows.rows(at: $0), firstRecord: $0.lowerBound)
      batch.holes = holes.rows(at: $0)
      return try question.answer(batch).numbers
    }
    let numbers = batches.flatMap { $0 }
    return (
      stride(from: 0, to: numbers.count, by: 2).map { numbers[$0] },
      stride(from: 1, to: numbers.count, by: 2).map { numbers[$0] }
    )
  }

  /// Fills the holes of a table with draws from p(holes | known cells), each row `count` times.
  ///
  /// Row r of the table becomes rows r * count ..< (r + 1) * count; known cells keep their values.
  ///
  /// - Parameters:
  ///   - table: whose holes are filled, with values and never as missing.
  ///   - conditions: what filled cells have to fulfil, `age>=40`; see `Conditions.add`.
  ///   - particles: weighted draws to a row, where exact ones cannot be had; at least 1.
  ///   - threads: CPUs to use; nil for all. Rows do not depend on it.
  ///   - observe: is told how reliable the rows are.
  /// - Throws: `InputError` for a table of other columns, `ConditionError`, or `QuestionError`, for one for a row
  ///   that is impossible under the model.
  public func completions(
    of table: Table, count: Int = 1, seed: UInt64, where conditions: [String] = [],
    particles: Int = ConditionalSampler.defaultParticles, threads: Int? = nil,
    observe: (CompletionTally) -> Void = { _ in }
  ) throws -> Table {
    guard count >= 0 else { throw QuestionError.count(count) }
    let table = try table.reading(as: schema)
    let constraints = try constraints(conditions)
    let evidence = Evidence(
      rows: table.rows, holes: table.holes ?? .noHoles(in: table), schema: schema,
      constraints: constraints)
    let sampler = try ConditionalSampler(
      self, seed: seed, particles: particles, fillsMissing: true)
    let records = (0..<table.count * count).map { $0 / count }
    let rows = try filled(evidence, records, first: 0, sampler, threads, observe)
    return Table(
      drawn: rows, schema: schema, first: 0, seed: seed, constraints: constraints,
      given: (table, records))
  }

  /// Draws rows that fulfil conditions: those that `made-sample --where` prints with the same seed.
  ///
  ///     x ~ p(x | conditions)
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - conditions: `age>=40`, `sex=Female|Male`; see `Conditions.add`.
  ///   - first: the number of the first one in the endless run of this seed.
  ///   - particles: weighted draws to a row, where exact ones cannot be had; at least 1.
  ///   - threads: CPUs to use; nil for all. Rows do not depend on it.
  ///   - observe: is told how reliable the rows are.
  /// - Throws: `ConditionError`, or `QuestionError`.
  public func samples(
    _ count: Int, where conditions: [String], from first: Int = 0, seed: UInt64,
    particles: Int = ConditionalSampler.defaultParticles, threads: Int? = nil,
    observe: (CompletionTally) -> Void = { _ in }
  ) throws -> Table {
    guard count >= 0 else { throw QuestionError.count(count) }
    if conditions.isEmpty { return samples(count, from: first, seed: seed, threads: threads) }
    let constraints = try constraints(conditions)
    let evidence = Evidence(count: count, schema: schema, constraints: constraints)
    let sampler = try ConditionalSampler(
      self, seed: seed, particles: particles, fillsMissing: false)
    let rows = try filled(evidence, Array(0..<count), first: first, sampler, threads, observe)
    return Table(
      drawn: rows, schema: schema, first: first, seed: seed, constraints: constraints)
  }

  // MARK: Parts

  private func constraints(_ conditions: [String]) throws(ConditionError) -> [Constraint?] {
    var all = Conditions(schema: schema)
    for condition in conditions { try all.add(condition) }
    return all.constraints
  }

  /// Completions of records by their places in the evidence, rows numbered from `first`.
  private func filled(
    _ evidence: Evidence, _ records: [Int], first: Int, _ sampler: ConditionalSampler,
    _ threads: Int?, _ observe: (CompletionTally) -> Void
  ) throws -> Rows {
    let batches = try batches(of: records.count, size: sampler.recordsAtOnce, threads) {
      try sampler.completions(
        evidence, records: Array(records[$0]), numbers: $0.map { first + $0 })
    }
    var rows = Rows(layout: evidence.rows.layout)
    var tally = CompletionTally()
    for (completion, theirs) in batches {
      rows.append(contentsOf: completion.rows)
      tally.add(theirs)
    }
    observe(tally)
    return rows
  }

  /// What `body` makes of consecutive ranges of 0..<count, on several threads; the first error among them.
  private func batches<Value: Sendable>(
    of count: Int, size: Int, _ threads: Int?,
    _ body: @Sendable (Range<Int>) throws -> Value
  ) throws -> [Value] {
    let pieces = (count + size - 1) / size
    let team = WorkerTeam(threads: min(threads ?? availableThreads(), max(pieces, 1)))
    return try team.map(pieces) { piece in
      Result { try body(piece * size..<min(count, (piece + 1) * size)) }
    }.map { try $0.get() }
  }
}

extension Rows {
  /// The holes of a table that has none.
  fileprivate static func noHoles(in table: Table) -> Rows {
    var holes = Rows(columns: table.rows.columns)
    holes.appendZeros(count: table.count)
    return holes
  }
}
