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

  /// What a column may hold in a record: that is drawn where nothing is known, with `every` anything at all.
  private static func cells(_ column: Column, _ record: [Int], every: Bool) -> [Int] {
    guard let numbers = column.kind as? Numbers else { return [0, 1, 2] }
    let (values, marks) = (numbers.values, numbers.missingCode.map { [$0] } ?? [])
    let limits = numbers.mixture.inRecord { record[$0] }.limits
    return marks
      + (-1500...1500).filter { cell in
        values.nearest(to: cell) == cell
          && (every || limits.ranges.contains { $0.contains(cell) })
      }
  }

  /// log p of what is known, where numbers of which nothing is known are drawn within the range of training.
  ///
  /// - Parameter allowed: of each column; nil where nothing is known.
  private func logLikelihood(_ model: MadeModel, _ allowed: [[Int]?], _ masks: [Mask]) -> Double {
    let reference = ReferenceNetwork(model.parameters)
    return logMeanExp(
      masks.map { mask in
        func sum(_ position: Int, _ record: [Int]) -> Double {
          if position == record.count { return 0 }
          let column = mask.ordering.columns[position]
          let logits = reference.logits(of: record, mask: mask)
          let first = mask.firstOutputs[column]
          let conditional = mask.conditional(column)
          func log(_ cell: Int) -> Double {
            let output = { logits[first + $0] }
            guard let numbers = conditional.ofValues else {
              return conditional.logProbability(of: cell, output)
            }
            return numbers.inRecord { record[$0] }.logProbability(of: cell, output)
          }
          let cells =
            allowed[column] ?? Self.cells(model.schema.columns[column], record, every: false)
          // What is never drawn does not count.
          let whole = allowed[column] == nil ? logSumExp(cells.map(log)) : 0
          return logSumExp(
            cells.map { cell in
              var record = record
              record[column] = cell
              return log(cell) - whole + sum(position + 1, record)
            })
        }
        return sum(0, Array(repeating: 0, count: allowed.count))
      })
  }

  @Test(
    "known cells have the likelihood of the sum over the others", arguments: DensityKind.all,
    [columns, ruled])
  func sums(kind: DensityKind, columns: [Column]) throws {
    let model = kind.model(columns)
    let sampler = try model.conditionalSampler(particles: 6000, fillsMissing: false)
    for record in [[1, 2, 10], [0, 1, -15], [2, Int.min + 1, 5]] {
      for known in allPatterns(columns: 3) {
        let pattern = EvidencePattern(isKnown: known, isLimited: [false, false, false])
        let expected = logLikelihood(
          model, zip(record, known).map { $1 ? [$0] : nil }, model.masks(for: pattern))
        let (values, errors) = try sampler.logLikelihoods(
          model.evidence(record, known: known), numbers: [7])
        #expect(errors[0] == 0 || !sampler.isExact(pattern), "\(kind), \(known)")
        #expect(
          abs(values[0] - expected) < 5 * errors[0] + 1e-4 * max(1, abs(expected)),
          "\(kind), \(record), \(known): \(values[0]) +- \(errors[0]), expected \(expected)")
      }
    }
  }

  @Test(
    "a condition has the likelihood of all that fulfils it", arguments: DensityKind.all,
    [columns, ruled])
  func conditions(kind: DensityKind, columns: [Column]) throws {
    let model = kind.model(columns)
    let sampler = try model.conditionalSampler(particles: 6000, fillsMissing: false)
    // Ranges end where the sum ends, or where next to nothing is left.
    let texts = [
      ["2=-2..3"], ["2=0"], ["2="], ["3=4..200"], ["2<0", "3=-10..10"], ["2!=2", "1=a"],
    ]
    for texts in texts {
      var conditions = Conditions(schema: model.schema)
      for text in texts { try conditions.add(text) }
      let limits = zip(columns, conditions.constraints).map { column, constraint in
        constraint.map { column.kind.limit(of: $0) }
      }
      let allowed = zip(limits, columns).map { limit, column in
        limit.map { limit in
          Self.cells(column, [0, 0, 0], every: true).filter { limit.allows($0) }
        }
      }
      let pattern = EvidencePattern(
        isKnown: [false, false, false], isLimited: limits.map { $0 != nil })
      let expected = logLikelihood(model, allowed, model.masks(for: pattern))
      let evidence = model.evidence(
        [0, 0, 0], known: [false, false, false], constraints: conditions.constraints)
      let (values, errors) = try sampler.logLikelihoods(evidence, numbers: [7])
      #expect(
        abs(values[0] - expected) < 5 * errors[0] + 1e-4 * max(1, abs(expected)),
        "\(kind), \(texts): \(values[0]) +- \(errors[0]), expected \(expected)")
      let (drawn, _) = try sampler.completions(
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
