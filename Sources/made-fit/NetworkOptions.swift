// What can be chosen about the network, and its translation for the core.

import ArgumentParser
import CommandLineSupport
import MadeCore

extension Activation: ExpressibleByArgument {}
extension Compute: ExpressibleByArgument {}
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
    } else if let count = Int(argument), (1...ModelFormat.maximumMasks).contains(count) {
      regime = .cycle(count)
    } else {
      return nil
    }
  }

  init(_ count: Int) { regime = .cycle(count) }
}

/// The network and its masks.
///
/// Options are nil when not given, because `--initial` brings all of this along and must refuse to be
/// contradicted; the defaults stand in one place below.
struct NetworkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Units of each hidden layer (default: 500).", valueName: "n[,n]"))
  var hidden: Widths?
  @Option(
    help: ArgumentHelp(
      "relu, tanh, sigmoid, softplus or softsign (default: relu).", valueName: "g"))
  var activation: Activation?
  @Flag(
    inversion: .prefixedNo,
    help: "Connect inputs to outputs directly, or not (default: if all columns are 0/1).")
  var direct: Bool?
  @Flag(help: "Add what goes into each pair of hidden layers to its result.")
  var residual = false
  @Flag(help: "Tell units which mask is on (the paper's U).")
  var maskWeights = false
  @Option(help: ArgumentHelp("A list of N masks, or endless (default: 1).", valueName: "n"))
  var masks: MaskCount?
  @Option(
    help: ArgumentHelp(
      "What masks vary: full, ordering or connectivity (default: full).", valueName: "what"))
  var resample: MaskSchedule.Resample?
  @Option(
    help: ArgumentHelp(
      "random, natural or a file (default: random).",
      valueName: "order"),
    completion: .file())
  var ordering: String?
  @Option(
    help: ArgumentHelp(
      "Columns to predict the others from.",
      valueName: "column,..."))
  var conditionOn: String?
  @Option(
    help: ArgumentHelp("Masks to average over, if endless (default: 16).", valueName: "n"))
  var evaluateMasks: Int?
  @Option(
    help: ArgumentHelp("Try N masks in the end; keep the best of them.", valueName: "n"))
  var chooseMasks: Int?
  @Option(
    help: ArgumentHelp("glorot or orthogonal initial weights (default: glorot).", valueName: "how"))
  var initialisation: Initialisation?

  mutating func validate() throws {
    if residual && !Architecture.canBeResidual(hidden: hidden?.values ?? []) {
      throw ValidationError(Widths.notResidual)
    }
    if let evaluateMasks, !(1...ModelFormat.maximumMasks).contains(evaluateMasks) {
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
    let isAlone = (masks ?? MaskCount(1)).regime == .cycle(1)
    if isAlone && resample != nil {
      throw ValidationError("--resample needs several --masks")
    }
    if !isAlone && resample != .connectivity && ordering ?? "random" != "random" {
      throw ValidationError(
        "--ordering fixes what several masks vary; add --resample connectivity")
    }
  }

  /// The names of the options that were given.
  var given: [String] {
    let all: [(String, Bool)] = [
      ("--hidden", hidden != nil), ("--activation", activation != nil),
      (direct == false ? "--no-direct" : "--direct", direct != nil),
      ("--residual", residual), ("--mask-weights", maskWeights), ("--masks", masks != nil),
      ("--resample", resample != nil),
      ("--ordering", ordering != nil), ("--condition-on", conditionOn != nil),
      ("--evaluate-masks", evaluateMasks != nil), ("--choose-masks", chooseMasks != nil),
      ("--initialisation", initialisation != nil),
    ]
    return all.filter(\.1).map(\.0)
  }

  /// The names of the options that were given although `--auto` chooses them, or varies what they fix.
  var givenOfSearched: [String] {
    let searched: Set = [
      "--hidden", "--residual", "--direct", "--no-direct", "--masks", "--evaluate-masks",
      "--choose-masks", "--resample", "--ordering",
    ]
    return given.filter(searched.contains)
  }

  /// The network for data of the given columns.
  func architecture(_ schema: Schema) -> Architecture {
    Architecture(
      slots: schema.columns.map(\.kind.conditional.outputs), hidden: hidden?.values ?? [500],
      activation: activation ?? .relu,
      direct: direct ?? schema.isBinary, maskWeights: maskWeights, residual: residual)
  }

  /// Its masks.
  func schedule(_ schema: Schema, seed: UInt64) throws -> MaskSchedule {
    let first: Ordering? =
      switch ordering ?? "random" {
      case "random": nil
      case "natural": .natural(count: schema.columns.count)
      case let path: try OrderingFile.read(path: path, schema: schema)
      }
    return MaskSchedule(
      regime: (masks ?? MaskCount(1)).regime, resample: resample ?? .full, firstOrdering: first,
      leading: try leadingColumns(schema), seed: seed)
  }

  /// The places of the columns that come first.
  private func leadingColumns(_ schema: Schema) throws -> [Int] {
    guard let conditionOn else { return [] }
    // A name that has a comma in it is meant as a whole.
    if let whole = schema.place(ofColumn: conditionOn) { return [whole] }
    var columns: [Int] = []
    for name in conditionOn.split(separator: ",", omittingEmptySubsequences: false) {
      guard let column = schema.place(ofColumn: name) else {
        throw ToolFailure.usage(
          "--condition-on: there is no column \"\(printable(name))\" in the model",
          hint: didYouMean(nearestName(to: String(name), among: schema.columns.compactMap(\.name)))
            ?? "columns are named as in the header, or numbered from 1 without those left out")
      }
      if columns.contains(column) {
        throw ToolFailure.usage("--condition-on names a column twice", hint: nil)
      }
      columns.append(column)
    }
    return columns
  }
}
