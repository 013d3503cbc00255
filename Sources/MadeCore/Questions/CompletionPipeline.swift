// Partial records in, whole records out, on several threads.

/// Completes records, or draws records under conditions, prints and writes them at the same time.
///
/// What is written depends on density, seed, particles, conditions, records and their numbers
/// alone, byte for byte. Memory does not grow with the number of records.
public final class CompletionPipeline: Sendable {
  /// What holes are filled with.
  public enum Filling: Sendable {
    /// Draws from their conditional distribution.
    case drawn
    /// Modes of words and means of numbers: a function of what is known of the record, wherever it stands.
    case expected
  }

  private let sampler: ConditionalSampler
  private let conditions: Conditions
  private let filling: Filling
  private let format: SampleFormat
  private let schema: Schema
  private let copies: Int
  private let offset: Int
  private let threads: Int
  private let addresses: RecordAddress

  /// - Parameters:
  ///   - sampler: draws the completions; its density scores the rows, if the format has scores.
  ///   - format: how rows are printed, unless they are the text that was read with its holes filled.
  ///   - copies: completions of each record.
  ///   - offset: number of the first row.
  public init(
    sampler: ConditionalSampler, conditions: Conditions, filling: Filling = .drawn,
    format: SampleFormat, copies: Int = 1, offset: Int = 0, threads: Int = 1
  ) {
    self.sampler = sampler
    self.conditions = conditions
    self.filling = filling
    self.format = format
    self.copies = copies
    self.offset = offset
    self.threads = max(1, threads)
    schema = sampler.schema
    addresses = RecordAddress(sampler.schema)
    if format.hasScore { sampler.density.prepare(threads: threads) }
  }

  /// Rows that are completed together.
  private struct Work: Sendable {
    let evidence: Evidence
    /// What was read, if rows are printed as that text with its holes filled.
    var batch: RecordBatch?
    /// Number of the evidence's first record among all records.
    let firstRecord: Int
    /// Which completions: indices into all copies of the evidence's records, copies of one record together.
    let outputs: Range<Int>
  }

  private typealias Product = Result<(text: [UInt8], tally: CompletionTally), QuestionError>

  /// Writes completions of all records of a reader, whose options allow cells to be empty and whose
  /// schema is the density's; record r's are rows offset + r copies ..< offset + (r + 1) copies.
  ///
  /// - Parameter isText: whether rows are the text that was read, with its holes filled; the reader must keep
  ///   that text then.
  /// - Throws: `InputError`, `OutputError`, or `QuestionError`, whichever comes first.
  public func write(
    completionsOf reader: RecordReader, isText: Bool, to sink: any ByteSink,
    flush: @escaping () throws -> Void = {}
  ) throws -> CompletionTally {
    let limit = sampler.recordsAtOnce
    var current: (batch: RecordBatch, evidence: Evidence)?
    var next = 0
    return try run(
      read: {
        if current == nil || next == (current?.batch.count ?? 0) * self.copies {
          guard let batch = try reader.next(limit: limit) else { return nil }
          let evidence = Evidence(
            rows: batch.rows, holes: batch.holes, schema: self.schema,
            constraints: self.conditions.constraints)
          current = (batch, evidence)
          next = 0
        }
        guard let (batch, evidence) = current else { return nil }
        let outputs = next..<min(next + limit, batch.count * self.copies)
        next = outputs.upperBound
        return Work(
          evidence: evidence, batch: isText ? batch : nil, firstRecord: batch.firstRecord,
          outputs: outputs)
      }, to: sink, flush: flush)
  }

  /// Writes `count` rows that fulfil the conditions, of which nothing else is known.
  ///
  /// - Parameter observe: called after each batch with the number of rows written so far.
  /// - Throws: `OutputError`, or `QuestionError`.
  public func write(
    _ count: Int, to sink: any ByteSink, observe: ((_ rows: Int) -> Void)? = nil
  ) throws -> CompletionTally {
    precondition(copies == 1, "copies of records that are given")
    let limit = sampler.recordsAtOnce
    var next = 0
    return try run(
      read: {
        if next == count { return nil }
        let rows = next..<min(next + limit, count)
        next = rows.upperBound
        return Work(
          evidence: Evidence(
            count: rows.count, schema: self.schema, constraints: self.conditions.constraints),
          firstRecord: rows.lowerBound, outputs: 0..<rows.count)
      }, to: sink, flush: {}, observe: observe)
  }

  private func run(
    read: @escaping () throws -> Work?, to sink: any ByteSink, flush: @escaping () throws -> Void,
    observe: ((_ rows: Int) -> Void)? = nil
  ) throws -> CompletionTally {
    var total = CompletionTally()
    let pipeline = OrderedPipeline<Work, Product>(
      read: read,
      work: { work, _ in
        do throws(QuestionError) {
          return .success(try self.complete(work))
        } catch {
          return .failure(error.shifted(by: work.firstRecord))
        }
      },
      write: { product in
        let (text, tally) = try product.get()
        total.add(tally)
        try sink.write(text)
        observe?(total.records)
      },
      settle: flush)
    try pipeline.run(threads: threads)
    return total
  }

  private func complete(
    _ work: Work
  ) throws(QuestionError) -> (text: [UInt8], tally: CompletionTally) {
    let records = work.outputs.map { $0 / copies }
    let first = offset + work.firstRecord * copies + work.outputs.lowerBound
    let numbers = first..<first + records.count
    let (completion, tally) =
      switch filling {
      case .drawn:
        try sampler.completions(work.evidence, records: records, numbers: Array(numbers))
      case .expected:
        try sampler.expectations(
          work.evidence, records: records,
          numbers: records.map {
            addresses.address(work.evidence.rows, $0, holes: work.evidence.holes)
          }, constraints: conditions.constraints)
      }
    let scores = format.hasScore ? sampler.density.logLikelihoods(of: completion.rows) : []
    var bytes: [UInt8] = []
    guard let batch = work.batch, let layout = batch.layout else {
      format.append(
        completion.rows, numbers: filling == .drawn ? numbers : nil, seed: sampler.seed,
        probabilities: [], scores: scores, holes: work.evidence.holes?.rows(at: records), to: &bytes
      )
      return (bytes, tally)
    }
    let text = CompletionText(
      schema: schema, layout: layout, constraints: conditions.constraints)
    for (row, record) in records.enumerated() {
      var random: RandomStream? =
        filling == .drawn ? SampledRow.insideCodes(ofRow: first + row, seed: sampler.seed) : nil
      text.append(
        batch.text(ofRecord: record), evidence: work.evidence, record: record,
        completion: completion, row: row, random: &random, to: &bytes)
      if format.hasScore {
        bytes.append(layout.delimiter)
        bytes += Float(scores[row]).description.utf8
      }
      bytes += layout.lineEnd
    }
    return (bytes, tally)
  }
}

extension QuestionError {
  /// The same error with its record counted from another one.
  fileprivate func shifted(by first: Int) -> QuestionError {
    switch self {
    case .impossible(let record): .impossible(record: first + record)
    case .contradiction(let record, let column):
      .contradiction(record: first + record, column: column)
    case .notOfNetworks, .count: self
    }
  }
}
