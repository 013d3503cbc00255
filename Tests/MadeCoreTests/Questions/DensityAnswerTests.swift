// Questions about numbers with a density against sums over all that they may be.

import Foundation
import MadeCore
import Testing

@Suite("Questions about numbers with a density")
struct DensityAnswerTests {
  private static let columns = DensityKind.wordAndNumbers(-4...4, steps: -15...20)
  /// The third column is counted from ten times the second one, rounded up.
  private static let ruled = DensityKind.wordAndNumbers(
    -4...4, steps: -15...20,
    rule: NumberRule(
      relation: NumberRelation(
        form: .largest, sources: [NumberRelation.Source(column: 1, power: 1, shift: 2)],
        range: 0...15, fallback: -10)))

  /// Every record that has a probability worth mentioning, and its log-likelihood.
  private struct Everything {
    let rows: Rows
    let scores: [Double]

    init(_ model: MadeModel) {
      let ranges = [0...2, -60...60, -900...900]
      let cells = zip(model.schema.columns, ranges).map { column, range -> [Int] in
        guard let numbers = column.kind as? Numbers else { return Array(range) }
        let marks = (0..<numbers.values.marks).map { NumberLimits.cell(ofMark: $0) }
        return marks + range.filter { numbers.values.nearest(to: $0) == $0 }
      }
      var rows = Rows(layout: model.schema.layout)
      rows.reserveCapacity(cells.reduce(1) { $0 * $1.count })
      for a in cells[0] {
        for b in cells[1] { for c in cells[2] { rows.append(codes: [a, b, c]) } }
      }
      self.rows = rows
      scores = model.logLikelihoods(of: rows, threads: 2)
    }

    /// log p of all records that `isMeant` says yes to.
    func logLikelihood(_ isMeant: (Int) -> Bool) -> Double {
      logSumExp(rows.records.indices.filter(isMeant).map { scores[$0] })
    }
  }

  /// A model with weak dependencies, so that sums end.
  private func model(_ kind: DensityKind, _ columns: [Column]) -> MadeModel {
    let model = kind.model(columns)
    let values = model.parameters.values
    for index in values.array.indices { values.base[index] *= 0.3 }
    return model
  }

  @Test(
    "known cells have the likelihood of the sum over the others", arguments: DensityKind.all,
    [columns, ruled])
  func sums(kind: DensityKind, columns: [Column]) throws {
    let model = model(kind, columns)
    let all = Everything(model)
    #expect(abs(all.logLikelihood { _ in true }) < 1e-3, "\(kind)")
    let sampler = try model.conditionalSampler(particles: 6000, fillsMissing: false)
    for record in [[1, 2, 10], [0, 1, -15], [2, Int.min + 1, 5]] {
      for known in allPatterns(columns: 3) {
        let pattern = EvidencePattern(isKnown: known, isLimited: [false, false, false])
        let expected = all.logLikelihood { row in
          (0..<3).allSatisfy { !known[$0] || all.rows.code(row, $0) == record[$0] }
        }
        let (values, errors) = try sampler.logLikelihoods(
          model.evidence(record, known: known), numbers: [7])
        #expect(errors[0] == 0 || !sampler.isExact(pattern), "\(kind), \(known)")
        #expect(
          abs(values[0] - expected) < 5 * errors[0] + 1e-3 * max(1, abs(expected)),
          "\(kind), \(record), \(known): \(values[0]) +- \(errors[0]), expected \(expected)")
      }
    }
  }

  @Test(
    "a condition has the likelihood of all that fulfils it", arguments: DensityKind.all,
    [columns, ruled])
  func conditions(kind: DensityKind, columns: [Column]) throws {
    let model = model(kind, columns)
    let all = Everything(model)
    let sampler = try model.conditionalSampler(particles: 6000, fillsMissing: false)
    let texts = [
      ["2=-2..3"], ["2=0"], ["2="], ["3=4..200"], ["2<0", "3=-10..10"], ["2!=2", "1=a"],
    ]
    for texts in texts {
      var conditions = Conditions(schema: model.schema)
      for text in texts { try conditions.add(text) }
      let limits = zip(columns, conditions.constraints).map { column, constraint in
        constraint.map { column.kind.limit(of: $0) }
      }
      let expected = all.logLikelihood { row in
        (0..<3).allSatisfy { limits[$0]?.allows(all.rows.code(row, $0)) != false }
      }
      let evidence = model.evidence(
        [0, 0, 0], known: [false, false, false], constraints: conditions.constraints)
      let (values, errors) = try sampler.logLikelihoods(evidence, numbers: [7])
      #expect(
        abs(values[0] - expected) < 5 * errors[0] + 1e-3 * max(1, abs(expected)),
        "\(kind), \(texts): \(values[0]) +- \(errors[0]), expected \(expected)")
      let found = try model.probability(where: texts)
      #expect(
        abs(found.probability - exp(expected)) < 5 * found.standardError + 1e-3,
        "\(kind), \(texts): \(found), expected \(exp(expected))")
      let (drawn, _) = try model.conditionalSampler(particles: 100, fillsMissing: false)
        .completions(
          evidence, records: Array(repeating: 0, count: 200), numbers: Array(0..<200))
      for record in drawn.rows.records {
        for (column, cell) in record.enumerated() {
          #expect(limits[column]?.allows(cell) ?? true, "\(kind), \(texts): \(record)")
          guard let numbers = columns[column].kind as? Numbers,
            cell != numbers.missingCode
          else { continue }
          #expect(numbers.values.nearest(to: cell) == cell, "\(kind), \(texts): \(record)")
        }
      }
    }
  }

  @Test("a condition that no number of the grid fulfils is refused")
  func impossible() {
    for text in ["3=1..4", "3=7", "3="] {
      var conditions = Conditions(schema: Schema(columns: Self.columns))
      #expect(throws: ConditionError.offGrid(column: "3"), "\(text)") {
        try conditions.add(text)
      }
    }
  }
}
