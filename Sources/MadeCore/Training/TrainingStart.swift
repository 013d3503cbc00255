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
  /// The parameters that count as those of epoch 0: the initial model's; without one those with which no column
  /// depends on any other, each having the distribution that its training cells have,
  ///
  ///     p(x) = product over the columns d of p_d(x_d):  all weights 0, the output biases those of `StartingPoint`
  ///
  /// Training itself starts at random weights, or no unit would learn anything else than its neighbours.
  private var startParameters: Parameters {
    if let initial { return initial.parameters }
    let parameters = Parameters(shape: update.parameters.shape)
    parameters.values.clear()
    parameters.setBias(layer: architecture.outputLayer, to: outputLogits)
    return parameters
  }

  /// What the run's records have under these parameters.
  func lookAtStart() -> TrainingStart {
    // Without weights all masks are alike.
    let ensemble = Ensemble(
      startParameters, masks: initial == nil ? Array(masks.prefix(1)) : masks, team: team)
    let count = min(training.count, TrainingStart.mostRecords)
    let some = training.rows(at: (0..<count).map { $0 * training.count / count })
    return TrainingStart(
      training: ensemble.meanLogLikelihood(of: some, team: team) - trainingWidth,
      validation: validation.count > 0
        ? ensemble.meanLogLikelihood(of: validation, team: team) - validationWidth : nil)
  }

  /// Mean log-likelihood of the validation records under what `model` gives; nil if it gives nothing, or no validation
  /// has seen it.
  package var bestLogLikelihood: Double? {
    if best != nil { return summary.validationLogLikelihood }
    return state == .diverged || onlyGotWorse || !hasValidated ? nil : start?.validation
  }

  private var hasValidated: Bool { history.contains { $0.validationLogLikelihood != nil } }

  /// The start as the result of a run none of whose epochs was better on validation records; nil if one was, or
  /// none was validated.
  func startIfBest(_ summary: TrainingSummary, schema: Schema) -> MadeModel? {
    guard best == nil, let start, hasValidated else { return nil }
    var summary = summary
    summary.bestEpoch = 0
    summary.trainingLogLikelihood = start.training
    summary.validationLogLikelihood = start.validation
    return model(schema: schema, parameters: startParameters.copy(), summary: summary)
  }

  /// How far below the start the records of an epoch may be, a column, while the run is still sound: units are
  /// dropped, and parameters change all the time.
  private static let tolerance = 0.1

  /// Whether every epoch left the training records less likely than the start had them, by more than noise: then
  /// steps are too large.
  var onlyGotWorse: Bool {
    guard let start, summary.bestEpoch == 0 || validation.count == 0 else { return false }
    let least = start.training - Self.tolerance * Double(training.columns)
    return !history.isEmpty && history.allSatisfy { $0.trainingLogLikelihood < least }
  }
}
