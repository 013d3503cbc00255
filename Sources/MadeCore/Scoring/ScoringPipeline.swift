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
  private let columns: Int

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
    columns = models[0].architecture.inputs
    // Threads score batches of their own, so gathering is all that the team does.
    let mixture = Mixture(models, weights: weights, team: WorkerTeam(threads: threads))
    self.mixture = mixture
    workspaces = (0..<threads).map { _ in MixtureWorkspace(mixture) }
  }

  /// Writes a line for each record.
  ///
  /// - Parameters:
  ///   - reader: has the model's schema; it keeps texts when the format appends to them.
  ///   - sink: gets the lines, in the order of the records.
  ///   - isLineBuffered: flush after every batch; else only when there is nothing more to write yet.
  ///   - flush: hands on what `sink` may have buffered.
  ///   - tally: counts the scores of all records that are not bad, also of those not passed on; for
  ///     forms with a score for each record.
  /// - Throws: `InputError`, or `OutputError`, whichever comes first in the order of the records.
  public func write(
    scoresOf reader: RecordReader, as format: ScoreFormat, to sink: any ByteSink,
    isLineBuffered: Bool = false, flush: @escaping () throws -> Void = {},
    tally: ScoreTally? = nil
  ) throws {
    precondition(tally == nil || format.form != .perColumn, "cells are not records")
    let isTallied = tally != nil
    let limit = batchSize
    let pipeline = OrderedPipeline<RecordBatch, (text: [UInt8], scores: [Double])>(
      read: { try reader.next(limit: limit) },
      work: { batch, worker in
        let workspace = self.workspaces[worker]
        let scores =
          format.form == .perColumn
          ? self.mixture.firstConditionals(of: batch.rows, in: workspace)
          : self.mixture.logLikelihoods(of: batch.rows, in: workspace)
        var text: [UInt8] = []
        format.append(batch, scores: scores, to: &text)
        return (text, isTallied ? batch.scoresOfGoodRecords(scores) : [])
      },
      write: { text, scores in
        tally?.add(scores, factor: format.factor)
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
  ///   - factor: what scores in nats are multiplied by.
  ///   - tally: counts the scores, too.
  /// - Throws: `InputError`.
  public func moments(
    ofScoresOf reader: RecordReader, factor: Double = 1, tally: ScoreTally? = nil
  ) throws -> Moments {
    let limit = batchSize
    let total = MomentsBox()
    let pipeline = OrderedPipeline<RecordBatch, [Double]>(
      read: { try reader.next(limit: limit) },
      work: { batch, worker in
        let scores = self.mixture.logLikelihoods(of: batch.rows, in: self.workspaces[worker])
        return batch.scoresOfGoodRecords(scores)
      },
      write: { scores in
        tally?.add(scores, factor: factor)
        for score in scores { total.moments.add(score * factor) }
      })
    try pipeline.run(threads: workspaces.count)
    return total.moments
  }

  /// Log-likelihoods of all records that are not bad under each model: what weights are fitted to.
  ///
  /// The table takes a Double for each record and each model. The weights that the pipeline was made
  /// with play no part, but that a model of weight 0 is left out.
  ///
  /// - Throws: `InputError`, or `MixtureWeightError.noLikelihood`.
  public func likelihoods(of reader: RecordReader) throws -> LikelihoodTable {
    let limit = batchSize
    let box = TableBox(models: mixture.members.count)
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
        for record in records { try box.table.append(record) }
      })
    try pipeline.run(threads: workspaces.count)
    return box.table
  }

  /// Records to a batch, which shows in the speed only.
  ///
  /// Full workspaces, about 80,000 cells; more where networks are gathered for each batch.
  private var batchSize: Int {
    let fitting = min(max(80_000 / columns / Ensemble.lanes, 1), 64) * Ensemble.lanes
    return mixture.gathersEveryTime ? max(fitting, 8192) : fitting
  }
}

/// A table that the writing step adds to.
private final class TableBox {
  var table: LikelihoodTable

  init(models: Int) { table = LikelihoodTable(models: models) }
}

extension RecordBatch {
  /// The scores, one a record, without those of bad records.
  fileprivate func scoresOfGoodRecords(_ scores: [Double]) -> [Double] {
    isBad.isEmpty ? scores : zip(scores, isBad).filter { !$0.1 }.map { $0.0 }
  }
}

/// Moments that the writing step adds to.
private final class MomentsBox {
  var moments = Moments()
}
