// What a sampled row is a function of.

/// The streams of random numbers of row i of a seed's endless run.
///
/// Its mask comes from stream (seed, component, i) and its cells from stream (seed, sampled row, i): one random
/// number for each position of that mask's ordering, that is for each column. In a mixture its model is chosen
/// first, from stream (seed, mixture, i).
enum SampledRow {
  /// The index in the mixture of the model that row `row` is drawn from.
  static func model(ofRow row: Int, seed: UInt64, weights: MixtureWeights) -> Int {
    if weights.count == 1 { return 0 }
    var random = RandomStream(seed: seed, purpose: .mixture, index: UInt64(row))
    return weights.model(at: random.nextFraction())
  }

  /// What chooses among the values of codes in row `row`: one random number for each column whose code has
  /// several values, in the order of the schema.
  static func insideCodes(ofRow row: Int, seed: UInt64) -> RandomStream {
    RandomStream(seed: seed, purpose: .insideCode, index: UInt64(row))
  }

  /// The mask that row `row` is drawn from: uniform over the ensemble.
  static func component(ofRow row: Int, seed: UInt64, masks: Int) -> Int {
    if masks == 1 { return 0 }
    var random = RandomStream(seed: seed, purpose: .component, index: UInt64(row))
    return random.nextInteger(below: masks)
  }
}
