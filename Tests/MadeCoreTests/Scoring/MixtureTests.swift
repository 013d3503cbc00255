// Several models as one distribution.

import Foundation
import MadeCore
import Testing

@Suite("A mixture of models")
struct MixtureTests {
  private let models = [ModelKind.all[1], ModelKind.all[4], ModelKind.all[9]].enumerated().map {
    $1.model(inputs: 9, seed: UInt64($0 + 1))
  }

  private func scores(
    _ models: [MadeModel], _ rows: Rows, weights: [Double]? = nil
  ) throws -> [Double] {
    let weights = try weights.map { try MixtureWeights($0) }
    return try Mixture(models, weights: weights).logLikelihoods(of: rows)
  }

  @Test("is normalised, and the mean of its members' probabilities")
  func mean() throws {
    let records = allRecords(columns: 9)
    let mixed = try scores(models, records)
    #expect(abs(mixed.reduce(0) { $0 + exp($1) } - 1) < 1e-5)
    let alone = models.map { $0.logLikelihoods(of: records) }
    for row in 0..<records.count {
      let expected = log(alone.reduce(0) { $0 + exp($1[row]) } / 3)
      #expect(abs(mixed[row] - expected) < 1e-9 * abs(expected))
    }
  }

  @Test("of one model is that model, bit for bit")
  func single() throws {
    let records = allRecords(columns: 9)
    try #expect(scores([models[1]], records) == models[1].logLikelihoods(of: records))
  }

  @Test(
    "with weights is normalised, and the weighted mean of its members' probabilities",
    arguments: [[1, 2, 3], [0.7, 0, 0.3], [1e-12, 1, 1e-12], [5, 5, 4]])
  func weighted(numbers: [Double]) throws {
    let records = allRecords(columns: 9)
    let mixed = try scores(models, records, weights: numbers)
    #expect(abs(mixed.reduce(0) { $0 + exp($1) } - 1) < 1e-5)
    let alone = models.map { $0.logLikelihoods(of: records) }
    for row in 0..<records.count {
      let sum = zip(numbers, alone).reduce(0) { $0 + $1.0 * exp($1.1[row]) }
      let expected = log(sum / numbers.reduce(0, +))
      #expect(abs(mixed[row] - expected) < 1e-9 * abs(expected))
    }
  }

  @Test("of equal weights is that without weights, bit for bit")
  func equalWeights() throws {
    let records = allRecords(columns: 9)
    try #expect(scores(models, records, weights: [3, 3, 3]) == scores(models, records))
  }

  @Test("is without its models of weight 0 what it is with them, bit for bit")
  func zeroWeights() throws {
    let records = allRecords(columns: 9)
    let alone = models[1].logLikelihoods(of: records)
    try #expect(scores(models, records, weights: [0, 2, 0]) == alone)
    try #expect(
      scores(models, records, weights: [1, 0, 3])
        == scores([models[0], models[2]], records, weights: [1, 3]))
    try #expect(
      scores(models, records, weights: [1, 0, 1]) == scores([models[0], models[2]], records))
  }

  @Test("has members of the same columns, at least one, and a weight for each")
  func refused() throws {
    #expect(throws: MixtureWeightError.none) { try Mixture([]) }
    #expect(throws: MixtureWeightError.none) { try Mixture([], weights: []) }
    for numbers in [[1.0], [1, 2, 3]] {
      let error = MixtureWeightError.wrongCount(weights: numbers.count, densities: 2)
      #expect(throws: error) { try Mixture(Array(models.prefix(2)), weights: numbers) }
      let weights = try MixtureWeights(numbers)
      #expect(throws: error) { try Mixture(Array(models.prefix(2)), weights: weights) }
    }
    let other = ModelKind.all[0].model(inputs: 8)
    #expect(throws: MixtureWeightError.otherColumns(density: 1)) {
      try Mixture([models[0], other])
    }
  }

  @Test("asks for the same columns")
  func columns() {
    #expect(models[0].hasSameColumns(as: models[1]))
    #expect(!models[0].hasSameColumns(as: ModelKind.all[0].model(inputs: 8)))
    var kind = ModelKind(description: "words", slots: [3, 1])
    let words = kind.model(inputs: 4)
    #expect(words.hasSameColumns(as: kind.model(inputs: 4, seed: 2)))
    // As many slots, but one of them is for other values.
    kind.hasExtraSlots = true
    #expect(!words.hasSameColumns(as: kind.model(inputs: 4)))
    #expect(!words.hasSameColumns(as: ModelKind.all[0].model(inputs: 8)))
  }
}
