// Weights: what may be one, and whose turn it is.

import MadeCore
import Testing

@Suite("The weights of a mixture")
struct MixtureWeightsTests {
  @Test(
    "are numbers in proportion, whatever their size",
    arguments: [
      ([1, 3], [0.25, 0.75]), ([7], [1]), ([0, 2, 0], [0, 1, 0]), ([-0.0, 1], [0, 1]),
      ([1e308, 1e308], [0.5, 0.5]), ([1e-300, 1e-300, 0, 0], [0.5, 0.5, 0, 0]),
    ] as [([Double], [Double])])
  func normalised(numbers: [Double], expected: [Double]) throws {
    #expect(try MixtureWeights(numbers).values == expected)
  }

  @Test("sum to 1 up to rounding")
  func sum() throws {
    let weights = try MixtureWeights((1...999).map { 1 / Double($0) })
    #expect(abs(weights.values.reduce(0, +) - 1) < 1e-13)
    #expect(weights.count == 999)
  }

  @Test("are equal on demand")
  func equal() throws {
    #expect(try MixtureWeights([4, 4, 4, 4]) == MixtureWeights(equal: 4))
  }

  @Test(
    "are not negative, not infinite, not nan, and not all 0",
    arguments: [
      ([], .none), ([0, 0], .allZero), ([-0.0], .allZero),
      ([1, -1], .notAWeight(index: 1, number: -1)),
      ([.infinity, 1], .notAWeight(index: 0, number: .infinity)),
      ([-1e-300], .notAWeight(index: 0, number: -1e-300)),
    ] as [([Double], MixtureWeightError)])
  func refused(numbers: [Double], error: MixtureWeightError) {
    #expect(throws: error) { try MixtureWeights(numbers) }
  }

  @Test("are not nan, wherever it stands", arguments: [[.nan, 1], [1, .nan], [.nan]])
  func notANumber(numbers: [Double]) {
    #expect(throws: MixtureWeightError.self) { try MixtureWeights(numbers) }
  }

  @Test("share out the numbers from 0 to 1, none of them to a weight of 0")
  func turns() throws {
    let weights = try MixtureWeights([0, 1, 0, 3, 0])
    #expect([0, 0.2499, 0.25, 0.9, 1 - 0x1p-53].map(weights.model) == [1, 1, 3, 3, 3])
    // Ten tenths sum to less than 1.
    let tenths = MixtureWeights(equal: 10)
    #expect(tenths.values.reduce(0, +) < 1)
    #expect(tenths.model(at: 1 - 0x1p-53) == 9)
  }
}
