// What is no network, but a density all the same, goes wherever densities go.

import Foundation
import MadeCore
import Testing

/// Columns of words that know nothing of each other: p(x) = product over the columns d of p_d(x_d).
private struct IndependentColumns: RowDensity {
  let schema: Schema
  /// p_d of each code.
  let shares: [[Double]]

  init(_ schema: Schema) {
    self.schema = schema
    shares = schema.columns.enumerated().map { number, column in
      let parts = (0..<(column.kind.storage.states ?? 0)).map { Double($0 + number + 1) }
      return parts.map { $0 / parts.reduce(0, +) }
    }
  }

  func logLikelihoods(of rows: Rows, threads: Int) -> [Double] {
    (0..<rows.count).map { row in
      zip(shares, rows.record(row)).reduce(0) { $0 + log($1.0[$1.1]) }
    }
  }

  func draw(_ numbers: [Int], seed: UInt64, withProbabilities: Bool, threads: Int) -> Drawn {
    var rows = Rows(layout: schema.layout)
    for number in numbers {
      var random = RandomStream(seed: seed, purpose: .sampledRow, index: UInt64(number))
      rows.append(
        codes: shares.map { shares in
          var left = random.nextFraction()
          let code = shares.firstIndex { share in
            left -= share
            return left < 0
          }
          return code ?? shares.count - 1
        })
    }
    return Drawn(rows: rows)
  }
}

@Suite("A density that is not made of networks")
struct RowDensityTests {
  private static let model = ModelKind(description: "words", slots: [3, 2]).model(inputs: 4)
  private static let other = IndependentColumns(model.schema)

  @Test("is scored, and drawn from by pipelines, and mixed with networks", arguments: [1, 3])
  func pipelines(threads: Int) throws {
    let mixture = try Mixture([Self.other, Self.model], weights: try MixtureWeights([2, 1]))
    for density: any RowDensity in [Self.other, mixture] {
      let all = Self.model.allRecords
      let sum = density.logLikelihoods(of: all, threads: threads).reduce(0) { $0 + exp($1) }
      #expect(abs(sum - 1) < 1e-5)
      let rows = density.rows(0..<40_000, seed: 3, threads: threads)
      #expect(deviation(of: rows, from: density.logLikelihoods(of: all), records: all) < 5)
      let writer = RecordWriter(schema: density.schema, format: .csv(header: false))
      let sink = MemorySink()
      try SamplingPipeline(
        density, seed: 3, format: SampleFormat(writer: writer, hasScore: true), threads: threads
      ).write(0..<500, to: sink)
      let lines = sink.bytes.split(separator: UInt8(ascii: "\n"))
      let scores = MemorySink()
      let cells = lines.flatMap {
        $0[..<($0.lastIndex(of: UInt8(ascii: ",")) ?? $0.endIndex)] + [UInt8(ascii: "\n")]
      }
      let reader = RecordReader(sources: [MemorySource(cells)], schema: density.schema)
      try ScoringPipeline(density, threads: threads).write(
        scoresOf: reader, as: ScoreFormat(), to: scores)
      let wanted = lines.flatMap { $0.split(separator: UInt8(ascii: ",")).last ?? [] }
      #expect(scores.bytes.filter { $0 != UInt8(ascii: "\n") } == wanted)
    }
  }

  @Test("answers what takes log-likelihoods alone, and refuses what takes networks")
  func questions() throws {
    let mixture = try Mixture([Self.model, Self.other])
    let batch = RecordBatch(rows: Self.model.randomRecords(count: 20), firstRecord: 0)
    for density: any RowDensity in [Self.other, mixture] {
      let label = try #require(LabelQuestion(column: 2, density))
      let answer = try label.answer(batch)
      for record in 0..<batch.count {
        let shares = answer.numbers[record * answer.width..<(record + 1) * answer.width]
        #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
      }
      #expect(throws: QuestionError.notOfNetworks) {
        try ConditionalSampler(density, seed: 1, fillsMissing: true)
      }
      #expect(throws: QuestionError.notOfNetworks) { try ConditionalsQuestion(density) }
      #expect(throws: QuestionError.notOfNetworks) {
        try ExplanationQuestion(count: 1, density, delimiter: UInt8(ascii: ","))
      }
    }
  }

  @Test("a mixture in a mixture is the mixture of all members")
  func nested() throws {
    let models = (1...3).map { ModelKind.all[1].model(inputs: 9, seed: UInt64($0)) }
    let inner = try Mixture([models[0], models[1]], weights: try MixtureWeights([1, 3]))
    let outer = try Mixture([inner, models[2]], weights: try MixtureWeights([1, 1]))
    let flat = try Mixture(models, weights: try MixtureWeights([1, 3, 4]))
    #expect(outer.weights == flat.weights)
    #expect(outer.rows(0..<300, seed: 5) == flat.rows(0..<300, seed: 5))
    let all = allRecords(columns: 9)
    #expect(outer.logLikelihoods(of: all) == flat.logLikelihoods(of: all))
  }
}
