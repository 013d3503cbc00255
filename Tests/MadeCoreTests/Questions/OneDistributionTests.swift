// Scores, marginals and conditions are answers about one distribution: sums of scores say what the others must be.

import Foundation
import MadeCore
import Testing

@Suite("One distribution under scores, marginals and conditions")
struct OneDistributionTests {
  /// A model of a kind, and a mixture of two.
  private func densities(_ kind: ModelKind) throws -> [any RowDensity] {
    let columns = kind.slots.max() == 1 ? 8 : 7
    let model = kind.model(inputs: columns)
    return [
      model, try Mixture([model, kind.model(inputs: columns, seed: 2)], weights: [3, 1]),
    ]
  }

  /// Which columns are known, of some records at random.
  private func patterns(columns: Int, count: Int) -> [[Bool]] {
    var random = RandomStream(seed: 8, purpose: .component)
    return (0..<count).map { _ in
      let most = random.nextUniform()
      return (0..<columns).map { _ in random.nextUniform() < most }
    }
  }

  /// Estimates of log p of what is known, and their errors, one for each number.
  private func estimates(
    _ sampler: ConditionalSampler, _ model: MadeModel, _ record: [Int], _ known: [Bool], count: Int
  ) throws -> (values: [Double], errors: [Double]) {
    try sampler.logLikelihoods(
      model.evidence(record, known: known, count: count), numbers: Array(0..<count))
  }

  @Test("marginals are sums of scores: exactly, or on average, with errors that are true")
  func marginals() throws {
    for kind in ModelKind.all {
      for density in try densities(kind) {
        let model = try #require(density.networks?.first?.model)
        let all = model.allRecords
        let scores = density.logLikelihoods(of: all)
        let masks = density.networks?.reduce(0) { $0 + $1.model.masks.count } ?? 1
        let sampler = try ConditionalSampler(
          density, seed: 1, particles: 16 * masks, fillsMissing: false)
        let record = model.randomRecords(count: 1, seed: 12).record(0)
        var (variance, reported) = (0.0, 0.0)
        for known in patterns(columns: record.count, count: 12) {
          let expected = logSumExp(
            (0..<all.count).filter { row in
              record.indices.allSatisfy { !known[$0] || all.code(row, $0) == record[$0] }
            }.map { scores[$0] })
          let pattern = EvidencePattern(isKnown: known, isLimited: known.map { _ in false })
          if sampler.isExact(pattern) {
            let (values, errors) = try estimates(sampler, model, record, known, count: 1)
            #expect(abs(values[0] - expected) < 1e-4 && errors[0] == 0, "\(kind), \(known)")
            continue
          }
          let count = 150
          let (values, errors) = try estimates(sampler, model, record, known, count: count)
          let ratios = values.map { exp($0 - expected) }
          let mean = ratios.reduce(0, +) / Double(count)
          let own = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
          #expect(
            abs(mean - 1) < 5 * (own / Double(count)).squareRoot() + 1e-4,
            "\(kind), \(masks) masks, \(known): \(mean), deviation \(own.squareRoot())")
          variance += own
          reported +=
            zip(ratios, errors).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * $1.1 } / Double(count)
        }
        #expect(variance <= 1.4 * reported + 1e-9, "\(kind): \(variance), reported \(reported)")
      }
    }
  }

  @Test("a part of a record is at least as probable as the record")
  func parts() throws {
    for kind in ModelKind.all {
      for density in try densities(kind) {
        let model = try #require(density.networks?.first?.model)
        let records = model.randomRecords(count: 20, seed: 5)
        let scores = density.logLikelihoods(of: records)
        let sampler = try ConditionalSampler(density, seed: 1, fillsMissing: false)
        for (row, known) in patterns(columns: records.columns, count: 20).enumerated() {
          let (values, errors) = try estimates(
            sampler, model, records.record(row), known, count: 1)
          #expect(values[0] + 5 * errors[0] + 1e-4 >= scores[row], "\(kind), \(known)")
        }
      }
    }
  }

  @Test("holes are summed over cells that are never drawn, and pairs that training did not have")
  func undrawn() throws {
    // Column 1 determines column 2, and both have codes that are never drawn.
    let kind = try #require(ModelKind.all.first { $0.description == "mixed, endless" })
    let plain = kind.model(inputs: 6)
    let model = plain.with([Dependency(column: 0, determined: 2, codes: [0, 1, 1, 0])])
    let rows = model.allRecords
    let scores = model.logLikelihoods(of: rows)
    let sampler = try model.conditionalSampler(particles: 4096, fillsMissing: false)
    let record = [0, 1, 3, 0, 1, 1]
    for known in patterns(columns: 6, count: 12) {
      let expected = logSumExp(
        (0..<rows.count).filter { row in
          (0..<6).allSatisfy { !known[$0] || rows.code(row, $0) == record[$0] }
        }.map { scores[$0] })
      let (values, errors) = try estimates(sampler, model, record, known, count: 1)
      #expect(abs(values[0] - expected) < 5 * errors[0] + 1e-4, "\(known)")
    }
  }
}
