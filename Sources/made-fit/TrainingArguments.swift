// What can be chosen about training, and its translation for the core.

import ArgumentParser
import MadeCore

extension LearningRateSchedule.Course: ExpressibleByArgument {}

/// How training runs.
///
/// What `--auto` chooses is nil when not given; the defaults are those of `TrainingOptions`.
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
  @Option(help: ArgumentHelp("Records to an update (default: 100).", valueName: "n"))
  var batchSize: Int?
  @Option(help: ArgumentHelp("Most epochs (default: 1000).", valueName: "n"))
  var epochs: Int?
  @Option(
    help: ArgumentHelp("Epochs without improvement before it stops.", valueName: "n"))
  var patience = 30
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Probability of dropping a hidden unit (default: 0.2).", valueName: "p"))
  var dropout: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Probability of setting an input to 0 (default: 0).", valueName: "p"))
  var inputDropout: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Shrink weights by rate times L at each step.", valueName: "l"))
  var weightDecay = 0.0
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Decay of the average of the weights, which is saved (default: 0.999).", valueName: "d"))
  var average: Double?
  @Flag(help: "In the end scale output weights as suits validation.")
  var sharpen = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Shorten longer gradients to length N (0: never).", valueName: "n"))
  var clip = 0.0
  @Option(
    help: ArgumentHelp("constant, cosine or plateau: the rate's course.", valueName: "course"))
  var schedule = LearningRateSchedule.Course.constant
  @Option(help: ArgumentHelp("Epochs in which the rate rises from 0.", valueName: "n"))
  var warmUp = 0
  @Option(help: ArgumentHelp("Multiply in f32 or bf16; sums are f32.", valueName: "p"))
  var compute = Compute.f32
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
    try check("input-dropout", inputDropout, 0..<1)
    try check("weight-decay", weightDecay, 0..<1e6)
    try check("average", average, 0..<1)
    try check("clip", clip, 0..<1e30)
    if warmUp < 0 { throw ValidationError("--warm-up must not be negative") }
    if schedule == .cosine && epochs == nil {
      throw ValidationError("--schedule cosine ends with the last epoch: give --epochs")
    }
    if let batchSize, !(1...1 << 20).contains(batchSize) {
      throw ValidationError("--batch-size must be from 1 to 1048576")
    }
    if let epochs, epochs < 1 { throw ValidationError("--epochs must be at least 1") }
    if patience < 1 { throw ValidationError("--patience must be at least 1") }
  }

  /// The names of the options that were given; those with a default, if they differ from it.
  var given: [String] {
    let all: [(String, Bool)] = [
      ("--optimizer", optimizer != .adam), ("--learning-rate", learningRate != nil),
      ("--rate-decay", rateDecay != 0), ("--momentum", momentum != nil),
      ("--epsilon", epsilon != nil), ("--batch-size", batchSize != nil),
      ("--epochs", epochs != nil), ("--patience", patience != 30), ("--dropout", dropout != nil),
      ("--input-dropout", inputDropout != nil), ("--weight-decay", weightDecay != 0),
      ("--average", average != nil), ("--sharpen", sharpen), ("--clip", clip != 0),
      ("--schedule", schedule != .constant),
      ("--warm-up", warmUp != 0), ("--compute", compute != .f32), ("--seed", seed != 1),
    ]
    return all.filter(\.1).map(\.0)
  }

  /// The names of the options that were given although `--auto` chooses them.
  var givenOfSearched: [String] {
    let searched: Set = [
      "--optimizer", "--learning-rate", "--batch-size", "--epochs", "--dropout", "--input-dropout",
      "--average",
    ]
    return given.filter(searched.contains)
  }

  /// The trainer's form of these options.
  func options(network: NetworkOptions, threads: Int) -> TrainingOptions {
    var settings = OptimizerSettings(optimizer)
    settings.learningRate = learningRate ?? settings.learningRate
    settings.rateDecay = rateDecay
    settings.momentum = momentum ?? settings.momentum
    settings.epsilon = epsilon ?? settings.epsilon
    settings.schedule.course = schedule
    settings.schedule.warmUp = warmUp
    settings.weightDecay = weightDecay
    settings.clip = clip
    var options = TrainingOptions()
    options.inputDropout = inputDropout ?? options.inputDropout
    options.average = average ?? options.average
    options.optimizer = settings
    options.batchSize = batchSize ?? options.batchSize
    options.epochs = epochs ?? options.epochs
    options.patience = patience
    options.dropout = dropout ?? options.dropout
    options.compute = compute
    options.initialisation = network.initialisation ?? options.initialisation
    options.ensemble = network.evaluateMasks ?? options.ensemble
    options.seed = seed
    options.threads = threads
    return options
  }
}
