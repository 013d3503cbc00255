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
    let end = String(decoding: reader.layout?.lineEnd ?? [0x0A], as: UTF8.self)
    return switch form {
    case .plain: own + "\n"
    case .append: input + String(UnicodeScalar(delimiter)) + own + end
    case .pass: input + end
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
    parsing: .unconditional,
    help: ArgumentHelp(
      "Quantiles of a --label of numbers (0.05,0.5,0.95).", valueName: "p1,p2,..."))
  var quantiles: ShareList?
  @Option(
    help: ArgumentHelp(
      "The score and the K most surprising columns: name, value, what was expected, nats.",
      valueName: "k"))
  var explain: Int?

  mutating func validate() throws {
    if explain != nil && (marginal || label != nil) {
      throw ValidationError("--explain excludes --marginal and --label")
    }
    if quantiles != nil && label == nil { throw ValidationError("--quantiles goes with --label") }
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
    if let label { return try labels(density, label, delimiter: delimiter, common: common) }
    if marginal {
      let sampler = try sampler(density)
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

  /// What `--unit p-value` and `--alarm` ask.
  ///
  /// - Parameter rate: of `--alarm`; nil without.
  func pValues(
    _ density: any RowDensity, rate: Double?, delimiter: UInt8, common: CommonOptions
  ) throws -> Answers {
    if let explain {
      let question = try AlarmQuestion(
        rate: rate ?? 1, explaining: explain, density, delimiter: delimiter, threads: common.cpus)
      return Answers(question: question, names: question.fieldNames)
    }
    let question = try PValueQuestion(density, threads: common.cpus)
    return Answers(question: question, names: question.fieldNames)
  }

  private func sampler(_ density: any RowDensity) throws -> ConditionalSampler {
    try ConditionalSampler(density, seed: 1, particles: particles.count, fillsMissing: false)
  }

  /// What `--label` asks: probabilities of values, or quantiles of numbers that cannot be listed.
  private func labels(
    _ density: any RowDensity, _ label: Int, delimiter: UInt8, common: CommonOptions
  ) throws -> Answers {
    if density.schema.columns[label].holdsDensity {
      let shares = quantiles ?? .usual
      let question = QuantileQuestion(
        shares.numbers, column: label, sampler: try sampler(density), delimiter: delimiter)
      if let question {
        let name = density.schema.columns[label].name ?? "\(label + 1)"
        return Answers(question: question, names: shares.numbers.map { "\(name)_q\($0)" })
      }
    }
    if quantiles != nil {
      throw ToolFailure.usage(
        "--quantiles: column \(label + 1) does not hold numbers with a density",
        hint: "without --quantiles, --label prints the probability of each value")
    }
    let question = LabelQuestion(
      column: label, density, threads: common.cpus,
      sampler: marginal ? try sampler(density) : nil)
    guard let question else {
      throw ToolFailure.usage(
        "--label: column \(label + 1) holds numbers in bins, not labels",
        hint: "made-sample --given FILE --most-likely tells what is expected there")
    }
    let names = question.values.map { String(decoding: $0, as: UTF8.self) }
    if common.verbose { MadeScore.tell("labels \(names.joined(separator: ", "))") }
    return Answers(question: question, names: names)
  }
}

/// Shares of a distribution, as in `0.05,0.5,0.95`.
struct ShareList: ExpressibleByArgument {
  let numbers: [Double]

  static let usual = ShareList(numbers: [0.05, 0.5, 0.95])

  init(numbers: [Double]) { self.numbers = numbers }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    numbers = parts.compactMap { Double($0) }.filter { $0 > 0 && $0 < 1 }
    if numbers.count != parts.count { return nil }
  }
}
