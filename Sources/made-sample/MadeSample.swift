// made-sample: rows that look like the data.

import ArgumentParser
import CommandLineSupport
import MadeCore

@main
struct MadeSample: Tool {
  static let configuration = CommandConfiguration(
    commandName: "made-sample",
    abstract: "Draw records from a model made by made-fit, or from a mixture of several.",
    usage: "made-sample -m MODEL [OPTION]...",
    discussion: """
      Row i depends on the models, the seed and i alone, so runs can be cut up.

        made-sample -m model.made -n 1000 --seed 7 > synthetic.csv
        made-sample -m model.made --given holes.csv > filled.csv
        made-sample -m model.made -n 100 --where 'age>=40' --where 'sex=Female'
      """,
    version: Version.text("made-sample"))

  enum Format: String, ExpressibleByArgument, CaseIterable { case csv, tsv, idx, png }
  enum LeftOut: String, ExpressibleByArgument, CaseIterable { case keep, drop }

  @OptionGroup var mixture: MixtureOptions
  @Option(
    name: [.customShort("n", allowingJoined: true), .long], parsing: .unconditional,
    help: ArgumentHelp(
      "Number of rows, or of completions of each of --given (default: 1, or as --grid has places).",
      valueName: "n"))
  var count: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seed (default: from the system; -v prints it).", valueName: "s"))
  var seed: UInt64?
  @Option(
    parsing: .unconditional,
    help: .seldom("Start at row K of the endless run (from 0).", valueName: "k"))
  var offset = 0
  @Option(
    help: ArgumentHelp(
      "csv, tsv, idx or png (default: text as the training table, or as --given).",
      valueName: "format"))
  var format: Format?
  @Option(
    name: [.customShort("d", allowingJoined: true), .long],
    help: ArgumentHelp("Fields are separated by CHAR.", valueName: "char"))
  var delimiter: String?
  @Option(
    help: .seldom("keep or drop: the columns that the model leaves out.", valueName: "what"))
  var leftOut = LeftOut.keep
  @Flag(
    inversion: .prefixedNo,
    help: "Write a header, or not (default: if the model has names); or: --given has one, or not."
  )
  var header: Bool?
  @Flag(help: "Add the log-likelihood of each row in nats as a last column.")
  var withScore = false
  @Flag(
    help: "In place of each cell, the probability of 1, or of its word, that it was drawn with.")
  var probabilities = false
  @OptionGroup(title: "Conditions") var questions: QuestionOptions
  @OptionGroup(title: "Pictures") var sheet: SheetOptions
  @OptionGroup var outputOption: OutputOption
  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if rows < 0 { throw ValidationError("--count must not be negative") }
    if offset < 0 { throw ValidationError("--offset must not be negative") }
    if offset.addingReportingOverflow(rows).overflow {
      throw ValidationError("--offset and --count together are too large")
    }
    if questions.isAsked && probabilities {
      throw ValidationError("--probabilities does not go with --given or --where")
    }
    if questions.mostLikely {
      let ofDraws = [("--count", count != nil), ("--seed", seed != nil), ("--offset", offset != 0)]
      if let (option, _) = ofDraws.first(where: \.1) {
        throw ValidationError("--most-likely draws nothing: \(option) has no meaning with it")
      }
    }
    if questions.given != nil {
      if format != nil && format != .png {
        throw ValidationError(
          "rows of --given keep their form: --format png is all they can change to")
      }
      if rows > 1 << 31 || offset > 1 << 53 {
        throw ValidationError("--count or --offset is too large for --given")
      }
      if rows == 0 { throw ValidationError("--given needs a --count of 1 or more") }
    }
    if let delimiter {
      guard delimiter.utf8.count == 1, let byte = delimiter.utf8.first,
        InputOptions.isDelimiter(byte)
      else { throw ValidationError("--delimiter must be one character, not a digit or a quote") }
      if format != nil {
        throw ValidationError("--delimiter and --format exclude each other")
      }
      if questions.given != nil {
        throw ValidationError("rows of --given keep their form: they take no --delimiter")
      }
    }
    if leftOut == .drop && (questions.given != nil || format == .idx || format == .png) {
      throw ValidationError("--left-out is about columns of rows that are drawn as text")
    }
    if format == .idx && (withScore || probabilities || header == true) {
      throw ValidationError("--format idx holds bytes: no scores, probabilities or header")
    }
    if format == .png {
      // With --given, --header says how its file is read.
      if withScore || header == true && questions.given == nil {
        throw ValidationError("--format png is a picture: no scores and no header")
      }
      if rows == 0 { throw ValidationError("--format png needs rows to draw: --count 1 or more") }
    } else if let option = sheet.givenOptions.first?.name {
      throw ValidationError("\(option) goes with --format png")
    }
  }

  /// How text is spelled: as the training table, unless an option says otherwise.
  func dialect(_ schema: Schema) -> TableDialect {
    switch format {
    case .csv, .idx, .png: return TableDialect()
    case .tsv: return TableDialect(delimiter: UInt8(ascii: "\t"))
    case nil:
      guard let byte = delimiter?.utf8.first, byte != schema.dialect.delimiter else {
        return schema.dialect
      }
      return schema.dialect.with(delimiter: byte)
    }
  }

  var rows: Int {
    count ?? (questions.given == nil ? sheet.grid?.area : nil) ?? 1
  }

  mutating func work() throws {
    if questions.given == "-" && isTerminal(0) {
      throw ToolFailure.usage(
        "no rows to complete: pipe them in, or name a file",
        hint: "made-sample -m MODEL --given FILE")
    }
    try outputOption.refuseOverwriting(
      mixture.modelOption.paths + (questions.given.map { [$0] } ?? []))
    let models = try mixture.loadAll(data: questions.given.map { [$0] })
    let model = models[0]
    let areBytes = format == .idx || format == .png
    if let format, areBytes, !model.schema.fitsBytes {
      throw ToolFailure.usage(
        "--format \(format.rawValue) holds bytes, and the model's columns hold words or other numbers",
        hint: "--format csv writes them")
    }
    if probabilities && model.schema.hasDensities {
      throw ToolFailure.usage(
        "--probabilities: the model has columns of numbers with a density, which are not drawn with one probability",
        hint: "--with-score tells how likely each row is as a whole")
    }
    // With --most-likely draws are only a means, whose random numbers follow from the row.
    let seed =
      seed ?? (questions.mostLikely ? 1 : UInt64.random(in: 0...UInt64(UInt32.max)))
    if common.verbose && !questions.mostLikely { Self.tell("seed \(seed)") }
    if format == .png { try outputOption.refuseTerminal() }
    let drawing = Drawing(
      command: self, density: try mixture.density(models), seed: seed,
      conditions: try questions.conditions(model.schema, areBytes: areBytes))
    if format == .png {
      try drawing.writePicture()
    } else if let path = questions.given {
      try drawing.writeCompletions(of: path)
    } else {
      try drawing.writeRows()
    }
  }
}
