// One step of training: a minibatch, a mask, a gradient, an update.

/// Everything that one update of the parameters reads and changes.
///
/// Step t draws its mask from the schedule and its dropout from (seed, t), takes the gradient of the
/// minibatch's summed log-likelihood, moves the parameters, and lets their average follow.
final class MinibatchUpdate {
  let parameters: Parameters
  /// Updates made so far.
  private(set) var step = 0
  /// How often a plateau has halved the learning rate.
  var halvings = 0

  private let architecture: Architecture
  private let schedule: MaskSchedule
  private let masks: [Mask]
  private let options: TrainingOptions
  private let training: Rows
  /// Outputs whose logits stay at their biases; see `StartingPoint`.
  private let frozen: [Int]
  private let team: WorkerTeam
  private let gradient: FloatBuffer
  /// The gradient in the order of the current mask; grows to the largest.
  private var maskGradient = FloatBuffer(count: 0)
  private let optimizer: Optimizer
  private let workspace: Workspace
  private let average: WeightAverage?
  /// The transforms before the network; nil without any.
  let stack: StackUpdate?
  private var networks: [Int: MaskedNetwork] = [:]

  /// - Parameters:
  ///   - masks: the list that a cycling schedule goes through.
  ///   - frozen: outputs whose weights and biases do not move.
  ///   - transforms: those before the network, whose only mask it is then.
  init(
    _ parameters: Parameters, schedule: MaskSchedule, masks: [Mask], options: TrainingOptions,
    training: Rows, frozen: [Int], transforms: [any RowTransform] = [], team: WorkerTeam
  ) {
    self.parameters = parameters
    architecture = parameters.shape.architecture
    self.schedule = schedule
    self.masks = masks
    self.options = options
    self.training = training
    self.frozen = frozen
    self.team = team
    gradient = FloatBuffer(count: parameters.shape.count)
    optimizer = Optimizer(options.optimizer, count: parameters.shape.count)
    workspace = Workspace(
      architecture, lanes: min(options.batchSize, training.count), training: true,
      compute: options.compute)
    average =
      options.average > 0 ? WeightAverage(of: parameters, decay: options.average) : nil
    stack =
      transforms.isEmpty
      ? nil
      : StackUpdate(
        transforms, columns: MovableColumns(architecture.conditionals), mask: masks[0],
        options: options, training: training, team: team)
  }

  /// What is validated and saved: the average if there is one.
  var reached: Parameters { average?.parameters ?? parameters }

  /// All buffers that change from step to step.
  var state: [FloatBuffer] {
    [parameters.values] + optimizer.moments + (average.map { [$0.parameters.values] } ?? [])
      + (stack?.state ?? [])
  }

  /// How many buffers the optimizer's running means take.
  var optimizerBuffers: Int { optimizer.moments.count }

  /// Goes on as after some whole epochs, whose `state` has been restored.
  func resume(epochs: Int, halvings: Int) {
    step = epochs * options.batches(of: training.count)
    self.halvings = halvings
    optimizer.resume(step: step)
    average?.resume(step: step)
    stack?.resume(step: step)
  }

  /// Makes one update; returns the records' summed log-likelihood before it.
  ///
  /// If the sum is not finite nothing changes, neither parameters nor the optimizer's moments. If a part of the
  /// gradient is refused (see `Optimizer.update`) its parameters stay, and NaN is returned.
  func run(_ records: ArraySlice<Int32>) -> Double {
    let network = network(step: step)
    let dropout = Dropout(rate: options.dropout, seed: options.seed, step: step)
    let inputDropout = InputDropout(rate: options.inputDropout, seed: options.seed, step: step)
    stack?.take(records, step: step)
    workspace.batch.fill(
      from: training, records: records, mask: network.mask, except: stack?.cells,
      dropout: inputDropout, team: team)
    stack?.forward(records, into: workspace)
    step += 1
    network.forward(workspace, dropout: dropout, team: team)
    network.conditionals.evaluate(workspace, gradient: true, team: team)
    var sum = 0.0
    for record in 0..<records.count { sum += Conditionals.total(workspace, record: record) }
    if let stack { sum += stack.logDeterminants }
    guard sum.isFinite else { return sum }
    stack?.takeGradient(workspace)
    for output in frozen {
      workspace.outputT.base.advanced(by: network.mask.outputPlaces[output] * workspace.lanes)
        .update(repeating: 0, count: workspace.lanes)
    }
    if network.isInPlace {
      network.backward(
        workspace, into: gradient, dropout: dropout, byReals: stack != nil, team: team)
    } else {
      if maskGradient.count < network.shape.count {
        maskGradient = FloatBuffer(count: network.shape.count)
      }
      network.backward(workspace, into: maskGradient, dropout: dropout, team: team)
      network.scatter(maskGradient, into: gradient, team: team)
    }
    let isUsable =
      optimizer.update(
        parameters.values, weights: parameters.shape.bias[0], gradient: gradient,
        records: records.count, factor: rateFactor(), team: team)
      && stack?.backward(workspace, records: records.count, factor: rateFactor()) ?? true
    guard isUsable else { return .nan }
    average?.follow(parameters, team: team)
    return sum
  }

  /// The learning rate's factor at the step under way, which `step` counts already.
  private func rateFactor() -> Double {
    options.optimizer.schedule.factor(
      epoch: Double(step) / Double(options.batches(of: training.count)), epochs: options.epochs,
      halvings: halvings)
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
    if Ensemble.keepsNetworks(of: parameters, masks: count) { networks[number] = network }
    return network
  }
}
