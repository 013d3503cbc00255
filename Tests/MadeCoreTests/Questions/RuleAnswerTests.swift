// Holes from which known cells follow by a rule.

import Foundation
import MadeCore
import Testing

@Suite("Holes from which something follows")
struct RuleAnswerTests {
  private typealias Source = NumberRelation.Source

  /// A word, and three numbers of which the last one follows from the others.
  private static func model(_ rule: NumberRule, _ range: ClosedRange<Int>) -> MadeModel {
    let columns = [
      Column(kind: Categories(values: ["u", "v"].map { Array($0.utf8) })),
      DensityKind.numbers(mixture(atoms: [1], range: -4...5)),
      DensityKind.numbers(mixture(marks: 2, range: -3...6)),
      DensityKind.numbers(mixture(range: range, rule: rule)),
    ]
    let model = DensityKind(description: "", hidden: [8], direct: true).model(columns, seed: 4)
    let values = model.parameters.values
    for index in values.array.indices { values.base[index] *= 0.3 }
    return model
  }

  private static let sum = model(
    NumberRule(
      relation: NumberRelation(
        form: .sum, sources: [Source(column: 1), Source(column: 2)], range: 0...0, fallback: 0)),
    0...0)
  private static let bound = model(
    NumberRule(
      relation: NumberRelation(atLeast: true, sources: [1, 2].map { Source(column: $0) })),
    -3...8)
  private static let order = model(
    NumberRule(
      relation: NumberRelation(
        form: .smallest, sources: [Source(column: 1)], range: -9...0, fallback: 0)), -9...0)
  private static let multiple = model(
    NumberRule(
      relation: NumberRelation(
        form: .multiple(2.5), sources: [Source(column: 2)], range: 0...0, fallback: 0)), 0...0)

  /// Whether a record's last number is as the rule has it.
  private static func keeps(_ model: MadeModel, _ record: [Int]) -> Bool {
    model.schema.columns[3].kind.conditional.ofValues?.inRecord { record[$0] }
      .keepsRule(record[3]) ?? false
  }

  @Test("they are drawn as often as the rows that keep the rule are probable", arguments: 0..<4)
  func draws(_ kind: Int) throws {
    let model = [Self.sum, Self.bound, Self.order, Self.multiple][kind]
    let known = [[3, 3, 3, 4], [1, 2, -1, 3], [1, 2, 0, -3], [0, 1, 2, 5]][kind]
    // Which holes there are.
    for holes in [[1], [2], [1, 2], [0, 1], [0, 2]] {
      let isKnown = (0..<4).map { !holes.contains($0) }
      // Every completion that is drawn: numbers of the training range that keep the rule.
      var rows = Rows(layout: model.schema.layout)
      for word in holes.contains(0) ? Array(0..<2) : [known[0] % 2] {
        for a in holes.contains(1) ? Array(-4...5) : [known[1]] {
          for b in holes.contains(2) ? Array(-3...6) : [known[2]] {
            let record = [word, a, b, known[3]]
            if Self.keeps(model, record) { rows.append(codes: record) }
          }
        }
      }
      guard rows.count > 0 else { continue }
      let scores = model.logLikelihoods(of: rows, threads: 1)
      // What a bound forbids is divided among the rest.
      let weights = rows.records.enumerated().map { row, record in
        exp(scores[row] - Self.logMassOfBound(model, record))
      }
      let total = weights.reduce(0, +)
      let count = 400
      let sampler = try model.conditionalSampler(particles: 200)
      let evidence = model.evidence([known[0] % 2] + known.dropFirst(), known: isKnown)
      let (drawn, _) = try sampler.completions(
        evidence, records: Array(repeating: 0, count: count), numbers: Array(0..<count))
      var found: [[Int]: Int] = [:]
      for record in drawn.rows.records { found[record, default: 0] += 1 }
      #expect(
        found.keys.allSatisfy { Self.keeps(model, $0) }, "kind \(kind), holes \(holes): \(found)")
      for (record, weight) in zip(rows.records, weights) {
        let share = weight / total
        let error = (share * (1 - share) / Double(count)).squareRoot()
        let ofFound = Double(found[record] ?? 0) / Double(count)
        #expect(
          abs(ofFound - share) < 5 * error + 0.02,
          "kind \(kind), holes \(holes), \(record): \(ofFound), expected \(share)")
      }
    }
  }

  /// log of the probability of the numbers that the rule allows in a record, 0 where it is no bound.
  private static func logMassOfBound(_ model: MadeModel, _ record: [Int]) -> Double {
    guard let conditional = model.schema.columns[3].kind.conditional.ofValues,
      conditional.rule?.relation?.isBound == true
    else { return 0 }
    let reference = ReferenceNetwork(model.parameters)
    let mask = model.masks[0]
    let logits = reference.logits(of: record, mask: mask)
    let first = mask.firstOutputs[3]
    var limits = conditional.limits
    limits.marks[0] = false
    return conditional.inRecord { record[$0] }.logMassOfBound(limits) { logits[first + $0] }
  }

  @Test("their likelihoods have small errors, and are the sums over all that they may be")
  func likelihoods() throws {
    for (model, known) in [
      (Self.sum, [1, 3, 3, 4]), (Self.bound, [1, 2, -1, 3]), (Self.multiple, [0, 1, 2, 5]),
    ] {
      for hole in [1, 2] {
        var rows = Rows(layout: model.schema.layout)
        for number in -3000...3000 {
          var record = known
          record[hole] = number
          rows.append(codes: record)
        }
        var marked = known
        for mark in 0..<2 where hole == 2 || mark == 0 {
          marked[hole] = NumberLimits.cell(ofMark: mark)
          rows.append(codes: marked)
        }
        let expected = logSumExp(model.logLikelihoods(of: rows, threads: 1))
        let sampler = try model.conditionalSampler(particles: 512, fillsMissing: false)
        let (values, errors) = try sampler.logLikelihoods(
          model.evidence(known, known: (0..<4).map { $0 != hole }), numbers: [3])
        #expect(errors[0] < 0.25)
        #expect(
          abs(values[0] - expected) < 5 * errors[0] + 2e-3,
          "\(known), hole \(hole): \(values[0]) +- \(errors[0]), expected \(expected)")
      }
    }
  }

  @Test("conditions on what follows draw no row that breaks the rule")
  func conditions() throws {
    for (model, texts) in [
      (Self.sum, ["4=-5..-3"]), (Self.bound, ["4<=0"]), (Self.order, ["4=3..4"]),
      (Self.multiple, ["4=10|15"]), (Self.sum, ["4=9", "2<4"]),
    ] {
      var conditions = Conditions(schema: model.schema)
      for text in texts { try conditions.add(text) }
      let evidence = model.evidence(
        [0, 0, 0, 0], known: [false, false, false, false], constraints: conditions.constraints)
      let sampler = try model.conditionalSampler(particles: 64)
      let (drawn, _) = try sampler.completions(
        evidence, records: Array(repeating: 0, count: 300), numbers: Array(0..<300))
      for record in drawn.rows.records {
        #expect(Self.keeps(model, record), "\(texts): \(record)")
        for (column, cell) in record.enumerated() {
          let limit = conditions.constraints[column].map {
            model.schema.columns[column].kind.limit(of: $0)
          }
          #expect(limit?.allows(cell) ?? true, "\(texts): \(record)")
        }
      }
    }
  }
}
