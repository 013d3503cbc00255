// One model, or several as a mixture.

import ArgumentParser
import MadeCore

/// The models of one mixture, and their weights.
package struct MixtureOptions: ParsableArguments {
  @OptionGroup package var modelOption: ModelOption

  @Option(
    parsing: .unconditional,
    help: .seldom(
      "Weight of each model in the mixture (default: equal).", valueName: "w1,w2,..."))
  var mixtureWeights: WeightList?

  package init() {}

  package mutating func validate() throws {
    guard let list = mixtureWeights else { return }
    let models = modelOption.paths.count
    // That there is no model at all is reported later, by `loadAll`.
    if models > 0 && models != list.numbers.count {
      let (weights, givenModels) = (
        list.numbers.count == 1 ? "1 weight" : "\(list.numbers.count) weights",
        models == 1 ? "1 model" : "\(models) models"
      )
      throw ValidationError("--mixture-weights has \(weights) for \(givenModels)")
    }
    do {
      _ = try MixtureWeights(list.numbers)
    } catch {
      throw ValidationError("--mixture-weights: " + error.sentence)
    }
  }

  /// Whether weights are given.
  package var hasWeights: Bool { mixtureWeights != nil }

  /// The weights; nil for equal ones.
  private var weights: MixtureWeights? {
    mixtureWeights.flatMap { try? MixtureWeights($0.numbers) }
  }

  /// Reads all models, at least one, and checks that they belong together.
  ///
  /// - Parameter data: the data files, to refuse two readers of standard input.
  package func loadAll(data: [String]?) throws -> [Flow] {
    try modelOption.loadAll(data: data)
  }

  /// The models as one density: the only one, or their mixture.
  package func density(_ models: [Flow]) throws -> any RowDensity {
    models.count == 1
      ? models[0].density : try Mixture(models.map(\.density), weights: weights)
  }
}

/// A list of numbers, as in `0.25,0.75`.
struct WeightList: ExpressibleByArgument {
  let numbers: [Double]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    numbers = parts.compactMap { Double($0) }
    if numbers.count != parts.count { return nil }
  }
}

extension MixtureWeightError {
  /// What went wrong: one line.
  package var sentence: String {
    switch self {
    case .none: "no weights"
    case .notAWeight(_, let number): "weights are numbers of at least 0, not \(number)"
    case .allZero: "not all weights can be 0"
    case .wrongCount(let weights, let densities): "\(weights) weights for \(densities) models"
    case .otherColumns(let density): "model \(density + 1) has other columns than the first"
    case .noRecords: "no records to fit weights to"
    case .noLikelihood(let record):
      "record \(record + 1) has no positive, finite likelihood under any of the models"
    }
  }
}
