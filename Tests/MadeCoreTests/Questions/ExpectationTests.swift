// What holes are expected to hold, against enumerated conditionals.

import Foundation
import MadeCore
import Testing

@Suite("Expectations")
struct ExpectationTests {
  @Test("are exact where any ordering is taken: each hole from the known cells alone")
  func exact() throws {
    for kind in ModelKind.all
    where kind.schedule.regime == .endless && kind.schedule.resample != .connectivity {
      let columns = 5
      let all = kind.model(inputs: columns)
      // The oracle counts that some codes are excluded, which would weigh masks differently.
      let model = kind.hasExtraSlots ? try #require(all.withMasks(1)) : all
      let record = model.randomRecords(count: 1, seed: 12).record(0)
      let sampler = try model.conditionalSampler()
      for known in allPatterns(columns: columns) {
        let pattern = EvidencePattern(
          isKnown: known, isLimited: Array(repeating: false, count: columns))
        let answer = try #require(
          sampler.exactConditionals(model.evidence(record, known: known), [0], pattern))
        for column in 0..<columns where !known[column] {
          let shares = try #require(answer[0][column])
          // The oracle has this hole first among the holes, and sums over all others.
          let expected = enumeratedShares(model, record, known, column)
          #expect(shares.count == expected.count)
          for (share, other) in zip(shares, expected) {
            #expect(abs(share - other) < 1e-5, "\(kind), known: \(known), column \(column)")
          }
        }
      }
    }
  }

  /// p(column | known) with the column behind the known ones in every mask.
  private func enumeratedShares(
    _ model: MadeModel, _ record: [Int], _ known: [Bool], _ column: Int
  ) -> [Double] {
    // With a condition that excludes nothing, the column comes before the other holes.
    var constraints: [Constraint?] = known.map { _ in nil }
    constraints[column] = Constraint(values: .all)
    let answer = model.enumeratedAnswer(
      record, known: known, constraints: constraints, fillsMissing: true)
    return answer.shares(ofColumn: column, states: max(model.architecture.slots[column], 2))
  }

  @Test("of numbers under conditions are numbers that fulfil them")
  func conditions() throws {
    let model = ModelKind.categorical[1].model(inputs: 5).ofNumbers
    let record = model.randomRecords(count: 1, seed: 2).record(0)
    let known = Array(repeating: false, count: 5)
    let sampler = try model.conditionalSampler(particles: 500)
    var tried = 0
    for (column, kind) in model.schema.columns.enumerated() {
      guard let bins = kind.kind as? Bins else { continue }
      for bin in bins.ranges where bin.count > 1 {
        // One end of a bin, and a value of another one.
        var constraints: [Constraint?] = model.schema.columns.map { _ in nil }
        constraints[column] = Constraint(
          values: ValueRanges([bin.upperBound...bin.upperBound]))
        let (filled, _) = try sampler.expectations(
          model.evidence(record, known: known), records: [0], numbers: [0],
          constraints: constraints)
        guard let value = filled.value(row: 0, column: column, columns: 5) else { continue }
        #expect(value == bin.upperBound, "column \(column), bin \(bin)")
        tried += 1
      }
    }
    #expect(tried > 2)
  }

  @Test("of words that share codes are likelier than any other value, and fulfil conditions")
  func sharedWords() throws {
    var isShared = Set<Bool>()
    for kind in ModelKind.categorical where kind.schedule.regime != .endless {
      let model = kind.model(inputs: 4).ofSharedWords
      let record = model.randomRecords(count: 1, seed: 2).record(0)
      let known = [true, false, false, true]
      let answer = model.enumeratedAnswer(record, known: known, fillsMissing: true)
      for (column, description) in model.schema.columns.enumerated() where !known[column] {
        guard let categories = description.kind as? Categories else { continue }
        let shares = answer.shares(ofColumn: column, states: categories.codes)
        func filled(within: [ClosedRange<Int>]?) throws -> Int {
          var all: [Constraint?] = model.schema.columns.map { _ in nil }
          all[column] = within.map { Constraint(values: ValueRanges($0)) }
          let (filled, _) = try model.conditionalSampler(particles: 4000).expectations(
            model.evidence(record, known: known), records: [0], numbers: [0], constraints: all)
          let code = filled.rows.code(0, column)
          try #require(shares.indices.contains(code))
          return code
        }
        let likelihoods = shares.indices.map {
          shares[$0] / Double(categories.width(ofCode: $0))
        }
        let best = try filled(within: nil)
        #expect(likelihoods[best] > 0.9 * (likelihoods.max() ?? 0), "\(kind), column \(column)")
        isShared.insert(categories.width(ofCode: best) > 1)
        // One value of each code is left: their shares decide.
        let ones = (0..<categories.valueCodes).compactMap { categories.values(ofCode: $0)?.first }
        let one = try filled(within: ones.map { $0...$0 })
        #expect(shares[one] > 0.9 * (shares.max() ?? 0), "\(kind), column \(column)")
      }
    }
    #expect(isShared == [true, false])
  }

  @Test("fill words with modes and numbers with means on their grid, the same every time")
  func filling() throws {
    let words = ModelKind.categorical[1].model(inputs: 5)
    let model = words.ofNumbers
    let record = model.randomRecords(count: 1, seed: 2).record(0)
    let known = [true, false, false, true, false]
    let evidence = model.evidence(record, known: known)
    let (first, _) = try model.conditionalSampler(particles: 2000).expectations(
      evidence, records: [0], numbers: [0])
    let (second, _) = try model.conditionalSampler(particles: 2000).expectations(
      evidence, records: [0], numbers: [0])
    #expect(first.rows == second.rows && first.values == second.values)
    let answer = words.enumeratedAnswer(record, known: known, fillsMissing: true)
    for (column, kind) in model.schema.columns.enumerated() where !known[column] {
      guard let bins = kind.kind as? Bins else { continue }
      var mean = 0.0
      var total = 0.0
      for (row, conditional) in answer.conditionals.enumerated() {
        let code = answer.records.code(row, column)
        guard code < bins.ranges.count else { continue }
        let middle = Double(bins.ranges[code].lowerBound + bins.ranges[code].upperBound) / 2
        mean += exp(conditional) * middle
        total += exp(conditional)
      }
      let value = try #require(first.value(row: 0, column: column, columns: 5))
      #expect(bins.ranges.contains { $0.contains(value) })
      #expect(abs(Double(value) - mean / total) < 1.2, "column \(column)")
    }
  }
}
