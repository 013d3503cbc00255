// Which value a column has, given all others: a classifier for free.

/// The posterior probabilities of a column's values given the other cells of each record.
///
///     p(x_d = k | others) = p(others, x_d = k) / sum over the values j of p(others, x_d = j)
///
/// It is Bayes' rule and exact for every density: each record is scored once with each value. What the record
/// itself has in that column plays no part. Codes of values never seen and of missing cells are left out.
///
/// With a sampler, other cells may be unknown too; then the sums are over all that they may hold, exact or
/// estimated as those of `MarginalQuestion` are. All values of a record use the same random numbers, so that
/// what noise there is mostly cancels.
public struct LabelQuestion: RecordQuestion {
  /// The text of each value.
  public let values: [[UInt8]]
  private let density: any RowDensity
  private let column: Int
  /// The code of each value, its own or shared with others.
  private let codes: [Int]
  /// How many codes stand for values, the first ones.
  private let choices: Int
  /// What sums over unknown cells; nil if all cells are known.
  private let sampler: ConditionalSampler?
  private let addresses: RecordAddress

  /// A question about a column of words, of 0 and 1, or of numbers each of which has a bin of its own; nil
  /// for any other.
  ///
  /// - Parameters:
  ///   - column: its index among the density's columns.
  ///   - threads: CPUs to use to get ready.
  ///   - sampler: of the same density, for records with unknown cells; it leaves holes missing where the model
  ///     does.
  public init?(
    column: Int, _ density: any RowDensity, threads: Int = 1, sampler: ConditionalSampler? = nil
  ) {
    let schema = density.schema
    guard let labels = schema.columns[column].kind.labels else { return nil }
    values = labels.map(\.text)
    codes = labels.map(\.code)
    choices = (codes.max() ?? 0) + 1
    self.column = column
    addresses = RecordAddress(schema)
    self.sampler = sampler
    self.density = density
    density.prepare(threads: threads)
  }

  public var isInNats: Bool { false }
  public var recordsAtOnce: Int {
    if let sampler { return max(1, sampler.recordsAtOnce / choices) }
    return max(EvaluationWorkspace.lanes, density.rowsScoredAtOnce / choices)
  }

  public func answer(_ batch: RecordBatch) throws -> BatchAnswer {
    let rows = repeated(batch.rows) { $0 }
    let scores: [Double]
    if let sampler, let missing = batch.holes {
      // The label's cell counts as known now, whether it was or not.
      let holes = repeated(missing) { _ in 0 }
      let numbers = (0..<batch.count).flatMap { record in
        repeatElement(
          addresses.address(rows, record * choices, holes: holes), count: choices)
      }
      let evidence = Evidence(rows: rows, holes: holes, schema: sampler.schema)
      scores = try sampler.logLikelihoods(evidence, numbers: numbers).values
    } else {
      scores = density.logLikelihoods(of: rows)
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(batch.count * values.count)
    for start in stride(from: 0, to: scores.count, by: choices) {
      // The score of a code is that of any one of its values.
      let joint = codes.map { scores[start + $0] }
      let total = logSumExp(joint)
      // A network may leave nothing to any of the values: then each has none.
      numbers += joint.map { total == -.infinity ? 0 : exponential($0 - total) }
    }
    return BatchAnswer(numbers: numbers, width: values.count)
  }

  /// Each row once for each choice, with a cell in the label's column.
  private func repeated(_ rows: Rows, _ cell: (_ choice: Int) -> Int) -> Rows {
    var result = Rows(layout: rows.layout)
    result.reserveCapacity(rows.count * choices)
    for row in 0..<rows.count {
      for choice in 0..<choices {
        result.append(words: rows.words(ofRow: row))
        result.setCode(cell(choice), result.count - 1, column)
      }
    }
    return result
  }
}
