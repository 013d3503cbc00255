// Several densities as one.

/// The weighted mixture of densities of the same columns.
///
///     log p(x) = log( sum over the members k of w_k p_k(x) )
///
/// Members may differ in everything but the columns: fitted with other seeds, or other shapes.
public struct Mixture: RowDensity {
  /// What is mixed, members of weight 0 included; no member is itself a `Mixture`.
  public let members: [any RowDensity]
  /// One for each member.
  public let weights: MixtureWeights
  /// Indices of the members whose weight is not 0, and their log w_k; nil if these are all equal.
  private let active: [Int]
  private let logWeights: [Double]?

  /// A mixture of at least one density.
  ///
  /// A member that is a mixture itself is replaced with its own members.
  ///
  /// - Parameters:
  ///   - densities: of the same columns, see `hasSameColumns`.
  ///   - weights: one for each density; nil for equal ones.
  /// - Throws: `MixtureWeightError.none` without densities, `.wrongCount` or `.otherColumns`.
  public init(
    _ densities: [any RowDensity], weights: MixtureWeights? = nil
  ) throws(MixtureWeightError) {
    guard let first = densities.first else { throw .none }
    if let other = densities.firstIndex(where: { !$0.hasSameColumns(as: first) }) {
      throw .otherColumns(density: other)
    }
    let weights = weights ?? MixtureWeights(equal: densities.count)
    guard weights.count == densities.count else {
      throw .wrongCount(weights: weights.count, densities: densities.count)
    }
    // Flattened: a nested mixture would choose its member by the very number that it was chosen by.
    let parts = densities.map { ($0 as? Mixture)?.members ?? [$0] }
    let shares = densities.map { ($0 as? Mixture)?.weights.values ?? [1] }
    members = parts.flatMap { $0 }
    self.weights = weights.split(into: shares)
    active = self.weights.positive
    let values = self.weights.values.filter { $0 > 0 }
    // Equal weights, given or by default, yield the same bits.
    logWeights = values.allSatisfy { $0 == values[0] } ? nil : values.map { logarithm($0) }
  }

  /// A mixture of densities in the proportions of some numbers: `Mixture([one, other], weights: [3, 1])`.
  ///
  /// - Parameters:
  ///   - densities: at least one, of the same columns, see `hasSameColumns`.
  ///   - weights: one for each density, at least 0, not all of them 0; they need not sum to 1.
  /// - Throws: `MixtureWeightError`.
  public init(_ densities: [any RowDensity], weights: [Double]) throws(MixtureWeightError) {
    try self.init(densities, weights: try MixtureWeights(weights))
  }

  public var schema: Schema { members[0].schema }

  public func logLikelihoods(of rows: Rows, threads: Int) -> [Double] {
    let scores = active.map { members[$0].logLikelihoods(of: rows, threads: threads) }
    if scores.count == 1 { return scores[0] }
    guard let logWeights else {
      return (0..<rows.count).map { row in logMeanExp(scores.map { $0[row] }) }
    }
    return (0..<rows.count).map { row in
      logSumExp(zip(logWeights, scores).map { $0 + $1[row] })
    }
  }

  /// The networks of the members whose weight is not 0; nil if one of these is not made of networks.
  public var networks: [WeightedNetwork]? {
    var networks: [WeightedNetwork] = []
    for index in active {
      guard let theirs = members[index].networks else { return nil }
      let weight = weights.values[index]
      networks += theirs.map { WeightedNetwork(model: $0.model, weight: weight * $0.weight) }
    }
    return networks
  }

  public func prepare(threads: Int) {
    for index in active { members[index].prepare(threads: threads) }
  }
}
