// What can be asked about records, batch by batch.

/// What is said of the records of a batch.
public struct BatchAnswer: Sendable {
  /// Numbers of each record: shape (records, width), row-major.
  public var numbers: [Double]
  /// Numbers to a record.
  public var width: Int
  /// Text that follows a record's numbers, delimiters included; empty when there is none.
  public var texts: [[UInt8]] = []
}

/// A question about records, whose answer depends on each record alone.
public protocol RecordQuestion: Sendable {
  /// Whether the answer's numbers are logarithms of probabilities in nats, to be printed in another unit
  /// perhaps; the first of them is a record's score then.
  var isInNats: Bool { get }

  /// Records to a batch, which shows in the speed only.
  var recordsAtOnce: Int { get }

  /// Answers for all records of a batch; those of bad ones mean nothing.
  ///
  /// - Parameter worker: below the number of threads that the question was made for; it answers one batch
  ///   at a time.
  func answer(_ batch: RecordBatch, worker: Int) throws -> BatchAnswer
}

/// log p(x) of each record.
struct LikelihoodQuestion: RecordQuestion {
  let mixture: Mixture
  let workspaces: [MixtureWorkspace]

  var isInNats: Bool { true }
  /// Enough that equal records meet, and those that begin alike.
  var recordsAtOnce: Int { max(mixture.recordsAtOnce, mixture.members[0].recordsToShare) }

  func answer(_ batch: RecordBatch, worker: Int) -> BatchAnswer {
    // A score is a function of the record, bit for bit, so equal ones are scored once.
    let (rows, places) = batch.rows.distinct()
    let scores = mixture.logLikelihoods(of: rows, in: workspaces[worker])
    return BatchAnswer(
      numbers: rows.count == batch.count ? scores : places.map { scores[$0] }, width: 1)
  }
}

/// log p(x_d | earlier columns) of each column, under the first mask; see `Scorer.conditionals(of:)`.
struct ConditionalsQuestion: RecordQuestion {
  let mixture: Mixture
  let workspaces: [MixtureWorkspace]

  var isInNats: Bool { true }
  var recordsAtOnce: Int { mixture.recordsAtOnce }

  func answer(_ batch: RecordBatch, worker: Int) -> BatchAnswer {
    let numbers = mixture.firstConditionals(of: batch.rows, in: workspaces[worker])
    return BatchAnswer(numbers: numbers, width: numbers.count / max(batch.count, 1))
  }
}

extension Mixture {
  /// Records to a batch, which shows in the speed only.
  ///
  /// Full workspaces, about 80,000 cells; more where networks are gathered for each batch.
  package var recordsAtOnce: Int {
    let columns = members[0].parameters.shape.architecture.ones
    let fitting = min(max(80_000 / columns / Ensemble.lanes, 1), 64) * Ensemble.lanes
    return gathersEveryTime ? max(fitting, 8192) : fitting
  }
}
