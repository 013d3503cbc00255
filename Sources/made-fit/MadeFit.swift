// made-fit: rows in, model out.

import ArgumentParser
import CommandLineSupport
import MadeCore

@main
struct MadeFit: Tool {
  static let configuration = CommandConfiguration(
    commandName: "made-fit",
    abstract: "Learn the distribution of a table's rows.",
    usage: "made-fit [OPTION]... [FILE]... > MODEL",
    discussion: """
      Trains a masked autoencoder (MADE) by maximum likelihood and writes the model.

        made-fit train.csv.gz > model.made
        made-fit -o model.made --valid valid.csv.gz --hidden 500,500 train.csv.gz
      """,
    version: Version.text("made-fit"))
  static let seldomUsed: Set<String> = [
    "--format", "--threshold", "--unseen", "--types", "--activation", "--direct", "--residual",
    "--mask-weights", "--resample", "--evaluate-masks", "--choose-masks", "--initialisation",
    "--optimizer",
    "--rate-decay", "--momentum", "--epsilon", "--batch-size", "--input-dropout", "--weight-decay",
    "--average", "--sharpen", "--clip", "--schedule", "--warm-up", "--compute",
    "--checkpoint-every",
    "--holdout", "--initial", "--log", "--precision", "--force", "--verbose",
    "--help-all", "--dropout", "--merge", "--patience", "--learning-rate", "--quiet",
  ]

  @OptionGroup(title: "Input") var input: InputArguments
  @OptionGroup(title: "Columns") var typing: TypingOptions
  @Option(
    help: ArgumentHelp("Records to choose the best epoch by.", valueName: "file"),
    completion: .file())
  var valid: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Hold this share of the records out in place of --valid (default: 0.1).", valueName: "f"))
  var holdout: Double?
  @OptionGroup(title: "Network") var network: NetworkOptions
  @OptionGroup(title: "Training") var training: TrainingArguments
  @OptionGroup(title: "Search") var auto: AutoOptions
  @Option(
    help: ArgumentHelp("Start from MODEL: its network, masks and weights.", valueName: "model"),
    completion: .file(extensions: ["made"]))
  var initial: String?
  @Option(
    help: ArgumentHelp("Write one CSV line an epoch to FILE.", valueName: "file"),
    completion: .file())
  var log: String?
  @Option(
    help: ArgumentHelp("Draw the learning curves into FILE, as SVG.", valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var curve: String?
  @OptionGroup(title: "Checkpoints") var checkpoints: CheckpointOptions
  @OptionGroup(title: "Many machines") var merging: MergeOptions
  @Option(help: ArgumentHelp("f32, bf16 or f16 weights in the file.", valueName: "p"))
  var precision = Precision.f32
  @Flag(help: "Read the data, tell what would be fitted, and stop.")
  var dryRun = false
  @Flag(name: .shortAndLong, help: "Write the model even to a terminal.")
  var force = false
  @OptionGroup var outputOption: OutputOption
  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if valid != nil && holdout != nil {
      throw ValidationError("--valid and --holdout exclude each other")
    }
    if let holdout, !(0..<1).contains(holdout) {
      throw ValidationError("--holdout must be at least 0 and below 1")
    }
    if holdout == 0 && auto.isOn {
      throw ValidationError("--auto compares by validation records: --holdout 0 leaves none")
    }
    if holdout == 0 && training.epochs == nil {
      throw ValidationError(
        "without validation records nothing tells when to stop: give --epochs")
    }
    if holdout == 0 && isFinishing {
      throw ValidationError(
        (training.sharpen ? "--sharpen" : "--choose-masks")
          + " goes by validation records: --holdout 0 leaves none")
    }
    if initial != nil, let option = network.given.first {
      throw ValidationError("--initial brings its network and masks; \(option) cannot change them")
    }
    if let option = typing.given {
      if initial != nil {
        throw ValidationError("--initial knows its columns: it takes no \(option)")
      }
      if input.hasThreshold {
        throw ValidationError("--threshold makes all columns binary: it takes no \(option)")
      }
    }
    if auto.isOn {
      if let option = (network.givenOfSearched + training.givenOfSearched).first {
        throw ValidationError("--auto chooses for itself what \(option) would")
      }
      if checkpoints.path != nil {
        throw ValidationError("--checkpoint is for one fit: a search cannot be resumed")
      }
      if initial != nil { throw ValidationError("--auto starts from nothing, not from --initial") }
      for (option, value) in [("--log", log), ("--curve", curve)] where value != nil {
        throw ValidationError("\(option) is for one fit: give it to the command that --auto prints")
      }
    }
    if let path = checkpoints.path, [outputOption.output, log, curve].contains(path) {
      throw ValidationError("--checkpoint cannot be the file of another output")
    }
    if merging.isOn, let option = givenBesideMerge.first {
      throw ValidationError("--merge averages models and reads no records: it takes no \(option)")
    }
    let readers = [
      ("data", input.readsStandardInput), ("validation data", valid == "-"),
      ("the initial model", initial == "-"), ("the ordering", network.ordering == "-"),
      ("the types", typing.types == "-"),
    ].filter(\.1).map(\.0)
    if readers.count > 1 {
      throw ValidationError("standard input cannot be both \(readers[0]) and \(readers[1])")
    }
    let writers = [
      ("model", outputOption.output ?? "-"), ("log", log), ("curve", curve),
    ].filter { $1.flatMap(EpochLog.standardStream) == 1 }.map(\.0)
    if writers.count > 1 {
      throw ValidationError(
        "standard output cannot be both \(writers[0]) and \(writers[1])"
          + (writers[0] == "model" ? ": name a file with -o" : ""))
    }
  }

  mutating func work() throws {
    let isNamed = outputOption.output ?? "-" != "-"
    if !isNamed && !dryRun && !force && isTerminal(1) {
      throw ToolFailure.usage(
        "a model is not for a terminal", hint: "redirect it, name a file with -o, or force it: -f")
    }
    if merging.isOn {
      let tell = { (text: String) in if common.verbose { Self.tell(text) } }
      let model = try merging.merge(input.files, tell: tell)
      let output = try Output(path: outputOption.output)
      try write(model, to: output)
      return
    }
    try input.refuseTerminal(usage: "made-fit [FILE]... > MODEL, or see 'made-fit --help'")
    let start = try initial.map { try loadModel(path: $0) }
    let data = try TrainingData(
      input: input, valid: valid, holdout: holdout ?? 0.1, seed: training.seed,
      schema: start?.schema, typing: typing.typing(), isTrained: !dryRun,
      threads: common.cpus, show: showColumns)
    if !common.quiet { for remark in data.remarks { Self.tell(remark) } }
    let schedule = try network.schedule(data.schema, seed: training.seed)
    let architecture = network.architecture(data.schema)
    let options = training.options(network: network, threads: common.cpus)
    let plan = FitPlan(
      data: data, architecture: start?.architecture ?? architecture,
      schedule: start?.schedule ?? schedule, options: options, isSearched: auto.isOn)
    try plan.checkSize()
    if common.verbose || dryRun { Message.write(plan.description) }
    if dryRun { return }
    try plan.checkMemory()
    // Opened before the hours of training, so that a bad path is known at once.
    let output = try Output(path: outputOption.output)
    let curve = try curve.map { try CurveFile(path: $0, plan: plan) }
    let checkpoint = try checkpoints.file()
    Interrupt.watch()
    if auto.isOn { showCounts(data) }
    var (model, failure): (MadeModel, TrainingError?) =
      auto.isOn
      ? (try auto.search(plan, isQuiet: common.quiet), nil)
      : try train(plan, initial: start, curve: curve, checkpoint: checkpoint, isNamed: isNamed)
    if isFinishing && Interrupt.signal == nil { model = finished(model, on: data.validation) }
    if let signal = Interrupt.signal, !isNamed {
      try curve?.finish()
      Interrupt.die(by: signal)
    }
    try write(model, to: output)
    // After the model, which a full disk must not cost for the sake of a picture.
    try curve?.finish()
    if let failure {
      throw ToolFailure.spoiled(failure, kept: outputOption.output ?? "standard output")
    }
    try checkpoint?.finish()
    if let signal = Interrupt.signal { Interrupt.die(by: signal) }
    // A search ends with the command that it found, so it has told of the columns before.
    if !auto.isOn { showCounts(data) }
  }

  /// Writes the model in the precision asked for, or in f32 where that cannot hold it.
  private func write(_ model: MadeModel, to output: Output) throws {
    var stored = precision
    if !model.fits(precision) {
      stored = .f32
      Self.tell("a weight is too large for \(precision.rawValue): written as f32")
    }
    try output.write(model.fileBytes(precision: stored, tool: Version.text("made-fit")))
    try output.finish()
  }

  /// Says how many columns of each kind there are, if there is something to say.
  private func showCounts(_ data: TrainingData) {
    if !common.quiet && !data.columns.isEmpty {
      Self.tell(data.columnCounts)
    }
  }

  /// With `--dry-run`, prints the table of types.
  private func showColumns(_ columns: [ColumnSummary]) throws {
    guard dryRun else { return }
    let output = try Output(path: nil)
    try output.write(TypesFile.text(columns))
    try output.finish()
  }

  /// One fit, as the options say: its best model, and why training could not go on.
  ///
  /// Without a name for the output a model of which that is to be said would only be taken for a
  /// finished one; the reason is thrown then.
  private func train(
    _ plan: FitPlan, initial: MadeModel?, curve: CurveFile?, checkpoint: CheckpointFile?,
    isNamed: Bool
  ) throws -> (MadeModel, TrainingError?) {
    let trainer = try Trainer(
      architecture: plan.architecture, schedule: plan.schedule, options: plan.options,
      training: plan.data.training, validation: plan.data.validation, initial: initial,
      schema: plan.data.schema)
    let progress = ProgressLine(isQuiet: common.quiet)
    let taken = try checkpoint?.begin(trainer, plan: plan, note: progress.note)
    // Opening it empties it, which a checkpoint that is refused should not do.
    let log = try log.map { try EpochLog(path: $0) }
    func record(_ state: TrainingProgress) {
      log?.record(state)
      curve?.record(state)
    }
    taken?.forEach(record)
    var failure: TrainingError?
    while trainer.state == .going {
      do throws(TrainingError) {
        try trainer.advance(
          observe: { state in
            progress.show(state)
            record(state)
          },
          shouldStop: { Interrupt.signal != nil })
        if trainer.state != .stopped { checkpoint?.epochEnded(trainer, note: progress.note) }
      } catch {
        failure = error
      }
    }
    progress.end()
    if let failure, !(isNamed && trainer.hasBest) {
      if !trainer.history.isEmpty { try curve?.finish() }
      throw failure
    }
    let model = try trainer.model(schema: plan.data.schema)
    try log?.finish()
    return (model, failure)
  }
}
