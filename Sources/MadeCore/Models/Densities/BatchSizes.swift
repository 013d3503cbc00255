// How many rows are scored or drawn together, which affects speed only.

extension RowDensity {
  /// For networks, enough rows that many are equal or have a prefix in common; else 4096.
  public var rowsScoredAtOnce: Int {
    guard let models, let first = models.first else { return 4096 }
    return max(models.rowsEvaluatedAtOnce, Ensemble.recordsToShare(first.architecture))
  }

  /// For networks about 400,000 cells, in whole blocks of 96 rows; with several masks some blocks for each mask,
  /// as long as a batch stays small; more if networks are gathered for each batch.
  ///
  /// Cells are counted as outputs here.
  public var rowsDrawnAtOnce: Int {
    guard let models, let columns = models.first?.architecture.outputs else { return 4096 }
    let masks = models.reduce(0) { $0 + $1.masks.count }
    func fitting(_ cells: Int) -> Int { max(cells / columns / EvaluationWorkspace.lanes, 1) }
    let few = min(fitting(400_000), 64)
    let forMasks = masks == 1 ? 1 : min(4 * masks, fitting(4_000_000))
    let forGathering = models.allSatisfy(\.keepsNetworks) ? 1 : 8192 / EvaluationWorkspace.lanes
    return max(few, forMasks, forGathering) * EvaluationWorkspace.lanes
  }

  /// The networks whose weight is not 0.
  private var models: [MadeModel]? { networks?.filter { $0.weight > 0 }.map(\.model) }
}

extension MadeModel {
  /// Whether the networks of its masks are kept once they are gathered; if not, many rows should share a call.
  fileprivate var keepsNetworks: Bool {
    Ensemble.keepsNetworks(of: parameters, masks: masks.count)
  }
}

extension [MadeModel] {
  /// Rows to a batch if every network's outputs are needed: full workspaces, about 80,000 outputs; more if
  /// networks are gathered for each batch.
  var rowsEvaluatedAtOnce: Int {
    let columns = first?.architecture.outputs ?? 1
    let fitting =
      Swift.min(Swift.max(80_000 / columns / EvaluationWorkspace.lanes, 1), 64)
      * EvaluationWorkspace.lanes
    return allSatisfy(\.keepsNetworks) ? fitting : Swift.max(fitting, 8192)
  }
}
