// A table in, a model out.

extension MadeModel {
  /// Fits a model to the rows of a table, as `made-fit` does: the written model is the same, byte for byte.
  ///
  ///     maximise over the parameters  sum over the training rows n of log p(x_n)
  ///
  /// A tenth of the rows is held out, and the epoch in which these are likeliest is the one that is kept.
  ///
  /// - Parameters:
  ///   - table: at least one row, without holes; missing cells are something to learn.
  ///   - validation: rows to choose the best epoch by, in place of some of the table.
  ///   - options: nil for those of `made-fit`, `FitOptions(for:)`.
  ///   - initial: a model to start from: its columns, network and masks are used in place of others.
  ///   - observe: is told of every batch and, with validation, of every epoch's end.
  ///   - shouldStop: is asked after every batch; if it says so, the best model so far is returned.
  /// - Throws: `TrainingError`, such as `.setting(.transforms)`, for with transforms it is a `Flow` that is fitted; `InputError`, if a table has other columns than the first one or the initial model.
  public static func fit(
    to table: Table, validation: Table? = nil, options: FitOptions? = nil,
    initial: MadeModel? = nil, observe: (TrainingProgress) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws -> MadeModel {
    let options = options ?? FitOptions(for: table)
    guard options.transforms == 0 else { throw TrainingError.setting(.transforms) }
    let table = try initial.map { try table.reading(as: $0.schema) } ?? table
    let validation = try validation.map { try $0.reading(as: table.schema) }
    if table.hasHoles || validation?.hasHoles == true { throw TrainingError.holes }
    try options.check(columns: table.schema.columns.count, hasInitial: initial != nil)
    let training = options.training
    let records = try TrainingRecords(
      schema: initial?.schema ?? table.schema, rows: table.rows, validation: validation?.rows,
      holdout: options.holdout, seed: training.seed, isFound: initial == nil,
      findsRules: options.findsRules, leading: options.leading)
    let architecture = initial?.architecture ?? options.architecture(records.schema)
    let schedule = initial?.schedule ?? options.schedule
    try architecture.checkSize(schedule)
    try architecture.checkMemory(schedule, training, records: records.training.count)
    let trainer = try Trainer(
      architecture: architecture, schedule: schedule, options: training,
      training: records.training, validation: records.validation, initial: initial,
      schema: records.schema)
    let model = try trainer.run(
      schema: records.schema, observe: observe, shouldStop: shouldStop)
    guard options.sharpens(model), trainer.state != .stopped else { return model }
    return model.sharpened(
      on: records.validation, threads: training.threads, shouldStop: shouldStop
    ).model
  }
}
