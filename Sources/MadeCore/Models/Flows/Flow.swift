// Transforms before a network with mixtures, as one density.

/// A stack of masked transforms over a network with mixtures: an autoregressive flow.
///
///     x -> u_1 -> ... -> u_N,     log p(x) = log p_last(u_N) + sum over n of log|det du_n/du_(n-1)|
///
/// A number that moves has a density, which is given as the probability of its cell of the grid: the density times the
/// step of the grid. All other cells have the probabilities that the last network gives them.
///
/// Sources: Papamakarios, Pavlakou and Murray, "Masked autoregressive flow for density estimation", 2017, where this with
/// affine transforms is called MAF MoG; Durkan, Bekasov, Murray and Papamakarios, "Neural spline flows", 2019.
public struct Flow: Sendable {
  /// The network with mixtures; its parts that are no network's are the flow's: columns, what training did.
  public let last: MadeModel
  /// Those before it, in the order in which a row goes through them; empty for what is just a network.
  package let transforms: [MaskedTransform]
  /// What scoring and drawing derive from the networks, once.
  let cache = ModelCache()

  /// - Parameters:
  ///   - transforms: of the columns of the network.
  ///   - last: if there are transforms, a network with one mask.
  package init(_ transforms: [MaskedTransform], last: MadeModel) {
    precondition(transforms.isEmpty || last.masks.count == 1 && last.parameters.shape.mask != nil)
    self.transforms = transforms
    self.last = last
  }

  /// How many transforms there are.
  public var count: Int { transforms.count }

  /// The same distribution: the network itself where there are no transforms, so that all questions can be asked.
  public var density: any RowDensity { transforms.isEmpty ? last : self }

  /// The same with another number of masks in the ensemble of the last network; see `MadeModel.withMasks`.
  public func withMasks(_ count: Int) -> Flow? {
    guard transforms.isEmpty else { return count == 1 ? self : nil }
    return last.withMasks(count).map { Flow([], last: $0) }
  }

  /// Number of parameters of all networks.
  public var parameterCount: Int {
    transforms.reduce(last.parameterCount) { $0 + $1.parameters.shape.liveParameters }
  }

  /// Most transforms of a flow.
  public static let mostTransforms = 64
}

extension Flow: RowDensity {
  public var schema: Schema { last.schema }

  public func logLikelihoods(of rows: Rows, threads: Int) -> [Double] {
    var scores = likelihood.logLikelihoods(of: rows, team: WorkerTeam(threads: threads))
    CodeWidths(schema).subtract(from: &scores, rows)
    return scores
  }

  public func prepare(threads: Int) { _ = likelihood }

  public var rowsScoredAtOnce: Int { 8 * EvaluationWorkspace.lanes }
  public var rowsDrawnAtOnce: Int { last.rowsDrawnAtOnce }

  package var likelihood: FlowLikelihood {
    cache.thing {
      FlowLikelihood(transforms, last: MaskedNetwork(last.parameters, mask: last.masks[0]))
    }
  }
}
