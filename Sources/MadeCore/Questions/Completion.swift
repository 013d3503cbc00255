// Records whose holes are filled.

/// Whole records, with the values of cells of which more than the code is known.
package struct Completion: Sendable {
  package var rows: Rows
  /// For each row and column the value of a cell, nil if only its code is known; empty if that is so everywhere.
  package var values: [Int?] = []

  /// The value of a cell, nil if it is to be taken from its code.
  package func value(row: Int, column: Int, columns: Int) -> Int? {
    values.isEmpty ? nil : values[row * columns + column]
  }
}

/// How reliable completions are.
public struct CompletionTally: Equatable, Sendable {
  /// Records that were completed.
  public var records = 0
  /// Those that were chosen among weighted draws; the others are exact.
  public var weighted = 0
  /// Records whose weighted draws were worth fewer than `poor` draws.
  public var poorRecords = 0
  /// The fewest draws that the weighted draws of a record were worth.
  public var leastEffective = Double.infinity

  /// A choice among weighted draws that are worth fewer draws is a poor one.
  public static let poor = 10.0

  /// A tally of no records.
  public init() {}

  mutating func add(effective: Double) {
    records += 1
    if effective == .infinity { return }
    weighted += 1
    if effective < Self.poor { poorRecords += 1 }
    leastEffective = min(leastEffective, effective)
  }

  mutating func add(_ other: CompletionTally) {
    records += other.records
    weighted += other.weighted
    poorRecords += other.poorRecords
    leastEffective = min(leastEffective, other.leastEffective)
  }
}

extension ConditionalSampler {
  /// Fills the holes of records with draws from p(holes | what is known).
  ///
  /// - Parameters:
  ///   - records: indices into `evidence`.
  ///   - numbers: one for each record; see `ConditionalSampler`.
  /// - Throws: `QuestionError` of the first of `records` that has no completion.
  package func completions(
    _ evidence: Evidence, records: [Int], numbers: [Int]
  ) throws(QuestionError) -> (Completion, CompletionTally) {
    try check(evidence, records)
    let set = particles(evidence, records: records, numbers: numbers, keepsRows: false)
    var tally = CompletionTally()
    var chosen: [(particle: Int, component: Int)] = []
    for (index, record) in records.enumerated() {
      guard set.logLikelihood(index) > -.infinity else { throw .impossible(record: record) }
      var random = RandomStream(
        seed: seed, purpose: .resampling, index: UInt64(truncatingIfNeeded: numbers[index]))
      chosen.append(set.choose(index, at: random.nextFraction()))
      tally.add(effective: set.effectiveSize(index))
    }
    let rows = rows(
      evidence, records: records, numbers: numbers, particles: chosen.map(\.particle),
      components: chosen.map(\.component))
    return (Completion(rows: rows), tally)
  }

  /// log p(what is known) of each record in nats, and its standard error, which is 0 where it is exact.
  ///
  /// It is the sum of what scores are the logarithms of, over all that is possible: never less than the
  /// probability of a whole record, but for the error.
  ///
  /// - Parameter numbers: one for each record of `evidence`.
  /// - Throws: `QuestionError.contradiction`. What is impossible has a likelihood of minus infinity.
  package func logLikelihoods(
    _ evidence: Evidence, numbers: [Int]
  ) throws(QuestionError) -> (values: [Double], errors: [Double]) {
    let records = Array(0..<evidence.count)
    try check(evidence, records)
    let set = particles(
      evidence, records: records, numbers: numbers, keepsRows: false, of: .score)
    return (records.map { set.logLikelihood($0) }, records.map { set.standardError($0) })
  }

  func check(_ evidence: Evidence, _ records: [Int]) throws(QuestionError) {
    if evidence.limits.allSatisfy({ $0 == nil }) { return }
    for record in records {
      if let column = evidence.contradiction(row: record) {
        throw .contradiction(record: record, column: column)
      }
    }
  }
}
