// A table in, a flow out.

extension Flow {
  /// Fits a flow to the rows of a table: `options.transforms` transforms before the network with mixtures.
  ///
  /// All else is as for `MadeModel.fit`, but that rules between columns are not looked for: what is counted from another
  /// column does not move.
  ///
  /// - Throws: `TrainingError`, such as `.nothingMoves`; `InputError`, if the validation records have other columns.
  public static func fit(
    to table: Table, validation: Table? = nil, options: FitOptions? = nil,
    observe: (TrainingProgress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws -> Flow {
    guard var options, options.transforms > 0 else {
      let model = try MadeModel.fit(
        to: table, validation: validation, options: options, observe: observe,
        shouldStop: shouldStop)
      return Flow([], last: model)
    }
    options.findsRules = false
    let validation = try validation.map { try $0.reading(as: table.schema) }
    if table.hasHoles || validation?.hasHoles == true { throw TrainingError.holes }
    try options.check(columns: table.schema.columns.count, hasInitial: false)
    let training = options.training
    let records = try TrainingRecords(
      schema: table.schema, rows: table.rows, validation: validation?.rows,
      holdout: options.holdout, seed: training.seed, isFound: true,
      findsRules: options.findsRules, leading: options.leading)
    let architecture = options.architecture(records.schema)
    try architecture.checkSize(options.schedule, flow: options.flow)
    try architecture.checkMemory(
      options.schedule, training, records: records.training.count, flow: options.flow)
    let trainer = try Trainer(
      architecture: architecture, schedule: options.schedule, options: training,
      training: records.training, validation: records.validation, schema: records.schema,
      flow: options.flow)
    while try trainer.advance(observe: observe, shouldStop: shouldStop) == .going {}
    return try trainer.flow(schema: records.schema)
  }
}

extension FitOptions {
  /// The transforms before the network; nil for none.
  package var flow: FlowPlan? {
    transforms == 0
      ? nil
      : FlowPlan(
        transforms: transforms, map: map, direction: direction, hidden: hidden,
        activation: activation)
  }
}
