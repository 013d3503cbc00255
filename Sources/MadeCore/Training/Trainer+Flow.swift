// A flow as what is trained: transforms before the network.

extension Trainer {
  /// The transforms before the first step.
  ///
  /// - Throws: `TrainingError.nothingMoves`, if there is no column whose numbers a flow could move.
  static func transforms(
    _ plan: FlowPlan?, before parameters: Parameters, masks: [Mask], leading: [Int],
    _ options: TrainingOptions
  ) throws(TrainingError) -> [MaskedTransform] {
    guard let plan, plan.transforms > 0 else { return [] }
    precondition(masks.count == 1 && parameters.shape.mask != nil, "a flow has one mask")
    let columns = MovableColumns(parameters.shape.architecture.conditionals)
    guard columns.count > 0 else { throw .nothingMoves }
    return plan.untrained(
      columns, ordering: masks[0].ordering, leading: leading, seed: options.seed,
      options.initialisation)
  }

  /// What evaluates records under parameters of the network and of the transforms.
  func likelihood(_ parameters: Parameters, _ ofTransforms: [Parameters]) -> FlowLikelihood {
    FlowLikelihood(
      zip(transforms, ofTransforms).map { $0.with($1) },
      last: MaskedNetwork(parameters, mask: masks[0]))
  }

  /// The flow of the best epoch so far; see `model(schema:epochs:)`.
  package func flow(schema: Schema, epochs: Int? = nil) throws(TrainingError) -> Flow {
    let last = try model(schema: schema, epochs: epochs)
    let parameters =
      best != nil
      ? bestTransforms
      : last.summary.keepsStart
        ? transforms.map(\.parameters) : update.stack?.reached ?? []
    return Flow(zip(transforms, parameters).map { $0.with($1.copy()) }, last: last)
  }
}
