// The likelihood of records with holes.

/// log p(known cells) of each record in nats, and its standard error, which is 0 where it is exact.
///
///     p(known) = sum over all that the holes may hold of p(x)
///
/// Where it has to be estimated, the random numbers follow from the record's cells: equal records get
/// equal answers, wherever they stand.
public struct MarginalQuestion: RecordQuestion {
  private let sampler: ConditionalSampler
  private let widths: CodeWidths
  private let addresses: RecordAddress

  /// - Parameter sampler: what weighs the draws; it leaves holes missing where the model does.
  public init(sampler: ConditionalSampler) {
    self.sampler = sampler
    widths = CodeWidths(sampler.schema)
    addresses = RecordAddress(sampler.schema)
  }

  public var isInNats: Bool { true }
  public var recordsAtOnce: Int { sampler.recordsAtOnce }

  public func answer(_ batch: RecordBatch) throws -> BatchAnswer {
    let evidence = Evidence(rows: batch.rows, holes: batch.holes, schema: sampler.schema)
    let numbers = (0..<batch.count).map {
      addresses.address(batch.rows, $0, holes: batch.holes)
    }
    var (values, errors) = try sampler.logLikelihoods(evidence, numbers: numbers)
    widths.subtract(from: &values, batch.rows, holes: batch.holes)
    return BatchAnswer(numbers: zip(values, errors).flatMap { [$0, $1] }, width: 2)
  }
}
