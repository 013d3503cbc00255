// Likelihoods of records with holes against sums over all completions.

import Foundation
import MadeCore
import Testing

@Suite("Likelihoods of partial records")
struct MarginalTests {
  @Test(
    "are the sums over all completions, exactly or within their standard error",
    arguments: ModelKind.all)
  func sums(kind: ModelKind) throws {
    let columns = 5
    let model = kind.model(inputs: columns)
    let sampler = try model.conditionalSampler(particles: 4000, fillsMissing: false)
    let record = model.randomRecords(count: 1, seed: 12).record(0)
    var worst = 0.0
    for known in allPatterns(columns: columns) {
      let expected = model.enumeratedAnswer(record, known: known, fillsMissing: false).logLikelihood
      let (values, errors) = try sampler.logLikelihoods(
        model.evidence(record, known: known), numbers: [7])
      let pattern = EvidencePattern(
        isKnown: known, isLimited: Array(repeating: false, count: columns))
      #expect((errors[0] == 0) || !sampler.isExact(pattern), "\(kind), known: \(known)")
      if sampler.isExact(pattern) {
        #expect(abs(values[0] - expected) < 2e-5, "\(kind), known: \(known)")
      } else {
        worst = max(worst, abs(values[0] - expected) / max(errors[0], 1e-5))
      }
    }
    #expect(worst < 5, "\(kind)")
  }

  @Test("of whole records are those of the model; of none they are 0")
  func extremes() throws {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 8)
      let rows = model.randomRecords(count: 20, seed: 3)
      let sampler = try model.conditionalSampler(fillsMissing: false)
      let none = Rows(
        columns: rows.columns,
        rows: Array(repeating: Array(repeating: false, count: rows.columns), count: 20))
      let whole = try sampler.logLikelihoods(
        Evidence(rows: rows, holes: none, schema: model.schema), numbers: Array(0..<20))
      // Any ordering that puts the known columns first is the model's own, when all are known.
      for (value, expected) in zip(whole.values, model.logLikelihoods(of: rows)) {
        #expect(abs(value - expected) < 1e-4, "\(kind)")
      }
      let empty = try sampler.logLikelihoods(
        Evidence(
          count: 20, schema: model.schema, constraints: model.schema.columns.map { _ in nil }),
        numbers: Array(0..<20))
      #expect(empty.values.allSatisfy { abs($0) < 1e-12 }, "\(kind)")
    }
  }

  @Test("under a mixture are the logarithm of the weighted sum of the models'")
  func mixture() throws {
    let kind = try #require(ModelKind.all.first { $0.description == "mixed, endless" })
    let models = [kind.model(inputs: 5), kind.model(inputs: 5, seed: 2)]
    let record = models[0].randomRecords(count: 1, seed: 12).record(0)
    let known = [true, false, true, true, false]
    let weights = try MixtureWeights([3, 1])
    let both = try ConditionalSampler(
      Mixture(models, weights: weights), seed: 1, particles: 1, fillsMissing: false
    ).logLikelihoods(models[0].evidence(record, known: known), numbers: [0])
    let each = models.map {
      $0.enumeratedAnswer(record, known: known, fillsMissing: false).logLikelihood
    }
    #expect(abs(both.values[0] - logSumExp([each[0] + log(0.75), each[1] + log(0.25)])) < 2e-5)
    #expect(both.errors[0] == 0)
  }

  @Test("do not depend on a model of weight 0, nor do their errors")
  func weightZero() throws {
    let kind = try #require(ModelKind.all.first { $0.description == "mixed, direct" })
    let models = [kind.model(inputs: 5), kind.model(inputs: 5, seed: 2)]
    let record = models[0].randomRecords(count: 1, seed: 12).record(0)
    var estimates = 0
    for known in allPatterns(columns: 5) {
      let answers = try [Mixture(models, weights: [0, 1]), models[1]].map {
        (density: any RowDensity) in
        try ConditionalSampler(density, seed: 1, particles: 16, fillsMissing: false)
          .logLikelihoods(models[1].evidence(record, known: known), numbers: [0])
      }
      #expect(answers[0].values == answers[1].values, "known: \(known)")
      #expect(answers[0].errors == answers[1].errors, "known: \(known)")
      estimates += answers[1].errors[0] > 0 ? 1 : 0
    }
    #expect(estimates > 0)
  }
}
