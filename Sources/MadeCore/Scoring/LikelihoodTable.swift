// The likelihoods of many records under several models, as far as a mixture's weights need them.

/// What N records say about the weights of K models: N x K doubles.
///
/// Kept are the ratios p_k(x_n) / max over j of p_j(x_n), which cannot overflow, and of which one in
/// each record is 1. Sums run over blocks of records that depend on the records' numbers alone, and
/// over the blocks in their order: results depend neither on threads nor on how records arrived.
public struct LikelihoodTable: Sendable {
  /// K, the number of models.
  public let models: Int
  /// N, the number of records.
  public private(set) var records = 0

  /// Ratios of the records, (records of the block, K), row-major; all blocks but the last are full.
  private var blocks: [[Double]] = []
  /// Sums over the records: each model's log-likelihood, then the largest of each record.
  private var sums: [Double]

  private static let blockRecords = 4096

  /// A table of no records.
  public init(models: Int) {
    precondition(models > 0, "a mixture of no models")
    self.models = models
    sums = Array(repeating: 0, count: models + 1)
  }

  /// Adds a record by its log-likelihoods in nats, one for each model.
  ///
  /// Minus infinity is allowed where another model gives the record a positive probability.
  ///
  /// - Throws: `MixtureWeightError.noLikelihood`.
  public mutating func append(
    _ logLikelihoods: some Collection<Double>
  ) throws(MixtureWeightError) {
    precondition(logLikelihoods.count == models)
    // Each is checked, because the maximum of NaN and a number depends on their order.
    guard logLikelihoods.allSatisfy({ $0 < .infinity }), let largest = logLikelihoods.max(),
      largest > -.infinity
    else { throw .noLikelihood(record: records) }
    if records % Self.blockRecords == 0 {
      blocks.append([])
      blocks[blocks.count - 1].reserveCapacity(Self.blockRecords * models)
    }
    for (index, value) in logLikelihoods.enumerated() {
      blocks[blocks.count - 1].append(exponential(value - largest))
      sums[index] += value
    }
    sums[models] += largest
    records += 1
  }

  /// Mean log-likelihood of the records under each model alone, in nats.
  public var modelMeans: [Double] { sums.dropLast().map { $0 / Double(records) } }

  /// A mixture's mean log-likelihood, and its slope in every weight.
  struct Evaluation {
    /// Mean over n of log p(x_n), in nats.
    let mean: Double
    /// Mean over n of p_k(x_n) / p(x_n), for each model k; their mean under the weights is 1.
    let slopes: [Double]

    /// No other weights have a mean log-likelihood that is larger by more than this.
    ///
    /// The mean log-likelihood L is concave in w, and its derivatives are the slopes g_k, so for all
    /// other weights v: L(v) - L(w) <= sum_k (v_k - w_k) g_k = sum_k v_k g_k - 1 <= max_k g_k - 1.
    var bound: Double {
      let bound = (slopes.max() ?? 1) - 1
      return slopes.allSatisfy(\.isFinite) ? max(bound, 0) : .infinity
    }
  }

  /// Evaluates the mixture with `weights`, which need not be normalised to the last bit.
  func evaluate(_ weights: [Double], team: WorkerTeam) -> Evaluation {
    let (blocks, models) = (blocks, models)
    let parts = team.map(blocks.count) { Self.sums(over: blocks[$0], weights, models: models) }
    var totals = [Double](repeating: 0, count: models + 1)
    for part in parts {
      for index in totals.indices { totals[index] += part[index] }
    }
    let count = Double(records)
    return Evaluation(
      mean: (sums[models] + totals[models]) / count,
      slopes: totals.dropLast().map { $0 / count })
  }

  /// Sums over a block's records: of each model's ratio to the mixture, then of the logarithm of
  /// the mixture's ratio to the largest.
  private static func sums(over ratios: [Double], _ weights: [Double], models: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: models + 1)
    ratios.withUnsafeBufferPointer { ratios in
      for start in stride(from: 0, to: ratios.count, by: models) {
        var mixed = 0.0
        for model in 0..<models { mixed += weights[model] * ratios[start + model] }
        for model in 0..<models { sums[model] += ratios[start + model] / mixed }
        sums[models] += logarithm(mixed)
      }
    }
    return sums
  }
}
