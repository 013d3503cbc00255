// Likelihoods of records with holes at their ends: nothing known, everything known, models of no weight.

import Foundation
import MadeCore
import Testing

@Suite("Likelihoods of partial records")
struct MarginalTests {
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

  @Test("do not depend on a model of weight 0, nor do their errors")
  func weightZero() throws {
    let kind = try #require(ModelKind.all.first { $0.description == "mixed, direct" })
    let models = [kind.model(inputs: 8), kind.model(inputs: 8, seed: 2)]
    let record = models[0].randomRecords(count: 1, seed: 12).record(0)
    var estimates = 0
    for known in allPatterns(columns: 8) {
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
