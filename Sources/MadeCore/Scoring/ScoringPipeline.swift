// From a stream of records to a stream of scores.

/// Scores all records of a reader on several threads, reading and writing meanwhile.
///
/// What is written depends on question and records alone, byte for byte: not on the number of threads, nor
/// on how the input arrives. Memory does not grow with the input. Records that have arrived are
/// scored and flushed without waiting for more, so a program may send one line and wait for its
/// score. When a record is bad, or cannot be read, all scores before it are written first.
public struct ScoringPipeline: Sendable {
  private let question: any RecordQuestion
  private let threads: Int

  /// A pipeline for log p(x) of each record under a density.
  ///
  /// - Parameter threads: CPUs to use; one means that all is done by the caller's thread.
  public init(_ density: any RowDensity, threads: Int = 1) {
    self.init(asking: LikelihoodQuestion(density, threads: threads), threads: threads)
  }

  /// A pipeline for any question about records, of whose answer the first number is the score.
  public init(asking question: any RecordQuestion, threads: Int = 1) {
    self.question = question
    self.threads = max(1, threads)
  }

  /// Writes a line for each record.
  ///
  /// - Parameters:
  ///   - reader: has the density's schema; it keeps texts when the format appends to them.
  ///   - sink: gets the lines, in the order of the records.
  ///   - isLineBuffered: whether to flush after every batch, not only when there is nothing more to write yet.
  ///   - flush: hands on what `sink` may have buffered.
  /// - Throws: `InputError`, `OutputError`, or an error of the question, whichever comes first in the order
  ///   of the records.
  public func write(
    scoresOf reader: RecordReader, as format: ScoreFormat, to sink: any ByteSink,
    isLineBuffered: Bool = false, flush: @escaping () throws -> Void = {}
  ) throws {
    try write(
      scoresOf: reader, as: format, to: sink, isLineBuffered: isLineBuffered, flush: flush,
      tally: nil)
  }

  /// The same for questions with a score for each record.
  ///
  /// - Parameter tally: counts the scores of all records that are not bad, also of those not passed on.
  package func write(
    scoresOf reader: RecordReader, as format: ScoreFormat, to sink: any ByteSink,
    isLineBuffered: Bool = false, flush: @escaping () throws -> Void = {}, tally: ScoreTally?
  ) throws {
    let isTallied = tally != nil
    var format = format
    if !question.isInNats { format.factor = 1 }
    let lines = format
    try run(
      reader,
      work: { batch, answer in
        var text: [UInt8] = []
        lines.append(batch, answer, to: &text)
        return (text, scores: isTallied ? batch.scoresOfGoodRecords(answer) : [])
      },
      write: { text, scores in
        tally?.add(scores, factor: lines.factor)
        try sink.write(text)
        if isLineBuffered { try flush() }
      },
      settle: flush)
  }

  /// The moments of the scores of all records that are not bad.
  ///
  /// Scores are added in the order of the records: the result, too, is the same for any number of
  /// threads.
  ///
  /// - Parameters:
  ///   - factor: what scores in nats are multiplied by.
  ///   - tally: counts the scores, too.
  /// - Throws: `InputError`, or an error of the question.
  package func moments(
    ofScoresOf reader: RecordReader, factor: Double = 1, tally: ScoreTally? = nil
  ) throws -> Moments {
    var total = Moments()
    try run(
      reader, work: { $0.scoresOfGoodRecords($1) },
      write: { scores in
        tally?.add(scores, factor: factor)
        for score in scores { total.add(score * factor) }
      })
    return total
  }

  /// Hands on the numbers of the answer about each record that is not bad, in the order of the records.
  ///
  /// - Throws: `InputError`, or an error of the question.
  package func forEachAnswer(
    _ reader: RecordReader, _ body: @escaping (ArraySlice<Double>) throws -> Void
  ) throws {
    try run(
      reader,
      work: { batch, answer in (numbers: answer, good: (0..<batch.count).filter(batch.isGood)) },
      write: { answer, good in
        for record in good {
          try body(answer.numbers[record * answer.width..<(record + 1) * answer.width])
        }
      })
  }

  /// Asks about every batch of a reader, several at the same time, and hands on what `work` makes of the answers,
  /// in the order of the batches.
  private func run<Product: Sendable>(
    _ reader: RecordReader, work: @escaping @Sendable (RecordBatch, BatchAnswer) -> Product,
    write: @escaping (Product) throws -> Void, settle: @escaping () throws -> Void = {}
  ) throws {
    let limit = question.recordsAtOnce
    let pipeline = OrderedPipeline<RecordBatch, Result<Product, any Error>>(
      read: { try reader.next(limit: limit) },
      work: { [question] batch, _ in Result { work(batch, try question.answer(batch)) } },
      write: { try write($0.get()) }, settle: settle)
    try pipeline.run(threads: threads)
  }
}

extension LikelihoodTable {
  /// The log-likelihoods of all records of a reader that are not bad, under each of some densities: what the
  /// weights of their mixture are fitted to.
  ///
  /// The table takes a Double for each record and each density.
  ///
  /// - Parameters:
  ///   - densities: at least one, of the reader's columns.
  ///   - threads: CPUs to use, on which the result does not depend.
  /// - Throws: `InputError`, or `MixtureWeightError.noLikelihood`.
  public init(of reader: RecordReader, under densities: [any RowDensity], threads: Int = 1) throws {
    var table = LikelihoodTable(models: densities.count)
    for density in densities { density.prepare(threads: threads) }
    let question = LikelihoodsQuestion(densities: densities)
    try ScoringPipeline(asking: question, threads: threads).forEachAnswer(reader) {
      try table.append($0)
    }
    self = table
  }
}

extension RecordBatch {
  /// The first number of each record that is not bad.
  fileprivate func scoresOfGoodRecords(_ answer: BatchAnswer) -> [Double] {
    if isBad.isEmpty && answer.width == 1 { return answer.numbers }
    return (0..<count).filter(isGood).map { answer.numbers[$0 * answer.width] }
  }
}
