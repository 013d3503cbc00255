// Completed records against enumerated conditional distributions.

import Foundation
import MadeCore
import Testing

/// Kinds that put known columns first, and kinds that weigh draws under their own orderings.
private let exactKinds = ModelKind.all.filter {
  $0.schedule.regime == .endless && $0.schedule.resample != .connectivity
}
private let weighedKinds = ModelKind.all.filter { kind in
  ["direct", "five masks", "mixed, direct", "residual", "mixed, two layers, five masks with U"]
    .contains(kind.description)
}

@Suite("Completions")
struct CompletionTests {
  /// How far completions of one record are from their enumerated distribution, in standard deviations.
  private func distance(
    _ model: MadeModel, _ known: [Bool], draws: Int, particles: Int,
    constraints: [Constraint?]? = nil
  ) throws -> Double {
    let record = model.randomRecords(count: 1, seed: 8).record(0)
    let answer = model.enumeratedAnswer(
      record, known: known, constraints: constraints, fillsMissing: true)
    let evidence = model.evidence(record, known: known, constraints: constraints)
    let (drawn, _) = try model.conditionalSampler(seed: 4, particles: particles).completions(
      evidence, records: Array(repeating: 0, count: draws), numbers: Array(0..<draws))
    let distance = deviation(
      of: drawn.rows, from: answer.conditionals, records: answer.records, fewest: 1)
    // One completion that all draws must be.
    if answer.records.count == 1 {
      return (0..<draws).allSatisfy { drawn.rows.record($0) == answer.records.record(0) } ? 0 : 99
    }
    return distance
  }

  @Test(
    "of models that take any ordering follow p(holes | known) for every choice of known columns",
    arguments: exactKinds)
  func everySubset(kind: ModelKind) throws {
    let columns = 6
    let model = kind.model(inputs: columns)
    for known in allPatterns(columns: columns) {
      let distance = try distance(model, known, draws: 3000, particles: 2)
      #expect(distance < 6, "\(kind), known: \(known)")
    }
  }

  @Test("of other models follow it too, by weighted draws", arguments: weighedKinds)
  func everySubsetWeighed(kind: ModelKind) throws {
    let columns = 5
    let model = kind.model(inputs: columns)
    for known in allPatterns(columns: columns) {
      let distance = try distance(model, known, draws: 1500, particles: 500)
      #expect(distance < 6, "\(kind), known: \(known)")
    }
  }

  @Test("at D = 10, for some choices of known columns")
  func tenColumns() throws {
    for description in ["endless", "direct"] {
      let kind = try #require(ModelKind.all.first { $0.description == description })
      let model = kind.model(inputs: 10)
      // All 1024 on demand: it takes some minutes.
      let all = ProcessInfo.processInfo.environment["MADE_ALL_SUBSETS"] != nil
      for bits in all ? Array(0..<1024) : [0, 1, 77, 0x155, 0x2aa, 600, 960, 1019, 1023] {
        let known = (0..<10).map { bits >> $0 & 1 == 1 }
        let distance = try distance(model, known, draws: 2000, particles: 300)
        #expect(distance < 6.5, "\(kind), known: \(known)")
      }
    }
  }

  @Test("fulfil conditions, and follow p(x | conditions)", arguments: exactKinds + weighedKinds)
  func conditions(kind: ModelKind) throws {
    let columns = 5
    // Words that share codes, so that a condition may allow a part of one.
    let model = kind.model(inputs: columns).ofSharedWords
    var constraints: [Constraint?] = Array(repeating: nil, count: columns)
    for column in [1, 3] {
      let description = model.schema.columns[column]
      guard let categories = description.kind as? Categories else {
        constraints[column] = Constraint(values: ValueRanges([1...1]))
        continue
      }
      // A part of the first code of several words, all of the one before it, and nothing else.
      let group = try #require(categories.groups.first { $0.count > 1 })
      let constraint = Constraint(
        values: ValueRanges([group.lowerBound - 1...group.upperBound - 2]))
      let shares = enumeratedShares(of: description, under: constraint)
      #expect(shares.count { $0 == 1 } == 1 && shares.count { $0 > 0 && $0 < 1 } == 1)
      constraints[column] = constraint
    }
    let known = [false, false, true, false, false]
    let distance = try distance(model, known, draws: 3000, particles: 500, constraints: constraints)
    #expect(distance < 6, "\(kind)")
  }

  @Test("depend on the record and its number alone")
  func split() throws {
    for kind in exactKinds + weighedKinds {
      let model = kind.model(inputs: 9)
      let records = model.randomRecords(count: 40, seed: 5)
      var random = RandomStream(seed: 6, purpose: .holdout)
      let known = (0..<40).map { _ in (0..<9).map { _ in random.nextInteger(below: 3) > 0 } }
      let all = try model.conditionalSampler(particles: 16)
      func evidence(_ rows: [Int]) -> Evidence {
        Evidence(
          rows: Rows(
            layout: records.layout,
            records: rows.map { row in
              (0..<9).map { known[row][$0] ? records.code(row, $0) : 0 }
            }),
          holes: Rows(columns: 9, rows: rows.map { row in known[row].map { !$0 } }),
          schema: model.schema)
      }
      let (whole, _) = try all.completions(
        evidence(Array(0..<40)), records: Array(0..<40), numbers: Array(100..<140))
      let part = [3, 17, 4, 39]
      let (some, _) = try model.conditionalSampler(particles: 16).completions(
        evidence(part), records: [0, 1, 2, 3], numbers: part.map { $0 + 100 })
      #expect(some.rows == whole.rows.rows(at: part), "\(kind)")
      for row in 0..<40 {
        for column in 0..<9 where known[row][column] {
          #expect(whole.rows.code(row, column) == records.code(row, column), "\(kind), row \(row)")
        }
      }
    }
  }

  @Test("never leave a hole missing, nor fill it with a value that has no text")
  func values() throws {
    for kind in ModelKind.categorical {
      let model = kind.model(inputs: 12)
      let count = 500
      let evidence = model.evidence(
        model.randomRecords(count: 1).record(0), known: (0..<12).map { $0 == 4 })
      let (drawn, _) = try model.conditionalSampler(particles: 8).completions(
        evidence, records: Array(repeating: 0, count: count), numbers: Array(0..<count))
      for (column, description) in model.schema.columns.enumerated() where column != 4 {
        guard let categories = description.kind as? Categories else { continue }
        for code in [categories.otherCode, categories.missingCode].compactMap({ $0 }) {
          #expect(
            (0..<count).allSatisfy { drawn.rows.code($0, column) != code },
            "\(kind), column \(column)")
        }
      }
    }
  }

  @Test("of a record that contradicts a condition are refused by its place")
  func contradiction() {
    let model = ModelKind.all[0].model(inputs: 3)
    let evidence = Evidence(
      rows: Rows(columns: 3, rows: [[true, false, true], [false, true, true]]),
      holes: Rows(columns: 3, rows: [[false, true, false], [false, false, true]]),
      schema: model.schema,
      constraints: [Constraint(values: ValueRanges([1...1])), nil, nil])
    #expect(throws: QuestionError.contradiction(record: 1, column: 0)) {
      _ = try model.conditionalSampler().completions(evidence, records: [0, 1], numbers: [0, 1])
    }
  }
}
