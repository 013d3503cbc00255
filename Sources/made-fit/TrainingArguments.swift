// What can be chosen about training, and its translation for the core.

import ArgumentParser
import MadeCore

extension Compute: ExpressibleByArgument {}
extension LearningRateSchedule.Course: ExpressibleByArgument {}

/// How training runs; the defaults are those of `FitOptions(for:)`.
struct TrainingArguments: ParsableArguments {
  @OptionGroup var searched: SearchedTraining
  @Option(
    parsing: .unconditional, help: .seldom("Rate at step t is r / (1 + c t).", valueName: "c"))
  var rateDecay = 0.0
  @Option(
    parsing: .unconditional,
    help: .seldom("SGD momentum; decay of adadelta and rmsprop; Adam's beta1.", valueName: "m"))
  var momentum: Double?
  @Option(
    parsing: .unconditional,
    help: .seldom("Added where a rule divides by a root.", valueName: "e"))
  var epsilon: Double?
  @Option(help: .seldom("Epochs without improvement before it stops.", valueName: "n"))
  var patience = 30
  @Option(
    parsing: .unconditional,
    help: .seldom("Shrink weights by rate times L at each step.", valueName: "l"))
  var weightDecay = 0.0
  @Flag(
    inversion: .prefixedNo,
    help: .seldom(
      "In the end scale output weights as suits validation (default: with several masks)."))
  var sharpen: Bool?
  @Option(
    parsing: .unconditional,
    help: .seldom("Shorten longer gradients to length N (0: never).", valueName: "n"))
  var clip = 0.0
  @Option(help: .seldom("constant, cosine or plateau: the rate's course.", valueName: "course"))
  var schedule = LearningRateSchedule.Course.constant
  @Option(help: .seldom("Epochs in which the rate rises from 0.", valueName: "n"))
  var warmUp = 0
  @Option(help: .seldom("Multiply in f32 or bf16; sums are f32.", valueName: "p"))
  var compute = Compute.f32
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Everything random follows from S.", valueName: "s"))
  var seed: UInt64 = 1

  mutating func validate() throws {
    try check("rate-decay", rateDecay, SettingRanges.decays)
    try check("momentum", momentum, SettingRanges.shares)
    try check("epsilon", epsilon, .leastNonzeroMagnitude..<1e6)
    try check("weight-decay", weightDecay, SettingRanges.decays)
    try check("clip", clip, SettingRanges.clips)
    if warmUp < 0 { throw ValidationError("--warm-up must not be negative") }
    if schedule == .cosine && searched.epochs == nil {
      throw ValidationError("--schedule cosine ends with the last epoch: give --epochs")
    }
    if patience < 1 { throw ValidationError("--patience must be at least 1") }
  }

  /// The trainer's form of these options.
  ///
  /// - Parameter defaults: those of the table.
  func options(
    network: NetworkOptions, defaults: TrainingOptions, threads: Int
  ) -> TrainingOptions {
    // The table says something about the rate of its own rule only.
    var settings =
      searched.optimizer == defaults.optimizer.rule
      ? defaults.optimizer : OptimizerSettings(searched.optimizer)
    settings.learningRate = searched.learningRate ?? settings.learningRate
    settings.rateDecay = rateDecay
    settings.momentum = momentum ?? settings.momentum
    settings.epsilon = epsilon ?? settings.epsilon
    settings.schedule.course = schedule
    settings.schedule.warmUp = warmUp
    settings.weightDecay = weightDecay
    settings.clip = clip
    var options = defaults
    options.inputDropout = searched.inputDropout ?? options.inputDropout
    options.average = searched.average ?? options.average
    options.optimizer = settings
    options.batchSize = searched.batchSize ?? options.batchSize
    options.epochs = searched.epochs ?? options.epochs
    options.patience = patience
    options.dropout = searched.dropout ?? options.dropout
    options.compute = compute
    options.initialisation = network.initialisation ?? options.initialisation
    options.ensemble = network.searched.evaluateMasks ?? options.ensemble
    options.seed = seed
    options.threads = threads
    return options
  }
}
