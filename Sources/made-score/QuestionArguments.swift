// What can be asked about records beside their likelihood: `--marginal`, `--label`, `--explain`.

import ArgumentParser
import CommandLineSupport
import MadeCore

/// A question, and the names of its answer's fields.
struct Answers {
  let question: any RecordQuestion
  let names: [String]

  /// The header line that fits the input's.
  func header(_ form: ScoreFormat.Form, reader: RecordReader) -> String {
    let delimiter = reader.delimiter
    let own = RecordWriter.headerLine(names, delimiter: delimiter)
    let input = String(decoding: reader.headerText, as: UTF8.self)
    return switch form {
    case .plain: own + "\n"
    case .append: input + String(UnicodeScalar(delimiter)) + own + "\n"
    case .pass: input + "\n"
    }
  }
}

/// Options that ask something else of each record.
struct QuestionArguments: ParsableArguments {
  @Flag(help: "Empty cells are unknown: the log-likelihood of the others, and its standard error.")
  var marginal = false
  @OptionGroup var particles: ParticlesOption
  @Option(
    help: ArgumentHelp(
      "The probability of each value of COLUMN given all other columns.", valueName: "column"),
    completion: .modelColumns)
  var label: String?
  @Option(
    help: ArgumentHelp(
      "The score and the K most surprising columns: name, value, what was expected, nats.",
      valueName: "k"))
  var explain: Int?

  mutating func validate() throws {
    if explain != nil && (marginal || label != nil) {
      throw ValidationError("--explain excludes --marginal and --label")
    }
    if particles.isGiven && !marginal {
      throw ValidationError("--particles goes with --marginal")
    }
    if let explain, explain < 1 { throw ValidationError("--explain must be at least 1") }
  }

  /// The place of the label among the columns.
  func labelColumn(_ schema: Schema) throws -> Int? {
    try label.map { try schema.column($0, of: "--label") }
  }

  /// How records are read for a question: which cells may be empty or absent.
  func reading(_ options: InputOptions, label: Int?) -> InputOptions {
    var options = options
    if marginal || label != nil {
      options.allowsMissing = true
      options.allowsAbsentColumns = true
      options.columnsWithHoles = marginal ? nil : label.map { [$0] }
    }
    return options
  }

  /// The question that is asked; nil if it is only the likelihood.
  func answers(
    _ density: any RowDensity, label: Int?, delimiter: UInt8, common: CommonOptions
  ) throws -> Answers? {
    let sampler =
      marginal
      ? try ConditionalSampler(
        density, seed: 1, particles: particles.count,
        fillsMissing: false) : nil
    if let label {
      guard
        let question = LabelQuestion(
          column: label, density, threads: common.cpus, sampler: sampler)
      else {
        let holdsDensity = density.schema.columns[label].kind.conditional.ofValues != nil
        throw ToolFailure.usage(
          "--label: column \(label + 1) holds numbers \(holdsDensity ? "with a density" : "in bins"), not labels",
          hint: "made-sample --given FILE --most-likely tells what is expected there")
      }
      let names = question.values.map { String(decoding: $0, as: UTF8.self) }
      if common.verbose { MadeScore.tell("labels \(names.joined(separator: ", "))") }
      return Answers(question: question, names: names)
    }
    if let sampler {
      return Answers(
        question: MarginalQuestion(sampler: sampler), names: ["log_likelihood", "standard_error"])
    }
    if let explain {
      let question = try ExplanationQuestion(
        count: explain, density, delimiter: delimiter, threads: common.cpus)
      return Answers(question: question, names: ["log_likelihood"] + question.fieldNames)
    }
    return nil
  }
}
