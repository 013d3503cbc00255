// Which value a column has, given all others: a classifier for free.

/// The posterior probabilities of a column's values given the other cells of each record.
///
///     p(x_d = k | others) = p(others, x_d = k) / sum over the values j of p(others, x_d = j)
///
/// It is Bayes' rule and exact for every density: each record is scored once with each value. What the record
/// itself has in that column plays no part. Slots of values never seen and of missing cells are left out.
///
/// With a sampler, other cells may be unknown too; then the sums are over all that they may hold, exact or
/// estimated as those of `MarginalQuestion` are. All values of a record use the same random numbers, so that
/// what noise there is mostly cancels.
public struct LabelQuestion: RecordQuestion {
  /// The text of each value.
  public let values: [[UInt8]]
  private let density: any RowDensity
  private let firstSlot: Int
  private let slots: Int
  /// For each value the slot whose probability is its own, or shared with others.
  private let slotOfValue: [Int]
  /// How many slots there are of values; of a binary column two, those of 0 and 1.
  private let choices: Int
  /// What sums over unknown cells; nil where there are none.
  private let sampler: ConditionalSampler?

  /// A question about a column of words, of 0 and 1, or of numbers each of which has a bin of its own; nil
  /// for any other.
  ///
  /// - Parameters:
  ///   - column: its place among the density's columns.
  ///   - threads: CPUs to use to get ready.
  ///   - sampler: of the same density, for records with unknown cells; it leaves holes missing where the model
  ///     does.
  public init?(
    column: Int, _ density: any RowDensity, threads: Int = 1, sampler: ConditionalSampler? = nil
  ) {
    let schema = density.schema
    switch schema.columns[column].kind {
    case .binary:
      values = [[UInt8(ascii: "0")], [UInt8(ascii: "1")]]
      slotOfValue = [0, 1]
    case .categorical(let categories):
      values = categories.values
      slotOfValue = categories.slotOfValue
    case .number(let bins):
      guard bins.ranges.allSatisfy({ $0.count == 1 }) else { return nil }
      values = bins.ranges.map { NumberText.text($0.lowerBound, of: bins) }
      slotOfValue = Array(bins.ranges.indices)
    }
    choices = (slotOfValue.last ?? 0) + 1
    firstSlot = schema.columns[..<column].reduce(0) { $0 + $1.slots }
    slots = schema.columns[column].slots
    self.sampler = sampler
    self.density = density
    density.prepare(threads: threads)
  }

  public var isInNats: Bool { false }
  public var recordsAtOnce: Int {
    if let sampler { return max(1, sampler.recordsAtOnce / choices) }
    return max(Ensemble.lanes, density.rowsScoredAtOnce / choices)
  }

  public func answer(_ batch: RecordBatch) throws -> BatchAnswer {
    let rows = withEachChoice(batch.rows) { choice, slot in
      slots == 1 ? choice == 1 : slot == choice
    }
    let scores: [Double]
    if let sampler, let missing = batch.missing {
      // Known is the label now, whether it was there or not.
      let holes = withEachChoice(missing) { _, _ in false }
      let numbers = (0..<batch.count).flatMap { record in
        let row = record * choices
        let known = rows.words(ofRow: row) + holes.words(ofRow: row)
        return repeatElement(MarginalQuestion.number(following: known), count: choices)
      }
      let evidence = Evidence(rows: rows, holes: holes, slots: sampler.slots)
      scores = try sampler.logLikelihoods(evidence, numbers: numbers).values
    } else {
      scores = density.logLikelihoods(of: rows)
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(batch.count * values.count)
    for start in stride(from: 0, to: scores.count, by: choices) {
      // The score of a slot is that of any one of its values.
      let joint = slotOfValue.map { scores[start + $0] }
      let total = logSumExp(joint)
      numbers += joint.map { exponential($0 - total) }
    }
    return BatchAnswer(numbers: numbers, width: values.count)
  }

  /// Each row once for each choice, with its bits in the label's slots.
  private func withEachChoice(
    _ rows: Rows, _ isSet: (_ choice: Int, _ slot: Int) -> Bool
  ) -> Rows {
    var result = Rows(columns: rows.columns)
    result.reserveCapacity(rows.count * choices)
    for row in 0..<rows.count {
      for choice in 0..<choices {
        result.append(words: rows.words(ofRow: row))
        for slot in 0..<slots { result[result.count - 1, firstSlot + slot] = isSet(choice, slot) }
      }
    }
    return result
  }
}
