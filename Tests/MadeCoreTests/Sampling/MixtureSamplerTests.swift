// Rows of a mixture against those of its models, and against its distribution.

import MadeCore
import Testing

@Suite("Rows of a mixture of models")
struct MixtureSamplerTests {
  private static func models(_ columns: Int) -> [MadeModel] {
    [1, 9, 12, 5].enumerated().map {
      ModelKind.all[$1].model(inputs: columns, seed: UInt64($0 + 1))
    }
  }
  private static let weights = try? MixtureWeights([0.5, 0.1, 0, 0.4])

  private static func scores(
    _ models: [MadeModel], _ weights: MixtureWeights?, _ rows: Rows
  ) throws -> [Double] {
    try Mixture(models, weights: weights).logLikelihoods(of: rows)
  }

  @Test("are those that the chosen model draws alone, by either sampler", arguments: [9, 70])
  func rowsOfModels(columns: Int) throws {
    let models = Self.models(columns)
    let weights = try #require(Self.weights)
    let mixture = try Mixture(models, weights: weights)
    let range = 40..<340
    let drawn = mixture.rowsAndProbabilities(range, seed: 6, threads: 2)
    #expect(mixture.rows(range, seed: 6, threads: 2) == drawn.rows)
    let alone = models.map { $0.rowsAndProbabilities(range, seed: 6) }
    let passes = models.map { PassSampler(model: $0, seed: 6) }
    var counts = [0, 0, 0, 0]
    for number in range {
      let (model, row) = (mixture.member(ofRow: number, seed: 6), number - range.lowerBound)
      counts[model] += 1
      #expect(drawn.rows.record(row) == alone[model].rows.record(row), "row \(number)")
      #expect(drawn.rows.rows(at: [row]) == passes[model].rows([number]), "row \(number)")
      let cells = row * columns..<(row + 1) * columns
      expectSameBits(
        Array(drawn.probabilities[cells]), Array(alone[model].probabilities[cells]),
        "row \(number)")
    }
    #expect(counts[2] == 0 && [counts[0], counts[1], counts[3]].allSatisfy { $0 > 10 })
  }

  @Test("choose their models as often as the weights say")
  func shares() throws {
    let weights = try #require(Self.weights)
    let mixture = try Mixture(Self.models(3), weights: weights)
    var counts = [0.0, 0, 0, 0]
    for number in 0..<100_000 { counts[mixture.member(ofRow: number, seed: 9)] += 1 }
    for (count, weight) in zip(counts, weights.values) {
      // Five standard deviations of a binomial.
      #expect(abs(count - 1e5 * weight) <= 5 * (1e5 * weight * (1 - weight)).squareRoot())
    }
  }

  @Test(
    "follow the enumerated probabilities of the mixture (chi-squared)", arguments: [true, false])
  func chiSquared(isWeighted: Bool) throws {
    let models = Self.models(8)
    let weights = isWeighted ? Self.weights : nil
    let rows = try Mixture(models, weights: weights).rows(0..<40_000, seed: 21, threads: 2)
    let all = allRecords(columns: 8)
    #expect(try deviation(of: rows, from: Self.scores(models, weights, all)) < 5)
    // It can tell: the rows are far from those of one model, and from those of other weights.
    let others = try MixtureWeights([1, 1, 1, 3])
    #expect(deviation(of: rows, from: models[0].logLikelihoods(of: all)) > 20)
    #expect(try deviation(of: rows, from: Self.scores(models, others, all)) > 20)
  }

  @Test("can be drawn in any parts and by any number of threads")
  func parts() throws {
    let models = Self.models(17)
    let whole = try Mixture(models, weights: Self.weights).rows(0..<700, seed: 2)
    for range in [0..<1, 3..<100, 97..<700, 5..<5] {
      let part = try Mixture(models, weights: Self.weights).rows(range, seed: 2, threads: 3)
      #expect(part == whole.rows(at: range), "\(range)")
    }
  }

  @Test("of a single model, or with weight for one only, are the rows of that model")
  func single() throws {
    let models = Self.models(9)
    let alone = models[1].rows(0..<200, seed: 4)
    #expect(try Mixture([models[1]]).rows(0..<200, seed: 4) == alone)
    let weights = try MixtureWeights([0, 2, 0, 0])
    #expect(try Mixture(models, weights: weights).rows(0..<200, seed: 4) == alone)
  }

  @Test("have any numbers, in any order", arguments: ModelKind.all)
  func lists(kind: ModelKind) {
    let model = kind.model(inputs: 20)
    let numbers = (0..<150).map { $0 * 7 % 301 } + [5, 5, 1 << 40]
    let rows = model.rows(numbers, seed: 3, threads: 2)
    #expect(rows.count == numbers.count)
    #expect(rows == PassSampler(model: model, seed: 3).rows(numbers))
    let whole = model.rows(0..<301, seed: 3)
    #expect(rows.rows(at: 0..<152) == whole.rows(at: numbers.dropLast()))
  }

  @Test("come from the pipeline with the mixture's scores", arguments: [1, 2, 5])
  func pipeline(threads: Int) throws {
    let models = Self.models(9)
    let range = 3..<9003
    let rows = try Mixture(models, weights: Self.weights).rows(range, seed: 5)
    let scores = try Self.scores(models, Self.weights, rows)
    var expected = ""
    for row in 0..<range.count {
      expected += rows.record(row).map { "\($0)," }.joined()
      expected += Float(scores[row]).description + "\n"
    }
    let writer = RecordWriter(schema: models[0].schema, format: .csv(header: false))
    let pipeline = SamplingPipeline(
      try Mixture(models, weights: Self.weights), seed: 5,
      format: SampleFormat(writer: writer, hasScore: true), threads: threads)
    let sink = MemorySink()
    try pipeline.write(range, to: sink)
    #expect(sink.bytes == Array(expected.utf8))
  }
}
