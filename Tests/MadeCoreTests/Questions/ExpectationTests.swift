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
      // The oracle counts that some slots are excluded, which would weigh masks differently.
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
          for (share, other) in zip(shares, expected) {
            #expect(abs(share - other) < 1e-5, "\(kind), known: \(known), column \(column)")
          }
        }
      }
    }
  }

  /// p(column | known) with the column behind the known ones in every mask.
  private func enumeratedShares(
    _ model: MadeModel, _ record: [Bool], _ known: [Bool], _ column: Int
  ) -> [Double] {
    let slots = model.architecture.slots[column]
    let first = model.masks[0].firstSlots[column]
    // With a condition that excludes nothing, the column comes before the other holes.
    var limits: [[Float]?] = known.map { _ in nil }
    var factors = [Float](repeating: 1, count: max(slots, 2))
    if case .categorical(let categories) = model.schema.columns[column].kind {
      for slot in [categories.otherSlot, categories.missingSlot].compactMap({ $0 }) {
        factors[slot] = 0
      }
    }
    limits[column] = factors
    let answer = model.enumeratedAnswer(record, known: known, limits: limits, fillsMissing: true)
    var shares = [Double](repeating: 0, count: max(slots, 2))
    for (row, conditional) in answer.conditionals.enumerated() {
      let slot =
        slots == 1
        ? (answer.records[row, first] ? 1 : 0)
        : (0..<slots).first { answer.records[row, first + $0] } ?? 0
      shares[slot] += exp(conditional)
    }
    return shares
  }

  @Test("of numbers under conditions are numbers that fulfil them")
  func conditions() throws {
    let model = ModelKind.categorical[1].model(inputs: 5).ofNumbers
    let record = model.randomRecords(count: 1, seed: 2).record(0)
    let known = Array(repeating: false, count: 5)
    let sampler = try model.conditionalSampler(particles: 500)
    var tried = 0
    for (column, kind) in model.schema.columns.enumerated() {
      guard case .number(let bins) = kind.kind else { continue }
      for bin in bins.ranges where bin.count > 1 {
        // One end of a bin, and a value of another one.
        var within: [[ClosedRange<Int>]?] = model.schema.columns.map { _ in nil }
        within[column] = [bin.upperBound...bin.upperBound]
        let (filled, _) = try sampler.expectations(
          model.evidence(record, known: known), records: [0], numbers: [0], within: within)
        guard let value = filled.value(row: 0, column: column, columns: 5) else { continue }
        #expect(value == bin.upperBound, "column \(column), bin \(bin)")
        tried += 1
      }
    }
    #expect(tried > 2)
  }

  @Test("of words that share slots are likelier than any other value, and fulfil conditions")
  func sharedWords() throws {
    var isShared = Set<Bool>()
    for kind in ModelKind.categorical where kind.schedule.regime != .endless {
      let model = kind.model(inputs: 4).ofSharedWords
      let record = model.randomRecords(count: 1, seed: 2).record(0)
      let known = [true, false, false, true]
      let answer = model.enumeratedAnswer(record, known: known, fillsMissing: true)
      for (column, description) in model.schema.columns.enumerated() where !known[column] {
        guard case .categorical(let categories) = description.kind else { continue }
        let first = model.masks[0].firstSlots[column]
        var shares = [Double](repeating: 0, count: categories.slots)
        for (row, conditional) in answer.conditionals.enumerated() {
          let slot = shares.indices.first { answer.records[row, first + $0] } ?? 0
          shares[slot] += exp(conditional)
        }
        func filled(within: [ClosedRange<Int>]?) throws -> Int {
          var all: [[ClosedRange<Int>]?] = model.schema.columns.map { _ in nil }
          all[column] = within
          let (filled, _) = try model.conditionalSampler(particles: 4000).expectations(
            model.evidence(record, known: known), records: [0], numbers: [0], within: all)
          return try #require(shares.indices.first { filled.rows[0, first + $0] })
        }
        let likelihoods = shares.indices.map {
          shares[$0] / Double(description.width(ofSlot: $0))
        }
        let best = try filled(within: nil)
        #expect(likelihoods[best] > 0.9 * (likelihoods.max() ?? 0), "\(kind), column \(column)")
        isShared.insert(description.width(ofSlot: best) > 1)
        // One value of each slot is left: their shares decide.
        let ones = (0..<categories.valueSlots).compactMap { categories.values(inSlot: $0)?.first }
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
      guard case .number(let bins) = kind.kind else { continue }
      let place = model.masks[0].firstSlots[column]
      var mean = 0.0
      var total = 0.0
      for (row, conditional) in answer.conditionals.enumerated() {
        guard let slot = (0..<kind.slots).first(where: { answer.records[row, place + $0] }),
          slot < bins.ranges.count
        else { continue }
        let middle = Double(bins.ranges[slot].lowerBound + bins.ranges[slot].upperBound) / 2
        mean += exp(conditional) * middle
        total += exp(conditional)
      }
      let value = try #require(first.value(row: 0, column: column, columns: 5))
      #expect(bins.ranges.contains { $0.contains(value) })
      #expect(abs(Double(value) - mean / total) < 1.2, "column \(column)")
    }
  }
}
