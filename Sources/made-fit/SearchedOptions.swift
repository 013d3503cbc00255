// The options that `--auto` chooses, and how they describe a candidate of the search.
//
// Being declared here is what makes `--auto` refuse them. Some are here because a choice of the search
// depends on them: a learning rate on the optimizer, many masks on what they vary.

import ArgumentParser
import CommandLineSupport
import MadeCore

extension MaskSchedule.Resample: ExpressibleByArgument {}
extension OptimizerSettings.Rule: ExpressibleByArgument {}
extension NumberMap: ExpressibleByArgument {}
extension TransformDirection: ExpressibleByArgument {}

/// How many masks: a number, or `endless`.
struct MaskCount: ExpressibleByArgument {
  let regime: MaskSchedule.Regime

  init?(argument: String) {
    if argument == "endless" {
      regime = .endless
    } else if let count = Int(argument), SettingRanges.masks.contains(count) {
      regime = .cycle(count)
    } else {
      return nil
    }
  }

  init(_ regime: MaskSchedule.Regime) { self.regime = regime }

  var defaultValueDescription: String {
    switch regime {
    case .cycle(let count): "\(count)"
    case .endless: "endless"
    }
  }
}

/// The network that `--auto` looks for.
struct SearchedNetwork: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Units of each hidden layer (default: by the table).", valueName: "n[,n]"))
  var hidden: Widths?
  @Option(
    parsing: .unconditional,
    help: .seldom(
      "Move numbers by N masked steps before the network (default: 0).", valueName: "n"))
  var flow: Int?
  @Option(
    help: .seldom("What steps do to numbers (default: affine).", valueName: "how")
  )
  var flowStep: NumberMap?
  @Option(
    help: .seldom(
      "Which way steps go, maf or iaf (default: maf).", valueName: "way")
  )
  var flowDirection: TransformDirection?
  @Flag(help: .seldom("Add the input of each pair of hidden layers to its output."))
  var residual = false
  @Flag(
    inversion: .prefixedNo,
    help: .seldom("Connect inputs to outputs directly, or not (default: if all columns are 0/1)."))
  var direct: Bool?
  @Option(
    help: ArgumentHelp("A list of N masks, or endless (default: by the table).", valueName: "n"))
  var masks: MaskCount?
  @Option(help: .seldom("Masks to average over, if endless (default: 16).", valueName: "n"))
  var evaluateMasks: Int?
  @Option(help: .seldom("Try N masks in the end; keep the best of them.", valueName: "n"))
  var chooseMasks: Int?
  @Option(
    help: .seldom(
      "What masks vary: full, ordering or connectivity (default: full).", valueName: "what"))
  var resample: MaskSchedule.Resample?
  @Option(
    help: ArgumentHelp(
      "random, natural or a file (default: by the table).", valueName: "order"),
    completion: .file())
  var ordering: String?

  mutating func validate() throws {
    if residual && !Architecture.canBeResidual(hidden: hidden?.values ?? []) {
      throw ValidationError(Widths.notResidual)
    }
    if let flow, !SettingRanges.transforms.contains(flow) {
      throw ValidationError("--flow must be from 0 to \(Flow.mostTransforms)")
    }
    if flowStep != nil && transforms == 0 {
      throw ValidationError("--flow-step says what steps do: it goes with --flow")
    }
    if flowDirection != nil && transforms == 0 {
      throw ValidationError("--flow-direction says which way steps go: it goes with --flow")
    }
    if let evaluateMasks, !SettingRanges.masks.contains(evaluateMasks) {
      throw ValidationError("--evaluate-masks must be from 1 to \(ModelFormat.maximumMasks)")
    }
    if evaluateMasks != nil && masks?.regime != .endless {
      throw ValidationError("--evaluate-masks goes with --masks endless; a list is used whole")
    }
    let kept = evaluateMasks ?? TrainingOptions().ensemble
    if let chooseMasks, !(kept...ModelFormat.maximumMasks).contains(chooseMasks) {
      throw ValidationError(
        "--choose-masks must be from \(kept), the number that is kept, to \(ModelFormat.maximumMasks)"
      )
    }
    if chooseMasks != nil && masks?.regime != .endless {
      throw ValidationError("--choose-masks goes with --masks endless; a list is used whole")
    }
    let isAlone = masks.map { $0.regime == .cycle(1) } ?? true
    if isAlone && resample != nil {
      throw ValidationError("--resample needs several --masks")
    }
    if !isAlone && resample != .connectivity && ordering ?? "random" != "random" {
      throw ValidationError(
        "--ordering fixes what several masks vary; add --resample connectivity")
    }
  }

  /// How many transforms a flow has before its network; 0 for a network alone.
  var transforms: Int { flow ?? 0 }

  /// How many masks; by default one where something was asked for that only one has, its ordering or a flow.
  func regime(default regime: MaskSchedule.Regime) -> MaskSchedule.Regime {
    masks?.regime ?? (ordering == nil && transforms == 0 ? regime : .cycle(1))
  }
}

/// The training that `--auto` looks for.
struct SearchedTraining: ParsableArguments {
  @Option(help: .seldom("adam, sgd, adagrad, adadelta or rmsprop.", valueName: "rule"))
  var optimizer = OptimizerSettings.Rule.adam
  @Option(
    parsing: .unconditional,
    help: .seldom(
      "Probability of dropping a hidden unit (default: by the table).", valueName: "p"
    ))
  var dropout: Double?
  @Option(
    parsing: .unconditional,
    help: .seldom("Probability of setting an input to 0 (default: 0).", valueName: "p"))
  var inputDropout: Double?
  @Option(
    parsing: .unconditional,
    help: .seldom("Learning rate (default: by the rule and the table).", valueName: "r"))
  var learningRate: Double?
  @Option(
    parsing: .unconditional,
    help: .seldom(
      "Decay of the average of the weights, which is saved (default: 0.999).", valueName: "d"))
  var average: Double?
  @Option(
    help: .seldom("Records to an update (default: by the table).", valueName: "n"))
  var batchSize: Int?
  @Option(help: ArgumentHelp("Most epochs (default: 1000).", valueName: "n"))
  var epochs: Int?

  mutating func validate() throws {
    if let learningRate, !SettingRanges.learningRates.contains(learningRate) {
      throw ValidationError("--learning-rate must be above 0 and below 1e38")
    }
    try check("dropout", dropout, SettingRanges.shares)
    try check("input-dropout", inputDropout, SettingRanges.shares)
    try check("average", average, SettingRanges.shares)
    if let batchSize, !SettingRanges.batchSizes.contains(batchSize) {
      throw ValidationError("--batch-size must be from 1 to 1048576")
    }
    if let epochs, epochs < 1 { throw ValidationError("--epochs must be at least 1") }
  }
}

/// Refuses a value of an option that is out of its range.
func check(_ name: String, _ value: Double?, _ range: Range<Double>) throws {
  if let value, !range.contains(value) {
    throw ValidationError(
      "--\(name) must be at least \(range.lowerBound) and below \(range.upperBound)")
  }
}

extension Candidate {
  /// The options that say what differs from the defaults.
  ///
  /// - Parameters:
  ///   - plain: the defaults, which depend on the table.
  ///   - epochs: how many, if that is to be said, too.
  func options(unlike plain: Candidate, epochs: Int? = nil) -> [GivenOption] {
    let defaults = Set(plain.options(epochs: nil))
    return options(epochs: epochs).filter { !defaults.contains($0) }
  }

  private func options(epochs: Int?) -> [GivenOption] {
    var network = SearchedNetwork.defaults
    network.hidden = Widths(hidden)
    network.flow = transforms == 0 ? nil : transforms
    network.flowStep = map == .affine ? nil : map
    network.flowDirection = direction == .maf ? nil : direction
    network.residual = residual
    network.direct = direct
    network.masks = MaskCount(masks)
    network.evaluateMasks = masks == .endless ? Self.endlessEnsemble : nil
    var training = SearchedTraining.defaults
    training.dropout = dropout
    training.inputDropout = inputDropout
    training.learningRate = learningRate
    training.average = average
    training.batchSize = batchSize
    training.epochs = epochs
    return network.givenOptions + training.givenOptions
  }
}
