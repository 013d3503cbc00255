// The likelihood of records with holes.

/// log p(known cells) of each record in nats, and its standard error, which is 0 where it is exact.
///
///     p(known) = sum over all that the holes may hold of p(x)
///
/// Where it has to be estimated, the random numbers follow from the record's cells: equal records get
/// equal answers, wherever they stand.
public struct MarginalQuestion: RecordQuestion {
  private let sampler: ConditionalSampler
  private let widths: SlotWidths
  private let slots: [Int]

  /// - Parameter sampler: what weighs the draws; it leaves holes missing where the model does.
  public init(sampler: ConditionalSampler) {
    self.sampler = sampler
    widths = SlotWidths(sampler.schema)
    slots = sampler.slots
  }

  public var isInNats: Bool { true }
  public var recordsAtOnce: Int { sampler.recordsAtOnce }

  public func answer(_ batch: RecordBatch, worker: Int) throws -> BatchAnswer {
    let evidence = Evidence(rows: batch.rows, holes: batch.missing, slots: slots)
    let numbers = (0..<batch.count).map { record in
      Self.number(
        following: batch.rows.words(ofRow: record)
          + (batch.missing?.words(ofRow: record) ?? []))
    }
    var (values, errors) = try sampler.logLikelihoods(evidence, numbers: numbers)
    // A hole has no slot, and so no width.
    widths.subtract(from: &values, batch.rows)
    return BatchAnswer(numbers: zip(values, errors).flatMap { [$0, $1] }, width: 2)
  }

  /// A number that follows from what is known of a record.
  static func number(following words: ArraySlice<UInt64>) -> Int {
    words.withUnsafeBytes { Int(truncatingIfNeeded: ByteHash.value(of: $0)) }
  }
}
