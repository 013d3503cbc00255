// From a stream of records to a stream of scores.

/// Scores all records of a reader on several threads, reading and writing meanwhile.
///
/// What is written depends on the records alone, byte for byte: not on the number of threads, nor
/// on how the input arrives. Memory does not grow with the input. Records that have arrived are
/// scored and flushed without waiting for more, so a program may send one line and wait for its
/// score. When a record is bad, or cannot be read, all scores before it are written first.
public final class ScoringPipeline: Sendable {
  private let mixture: Mixture
  private let workspaces: [MixtureWorkspace]

  /// A pipeline for one model.
  ///
  /// - Parameter threads: CPUs to use; one means that all is done by the caller's thread.
  public convenience init(model: MadeModel, threads: Int = 1) {
    self.init(mixtureOf: [model], threads: threads)
  }

  /// A pipeline for the mixture of at least one model of the same columns.
  ///
  /// - Parameter weights: one for each model; nil for equal ones.
  public init(mixtureOf models: [MadeModel], weights: MixtureWeights? = nil, threads: Int = 1) {
    let threads = max(1, threads)
    // Threads score batches of their own, so gathering is all that the team does.
    let mixture = Mixture(models, weights: weights, team: WorkerTeam(threads: threads))
    self.mixture = mixture
    workspaces = (0..<threads).map { _ in MixtureWorkspace(mixture) }
  }

  /// The question for log p(x) of each record, which is asked unless another one is.
  public var likelihood: any RecordQuestion {
    LikelihoodQuestion(mixture: mixture, workspaces: workspaces)
  }

  /// The question for the log-likelihood of each column, given those before it in the first mask.
  public var conditionals: any RecordQuestion {
    ConditionalsQuestion(mixture: mixture, workspaces: workspaces)
  }

  /// Writes a line for each record.
  ///
  /// - Parameters:
  ///   - reader: has the model's schema; it keeps texts when the format appends to them.
  ///   - question: what is asked about each record, on as many threads as this pipeline has; nil for
  ///     `likelihood`.
  ///   - sink: gets the lines, in the order of the records.
  ///   - isLineBuffered: flush after every batch; else only when there is nothing more to write yet.
  ///   - flush: hands on what `sink` may have buffered.
  ///   - tally: counts the scores of all records that are not bad, also of those not passed on; for
  ///     questions with a score for each record.
  /// - Throws: `InputError`, `OutputError`, or an error of the question, whichever comes first in the order
  ///   of the records.
  public func write(
    scoresOf reader: RecordReader, asking question: (any RecordQuestion)? = nil,
    as format: ScoreFormat, to sink: any ByteSink, isLineBuffered: Bool = false,
    flush: @escaping () throws -> Void = {}, tally: ScoreTally? = nil
  ) throws {
    let question = question ?? likelihood
    let isTallied = tally != nil
    var format = format
    if !question.isInNats { format.factor = 1 }
    let limit = question.recordsAtOnce
    let lines = format
    let pipeline = OrderedPipeline<
      RecordBatch, Result<(text: [UInt8], scores: [Double]), any Error>
    >(
      read: { try reader.next(limit: limit) },
      work: { batch, worker in
        Result {
          let answer = try question.answer(batch, worker: worker)
          var text: [UInt8] = []
          lines.append(batch, answer, to: &text)
          return (text, isTallied ? batch.scoresOfGoodRecords(answer) : [])
        }
      },
      write: { product in
        let (text, scores) = try product.get()
        tally?.add(scores, factor: lines.factor)
        try sink.write(text)
        if isLineBuffered { try flush() }
      },
      settle: flush)
    try pipeline.run(threads: workspaces.count)
  }

  /// Moments of the scores of all records that are not bad.
  ///
  /// Scores are added in the order of the records: the result, too, is the same for any number of
  /// threads.
  ///
  /// - Parameters:
  ///   - question: what the scores are the first numbers of; nil for `likelihood`.
  ///   - factor: what scores in nats are multiplied by.
  ///   - tally: counts the scores, too.
  /// - Throws: `InputError`, or an error of the question.
  public func moments(
    ofScoresOf reader: RecordReader, asking question: (any RecordQuestion)? = nil,
    factor: Double = 1, tally: ScoreTally? = nil
  ) throws -> Moments {
    let question = question ?? likelihood
    let limit = question.recordsAtOnce
    var total = Moments()
    let pipeline = OrderedPipeline<RecordBatch, Result<[Double], any Error>>(
      read: { try reader.next(limit: limit) },
      work: { batch, worker in
        Result { batch.scoresOfGoodRecords(try question.answer(batch, worker: worker)) }
      },
      write: { product in
        let scores = try product.get()
        tally?.add(scores, factor: factor)
        for score in scores { total.add(score * factor) }
      })
    try pipeline.run(threads: workspaces.count)
    return total
  }

  /// Log-likelihoods of all records that are not bad under each model: what weights are fitted to.
  ///
  /// The table takes a Double for each record and each model. The weights that the pipeline was made
  /// with play no part, but that a model of weight 0 is left out.
  ///
  /// - Throws: `InputError`, or `MixtureWeightError.noLikelihood`.
  public func likelihoods(of reader: RecordReader) throws -> LikelihoodTable {
    let limit = mixture.recordsAtOnce
    var table = LikelihoodTable(models: mixture.members.count)
    let pipeline = OrderedPipeline<RecordBatch, [[Double]]>(
      read: { try reader.next(limit: limit) },
      work: { batch, worker in
        let scores = self.mixture.memberLogLikelihoods(
          of: batch.rows, in: self.workspaces[worker])
        return (0..<batch.count).filter { batch.isBad.isEmpty || !batch.isBad[$0] }.map { record in
          scores.map { $0[record] }
        }
      },
      write: { records in
        for record in records { try table.append(record) }
      })
    try pipeline.run(threads: workspaces.count)
    return table
  }
}

extension RecordBatch {
  /// The first number of each record that is not bad.
  fileprivate func scoresOfGoodRecords(_ answer: BatchAnswer) -> [Double] {
    if isBad.isEmpty && answer.width == 1 { return answer.numbers }
    return (0..<count).filter { isBad.isEmpty || !isBad[$0] }.map {
      answer.numbers[$0 * answer.width]
    }
  }
}
