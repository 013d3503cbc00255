// Fitted weights: the best there are, with proof.

import Foundation
import MadeCore
import Testing

@Suite("Fitted weights of a mixture")
struct MixtureFitTests {
  /// Rows drawn from the mixture of some models with some weights, and their log-likelihoods.
  private static func table(
    _ models: [MadeModel], weights: [Double], rows: Int = 30_000
  ) throws -> (table: LikelihoodTable, scores: [[Double]]) {
    let drawn = try Mixture(models, weights: try MixtureWeights(weights))
      .rows(0..<rows, seed: 12, threads: 2)
    let scores = models.map { $0.logLikelihoods(of: drawn, threads: 2) }
    var table = LikelihoodTable(models: models.count)
    for row in 0..<rows { try table.append(scores.map { $0[row] }) }
    return (table, scores)
  }

  /// Mean log-likelihood by the definition.
  private static func mean(_ scores: [[Double]], _ weights: [Double]) -> Double {
    let rows = scores[0].count
    let total = (0..<rows).reduce(0.0) { total, row in
      total + logSumExp(zip(weights, scores).map { log($0) + $1[row] })
    }
    return total / Double(rows)
  }

  private static let models = [1, 4, 9].enumerated().map {
    ModelKind.all[$1].model(inputs: 10, seed: UInt64($0 + 1))
  }

  @Test(
    "recover those that the records were drawn with",
    arguments: [[0.6, 0.3, 0.1], [0.05, 0.05, 0.9], [0.5, 0.5, 0], [0, 0, 1]])
  func planted(weights: [Double]) throws {
    let (table, scores) = try Self.table(Self.models, weights: weights)
    let fit = try table.fitWeights()
    for (fitted, planted) in zip(fit.weights.values, weights) {
      #expect(abs(fitted - planted) < 0.02, "\(fit)")
    }
    #expect(abs(fit.mean - Self.mean(scores, fit.weights.values)) < 1e-9)
    #expect(abs(fit.equalMean - Self.mean(scores, [1 / 3, 1 / 3, 1 / 3])) < 1e-9)
    for (mean, alone) in zip(fit.modelMeans, scores) {
      #expect(abs(mean - alone.reduce(0, +) / Double(alone.count)) < 1e-9)
    }
    #expect(fit.mean >= fit.equalMean)
    #expect(fit.mean + fit.bound + 1e-12 >= Self.mean(scores, weights))
  }

  @Test("are proven: no others are better by more than the bound, and the bound is small")
  func certificate() throws {
    let (table, scores) = try Self.table(Self.models, weights: [0.6, 0.3, 0.1], rows: 2000)
    let fit = try table.fitWeights()
    #expect(fit.isSettled && fit.bound >= 0 && fit.bound <= MixtureFit.tolerance)
    // The bound by the definition: the largest mean ratio of a model to the mixture.
    let mixed = (0..<2000).map { row in
      logSumExp(zip(fit.weights.values, scores).map { log($0) + $1[row] })
    }
    let slopes = scores.map { zip($0, mixed).reduce(0) { $0 + exp($1.0 - $1.1) } / 2000 }
    #expect(abs(fit.bound - max(0, (slopes.max() ?? 0) - 1)) < 1e-10)
    for first in 0...20 {
      for second in 0...20 - first {
        let others = [Double(first), Double(second), Double(20 - first - second)].map { $0 / 20 }
        #expect(Self.mean(scores, others) <= fit.mean + fit.bound + 1e-12)
      }
    }
  }

  @Test("after any number of steps come with a bound that holds", arguments: [0, 1, 2, 5])
  func earlyBound(steps: Int) throws {
    let (table, _) = try Self.table(Self.models, weights: [0.8, 0.2, 0], rows: 2000)
    let best = try table.fitWeights()
    let early = try table.fitWeights(limit: steps)
    #expect(!early.isSettled && early.bound > MixtureFit.tolerance)
    #expect(early.mean < best.mean && best.mean <= early.mean + early.bound)
    if steps == 0 { #expect(early.weights == MixtureWeights(equal: 3)) }
    if steps == 1 {
      // The first step is that of expectation-maximisation, and no longer.
      #expect(early.mean > early.equalMean)
    }
  }

  @Test("of one model are 1, and of a model given twice a half each")
  func duplicates() throws {
    let one = try Self.table([Self.models[0]], weights: [1], rows: 500)
    let alone = try one.table.fitWeights()
    #expect(alone.weights.values == [1] && alone.bound < 1e-12 && alone.isSettled)
    let twice = [Self.models[0], Self.models[1], Self.models[0]]
    let fit = try Self.table(twice, weights: [0.3, 0.4, 0.3]).table.fitWeights()
    #expect(fit.isSettled && fit.weights.values[0] == fit.weights.values[2], "\(fit)")
    #expect(abs(fit.weights.values[1] - 0.4) < 0.02, "\(fit)")
    let same = try Self.table([Self.models[0], Self.models[0]], weights: [1, 1], rows: 500)
    #expect(try same.table.fitWeights().weights.values == [0.5, 0.5])
  }

  @Test("are found where models hardly differ, and plain steps would take thousands")
  func similar() throws {
    var random = RandomStream(seed: 3, purpose: .sampledRow)
    var table = LikelihoodTable(models: 3)
    for _ in 0..<5000 {
      let score = -10 * Double(random.nextUniform())
      try table.append((0..<3).map { _ in score + 0.02 * Double(random.nextUniform()) })
    }
    let fit = try table.fitWeights(limit: 300)
    #expect(fit.isSettled, "\(fit)")
  }

  @Test("survive likelihoods that are beyond all numbers")
  func extremes() throws {
    var table = LikelihoodTable(models: 3)
    for row in 0..<100 {
      try table.append(row < 25 ? [-1e5, -2e5, -.infinity] : [-3e5, -2e5, -1e300])
    }
    let fit = try table.fitWeights()
    #expect(fit.weights.values[2] == 0 && fit.isSettled, "\(fit)")
    #expect(abs(fit.weights.values[0] - 0.25) < 1e-6, "\(fit)")
    #expect(abs(fit.mean - (-175_000 + 0.25 * log(0.25) + 0.75 * log(0.75))) < 1e-6, "\(fit)")
  }

  private static let unlikely: [[Double]] = [
    [-.infinity, -.infinity], [.nan, -1], [-1, .nan], [.infinity, -1],
  ]

  @Test("need records, with a likelihood under some model")
  func refused() throws {
    var table = LikelihoodTable(models: 2)
    #expect(throws: MixtureWeightError.noRecords) { try table.fitWeights() }
    try table.append([-1, -2])
    for scores in Self.unlikely {
      #expect(throws: MixtureWeightError.noLikelihood(record: 1)) { try table.append(scores) }
    }
    #expect(table.records == 1)
  }

  @Test("are the same for any number of threads")
  func threads() throws {
    let (table, _) = try Self.table(Self.models, weights: [0.6, 0.3, 0.1], rows: 20_000)
    let one = try table.fitWeights(threads: 1)
    for threads in [2, 3, 8] {
      let fit = try table.fitWeights(threads: threads)
      #expect(fit.weights == one.weights && fit.mean == one.mean && fit.bound == one.bound)
    }
  }

  @Test("come from a pipeline as from a table, bad records left out", arguments: [1, 3])
  func pipeline(threads: Int) throws {
    let rows = randomRecords(columns: 10, count: 9000)
    var csv = ""
    for row in 0..<rows.count {
      csv += rows.record(row).map(String.init).joined(separator: ",") + "\n"
      if row % 100 == 7 { csv += "0,2,0\n" }
    }
    var expected = LikelihoodTable(models: 3)
    let scores = Self.models.map { $0.logLikelihoods(of: rows) }
    for row in 0..<rows.count { try expected.append(scores.map { $0[row] }) }
    for policy in [BadRowPolicy.skip, .markBad] {
      let reader = RecordReader(
        sources: [MemorySource(Array(csv.utf8), name: "rows")], schema: Self.models[0].schema,
        badRows: policy)
      let table = try LikelihoodTable(of: reader, under: Self.models, threads: threads)
      #expect(table.records == 9000)
      #expect(try table.fitWeights().weights == expected.fitWeights().weights)
    }
  }
}
