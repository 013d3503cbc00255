// What can be chosen about a fit, in groups, and its translation for the core.

import ArgumentParser
import CommandLineSupport
import MadeCore

extension Activation: ExpressibleByArgument {}
extension Initialisation: ExpressibleByArgument {}
extension MaskSchedule.Resample: ExpressibleByArgument {}
extension OptimizerSettings.Rule: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}

/// How many masks: a number, or `endless`.
struct MaskCount: ExpressibleByArgument {
  let regime: MaskSchedule.Regime

  init?(argument: String) {
    if argument == "endless" {
      regime = .endless
    } else if let count = Int(argument), (1...1 << 16).contains(count) {
      regime = .cycle(count)
    } else {
      return nil
    }
  }

  init(_ count: Int) { regime = .cycle(count) }

  var defaultValueDescription: String { "1" }
}

/// The network and its masks.
struct NetworkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Units of each hidden layer.", valueName: "n[,n]"))
  var hidden = Widths([500])
  @Option(help: ArgumentHelp("relu, tanh, sigmoid, softplus or softsign.", valueName: "g"))
  var activation = Activation.relu
  @Flag(help: "No direct connections from inputs to outputs.")
  var noDirect = false
  @Flag(help: "Tell units which mask is on (the paper's U).")
  var maskWeights = false
  @Option(help: ArgumentHelp("A list of N masks, or endless.", valueName: "n"))
  var masks = MaskCount(1)
  @Option(help: ArgumentHelp("full, ordering or connectivity: what masks vary.", valueName: "what"))
  var resample = MaskSchedule.Resample.full
  @Option(
    help: ArgumentHelp(
      "random, natural, or a file of column numbers or names.", valueName: "order"),
    completion: .file())
  var ordering = "random"
  @Option(help: ArgumentHelp("Masks to average over, if endless.", valueName: "n"))
  var evaluateMasks = 16
  @Option(help: ArgumentHelp("glorot or orthogonal initial weights.", valueName: "how"))
  var initialisation = Initialisation.glorot

  mutating func validate() throws {
    if !(1...1 << 16).contains(evaluateMasks) {
      throw ValidationError("--evaluate-masks must be from 1 to 65536")
    }
    if masks.regime != .cycle(1) && resample != .connectivity && ordering != "random" {
      throw ValidationError(
        "--ordering fixes what several masks vary; add --resample connectivity")
    }
  }
}

/// How training runs.
struct TrainingArguments: ParsableArguments {
  @Option(help: ArgumentHelp("adam, sgd, adagrad, adadelta or rmsprop.", valueName: "rule"))
  var optimizer = OptimizerSettings.Rule.adam
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Learning rate (default: the rule's customary one).", valueName: "r"))
  var learningRate: Double?
  @Option(
    parsing: .unconditional, help: ArgumentHelp("Rate at step t is r / (1 + c t).", valueName: "c"))
  var rateDecay = 0.0
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "SGD momentum; decay of adadelta and rmsprop; Adam's beta1.", valueName: "m"))
  var momentum: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Added where a rule divides by a root.", valueName: "e"))
  var epsilon: Double?
  @Option(help: ArgumentHelp("Records to an update.", valueName: "n"))
  var batchSize = 100
  @Option(help: ArgumentHelp("Most epochs.", valueName: "n"))
  var epochs = 1000
  @Option(
    help: ArgumentHelp("Epochs without improvement before it stops.", valueName: "n"))
  var patience = 30
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Probability of dropping a hidden unit.", valueName: "p"))
  var dropout = 0.0
  @Option(help: ArgumentHelp("Everything random follows from S.", valueName: "s"))
  var seed: UInt64 = 1

  mutating func validate() throws {
    func check(_ name: String, _ value: Double?, _ range: Range<Double>) throws {
      if let value, !range.contains(value) {
        throw ValidationError(
          "--\(name) must be at least \(range.lowerBound) and below \(range.upperBound)")
      }
    }
    // Far too large a rate is for the training to refuse, with status 75; weights are Floats.
    if let learningRate, !(learningRate > 0 && learningRate < 1e38) {
      throw ValidationError("--learning-rate must be above 0 and below 1e38")
    }
    try check("rate-decay", rateDecay, 0..<1e6)
    try check("momentum", momentum, 0..<1)
    try check("epsilon", epsilon, .leastNonzeroMagnitude..<1e6)
    try check("dropout", dropout, 0..<1)
    if !(1...1 << 20).contains(batchSize) {
      throw ValidationError("--batch-size must be from 1 to 1048576")
    }
    if epochs < 1 { throw ValidationError("--epochs must be at least 1") }
    if patience < 1 { throw ValidationError("--patience must be at least 1") }
  }

  /// The trainer's form of these options.
  func options(network: NetworkOptions, threads: Int) -> TrainingOptions {
    var settings = OptimizerSettings(optimizer)
    settings.learningRate = learningRate ?? settings.learningRate
    settings.rateDecay = rateDecay
    settings.momentum = momentum ?? settings.momentum
    settings.epsilon = epsilon ?? settings.epsilon
    var options = TrainingOptions()
    options.optimizer = settings
    options.batchSize = batchSize
    options.epochs = epochs
    options.patience = patience
    options.dropout = dropout
    options.initialisation = network.initialisation
    options.ensemble = network.evaluateMasks
    options.seed = seed
    options.threads = threads
    return options
  }
}
