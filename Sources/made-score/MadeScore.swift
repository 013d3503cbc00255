// made-score: records in, one log-likelihood a record out.

import ArgumentParser
import CommandLineSupport
import MadeCore

@main
struct MadeScore: Tool {
  static let configuration = CommandConfiguration(
    commandName: "made-score",
    abstract: "Print the log-likelihood of each record under a model made by made-fit.",
    usage: "made-score -m MODEL [OPTION]... [FILE]...",
    discussion: """
      Scores are in nats, natural logarithm: larger is likelier.

        made-score -m model.made < today.csv > scores.txt
        made-score -m model.made --summary test.csv.gz
        tail -f log.csv | made-score -m model.made --alarm 0.001
      """,
    version: Version.text("made-score"))
  static let takesFiles = true

  enum Unit: String, ExpressibleByArgument, CaseIterable {
    case nats, bits
    /// Nats per unit of each column of numbers that has a density.
    case density
    case bitsPerDim = "bits-per-dim"
    /// How often the model itself makes a record that is as strange.
    case pValue = "p-value"

    /// What scores in nats are multiplied by.
    func factor(columns: Int) -> Double {
      let bitsPerNat = 1.4426950408889634  // 1 / log 2
      return switch self {
      case .nats, .density, .pValue: 1
      case .bits: bitsPerNat
      case .bitsPerDim: bitsPerNat / Double(columns)
      }
    }
  }
  enum BadRows: String, ExpressibleByArgument, CaseIterable { case fail, nan, skip }

  @OptionGroup var mixture: MixtureOptions
  @OptionGroup(title: "Input") var input: InputArguments
  @Option(help: ArgumentHelp("fail, nan (score it nan) or skip.", valueName: "what"))
  var badRows = BadRows.fail

  @Option(help: ArgumentHelp("nats, bits, bits-per-dim, density or p-value.", valueName: "unit"))
  var unit = Unit.nats
  @Option(
    help: .seldom("Average over the first N masks (default: all stored).", valueName: "n"))
  var masks: Int?
  @Flag(help: "The log-likelihood of each column, given those before.")
  var perColumn = false
  @OptionGroup(title: "Questions") var questions: QuestionArguments
  @OptionGroup var files: FileArguments
  @Flag(help: "Only rows, mean and standard error, as CSV.")
  var summary = false
  @Flag(
    help: .seldom("Only weights for --mixture-weights, under which the records are likeliest."))
  var fitWeights = false
  @Flag(help: .seldom("Draw the scores' distribution on standard error."))
  var histogram = false
  @Flag(name: .shortAndLong, help: "Input fields, then the score.")
  var append = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Pass only records that score below X, unchanged.", valueName: "x"))
  var below: Float?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Pass only records that score above X, unchanged.", valueName: "x"))
  var above: Float?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Pass only records whose p-value is at most RATE.", valueName: "rate"))
  var alarm: Double?
  @Flag(help: "Hand on every score at once.")
  var lineBuffered = false
  @OptionGroup var outputOption: OutputOption
  @OptionGroup var common: CommonOptions

  /// Whether records are passed on in place of scores.
  var passes: Bool { below != nil || above != nil }

  /// Whether scores are p-values.
  var asksPValues: Bool { alarm != nil || unit == .pValue }

  private var form: ScoreFormat.Form {
    if alarm != nil && !append && questions.explain == nil {
      return .pass(above: -.infinity, below: .infinity)
    }
    if passes { return .pass(above: above ?? -.infinity, below: below ?? .infinity) }
    return append ? .append : .plain
  }

  mutating func work() throws {
    let readsNothing = questions.asksConditions && input.files.isEmpty
    if !readsNothing {
      try input.refuseTerminal(usage: "made-score -m MODEL [FILE]..., or see 'made-score --help'")
    }
    try outputOption.refuseOverwriting(
      mixture.modelOption.paths + (readsNothing ? [] : input.paths)
        + (files.nearest.map { [$0] } ?? []))
    let models = try mixture.loadAll(data: readsNothing ? nil : input.files).map {
      try choosingMasks($0)
    }
    let model = models[0]
    if perColumn && models.count > 1 {
      throw ToolFailure.usage(
        "--per-column needs a single ordering, and so a single model",
        hint: "ask each model by itself")
    }
    if perColumn && model.last.masks.count > 1 {
      throw ToolFailure.usage(
        "--per-column needs a single ordering, the model averages over \(model.last.masks.count) masks",
        hint: "choose one with --masks 1")
    }
    if common.verbose {
      for model in models {
        Self.tell(
          "\(model.schema.columns.count) columns, \(model.last.masks.count) masks, "
            + "\(model.parameterCount) parameters")
      }
    }
    if readsNothing { return try writeProbability(try mixture.density(models)) }
    if files.compare { return try writeComparison(try mixture.density(models)) }
    let labels = try questions.labelColumns(model.schema)
    let reader = RecordReader(
      paths: input.files, options: questions.reading(input.options, labels: labels),
      schema: model.schema, keepsText: append || passes || alarm != nil || questions.explain != nil,
      badRows: badRows == .fail ? .fail : badRows == .nan ? .markBad : .skip)
    if let status = StatusLine(total: sizeOfFiles(input.files), isQuiet: common.quiet) {
      reader.observe = { status.show(rows: $0, done: $1) }
    }
    if common.verbose, try reader.prepare(), let remark = reader.passedOverRemark {
      Self.tell(remark)
    }
    let output = try Output(path: outputOption.output)
    let tally = histogram ? ScoreTally() : nil
    if fitWeights {
      let fitting = WeightFitting(
        models: models, factor: unit.factor(columns: model.schema.columns.count), common: common)
      let fit = try fitting.fit(reader)
      try output.write(fitting.line(fit))
      for remark in fitting.remarks(fit, models: mixture.modelOption.paths) { Self.tell(remark) }
    } else {
      // Delimiter and names are those of the input.
      _ = try reader.prepare()
      let answers = try answers(try mixture.density(models), labels: labels, reader: reader)
      if summary {
        try writeSummary(of: reader, asking: answers, to: output, tally: tally)
      } else {
        try writeScores(of: reader, asking: answers, to: output, tally: tally)
      }
    }
    try output.finish()
    if let tally { Message.write(HistogramReport(tally: tally, unit: unit).text) }
    if common.verbose { for remark in reader.remarks { Self.tell(remark.sentence) } }
    if let remark = reader.unseenRemark, !common.quiet {
      Self.tell(remark)
    }
    if badRows == .skip && reader.badRecords > 0 && !common.quiet {
      Self.tell("\(reader.badRecords) of \(reader.recordsRead) rows skipped")
    }
  }

  /// Writes the probability of the conditions, and its standard error: one line.
  private func writeProbability(_ density: any RowDensity) throws {
    let found: ProbabilityEstimate
    do {
      found = try questions.probability(density, common: common)
    } catch QuestionError.notOfNetworks {
      throw ToolFailure.notOfNetworks
    }
    let output = try Output(path: outputOption.output)
    let numbers = [found.probability, found.standardError]
    // A Float, as all that is printed, unless the number is too small for one.
    let texts = numbers.map { abs($0) < 1e-37 ? $0.description : Float($0).description }
    try output.write(texts.joined(separator: ",") + "\n")
    try output.finish()
  }

  /// What is asked, and what the answer's fields are called.
  private func answers(
    _ density: any RowDensity, labels: [Int], reader: RecordReader
  ) throws -> Answers {
    do {
      if perColumn {
        return Answers(
          question: try ConditionalsQuestion(density, threads: common.cpus),
          names: density.schema.names ?? reader.schema.names ?? [])
      }
      if let path = files.nearest {
        return try nearest(in: path, density.schema)
      }
      if asksPValues {
        return try questions.pValues(
          density, rate: alarm, delimiter: reader.delimiter, common: common)
      }
      if unit == .density {
        return Answers(
          question: DensityQuestion(density, threads: common.cpus), names: ["log_density"])
      }
      return try questions.answers(
        density, labels: labels, delimiter: reader.delimiter, common: common)
        ?? Answers(
          question: LikelihoodQuestion(density, threads: common.cpus), names: ["log_likelihood"])
    } catch QuestionError.notOfNetworks {
      throw ToolFailure.notOfNetworks
    }
  }

  private func writeScores(
    of reader: RecordReader, asking answers: Answers, to output: Output, tally: ScoreTally?
  ) throws {
    guard try reader.prepare() else { return }
    if (append || passes || alarm != nil) && reader.format == .idx {
      throw ToolFailure.usage(
        "--append, --below, --above and --alarm need text input, this is IDX",
        hint: "write the records as CSV, or paste the scores to them")
    }
    let columns = reader.schema.columns.count
    var format = ScoreFormat(
      form: form, factor: unit.factor(columns: columns), delimiter: reader.delimiter)
    format.most = alarm
    // Where records are passed on, the file stays what it is.
    if form != .plain { try output.write(reader.byteOrderMark) }
    if reader.hasHeader { try output.write(answers.header(form, reader: reader)) }
    try ScoringPipeline(asking: answers.question, threads: common.cpus).write(
      scoresOf: reader, as: format, to: output,
      isLineBuffered: lineBuffered, flush: output.flush, tally: tally)
  }

  private func writeSummary(
    of reader: RecordReader, asking answers: Answers, to output: Output, tally: ScoreTally?
  ) throws {
    let factor = unit.factor(columns: reader.schema.columns.count)
    let moments = try ScoringPipeline(asking: answers.question, threads: common.cpus)
      .moments(ofScoresOf: reader, factor: factor, tally: tally)
    try output.write("rows,mean,standard_error\n")
    // Without rows there is no mean (0 would be that of a perfect model), and one row has no standard error.
    let mean = moments.count > 0 ? unsigned(moments.mean) : .nan
    let error = moments.count > 1 ? unsigned(moments.standardError) : .nan
    try output.write("\(moments.count),\(mean),\(error)\n")
  }

  /// The same number, `nan` whatever its sign.
  private func unsigned(_ value: Double) -> Double { value.isNaN ? .nan : value }

  /// The model with the number of masks that `--masks` asks for.
  private func choosingMasks(_ flow: Flow) throws -> Flow {
    guard let masks else { return flow }
    let model = flow.last
    guard let chosen = flow.withMasks(masks) else {
      throw ToolFailure.data(
        "the model has \(model.masks.count == 1 ? "1 mask" : "\(model.masks.count) masks"), "
          + "not \(masks)",
        hint: "more can only be drawn for a model fitted with --masks endless")
    }
    return chosen
  }
}
