// Epoch 0: what training has to beat.

/// The mean log-likelihoods of a run's records before its first step.
struct TrainingStart {
  /// Of training records, at most `TrainingStart.mostRecords` that are spread evenly over all.
  let training: Double
  /// Of the validation records; nil without any.
  let validation: Double?

  static let mostRecords = 10_000
}

extension Trainer {
  /// The parameters before the first step: those of the initial model, or random weights.
  static func firstParameters(
    _ architecture: Architecture, _ schedule: MaskSchedule, _ options: TrainingOptions,
    initial: MadeModel?, marginals: StartingPoint
  ) -> Parameters {
    if let initial { return initial.parameters.copy() }
    let parameters = Parameters(shape: Parameters.storageShape(architecture, schedule: schedule))
    parameters.initialise(
      options.initialisation, seed: options.seed, outputLogits: marginals.bias,
      silentOnes: marginals.silentOnes, silentOutputs: marginals.silentOutputs)
    return parameters
  }

  /// The same once more.
  private var firstParameters: Parameters {
    Self.firstParameters(
      architecture, schedule, options, initial: initial, marginals: marginals)
  }

  /// The parameters that count as those of epoch 0.
  ///
  /// They are the initial model's; without one those with which no column depends on any other, each having the
  /// distribution that its training cells have,
  ///
  ///     p(x) = product over the columns d of p_d(x_d):  all weights 0, the output biases those of `StartingPoint`
  ///
  /// Training itself starts at random weights, or no unit would learn anything else than its neighbours.
  private var epochZeroParameters: Parameters {
    if let initial { return initial.parameters }
    let parameters = Parameters(shape: update.parameters.shape)
    parameters.values.clear()
    parameters.setBias(layer: architecture.outputLayer, to: marginals.bias)
    return parameters
  }

  /// Training records that are spread evenly over all.
  private var someTraining: Rows {
    let count = min(training.count, TrainingStart.mostRecords)
    return training.rows(at: (0..<count).map { $0 * training.count / count })
  }

  /// What the run's records have under these parameters; they are looked at once.
  func lookAtStart() -> TrainingStart {
    if let start { return start }
    let parameters = epochZeroParameters
    let found = TrainingStart(
      training: firstMean(someTraining, parameters) - trainingWidth,
      validation: validation.count > 0
        ? firstMean(validation, parameters) - validationWidth : nil)
    start = found
    return found
  }

  /// Mean log-likelihood of the validation records under what `model` gives; nil if it gives nothing, or no validation
  /// has seen it.
  package var bestLogLikelihood: Double? {
    if best != nil { return summary.validationLogLikelihood }
    return state == .diverged || onlyGotWorse || !hasValidated ? nil : lookAtStart().validation
  }

  private var hasValidated: Bool { history.contains { $0.validationLogLikelihood != nil } }

  /// The start as the result of a run none of whose epochs was better on validation records; nil if one was, or
  /// none was validated.
  func startIfBest(_ summary: TrainingSummary, schema: Schema) -> MadeModel? {
    guard best == nil, hasValidated else { return nil }
    let start = lookAtStart()
    var summary = summary
    summary.bestEpoch = 0
    summary.trainingLogLikelihood = start.training
    summary.validationLogLikelihood = start.validation
    return model(schema: schema, parameters: epochZeroParameters.copy(), summary: summary)
  }

  /// How far below where training began an epoch's records may be, a column, while the run is still sound: units are
  /// dropped, and parameters change all the time.
  private static let tolerance = 1.0

  /// Whether steps are too large: no epoch is better than the start, and each left the training records less likely
  /// than the weights had them that training began with, by more than noise.
  var onlyGotWorse: Bool {
    guard summary.bestEpoch == 0 || validation.count == 0, !history.isEmpty else { return false }
    let margin = Self.tolerance * Double(training.columns)
    func areAllBelow(_ value: Double) -> Bool {
      history.allSatisfy { $0.trainingLogLikelihood < value - margin }
    }
    // What training began with is looked at only where all else says so.
    return areAllBelow(lookAtStart().training) && areAllBelow(firstLogLikelihood)
  }

  /// The mean log-likelihood of training records under the weights that training began with.
  private var firstLogLikelihood: Double {
    firstMean(someTraining, firstParameters) - trainingWidth
  }

  /// The mean log-likelihood of records under parameters from before the first step, behind transforms that are the
  /// identity still.
  private func firstMean(_ rows: Rows, _ parameters: Parameters) -> Double {
    if !transforms.isEmpty {
      return likelihood(parameters, transforms.map(\.parameters))
        .meanLogLikelihood(of: rows, team: team)
    }
    // Without weights all masks are alike.
    let ensemble = Ensemble(
      parameters, masks: initial == nil ? Array(masks.prefix(1)) : masks, team: team)
    return ensemble.meanLogLikelihood(of: rows, team: team)
  }
}
