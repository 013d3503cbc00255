// One choice of everything that a search chooses.

/// A configuration of network and training that a search may try.
package struct Candidate: Hashable, Sendable {
  /// Units of each hidden layer.
  package var hidden: [Int]
  /// Whether they are a residual stack.
  package var residual: Bool
  /// Whether inputs also feed the outputs directly.
  package var direct: Bool
  /// How many masks.
  package var masks: MaskSchedule.Regime
  /// How many transforms before the network; none for a network alone.
  package var transforms = 0
  /// What they do to numbers.
  package var map = NumberMap.affine
  /// Which numbers their networks read.
  package var direction = TransformDirection.maf
  /// Probability of dropping a hidden unit.
  package var dropout: Double
  /// Probability of setting an input to 0.
  package var inputDropout: Double
  /// Learning rate.
  package var learningRate: Double
  /// Decay of the moving average of the weights.
  package var average: Double
  /// Records to an update.
  package var batchSize: Int

  /// The defaults of training.
  package static let plain = TrainingOptions()

  /// A candidate; by default with the defaults of `TrainingOptions` and `Architecture`.
  package init(
    hidden: [Int] = [500], residual: Bool = false, direct: Bool = true,
    masks: MaskSchedule.Regime = .cycle(1), dropout: Double = plain.dropout,
    inputDropout: Double = plain.inputDropout,
    learningRate: Double = plain.optimizer.learningRate, average: Double = plain.average,
    batchSize: Int = plain.batchSize
  ) {
    self.hidden = hidden
    self.residual = residual
    self.direct = direct
    self.masks = masks
    self.dropout = dropout
    self.inputDropout = inputDropout
    self.learningRate = learningRate
    self.average = average
    self.batchSize = batchSize
  }

  /// The defaults of a table.
  package init(_ defaults: FitOptions, direct: Bool) {
    self.init(
      hidden: defaults.hidden, direct: direct, masks: defaults.masks,
      dropout: defaults.training.dropout,
      learningRate: defaults.training.optimizer.learningRate,
      batchSize: defaults.training.batchSize)
  }

  /// The same but for what is changed.
  func with(_ change: (inout Candidate) -> Void) -> Candidate {
    var other = self
    change(&other)
    return other
  }

  /// Masks that an endless candidate is judged by and keeps.
  package static let endlessEnsemble = 32

  /// The network, with everything that is not searched taken from `base`.
  package func architecture(_ base: Architecture) -> Architecture {
    var architecture = base
    architecture.hidden = hidden
    architecture.residual = residual
    architecture.direct = direct
    return architecture
  }

  /// The transforms before it; nil for none.
  package func flow(_ base: Architecture) -> FlowPlan? {
    transforms == 0
      ? nil
      : FlowPlan(
        transforms: transforms, map: map, direction: direction, hidden: hidden,
        activation: base.activation)
  }

  package func schedule(_ base: MaskSchedule) -> MaskSchedule {
    var schedule = base
    schedule.regime = masks
    return schedule
  }

  package func options(_ base: TrainingOptions) -> TrainingOptions {
    var options = base
    options.dropout = dropout
    options.inputDropout = inputDropout
    options.optimizer.learningRate = learningRate
    options.average = average
    options.batchSize = batchSize
    options.ensemble = Self.endlessEnsemble
    // The budget or patience ends training.
    options.epochs = .max
    return options
  }
}
