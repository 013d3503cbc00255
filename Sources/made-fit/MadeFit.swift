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
  static let takesFiles = true

  @OptionGroup(title: "Input") var input: InputArguments
  @OptionGroup(title: "Columns") var typing: TypingOptions
  @Option(
    help: ArgumentHelp("Records to choose the best epoch by.", valueName: "file"),
    completion: .file())
  var valid: String?
  @Option(
    parsing: .unconditional,
    help: .seldom(
      "Hold this share of the records out in place of --valid (default: 0.1).", valueName: "f"))
  var holdout: Double?
  @OptionGroup(title: "Network") var network: NetworkOptions
  @OptionGroup(title: "Training") var training: TrainingArguments
  @OptionGroup(title: "Search") var auto: AutoOptions
  @Option(
    help: .seldom("Start from MODEL: its network, masks and weights.", valueName: "model"),
    completion: .file(extensions: ["made"]))
  var initial: String?
  @OptionGroup var reports: ReportOptions
  @OptionGroup(title: "Checkpoints") var checkpoints: CheckpointOptions
  @OptionGroup(title: "Many machines") var merging: MergeOptions
  @Flag(help: "Read the data, tell what would be fitted, and stop.")
  var dryRun = false
  @OptionGroup var modelOutput: ModelOutput
  @OptionGroup var common: CommonOptions

  mutating func validate() throws { try refuseConflicts() }

  mutating func work() throws {
    if !dryRun { try modelOutput.refuseTerminal() }
    try refuseOverwriting()
    if merging.isOn {
      let tell = { (text: String) in if common.verbose { Self.tell(text) } }
      let model = try merging.mean(of: input.files, tell: tell)
      let output = try Output(path: modelOutput.path)
      try modelOutput.write(Flow([], last: model), to: output)
      return
    }
    try input.refuseTerminal(usage: "made-fit [FILE]... > MODEL, or see 'made-fit --help'")
    let start = try initial.map { try loadModel(path: $0) }
    // What is counted from another column would not move in a flow.
    let findsRules = typing.rules ?? (network.searched.transforms == 0)
    let data = try TrainingData(
      input: input, valid: valid, holdout: holdout ?? FitOptions().holdout, seed: training.seed,
      schema: start?.schema, typing: typing.typing(findsRules: findsRules),
      findsRules: findsRules,
      leading: network.leadingColumns, isTrained: !dryRun,
      threads: common.cpus, show: showColumns)
    if !common.quiet { for remark in data.remarks { Self.tell(remark) } }
    let defaults = FitOptions(for: data.schema, records: data.records)
    var options = try network.options(data.schema, defaults: defaults)
    options.training = training.options(
      network: network, defaults: defaults.training, threads: common.cpus)
    options.sharpens = training.sharpen
    let plan = FitPlan(
      data: data, architecture: start?.architecture ?? options.architecture(data.schema),
      schedule: start?.schedule ?? options.schedule, options: options.training,
      flow: options.flow, plain: Candidate(defaults, direct: data.schema.isBinary),
      sharpens: options.sharpens(start?.schedule ?? options.schedule), isSearched: auto.isOn)
    try plan.architecture.checkSize(plan.schedule, flow: plan.flow)
    if !common.quiet, let remark = plan.narrowness { Self.tell(remark) }
    if common.verbose || dryRun { Message.write(plan.description) }
    if dryRun { return }
    try plan.architecture.checkMemory(
      plan.schedule, plan.options, records: data.training.count, flow: plan.flow)
    // Opened before the hours of training, so that a bad path is known at once.
    let output = try Output(path: modelOutput.path)
    let curve = try reports.curve.map { try CurveFile(path: $0, plan: plan) }
    let checkpoint = try checkpoints.file()
    if auto.isOn {
      showCounts(data)
      Interrupt.watch()
    }
    var (model, failure): (Flow, TrainingError?) =
      auto.isOn
      ? (try searched(plan), nil)
      : try train(plan, initial: start, curve: curve, checkpoint: checkpoint)
    if model.count == 0 && Interrupt.signal == nil {
      model = Flow([], last: finished(model.last, on: data.validation, options))
    }
    // A reader that never comes must not keep the process from being stopped.
    if output.isDirect { Interrupt.obey() }
    if let signal = Interrupt.signal, modelOutput.path == nil {
      try curve?.finish()
      Interrupt.die(by: signal)
    }
    try modelOutput.write(model, to: output)
    // After a first signal a second one ends the process anyway, and what waits for a reader gives up.
    if Interrupt.signal == nil { Interrupt.obey() }
    // After the model: if the disk is full, rather the picture is lost.
    try curve?.finish()
    if let failure {
      throw ToolFailure.spoiled(failure, kept: modelOutput.path ?? "standard output")
    }
    try checkpoint?.finish()
    if let signal = Interrupt.signal {
      tellSaved(model.last.summary)
      Interrupt.die(by: signal)
    }
    // With --auto it was printed before the search, whose last line is the command that it found.
    if !auto.isOn {
      showCounts(data)
      tellSaved(model.last.summary)
    }
  }

  /// Prints how many columns of each kind there are, unless all are plainly 0 and 1.
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
  /// The reason is thrown if the model goes to standard output, where it would be taken for a finished
  /// one.
  private func train(
    _ plan: FitPlan, initial: MadeModel?, curve: CurveFile?, checkpoint: CheckpointFile?
  ) throws -> (Flow, TrainingError?) {
    let trainer = try Trainer(
      architecture: plan.architecture, schedule: plan.schedule, options: plan.options,
      training: plan.data.training, validation: plan.data.validation, initial: initial,
      schema: plan.data.schema, flow: plan.flow)
    let progress = ProgressLine(isQuiet: common.quiet)
    let taken = try checkpoint?.begin(trainer, plan: plan, note: progress.note)
    // Not before the checkpoint is accepted, as opening the log empties it.
    let log = try reports.log.map { try EpochLog(path: $0) }
    Interrupt.watch()
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
    if let failure, !(modelOutput.path != nil && trainer.hasBest) {
      if !trainer.history.isEmpty { try curve?.finish() }
      throw failure
    }
    let model = try trainer.flow(schema: plan.data.schema)
    if !common.quiet, trainer.state == .finished, model.last.summary.keepsStart {
      Self.tell(
        initial != nil
          ? "no epoch was better than the initial model, which is the result"
          : "no epoch was better than columns that do not depend on each other, which is the result"
      )
    }
    do {
      try log?.finish()
    } catch {
      // A fit that is stopped still saves its model, also where its log can no longer be written.
      if Interrupt.signal == nil { throw error }
    }
    return (model, failure)
  }
}
