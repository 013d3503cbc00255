// Which value a column has, given all others: a classifier for free.

/// The posterior probabilities of a column's values given the other cells of each record.
///
///     p(x_d = k | others) = p(others, x_d = k) / sum over the values j of p(others, x_d = j)
///
/// It is Bayes' rule and exact for every model: each record is scored once with each value. What the record
/// itself has in that column plays no part. Slots of values never seen and of missing cells are left out.
public struct LabelQuestion: RecordQuestion {
  /// The text of each value.
  public let values: [[UInt8]]
  private let mixture: Mixture
  private let workspaces: [MixtureWorkspace]
  private let firstSlot: Int
  private let slots: Int

  /// A question about a column of words, of 0 and 1, or of numbers each of which has a bin of its own; nil
  /// for any other.
  ///
  /// - Parameter column: its place among the models' columns.
  public init?(
    column: Int, mixtureOf models: [MadeModel], weights: MixtureWeights?, threads: Int
  ) {
    let schema = models[0].schema
    switch schema.columns[column].kind {
    case .binary: values = [[UInt8(ascii: "0")], [UInt8(ascii: "1")]]
    case .categorical(let categories): values = categories.values
    case .number(let bins):
      guard bins.ranges.allSatisfy({ $0.count == 1 }) else { return nil }
      values = bins.ranges.map { NumberText.text($0.lowerBound, of: bins) }
    }
    firstSlot = schema.columns[..<column].reduce(0) { $0 + $1.slots }
    slots = schema.columns[column].slots
    mixture = Mixture(models, weights: weights, team: WorkerTeam(threads: max(1, threads)))
    let mixture = mixture
    workspaces = (0..<max(1, threads)).map { _ in MixtureWorkspace(mixture) }
  }

  public var isInNats: Bool { false }
  public var recordsAtOnce: Int { max(Ensemble.lanes, mixture.recordsAtOnce / values.count) }

  public func answer(_ batch: RecordBatch, worker: Int) -> BatchAnswer {
    var rows = PackedRows(columns: batch.rows.columns)
    rows.reserveCapacity(batch.count * values.count)
    for record in 0..<batch.count {
      for value in values.indices {
        rows.append(words: batch.rows.words(ofRow: record))
        for slot in 0..<slots {
          rows[rows.count - 1, firstSlot + slot] = slots == 1 ? value == 1 : slot == value
        }
      }
    }
    let scores = mixture.logLikelihoods(of: rows, in: workspaces[worker])
    var numbers: [Double] = []
    numbers.reserveCapacity(scores.count)
    for start in stride(from: 0, to: scores.count, by: values.count) {
      let joint = scores[start..<start + values.count]
      let total = logSumExp(joint)
      numbers += joint.map { exponential($0 - total) }
    }
    return BatchAnswer(numbers: numbers, width: values.count)
  }
}
