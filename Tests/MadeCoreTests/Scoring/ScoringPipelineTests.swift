// The whole way from bytes to bytes, against scoring one record after the other.

import MadeCore
import Testing

@Suite("The scoring pipeline")
struct ScoringPipelineTests {
  static let threadCounts = [1, 2, 3, 8]
  private let columns = 9

  @Test("a model is asked by several threads at once", arguments: [1, 3])
  func concurrent(threads: Int) {
    let model = ModelKind.all[0].model(inputs: columns)
    let tables = (0..<8).map { model.randomRecords(count: 300, seed: UInt64($0)) }
    let expected = tables.map { model.logLikelihoods(of: $0) }
    let found = WorkerTeam(threads: 4).map(tables.count) { number in
      (0..<20).map { _ in model.logLikelihoods(of: tables[number], threads: threads) }
    }
    for (scores, wanted) in zip(found, expected) {
      #expect(scores.allSatisfy { $0 == wanted })
    }
  }

  // MARK: Fixtures

  /// A source that gives its bytes in given portions and is never ready between them.
  private final class SlowSource: ByteSource {
    let name = "slow"
    private var portions: [[UInt8]]
    private let beforePortion: (_ number: Int) -> Void
    private var number = 0

    init(_ portions: [[UInt8]], beforePortion: @escaping (Int) -> Void = { _ in }) {
      self.portions = portions
      self.beforePortion = beforePortion
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
      beforePortion(number)
      guard let portion = portions.first else { return 0 }
      let count = min(portion.count, buffer.count)
      buffer.copyBytes(from: portion.prefix(count))
      if count == portion.count {
        portions.removeFirst()
        number += 1
      } else {
        portions[0].removeFirst(count)
      }
      return count
    }

    var isReady: Bool { false }
  }

  /// A sink that is full after some bytes.
  private final class FullSink: ByteSink {
    let name = "full"
    private let capacity: Int
    private(set) var bytes: [UInt8] = []
    init(capacity: Int) { self.capacity = capacity }

    func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
      if self.bytes.count + bytes.count > capacity { throw .writeFailed(name: name, code: 28) }
      self.bytes.append(contentsOf: bytes)
    }
  }

  private func line(_ cells: [Int]) -> String {
    cells.map(String.init).joined(separator: ",")
  }

  private func lines(_ rows: Rows) -> [String] {
    (0..<rows.count).map { line(rows.record($0)) }
  }

  private func bytes(_ lines: [String]) -> [UInt8] { Array(lines.map { $0 + "\n" }.joined().utf8) }

  /// What a line should be: each record scored by itself.
  private func expected(
    _ model: MadeModel, _ rows: Rows, _ format: ScoreFormat = ScoreFormat(),
    perColumn: Bool = false
  ) -> [String] {
    (0..<rows.count).map { record in
      let row = rows.rows(at: [record])
      let scores = perColumn ? model.conditionals(of: row) : model.logLikelihoods(of: row)
      let texts = scores.map { Float($0 * format.factor).description }
      return ((format.form == .append ? [line(rows.record(record))] : []) + texts)
        .joined(separator: ",")
    }
  }

  private func run(
    _ model: MadeModel, _ sources: [any ByteSource], threads: Int,
    format: ScoreFormat = ScoreFormat(), perColumn: Bool = false, badRows: BadRowPolicy = .fail,
    sink: any ByteSink, flush: @escaping () throws -> Void = {}
  ) throws {
    let reader = RecordReader(
      sources: sources, schema: model.schema, keepsText: format.form == .append, badRows: badRows)
    _ = try reader.prepare()
    let question: any RecordQuestion =
      perColumn ? try ConditionalsQuestion(model) : LikelihoodQuestion(model)
    try ScoringPipeline(asking: question, threads: threads)
      .write(scoresOf: reader, as: format, to: sink, flush: flush)
  }

  private func run(
    _ model: MadeModel, _ bytes: [UInt8], threads: Int, format: ScoreFormat = ScoreFormat(),
    perColumn: Bool = false, badRows: BadRowPolicy = .fail, chunk: Int = .max
  ) -> (text: String, error: InputError?) {
    let sink = MemorySink()
    let source = MemorySource(bytes, chunk: chunk)
    do {
      try run(
        model, [source], threads: threads, format: format, perColumn: perColumn, badRows: badRows,
        sink: sink)
      return (String(decoding: sink.bytes, as: UTF8.self), nil)
    } catch {
      return (String(decoding: sink.bytes, as: UTF8.self), error as? InputError)
    }
  }

  // MARK: Results

  @Test("gives the bytes of one-by-one scoring for every kind of model", arguments: threadCounts)
  func everyKind(threads: Int) {
    let rows = randomRecords(columns: columns, count: 333)
    for kind in ModelKind.binary {
      let model = kind.model(inputs: columns)
      let result = run(model, bytes(lines(rows)), threads: threads, chunk: 777)
      #expect(result.text == expected(model, rows).map { $0 + "\n" }.joined(), "\(kind)")
      #expect(result.error == nil)
    }
  }

  @Test("does not depend on how the input is cut", arguments: threadCounts)
  func anyCut(threads: Int) throws {
    let rows = randomRecords(columns: columns, count: 20_000)
    let model = ModelKind.all[1].model(inputs: columns)
    let whole = bytes(lines(rows))
    let wanted = bytes(model.logLikelihoods(of: rows).map { "\(Float($0))" })
    var random = RandomStream(seed: 4, purpose: .sampledRow, index: UInt64(threads))
    for longest in [300, 5_000, 200_000] {
      var portions: [[UInt8]] = []
      var start = 0
      while start < whole.count {
        let end = min(whole.count, start + 1 + Int(random.nextUniform() * Float(longest)))
        portions.append(Array(whole[start..<end]))
        start = end
      }
      let sink = MemorySink()
      try run(model, [SlowSource(portions)], threads: threads, sink: sink)
      #expect(sink.bytes == wanted)
    }
  }

  @Test("appends to the input's fields and prints conditionals", arguments: threadCounts)
  func forms(threads: Int) {
    let rows = randomRecords(columns: columns, count: 500)
    let model = ModelKind.all[4].model(inputs: columns)
    for perColumn in [false, true] {
      let format = ScoreFormat(form: .append, factor: 1.4426950408889634)
      let result = run(
        model, bytes(lines(rows)), threads: threads, format: format, perColumn: perColumn)
      let wanted = expected(model, rows, format, perColumn: perColumn)
      #expect(result.text == wanted.map { $0 + "\n" }.joined())
    }
  }

  @Test("gives moments that are the same to the last bit", arguments: threadCounts)
  func moments(threads: Int) throws {
    let rows = randomRecords(columns: columns, count: 20_000)
    let model = ModelKind.all[9].model(inputs: columns)
    var wanted = Moments()
    for score in model.logLikelihoods(of: rows) { wanted.add(score) }
    for chunk in [50_000, .max] {
      let reader = RecordReader(
        sources: [MemorySource(bytes(lines(rows)), chunk: chunk)], schema: model.schema)
      let found = try ScoringPipeline(model, threads: threads).moments(ofScoresOf: reader)
      #expect(found.count == wanted.count)
      #expect(found.mean == wanted.mean)
      #expect(found.standardError == wanted.standardError)
    }
  }

  // MARK: Errors

  @Test("writes all scores before a bad record, then throws", arguments: threadCounts)
  func badRecord(threads: Int) {
    let rows = randomRecords(columns: columns, count: 9000)
    let model = ModelKind.all[0].model(inputs: columns)
    let scores = model.logLikelihoods(of: rows).map { "\(Float($0))\n" }
    for place in [0, 1, 4500, 8999] {
      var lines = lines(rows)
      lines[place] = "0,1,2,0,1,0,0,0,0"
      let result = run(model, bytes(lines), threads: threads)
      #expect(result.text == scores[..<place].joined())
      guard case .cell(_, let line, let field, _, _, _)? = result.error else {
        Issue.record("\(String(describing: result.error))")
        continue
      }
      #expect(line == place + 1)
      #expect(field == 3)
    }
  }

  @Test("marks or skips bad records", arguments: threadCounts)
  func badRows(threads: Int) throws {
    let rows = randomRecords(columns: columns, count: 9000)
    let model = ModelKind.all[5].model(inputs: columns)
    let scores = model.logLikelihoods(of: rows)
    var lines = lines(rows)
    let bad = Set([0, 17, 4608, 8999])
    for place in bad { lines[place] = "0,1,2,0,1,0,0,0,0" }
    let marked = run(model, bytes(lines), threads: threads, badRows: .markBad)
    #expect(
      marked.text
        == scores.indices.map { bad.contains($0) ? "nan\n" : "\(Float(scores[$0]))\n" }.joined())
    let skipped = run(model, bytes(lines), threads: threads, badRows: .skip)
    #expect(
      skipped.text
        == scores.indices.filter { !bad.contains($0) }.map { "\(Float(scores[$0]))\n" }.joined())
    let reader = RecordReader(
      sources: [MemorySource(bytes(lines))], schema: model.schema, badRows: .markBad)
    let moments = try ScoringPipeline(model, threads: threads).moments(ofScoresOf: reader)
    #expect(moments.count == 9000 - bad.count)
    #expect(moments.mean.isFinite)
  }

  @Test("throws what the sink throws, at the same place", arguments: threadCounts)
  func fullSink(threads: Int) {
    let rows = randomRecords(columns: columns, count: 60_000)
    let model = ModelKind.all[0].model(inputs: columns)
    let input = bytes(lines(rows))
    let wanted = bytes(model.logLikelihoods(of: rows).map { "\(Float($0))" })
    for capacity in [0, 100_000, wanted.count - 1] {
      let sink = FullSink(capacity: capacity)
      #expect(throws: OutputError.writeFailed(name: "full", code: 28)) {
        try run(model, [MemorySource(input)], threads: threads, sink: sink)
      }
      #expect(wanted.starts(with: sink.bytes))
    }
  }

  @Test("writes nothing for no records", arguments: threadCounts)
  func empty(threads: Int) {
    let model = ModelKind.all[0].model(inputs: columns)
    let result = run(model, [], threads: threads)
    #expect(result.text.isEmpty)
    #expect(result.error == nil)
  }

  // MARK: Conversation

  @Test("answers each line before the next is sent", arguments: threadCounts)
  func conversation(threads: Int) throws {
    let rows = randomRecords(columns: columns, count: 200)
    let model = ModelKind.all[0].model(inputs: columns)
    let texts = lines(rows)
    let sink = MemorySink()
    let flushed = Lock<[UInt8]>([])
    let isLate = Lock(false)
    let source = SlowSource(texts.map { bytes([$0]) }) { number in
      // Line number `number` is sent when all before it are answered.
      let deadline = ContinuousClock().now + .seconds(20)
      while flushed.withLock({ $0.count { $0 == UInt8(ascii: "\n") } }) < number {
        if ContinuousClock().now > deadline {
          isLate.withLock { $0 = true }
          return
        }
      }
    }
    try run(
      model, [source], threads: threads, sink: sink,
      flush: { flushed.withLock { $0 = sink.bytes } })
    #expect(!isLate.withLock { $0 })
    #expect(flushed.withLock { $0 } == bytes(expected(model, rows)))
  }
}
