// How much each model of a mixture counts.

/// The weights of a mixture of K models: w_k >= 0, their sum 1.
///
///     p(x) = sum over the models k of w_k p_k(x)
public struct MixtureWeights: Equatable, Sendable {
  /// One weight for each model, normalised.
  public let values: [Double]

  /// Weights in the proportions of `numbers`.
  ///
  /// - Throws: `MixtureWeightError.none` without numbers, `.notAWeight` if one is negative or not
  ///   finite, `.allZero` if none is positive.
  public init(_ numbers: [Double]) throws(MixtureWeightError) {
    guard let largest = numbers.max() else { throw .none }
    for (index, number) in numbers.enumerated() where !(number >= 0 && number.isFinite) {
      throw .notAWeight(index: index, number: number)
    }
    if largest == 0 { throw .allZero }
    // Scaled first, because the sum of the largest numbers would be infinite.
    let scaled = numbers.map { $0 / largest }
    let sum = scaled.reduce(0, +)
    values = scaled.map { $0 / sum }
  }

  /// The same weight for each of `count` models, at least one.
  public init(equal count: Int) {
    precondition(count > 0, "a mixture of no models")
    values = Array(repeating: 1 / Double(count), count: count)
  }

  /// The weights of the parts of members, each of which is a mixture itself with weights of its own.
  func split(into shares: [[Double]]) -> MixtureWeights {
    MixtureWeights(
      normalised: zip(values, shares).flatMap { weight, shares in shares.map { weight * $0 } })
  }

  private init(normalised values: [Double]) { self.values = values }

  /// How many models they are for.
  public var count: Int { values.count }

  /// Indices of the models whose weight is not 0.
  package var positive: [Int] { values.indices.filter { values[$0] > 0 } }

  /// The model whose part of [0, 1) contains `fraction`, when weights divide that interval in their order.
  ///
  /// A model of weight 0 is never chosen.
  package func model(at fraction: Double) -> Int {
    var sum = 0.0
    var last = 0
    for index in positive {
      sum += values[index]
      if fraction < sum { return index }
      // A sum may round to a little less than 1.
      last = index
    }
    return last
  }
}

/// Why numbers cannot be the weights of a mixture, densities not its members, or why no weights can be fitted.
public enum MixtureWeightError: Error, Equatable, Sendable {
  /// There are no numbers, or no models.
  case none
  /// A number is negative, infinite or not a number.
  case notAWeight(index: Int, number: Double)
  /// All numbers are 0.
  case allZero
  /// There are not as many weights as densities.
  case wrongCount(weights: Int, densities: Int)
  /// A density, counted from 0, has other columns than the first one.
  case otherColumns(density: Int)
  /// There are no records to fit weights to.
  case noRecords
  /// No model gives a record (counted from 0) a likelihood that is positive and finite.
  case noLikelihood(record: Int)
}
