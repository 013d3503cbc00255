// What the settings of a fit may be: the rules of the library, and of the options of `made-fit`.

/// The ranges of settings.
package enum SettingRanges {
  /// Probabilities and shares, such as `TrainingOptions.dropout` and `FitOptions.holdout`, and decays of means.
  package static let shares: Range<Double> = 0..<1
  /// `OptimizerSettings.rateDecay` and `.weightDecay`, and its `epsilon`, which some rules do without.
  package static let decays: Range<Double> = 0..<1e6
  /// Far too large a rate is for the training to find out; but weights are Floats.
  package static let learningRates: Range<Double> = .leastNonzeroMagnitude..<1e38
  package static let clips: Range<Double> = 0..<1e30
  package static let batchSizes = 1...1 << 20
  package static let widths = 1...ModelFormat.maximumUnits
  package static let layers = 1...ModelFormat.maximumLayers
  package static let transforms = 0...Flow.mostTransforms
  package static let masks = 1...ModelFormat.maximumMasks
}

extension FitOptions {
  /// A setting, of `FitOptions`, its `training` or the `optimizer` of this.
  public enum Setting: String, Sendable {
    case hidden, transforms, residual, masks, ordering, leading
    case holdout, batchSize, epochs, patience, dropout, inputDropout, average, ensemble
    case learningRate, rateDecay, momentum, epsilon, weightDecay, clip, warmUp
  }

  /// Refuses settings that no fit can have.
  ///
  /// - Parameters:
  ///   - columns: how many the table has.
  ///   - hasInitial: whether an initial model brings network and masks, so that theirs do not matter.
  /// - Throws: `TrainingError.setting`.
  func check(columns: Int, hasInitial: Bool) throws(TrainingError) {
    let network = hasInitial ? [] : networkRules(columns: columns)
    if let (setting, _) = (network + trainingRules).first(where: { !$0.1 }) {
      throw .setting(setting)
    }
  }

  /// Settings of the network and its masks, each with whether it is good.
  private func networkRules(columns: Int) -> [(Setting, Bool)] {
    let areMasksGood =
      if case .cycle(let count) = masks { SettingRanges.masks.contains(count) } else { true }
    return [
      (
        .hidden,
        SettingRanges.layers.contains(hidden.count)
          && hidden.allSatisfy { SettingRanges.widths.contains($0) }
      ),
      (
        .transforms,
        transforms == 0
          || SettingRanges.transforms.contains(transforms) && masks == .cycle(1) && !maskWeights
            && !residual && training.inputDropout == 0
      ),
      (.residual, !residual || Architecture.canBeResidual(hidden: hidden)),
      (.masks, areMasksGood),
      (.ordering, ordering.map { $0.count == columns } ?? true),
      (
        .leading,
        Set(leading).count == leading.count && leading.allSatisfy { (0..<columns).contains($0) }
      ),
    ]
  }

  /// Settings of training, each with whether it is good.
  private var trainingRules: [(Setting, Bool)] {
    let optimizer = training.optimizer
    return [
      (.holdout, SettingRanges.shares.contains(holdout)),
      (.batchSize, SettingRanges.batchSizes.contains(training.batchSize)),
      (.epochs, training.epochs >= 1),
      (.patience, training.patience >= 1),
      (.dropout, SettingRanges.shares.contains(training.dropout)),
      (.inputDropout, SettingRanges.shares.contains(training.inputDropout)),
      (.average, SettingRanges.shares.contains(training.average)),
      (.ensemble, SettingRanges.masks.contains(training.ensemble)),
      (.learningRate, SettingRanges.learningRates.contains(optimizer.learningRate)),
      (.rateDecay, SettingRanges.decays.contains(optimizer.rateDecay)),
      (.momentum, SettingRanges.shares.contains(optimizer.momentum)),
      (.epsilon, SettingRanges.decays.contains(optimizer.epsilon)),
      (.weightDecay, SettingRanges.decays.contains(optimizer.weightDecay)),
      (.clip, SettingRanges.clips.contains(optimizer.clip)),
      (.warmUp, optimizer.schedule.warmUp >= 0),
    ]
  }
}
