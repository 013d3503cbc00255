// What can be asked about records beside their likelihood: `--marginal`, `--where`, `--label`, `--explain`.

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
  @Flag(help: "Empty cells are unknown: the score of the others.")
  var marginal = false
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "The probability of 'age>=40', 'sex=Female|Male' (repeatable), given each row of FILE if there is one.",
      valueName: "condition"),
    completion: .modelColumns, transform: PathText.readable)
  var `where`: [String] = []
  @OptionGroup var particles: ParticlesOption
  @Option(
    help: ArgumentHelp(
      "The probability of each value of COLUMN given all other columns; joint ones of several (a,b).",
      valueName: "column"),
    completion: .modelColumns, transform: PathText.readable)
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
    if asksConditions && (marginal || label != nil || explain != nil) {
      throw ValidationError(
        "--where asks a question of its own: no --marginal, --label or --explain")
    }
    if quantiles != nil && label == nil { throw ValidationError("--quantiles goes with --label") }
    if particles.isGiven && !marginal && !asksConditions {
      throw ValidationError("--particles goes with --marginal or --where")
    }
    if let explain, explain < 1 { throw ValidationError("--explain must be at least 1") }
  }

  /// Whether the probability of conditions is asked for.
  var asksConditions: Bool { !`where`.isEmpty }

  /// The conditions, for these columns.
  func conditions(_ schema: Schema) throws -> Conditions {
    var result = Conditions(schema: schema)
    do throws(ConditionError) {
      for text in `where` { try result.add(text) }
    } catch {
      throw error.failure
    }
    return result
  }

  /// The probability of the conditions when nothing is known of a record.
  func probability(_ density: any RowDensity, common: CommonOptions) throws -> ProbabilityEstimate {
    try density.probability(
      of: conditions(density.schema), particles: particles.isGiven ? particles.count : nil,
      threads: common.cpus)
  }

  /// The places of the labels among the columns; empty without any.
  func labelColumns(_ schema: Schema) throws -> [Int] {
    guard let label else { return [] }
    // All of it may be one name with a comma in it.
    if !label.contains(",") || schema.place(ofColumn: label) != nil {
      return [try schema.column(label, of: "--label")]
    }
    let columns = try label.split(separator: ",", omittingEmptySubsequences: false).map {
      try schema.column($0, of: "--label")
    }
    if Set(columns).count < columns.count {
      throw ToolFailure.usage("--label names a column twice", hint: nil)
    }
    return columns
  }

  /// How records are read for a question: which cells may be empty or absent.
  func reading(_ options: InputOptions, labels: [Int]) -> InputOptions {
    var options = options
    if marginal || label != nil || asksConditions {
      options.allowsMissing = true
      options.allowsAbsentColumns = true
      options.columnsWithHoles = marginal || asksConditions ? nil : Set(labels)
    }
    return options
  }

  /// The question that is asked; nil if it is only the likelihood.
  func answers(
    _ density: any RowDensity, labels: [Int], delimiter: UInt8, common: CommonOptions
  ) throws -> Answers? {
    if !labels.isEmpty {
      return try answers(density, ofLabels: labels, delimiter: delimiter, common: common)
    }
    if asksConditions {
      let question = ConditionQuestion(
        try conditions(density.schema), sampler: try sampler(density))
      return Answers(question: question, names: ["probability", "standard_error"])
    }
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
  private func answers(
    _ density: any RowDensity, ofLabels columns: [Int], delimiter: UInt8, common: CommonOptions
  ) throws -> Answers {
    let schema = density.schema
    if let label = columns.first, columns.count == 1, schema.columns[label].holdsDensity {
      let shares = quantiles ?? .usual
      let question = QuantileQuestion(
        shares.numbers, column: label, sampler: try sampler(density), delimiter: delimiter)
      if let question {
        let name = schema.columns[label].name ?? "\(label + 1)"
        return Answers(question: question, names: shares.numbers.map { "\(name)_q\($0)" })
      }
    }
    if quantiles != nil {
      throw ToolFailure.usage(
        columns.count > 1
          ? "--quantiles are those of one --label"
          : "--quantiles: column \(columns[0] + 1) does not hold numbers with a density",
        hint: "without --quantiles, --label prints the probability of each value")
    }
    if let column = columns.first(where: { schema.columns[$0].kind.labels == nil }) {
      let what = schema.columns[column].holdsDensity ? "numbers with a density" : "numbers in bins"
      throw ToolFailure.usage(
        "--label: column \(column + 1) holds \(what), not labels",
        hint: columns.count > 1 && schema.columns[column].holdsDensity
          ? "asked for alone it has quantiles; --where takes a range of it"
          : "made-sample --given FILE --most-likely tells what is expected there")
    }
    let question = LabelQuestion(
      columns: columns, density, threads: common.cpus,
      sampler: marginal ? try sampler(density) : nil)
    guard let question else {
      let count = LabelQuestion.values(of: columns, schema).map { "\($0)" } ?? "too many"
      throw ToolFailure.usage(
        "--label: these columns have \(count) values together, and \(LabelQuestion.mostValues) are the limit",
        hint: "--where asks for the probability of some of them")
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
