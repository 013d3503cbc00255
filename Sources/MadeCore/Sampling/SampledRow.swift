// What a sampled row is a function of.

/// The streams of random numbers of row i of a seed's endless run.
///
/// Its mask comes from stream (seed, component, i) and its coins from stream (seed, sampled row, i),
/// one word for each position of that mask's ordering, that is for each column. In a mixture of models its model comes before
/// them, from stream (seed, mixture, i).
enum SampledRow {
  /// The model that row `row` is drawn from, by its place in the mixture.
  static func model(ofRow row: Int, seed: UInt64, weights: MixtureWeights) -> Int {
    if weights.count == 1 { return 0 }
    var random = RandomStream(seed: seed, purpose: .mixture, index: UInt64(row))
    return weights.model(at: random.nextFraction())
  }

  /// What chooses the values inside the codes of row `row`: one number for each column whose code has
  /// several values, in the order of the schema.
  static func insideCodes(ofRow row: Int, seed: UInt64) -> RandomStream {
    RandomStream(seed: seed, purpose: .insideSlot, index: UInt64(row))
  }

  /// The mask that row `row` is drawn from: uniform over the ensemble.
  static func component(ofRow row: Int, seed: UInt64, masks: Int) -> Int {
    if masks == 1 { return 0 }
    var random = RandomStream(seed: seed, purpose: .component, index: UInt64(row))
    return random.nextInteger(below: masks)
  }
}
