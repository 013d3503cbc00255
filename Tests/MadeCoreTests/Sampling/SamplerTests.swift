// Drawn rows against the distribution that they are drawn from.

import Foundation
import MadeCore
import Testing

/// The two samplers by name, behind one interface.
enum AnySampler: String, CaseIterable, Sendable {
  case pass, incremental

  func rows(_ model: MadeModel, seed: UInt64, threads: Int = 1, _ range: Range<Int>) -> PackedRows {
    switch self {
    case .pass: PassSampler(model: model, seed: seed, threads: threads).rows(range)
    case .incremental: Sampler(model: model, seed: seed, threads: threads).rows(range)
    }
  }

  func rowsAndProbabilities(_ model: MadeModel, seed: UInt64, _ range: Range<Int>) -> (
    rows: PackedRows, probabilities: [Float]
  ) {
    switch self {
    case .pass: PassSampler(model: model, seed: seed).rowsAndProbabilities(range)
    case .incremental: Sampler(model: model, seed: seed).rowsAndProbabilities(range)
    }
  }
}

@Suite("Drawn rows")
struct SamplerTests {
  @Test(
    "follow the enumerated probabilities at D = 8 (chi-squared)", arguments: AnySampler.allCases)
  func chiSquared(sampler: AnySampler) {
    let columns = 8
    let count = 40_000
    for kind in ModelKind.all {
      let model = kind.model(inputs: columns)
      let rows = sampler.rows(model, seed: 11, threads: 2, 0..<count)
      let expected = model.logLikelihoods(of: allRecords(columns: columns))
      #expect(deviation(of: rows, from: expected) < 5, "\(kind)")
    }
  }

  @Test(
    "have the model's entropy as their mean negative log-likelihood", arguments: AnySampler.allCases
  )
  func entropy(sampler: AnySampler) {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 9)
      let all = model.logLikelihoods(of: allRecords(columns: 9))
      let entropy = all.reduce(0) { $0 - exp($1) * $1 }
      var moments = Moments()
      let rows = sampler.rows(model, seed: 5, threads: 2, 0..<20_000)
      for score in model.logLikelihoods(of: rows) { moments.add(-score) }
      #expect(
        abs(moments.mean - entropy) < 5 * moments.standardError,
        "\(kind): \(moments.mean) +- \(moments.standardError), entropy \(entropy)")
    }
  }

  @Test(
    "depend on model, seed and number alone: any range can be drawn by itself",
    arguments: AnySampler.allCases)
  func ranges(sampler: AnySampler) {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 17)
      let whole = sampler.rows(model, seed: 2, 0..<250)
      for range in [0..<1, 3..<100, 97..<250] {
        let part = sampler.rows(model, seed: 2, threads: 3, range)
        #expect(part == whole.rows(at: range), "\(kind), \(range)")
      }
      #expect(sampler.rows(model, seed: 3, 0..<250) != whole, "\(kind)")
    }
  }

  @Test("come with the probabilities that they were drawn with", arguments: AnySampler.allCases)
  func probabilities(sampler: AnySampler) {
    let model = ModelKind(description: "direct", direct: true).model(inputs: 9)
    let drawn = sampler.rowsAndProbabilities(model, seed: 2, 0..<100)
    let scores = model.logLikelihoods(of: drawn.rows)
    for row in 0..<100 {
      var sum = 0.0
      for column in 0..<9 {
        let probability = Double(drawn.probabilities[row * 9 + column])
        sum += log(drawn.rows[row, column] ? probability : 1 - probability)
      }
      #expect(abs(sum - scores[row]) < 1e-4, "row \(row)")
    }
  }
}
