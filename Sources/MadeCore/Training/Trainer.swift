// The training loop: batches, epochs, early stopping.

/// Fits a model to records by maximising their log-likelihood.
///
///     minimise over the parameters  - 1/N sum over records n of log p_m(x_n),
///
/// one minibatch and one mask m of the schedule at a time; the parameters with the best mean
/// log-likelihood of the validation records under the ensemble are kept. The result is a pure
/// function of data, options and seed: the number of threads does not change a bit of it.
public final class Trainer {
  private let architecture: Architecture
  private let schedule: MaskSchedule
  private let options: TrainingOptions
  private let training: PackedRows
  private let validation: PackedRows
  private let team: WorkerTeam
  private let masks: [Mask]
  private let parameters: Parameters
  private let gradient: FloatBuffer
  /// The gradient in the order of the current mask; grows to the largest.
  private var maskGradient = FloatBuffer(count: 0)
  private let optimizer: Optimizer
  private let workspace: Workspace
  private let average: WeightAverage?
  private let ensemble: Ensemble
  private var halvings = 0
  private var networks: [Int: MaskedNetwork] = [:]
  private var step = 0

  /// - Parameters:
  ///   - initial: a model to start from; its shape and masks are used in place of the others.
  ///   - validation: records to choose the best epoch by; may be empty.
  public init(
    architecture: Architecture, schedule: MaskSchedule, options: TrainingOptions,
    training: PackedRows, validation: PackedRows, initial: MadeModel? = nil
  ) throws(TrainingError) {
    guard training.count > 0 else { throw .noRecords }
    let architecture = initial?.architecture ?? architecture
    guard architecture.inputs == training.columns else {
      throw .otherColumns(model: architecture.inputs, data: training.columns)
    }
    self.architecture = architecture
    self.schedule = initial?.schedule ?? schedule
    self.options = options
    self.training = training
    self.validation = validation
    team = WorkerTeam(threads: options.threads)
    masks = initial?.masks ?? schedule.ensemble(count: options.ensemble, for: architecture)
    if let initial {
      parameters = initial.parameters.copy()
    } else {
      parameters = Parameters(
        shape: Parameters.storageShape(architecture, schedule: schedule))
      parameters.initialise(
        options.initialisation, seed: options.seed,
        outputLogits: independentLogits(of: training))
    }
    gradient = FloatBuffer(count: parameters.shape.count)
    optimizer = Optimizer(options.optimizer, count: parameters.shape.count)
    workspace = Workspace(
      architecture, lanes: min(options.batchSize, training.count), training: true,
      compute: options.compute)
    average =
      options.average > 0 ? WeightAverage(of: parameters, decay: options.average) : nil
    ensemble = Ensemble(average?.parameters ?? parameters, masks: masks, team: team)
  }

  /// Trains until patience or epochs run out, or until `shouldStop` says so after a batch.
  ///
  /// - Parameter observe: is told of every batch and, with validation, of every epoch's end.
  /// - Returns: the model of the best epoch (of the last one, without validation records); if stopped
  ///   before the first validation, the parameters reached.
  /// - Throws: `TrainingError.diverged` when the loss is no longer finite.
  public func run(
    schema: Schema, observe: (TrainingProgress) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws(TrainingError) -> MadeModel {
    var best: Parameters?
    var summary = TrainingSummary()
    summary.records = training.count
    summary.validationRecords = validation.count
    let clock = ContinuousClock()
    let start = clock.now
    var bestValue = -Double.infinity
    epochs: for epoch in 1...max(options.epochs, 1) {
      let epochStart = clock.now
      var progress = TrainingProgress(
        epoch: epoch, epochs: options.epochs, batch: 0, batches: 0, trainingLogLikelihood: 0,
        isBest: false, bestEpoch: summary.bestEpoch, seconds: 0, recordsPerSecond: 0)
      let order = shuffledRecords(epoch: epoch)
      progress.batches = (order.count + options.batchSize - 1) / options.batchSize
      var sum = 0.0
      var done = 0
      for batch in 0..<progress.batches {
        let records = order[done..<min(done + options.batchSize, order.count)]
        let value = trainBatch(records)
        guard value.isFinite else { throw .diverged(epoch: epoch, batch: batch + 1) }
        sum += value
        done += records.count
        progress.batch = batch + 1
        progress.trainingLogLikelihood = sum / Double(done)
        progress.seconds = (clock.now - start).inSeconds
        progress.recordsPerSecond = Double(done) / max((clock.now - epochStart).inSeconds, 1e-9)
        if shouldStop() { break epochs }
        if progress.batch < progress.batches { observe(progress) }
      }
      summary.epochs = epoch
      let validated = validate()
      guard validated?.isFinite != false else {
        throw .diverged(epoch: epoch, batch: progress.batches)
      }
      progress.validationLogLikelihood = validated
      if validated.map({ $0 > bestValue }) ?? true {
        bestValue = validated ?? bestValue
        progress.isBest = true
        summary.bestEpoch = epoch
        summary.trainingLogLikelihood = progress.trainingLogLikelihood
        summary.validationLogLikelihood = validated
        if validated != nil {
          best = best ?? parameters.copy()
          best?.values.assign(from: reached.values)
        }
      }
      if (epoch - summary.bestEpoch) % max(options.patience / 3, 1) == 0, !progress.isBest {
        halvings += 1
      }
      progress.bestEpoch = summary.bestEpoch
      progress.seconds = (clock.now - start).inSeconds
      observe(progress)
      if validated != nil, epoch - summary.bestEpoch >= options.patience { break }
    }
    if best == nil, !canScore() {
      // No validation has looked at what the last update did.
      let batches = (training.count + options.batchSize - 1) / options.batchSize
      throw .diverged(epoch: (step - 1) / batches + 1, batch: (step - 1) % batches + 1)
    }
    return MadeModel(
      schema: schema, architecture: architecture, schedule: schedule, masks: masks,
      parameters: best ?? reached, summary: summary)
  }

  /// What is validated and saved: the average if there is one.
  private var reached: Parameters { average?.parameters ?? parameters }

  /// One update; returns the batch's summed log-likelihood before it.
  private func trainBatch(_ records: ArraySlice<Int32>) -> Double {
    let network = network(step: step)
    let dropout = Dropout(rate: options.dropout, seed: options.seed, step: step)
    let inputDropout = InputDropout(rate: options.inputDropout, seed: options.seed, step: step)
    step += 1
    workspace.batch.fill(
      from: training, records: records, positions: network.mask.ordering.positions,
      dropout: inputDropout, team: team)
    network.forward(workspace, dropout: dropout, team: team)
    Bernoulli.evaluate(workspace, gradient: true, team: team)
    var sum = 0.0
    for record in 0..<records.count { sum += Bernoulli.total(workspace, record: record) }
    guard sum.isFinite else { return sum }
    if network.isInPlace {
      network.backward(workspace, into: gradient, dropout: dropout, team: team)
    } else {
      if maskGradient.count < network.shape.count {
        maskGradient = FloatBuffer(count: network.shape.count)
      }
      network.backward(workspace, into: maskGradient, dropout: dropout, team: team)
      network.scatter(maskGradient, into: gradient, team: team)
    }
    optimizer.update(
      parameters.values, weights: parameters.shape.bias[0], gradient: gradient,
      records: records.count, factor: rateFactor(), team: team)
    average?.follow(parameters, team: team)
    return sum
  }

  /// The learning rate's factor at the step that `step` counts already.
  private func rateFactor() -> Double {
    let batches = (training.count + options.batchSize - 1) / options.batchSize
    return options.optimizer.schedule.factor(
      epoch: Double(step) / Double(batches), epochs: options.epochs, halvings: halvings)
  }

  /// The network of a step's mask, with the current weights.
  private func network(step: Int) -> MaskedNetwork {
    guard case .cycle(let count) = schedule.regime else {
      return MaskedNetwork(
        parameters, mask: schedule.mask(step: step, for: architecture), team: team)
    }
    let number = step % count
    if let network = networks[number] {
      network.gather(team: team)
      return network
    }
    let network = MaskedNetwork(parameters, mask: masks[number], team: team)
    networks[number] = network
    return network
  }

  /// Mean log-likelihood of the validation records under the ensemble; nil without any.
  private func validate() -> Double? {
    guard validation.count > 0 else { return nil }
    ensemble.refresh()
    return ensemble.logLikelihoods(of: validation).reduce(0, +) / Double(validation.count)
  }

  /// Whether the first training records have finite log-likelihoods under the parameters reached.
  private func canScore() -> Bool {
    ensemble.refresh()
    let records = training.rows(at: Array(0..<min(training.count, 1000)))
    return ensemble.logLikelihoods(of: records).allSatisfy(\.isFinite)
  }

  private func shuffledRecords(epoch: Int) -> [Int32] {
    var order = (0..<training.count).map { Int32(truncatingIfNeeded: $0) }
    var random = RandomStream(seed: options.seed, purpose: .epochOrder, index: UInt64(epoch))
    random.shuffle(&order)
    return order
  }
}

extension Duration {
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
