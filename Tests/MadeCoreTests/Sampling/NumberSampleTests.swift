// Drawn numbers and rare words, as text.

import Foundation
import MadeCore
import Testing

/// Drawn lines.
private func lines(
  _ model: MadeModel, seed: UInt64 = 3, _ range: Range<Int>, threads: Int = 1,
  hasScore: Bool = false
) throws -> [String] {
  let format = SampleFormat(
    writer: RecordWriter(schema: model.schema, format: .csv(header: false)), hasScore: hasScore)
  let sink = MemorySink()
  try SamplingPipeline(model, seed: seed, format: format, threads: threads)
    .write(range, to: sink)
  return String(decoding: sink.bytes, as: UTF8.self)
    .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
}

private let kinds = ModelKind.categorical.filter { $0.slots != [3] }

@Suite("Drawn numbers and rare words")
struct NumberSampleTests {
  @Test("follow the enumerated probabilities of values (chi-squared)", arguments: kinds)
  func chiSquared(kind: ModelKind) throws {
    let words = kind.model(inputs: kind.slots.count > 3 ? 5 : 3)
    for model in words.withSharedSlots { try compare(model, words: words, kind) }
  }

  /// Compares drawn values with their probabilities, those of codes being a model of words'.
  private func compare(_ model: MadeModel, words: MadeModel, _ kind: ModelKind) throws {
    let count = 60_000
    var observed: [[String]: Double] = [:]
    for line in try lines(model, 0..<count, threads: 2) {
      observed[numeric(line), default: 0] += 1
    }
    var options = InputOptions()
    options.header = .absent
    let all = allLines(model.schema.columns)
    let records = try RecordReader(
      sources: [MemorySource(Array((all.joined(separator: "\n") + "\n").utf8))], options: options,
      schema: model.schema
    ).readAll()
    let probabilities = words.drawnLogLikelihoods(of: records)
    let widths = zip(model.logLikelihoods(of: records), words.logLikelihoods(of: records))
    // Pearson's statistic, rare values together.
    var statistic = 0.0
    var cells = -1.0
    var rare = (expected: 0.0, observed: 0.0)
    func add(_ expected: Double, _ observed: Double) {
      statistic += (observed - expected) * (observed - expected) / expected
      cells += 1
    }
    for ((line, probability), (value, code)) in zip(zip(all, probabilities), widths) {
      let expected = exp(probability + value - code) * Double(count)
      let found = observed.removeValue(forKey: numeric(line)) ?? 0
      if expected < 10 {
        rare.expected += expected
        rare.observed += found
      } else {
        add(expected, found)
      }
    }
    if rare.expected >= 10 { add(rare.expected, rare.observed) }
    #expect(observed.isEmpty, "\(kind): \(observed.keys.first ?? [])")
    #expect(
      cells >= 5 && abs(statistic - cells) < 5 * (2 * cells).squareRoot(),
      "\(kind): \(statistic) of \(cells)")
  }

  /// Fields without regard to zeros at the end of numbers.
  private func numeric(_ line: String) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map { field in
      Double(field).map { "\($0)" } ?? String(field)
    }
  }

  @Test(
    "score as --with-score says when they are read again, in any part of a run", arguments: kinds)
  func roundTrip(kind: ModelKind) throws {
    for model in kind.model(inputs: 6).withSharedSlots { try checkRoundTrip(model, kind) }
  }

  private func checkRoundTrip(_ model: MadeModel, _ kind: ModelKind) throws {
    let drawn = try lines(model, 0..<500, hasScore: true)
    #expect(try lines(model, 0..<500, threads: 3, hasScore: true) == drawn)
    #expect(try lines(model, 123..<321, hasScore: true) == Array(drawn[123..<321]))
    #expect(try lines(model, seed: 4, 0..<500, hasScore: true) != drawn)
    var options = InputOptions()
    options.header = .absent
    options.unseen = .error
    let text = drawn.map { $0[..<($0.lastIndex(of: ",") ?? $0.endIndex)] + "\n" }.joined()
    for chunk in [1, 7, 100_000] {
      let reader = RecordReader(
        sources: [MemorySource(Array(text.utf8), chunk: chunk)], options: options,
        schema: model.schema)
      let scores = model.logLikelihoods(of: try reader.readAll())
      let told = drawn.map { $0.split(separator: ",").last.map(String.init) ?? "" }
      #expect(scores.map { Float($0).description } == told, "\(kind)")
    }
  }

  @Test("are uniform inside a bin, however wide it is")
  func wide() throws {
    for width in [2, 3, 1000, 1 << 33, 1 << 52] {
      let bins = Bins(decimals: 0, ranges: [0...width - 1], hasOther: true)
      let schema = Schema(columns: [Column(kind: bins)])
      let architecture = Architecture(slots: [2], hidden: [1])
      let schedule = MaskSchedule(seed: 1)
      let model = MadeModel(
        schema: schema, architecture: architecture, schedule: schedule,
        masks: schedule.ensemble(count: 1, for: architecture),
        parameters: Parameters(shape: Parameters.storageShape(architecture, schedule: schedule)),
        summary: TrainingSummary())
      let values = try lines(model, 0..<20_000).compactMap { Double($0) }
      #expect(values.count == 20_000 && values.allSatisfy { $0 >= 0 && $0 < Double(width) })
      var moments = Moments()
      for value in values { moments.add((value + 0.5) / Double(width)) }
      #expect(abs(moments.mean - 0.5) < 5 * moments.standardError, "\(width): \(moments.mean)")
      let uniform = (1 - 1 / (Double(width) * Double(width))) / 12
      let squares = values.map { pow(($0 + 0.5) / Double(width) - 0.5, 2) }
      #expect(abs(squares.reduce(0, +) / 20_000 / uniform - 1) < 0.03, "\(width)")
    }
  }
}
