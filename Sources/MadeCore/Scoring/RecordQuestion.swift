// What can be asked about records, batch by batch.

/// The answers to a question about the records of a batch.
public struct BatchAnswer: Sendable {
  /// Numbers of each record: shape (records, width), row-major.
  public var numbers: [Double]
  /// How many numbers a record has.
  public var width: Int
  /// For each record the text that follows its numbers, delimiters included; empty if the question has none.
  public var texts: [[UInt8]] = []

  /// An answer of `width` numbers to a record.
  public init(numbers: [Double], width: Int, texts: [[UInt8]] = []) {
    self.numbers = numbers
    self.width = width
    self.texts = texts
  }
}

/// A question about records, whose answer depends on each record alone.
public protocol RecordQuestion: Sendable {
  /// Whether the answer's numbers are log-probabilities in nats, which may be printed in another unit; the first
  /// of them is then the record's score.
  var isInNats: Bool { get }

  /// How many records a batch should have, which affects speed only.
  var recordsAtOnce: Int { get }

  /// Answers for all records of a batch; those for bad records mean nothing.
  ///
  /// May be called from several threads at a time, each of which does its own work.
  func answer(_ batch: RecordBatch) throws -> BatchAnswer
}

/// log p(x) of each record.
public struct LikelihoodQuestion: RecordQuestion {
  private let density: any RowDensity

  /// The question about a density.
  ///
  /// - Parameter threads: CPUs to use to get ready.
  public init(_ density: any RowDensity, threads: Int = 1) {
    self.density = density
    density.prepare(threads: threads)
  }

  public var isInNats: Bool { true }
  public var recordsAtOnce: Int { density.rowsScoredAtOnce }

  public func answer(_ batch: RecordBatch) -> BatchAnswer {
    // A score is a function of the record, bit for bit, so equal ones are scored once.
    let (rows, places) = batch.rows.distinct()
    let scores = density.logLikelihoods(of: rows)
    return BatchAnswer(
      numbers: rows.count == batch.count ? scores : places.map { scores[$0] }, width: 1)
  }
}

/// log p(x_d | earlier columns) of each column, under the first mask of a density's first network; see
/// `MadeModel.conditionals(of:threads:)`.
public struct ConditionalsQuestion: RecordQuestion {
  private let model: MadeModel

  /// The question about a density.
  ///
  /// - Parameter threads: CPUs to use to get ready.
  /// - Throws: `QuestionError.notOfNetworks`.
  public init(_ density: any RowDensity, threads: Int = 1) throws(QuestionError) {
    guard let first = density.networks?.first else { throw .notOfNetworks }
    model = first.model
    model.prepare(threads: threads)
  }

  public var isInNats: Bool { true }
  public var recordsAtOnce: Int { [model].rowsEvaluatedAtOnce }

  public func answer(_ batch: RecordBatch) -> BatchAnswer {
    BatchAnswer(numbers: model.conditionals(of: batch.rows), width: model.schema.columns.count)
  }
}

/// log p_k(x) of each record under each of several densities k.
struct LikelihoodsQuestion: RecordQuestion {
  let densities: [any RowDensity]

  var isInNats: Bool { true }
  var recordsAtOnce: Int { densities.map(\.rowsScoredAtOnce).min() ?? 1 }

  func answer(_ batch: RecordBatch) -> BatchAnswer {
    let scores = densities.map { $0.logLikelihoods(of: batch.rows) }
    return BatchAnswer(
      numbers: (0..<batch.count).flatMap { record in scores.map { $0[record] } },
      width: densities.count)
  }
}
