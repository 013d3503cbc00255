// Probabilities of conditions against sums over all records that fulfil them.

import Foundation
import MadeCore
import Testing

@Suite("Probabilities of conditions")
struct ConditionProbabilityTests {
  /// Conditions on some columns of a model without names.
  private func conditions(_ model: MadeModel) -> [[String]] {
    func one(_ column: Int, _ choice: Int) -> String {
      let labels = model.schema.columns[column].kind.labels ?? []
      let texts = labels.map { String(decoding: $0.text, as: UTF8.self) }
      let several = texts.count > 2 && choice > 0 ? texts.prefix(2) : texts.suffix(1)
      return "\(column + 1)=" + several.joined(separator: "|")
    }
    return [
      [one(0, 0)], [one(6, 1)], [one(1, 0), one(4, 1)], [one(5, 1), one(2, 0), one(3, 0)],
      (0..<7).map { one($0, $0 % 2) },
    ]
  }

  private func fulfils(_ conditions: Conditions, _ schema: Schema, _ rows: Rows, _ row: Int) -> Bool
  {
    schema.columns.indices.allSatisfy { column in
      guard let constraint = conditions.constraints[column] else { return true }
      return schema.columns[column].kind.limit(of: constraint).allows(rows.code(row, column))
    }
  }

  @Test("are sums of scores, exactly or within their error", arguments: ModelKind.all)
  func sums(kind: ModelKind) throws {
    let models = [kind.model(inputs: 7), kind.model(inputs: 7, seed: 2)]
    let all = models[0].allRecords
    for density in [models[0], try Mixture(models)] as [any RowDensity] {
      let scores = density.logLikelihoods(of: all)
      for texts in conditions(models[0]) {
        var conditions = Conditions(schema: density.schema)
        for text in texts { try conditions.add(text) }
        let expected = exp(
          logSumExp(
            (0..<all.count).filter { fulfils(conditions, density.schema, all, $0) }
              .map { scores[$0] }))
        // Many draws list all that comes before; with few some have to be drawn.
        for particles in [nil, 400] {
          let found = try density.probability(where: texts, particles: particles)
          #expect(
            abs(found.probability - expected) <= 5 * found.standardError + 1e-5,
            "\(kind), \(texts): \(found), expected \(expected)")
          let single = try density.probability(where: texts, particles: particles, threads: 1)
          #expect(found == single)
        }
      }
      #expect(try density.probability(where: []).probability == 1)
    }
  }

  @Test("given what is known of a record are quotients of sums", arguments: ModelKind.all)
  func conditional(kind: ModelKind) throws {
    let model = kind.model(inputs: 7)
    let all = model.allRecords
    let scores = model.logLikelihoods(of: all)
    let records = model.randomRecords(count: 8, seed: 9)
    let sampler = try model.conditionalSampler(particles: 2000, fillsMissing: false)
    for texts in conditions(model) {
      var conditions = Conditions(schema: model.schema)
      for text in texts { try conditions.add(text) }
      var batch = RecordBatch(rows: records, firstRecord: 0)
      var holes = Rows(columns: records.columns)
      holes.appendZeros(count: records.count)
      // The record numbered r has holes where the bits of 37 (r + 1) say so.
      for row in 0..<records.count {
        for column in 0..<7 where 37 * (row + 1) >> column & 1 == 1 {
          holes[row, column] = true
          batch.rows.setCode(0, row, column)
        }
      }
      batch.holes = holes
      let answer = try ConditionQuestion(conditions, sampler: sampler).answer(batch)
      #expect(answer.width == 2)
      for row in 0..<records.count {
        let agreeing = (0..<all.count).filter { other in
          (0..<7).allSatisfy { holes[row, $0] || all.code(other, $0) == records.code(row, $0) }
        }
        let meant = agreeing.filter { fulfils(conditions, model.schema, all, $0) }
        let expected = exp(
          logSumExp(meant.map { scores[$0] }) - logSumExp(agreeing.map { scores[$0] }))
        let (got, error) = (answer.numbers[2 * row], answer.numbers[2 * row + 1])
        #expect(
          abs(got - expected) <= 5 * error + 1e-4, "\(kind), \(texts), \(row): \(got), \(expected)")
      }
    }
  }
}
