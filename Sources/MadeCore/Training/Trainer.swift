// The training loop: batches, epochs, early stopping.

/// Fits a model to records by maximising their log-likelihood.
///
///     minimise over the parameters  - 1/N sum over records n of log p_m(x_n),
///
/// one minibatch and one mask m of the schedule at a time; the parameters with the best mean
/// log-likelihood of the validation records under the ensemble are kept. The result is a pure
/// function of data, options and seed: the number of threads does not change a bit of it.
package final class Trainer {
  /// Why `advance` returned.
  package enum Stage: Equatable, Sendable {
    /// The epoch is over and others may follow.
    case going
    /// Patience or epochs have run out.
    case finished
    /// `shouldStop` said so, in the middle of an epoch.
    case stopped
    /// Loss, gradient or parameters are no longer finite.
    case diverged
  }

  let architecture: Architecture
  let schedule: MaskSchedule
  let options: TrainingOptions
  let training: Rows
  let validation: Rows
  let masks: [Mask]
  let update: MinibatchUpdate
  private let ensemble: Ensemble
  /// Where the transforms before the network begin; none unless a flow is fitted.
  let transforms: [MaskedTransform]
  let team: WorkerTeam
  /// The model that the run starts from, and what a run without one starts from.
  let initial: MadeModel?
  let marginals: StartingPoint
  /// How likely records were before the first step; nil until the first epoch begins.
  var start: TrainingStart?
  /// The best parameters that a validation has seen since, and what it saw.
  private(set) var best: Parameters?
  /// Those of the transforms, at the same time.
  private(set) var bestTransforms: [Parameters] = []
  private var bestValue = -Double.infinity
  /// Seconds spent training, over all calls of `advance`.
  private var seconds = 0.0
  /// What is subtracted from mean log-likelihoods because values share codes; see `CodeWidths`.
  let trainingWidth: Double
  let validationWidth: Double
  /// The finished epochs.
  package private(set) var history: [EpochRecord] = []
  /// What training did so far.
  package private(set) var summary = TrainingSummary()
  package private(set) var state = Stage.going

  /// Indices of records have 32 bits.
  package static let mostRecords = Int(Int32.max)

  /// Sets training up, before its first step.
  ///
  /// - Parameters:
  ///   - training: rows of the columns' codes.
  ///   - initial: a model to start from; its shape and masks are used in place of the others.
  ///   - validation: records to choose the best epoch by; may be empty.
  ///   - schema: the columns, so that reported log-likelihoods are those of values, not of codes that several
  ///     values share; nil if no code is shared.
  ///   - flow: the transforms before the network; nil for none. It takes a single mask, and no initial model.
  package convenience init(
    architecture: Architecture, schedule: MaskSchedule, options: TrainingOptions,
    training: Rows, validation: Rows, initial: MadeModel? = nil,
    schema: Schema? = nil, flow: FlowPlan? = nil
  ) throws(TrainingError) {
    try self.init(
      architecture: architecture, schedule: schedule, options: options, training: training,
      validation: validation, initial: initial, schema: schema, flow: flow,
      team: WorkerTeam(threads: options.threads))
  }

  /// The same with threads that others use too, though not at the same time.
  package init(
    architecture: Architecture, schedule: MaskSchedule, options: TrainingOptions,
    training: Rows, validation: Rows, initial: MadeModel?, schema: Schema?,
    flow: FlowPlan? = nil, team: WorkerTeam
  ) throws(TrainingError) {
    guard training.count > 0 else { throw .noRecords }
    guard max(training.count, validation.count) <= Self.mostRecords else { throw .tooManyRecords }
    let architecture = initial?.architecture ?? architecture
    guard architecture.columns == training.columns,
      zip(architecture.conditionals, training.layout.storage).allSatisfy({
        $0.ofCodes?.states == $1.states
      })
    else {
      throw .otherColumns(model: architecture.columns, data: training.columns)
    }
    precondition(!architecture.conditionals.isEmpty, "columns of no kind")
    self.architecture = architecture
    self.schedule = initial?.schedule ?? schedule
    self.options = options
    self.training = training
    self.validation = validation
    let widths = schema.map { CodeWidths($0) } ?? CodeWidths()
    trainingWidth = widths.mean(over: training)
    validationWidth = widths.mean(over: validation)
    masks = initial?.masks ?? schedule.ensemble(count: options.ensemble, for: architecture)
    let start = StartingPoint(of: training, architecture.conditionals)
    self.initial = initial
    marginals = start
    let parameters = Self.firstParameters(
      architecture, self.schedule, options, initial: initial, marginals: start)
    transforms = try Self.transforms(
      flow, before: parameters, masks: masks, leading: self.schedule.leading, options)
    update = MinibatchUpdate(
      parameters, schedule: self.schedule, masks: masks, options: options, training: training,
      frozen: start.silentOutputs, transforms: transforms.map { $0.with($0.parameters.copy()) },
      team: team)
    ensemble = Ensemble(update.reached, masks: masks, team: team)
    self.team = team
    summary.records = training.count
    summary.validationRecords = validation.count
  }

  /// Trains until patience or epochs run out, or until `shouldStop` says so after a batch.
  ///
  /// - Parameter observe: called after every batch; after the last of an epoch only once validation is done.
  /// - Returns: the model of the best epoch, the start counting as one (of the last one, without validation records);
  ///   if stopped before the first validation, the parameters reached.
  /// - Throws: `TrainingError.diverged` when loss, gradient or parameters are no longer finite, `.onlyGotWorse` if
  ///   every epoch left the training records less likely than they were at the start.
  package func run(
    schema: Schema, observe: (TrainingProgress) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws(TrainingError) -> MadeModel {
    while try advance(observe: observe, shouldStop: shouldStop) == .going {}
    return try model(schema: schema)
  }

  /// Trains for one more epoch.
  ///
  /// - Throws: `TrainingError.diverged`, and `state` is `.diverged` from then on; `model` gives the
  ///   best one before, if a validation has seen one.
  @discardableResult
  package func advance(
    observe: (TrainingProgress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws(TrainingError) -> Stage {
    guard state == .going else { return state }
    let clock = ContinuousClock()
    let began = clock.now
    let earlier = seconds
    defer { seconds = earlier + (clock.now - began).inSeconds }
    if start == nil, let value = lookAtStart().validation, value.isFinite {
      bestValue = max(bestValue, value)
    }
    let epoch = summary.epochs + 1
    let order = shuffledRecords(epoch: epoch)
    var progress = TrainingProgress(
      epoch: epoch, epochs: options.epochs, batch: 0,
      batches: options.batches(of: training.count), trainingLogLikelihood: 0, isBest: false,
      bestEpoch: summary.bestEpoch, seconds: 0, recordsPerSecond: 0)
    var sum = 0.0
    var done = 0
    for batch in 1...progress.batches {
      let records = order[done..<min(done + options.batchSize, order.count)]
      let value = update.run(records)
      guard value.isFinite else { throw diverged(epoch: epoch, batch: batch) }
      sum += value
      done += records.count
      progress.batch = batch
      progress.trainingLogLikelihood = sum / Double(done) - trainingWidth
      let elapsed = (clock.now - began).inSeconds
      progress.seconds = earlier + elapsed
      progress.recordsPerSecond = Double(done) / max(elapsed, 1e-9)
      if shouldStop() {
        state = .stopped
        return state
      }
      if batch < progress.batches { observe(progress) }
    }
    // A step can overflow though its gradient does not; a relu can hide what is not finite.
    guard ([update.parameters] + (update.stack?.parameters ?? [])).allSatisfy(\.values.isFinite)
    else {
      throw diverged(epoch: epoch, batch: progress.batches)
    }
    try validate(&progress)
    summary.epochs = epoch
    progress.bestEpoch = summary.bestEpoch
    progress.seconds = earlier + (clock.now - began).inSeconds
    history.append(
      EpochRecord(
        trainingLogLikelihood: progress.trainingLogLikelihood,
        validationLogLikelihood: progress.validationLogLikelihood, seconds: progress.seconds,
        bestEpoch: progress.bestEpoch))
    observe(progress)
    noteEnd()
    return state
  }

  /// Sets `state` to `.finished` if no epoch is to follow.
  private func noteEnd() {
    let isHopeless =
      validation.count > 0 && summary.epochs - summary.bestEpoch >= options.patience
    if isHopeless || summary.epochs >= options.epochs { state = .finished }
  }

  /// Takes over what was known after some epochs; the parameters have been restored already.
  func restore(
    _ history: [EpochRecord], best: Parameters?, _ bestTransforms: [Parameters]
  ) {
    self.history = history
    self.best = best
    self.bestTransforms = bestTransforms
    summary.epochs = history.count
    seconds = history.last?.seconds ?? 0
    summary.bestEpoch = history.last?.bestEpoch ?? 0
    if summary.bestEpoch > 0 {
      let epoch = history[summary.bestEpoch - 1]
      summary.trainingLogLikelihood = epoch.trainingLogLikelihood
      summary.validationLogLikelihood = epoch.validationLogLikelihood
      bestValue = epoch.validationLogLikelihood ?? bestValue
    }
    noteEnd()
  }

  /// Whether `model` would give parameters that training reached and a validation has seen.
  package var hasBest: Bool { best != nil }

  private func diverged(epoch: Int, batch: Int) -> TrainingError {
    state = .diverged
    return .diverged(epoch: epoch, batch: batch)
  }

  /// The model of the best epoch so far, which may be the start; of the last one, without validation records.
  ///
  /// - Parameter epochs: how many epochs the summary says were run; by default those that were.
  package func model(schema: Schema, epochs: Int? = nil) throws(TrainingError) -> MadeModel {
    if state == .finished, onlyGotWorse { throw .onlyGotWorse(epochs: history.count) }
    if best == nil, state == .diverged || !canScore() {
      // No validation has looked at what the last update did.
      let batches = options.batches(of: training.count)
      throw .diverged(
        epoch: (update.step - 1) / batches + 1, batch: (update.step - 1) % batches + 1)
    }
    var summary = summary
    summary.epochs = epochs ?? summary.epochs
    if state != .diverged, let start = startIfBest(summary, schema: schema) { return start }
    return model(schema: schema, parameters: best ?? update.reached, summary: summary)
  }

  /// These parameters as a model with the masks of this run.
  func model(schema: Schema, parameters: Parameters, summary: TrainingSummary) -> MadeModel {
    MadeModel(
      schema: schema, architecture: architecture, schedule: schedule, masks: masks,
      parameters: parameters, summary: summary)
  }

  /// Ends an epoch: looks at the validation records, and keeps the parameters if they are the best.
  private func validate(_ progress: inout TrainingProgress) throws(TrainingError) {
    if validation.count > 0 {
      guard progress.epoch % validationPeriod == 0 || progress.epoch >= options.epochs else {
        return
      }
      let values = reachedLogLikelihoods(of: validation)
      let value = values.reduce(0, +) / Double(values.count) - validationWidth
      guard value.isFinite else {
        throw diverged(epoch: progress.epoch, batch: progress.batches)
      }
      progress.validationLogLikelihood = value
      guard value > bestValue else {
        let sinceBest = progress.epoch - summary.bestEpoch
        let third = max(options.patience / 3, 1)
        if sinceBest % third < validationPeriod { update.halvings += 1 }
        return
      }
      bestValue = value
      best = best ?? update.reached.copy()
      best?.values.assign(from: update.reached.values)
      bestTransforms = update.stack?.reached.map { $0.copy() } ?? []
    }
    progress.isBest = true
    summary.bestEpoch = progress.epoch
    summary.trainingLogLikelihood = progress.trainingLogLikelihood
    summary.validationLogLikelihood = progress.validationLogLikelihood
  }

  /// Epochs from one validation to the next: more than one where many masks would make validation
  /// dearer than training.
  package var validationPeriod: Int {
    max(1, min(masks.count * validation.count / training.count, options.patience / 5))
  }

  /// Whether the first training records have finite log-likelihoods under the parameters reached.
  private func canScore() -> Bool {
    let records = training.rows(at: Array(0..<min(training.count, 1000)))
    return reachedLogLikelihoods(of: records).allSatisfy(\.isFinite)
  }

  /// The log-likelihoods of records under the parameters reached.
  private func reachedLogLikelihoods(of rows: Rows) -> [Double] {
    if let stack = update.stack {
      return likelihood(update.reached, stack.reached).logLikelihoods(of: rows, team: team)
    }
    ensemble.refresh(team: team)
    return ensemble.logLikelihoods(of: rows, team: team)
  }

  private func shuffledRecords(epoch: Int) -> [Int32] {
    var order = (0..<training.count).map { Int32(truncatingIfNeeded: $0) }
    var random = RandomStream(seed: options.seed, purpose: .epochOrder, index: UInt64(epoch))
    random.shuffle(&order)
    return order
  }
}
