// The weights under which records are likeliest, by expectation-maximisation.

/// Weights that were fitted to records, and how good they are.
public struct MixtureFit: Sendable {
  /// One weight for each model; 0 for those that do not help.
  public let weights: MixtureWeights
  /// Mean log-likelihood of the records under the mixture with these weights, in nats.
  public let mean: Double
  /// The same under the mixture with equal weights.
  public let equalMean: Double
  /// The same under each model alone.
  public let modelMeans: [Double]
  /// No weights at all have a mean log-likelihood that is larger by more than this, in nats.
  public let bound: Double
  /// Whether the bound fell to the tolerance and the steps had come to rest.
  public let isSettled: Bool

  /// What the bound must fall to, in nats for a record.
  public static let tolerance = 1e-6
  /// A step that gains less than this share of the mean log-likelihood counts as rest.
  static let rest = 1e-9
  /// Weights do not fall below this while they are fitted, so that they could rise again.
  static let floor = 1e-10
  /// Weights below this are tried as 0 at the end.
  static let negligible = 1e-9
}

extension LikelihoodTable {
  /// The weights with the largest mean log-likelihood of the records.
  ///
  ///     r_nk = w_k p_k(x_n) / sum_j w_j p_j(x_n)
  ///     w_k <- mean over n of r_nk
  ///
  /// That is, w_k is multiplied by its slope g_k = mean over n of p_k(x_n) / p(x_n). The mean
  /// log-likelihood is concave in the weights, so the steps lead from equal weights to its global
  /// maximum. They get short where models are alike, so a step is lengthened, w_k g_k^s, by an s that
  /// grows for as long as the likelihood does, and falls back to 1 when it would not
  /// (Salakhutdinov and Roweis, "Adaptive overrelaxed bound optimization methods", ICML 2003).
  ///
  /// It ends when a step gains next to nothing and the slopes prove that no weights are better by more
  /// than `MixtureFit.tolerance`.
  ///
  /// - Parameters:
  ///   - threads: CPUs to use, on which the result does not depend.
  ///   - limit: the most steps to take.
  /// - Throws: `MixtureWeightError.noRecords`.
  public func fitWeights(threads: Int = 1, limit: Int = 10_000) throws(MixtureWeightError)
    -> MixtureFit
  {
    if records == 0 { throw .noRecords }
    let team = WorkerTeam(threads: threads)
    var weights = MixtureWeights(equal: models).values
    var here = evaluate(weights, team: team)
    let equalMean = here.mean
    var stretch = 1.0
    var isSettled = false
    for _ in 0..<limit {
      var next = Self.step(from: weights, along: here.slopes, stretch: stretch)
      var there = evaluate(next, team: team)
      if stretch > 1 && !(there.mean > here.mean) {
        stretch = 1
        next = Self.step(from: weights, along: here.slopes, stretch: stretch)
        there = evaluate(next, team: team)
      } else {
        stretch *= 1.5
      }
      let gain = there.mean - here.mean
      (weights, here) = (next, there)
      isSettled =
        here.bound <= MixtureFit.tolerance
        && gain <= MixtureFit.rest * max(1, abs(here.mean))
      if isSettled { break }
    }
    let pruned = weights.map { $0 < MixtureFit.negligible ? 0 : $0 }
    if isSettled && pruned != weights {
      let without = evaluate(pruned, team: team)
      if without.bound <= MixtureFit.tolerance { (weights, here) = (pruned, without) }
    }
    return MixtureFit(
      weights: try MixtureWeights(weights), mean: here.mean, equalMean: equalMean,
      modelMeans: modelMeans, bound: here.bound, isSettled: isSettled)
  }

  /// The weights w_k g_k^stretch, normalised and not below the floor.
  private static func step(
    from weights: [Double], along slopes: [Double], stretch: Double
  ) -> [Double] {
    // In logarithms, because powers of slopes may overflow.
    let logarithms = zip(weights, slopes).map { logarithm($0) + stretch * logarithm($1) }
    let sum = logSumExp(logarithms)
    let floored = logarithms.map { max(exponential($0 - sum), MixtureFit.floor) }
    let total = floored.reduce(0, +)
    return floored.map { $0 / total }
  }
}
