// What is known of the rows before they are drawn: `--given`, `--where` and what goes with them.

import ArgumentParser
import CommandLineSupport
import MadeCore

/// Conditions and partial rows.
struct QuestionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Complete the rows of FILE, whose empty cells are filled.", valueName: "file"),
    completion: .file())
  var given: String?
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Draw only rows like this: 'age>=40', 'sex=Female|Male' (repeatable).",
      valueName: "condition"),
    completion: .modelColumns, transform: PathText.readable)
  var `where`: [String] = []
  @OptionGroup var missing: MissingOption
  @Flag(
    help: .seldom(
      "Cells that hold a missing token are missing indeed: only empty cells are filled."))
  var keepMissing = false
  @Flag(help: "Fill with modes of words and means of numbers, not with draws.")
  var mostLikely = false
  @OptionGroup var particles: ParticlesOption

  mutating func validate() throws {
    if given == nil {
      if missing.isGiven { throw ValidationError("--missing goes with --given") }
      if keepMissing { throw ValidationError("--keep-missing goes with --given") }
      if mostLikely { throw ValidationError("--most-likely goes with --given") }
      if particles.isGiven && `where`.isEmpty {
        throw ValidationError("--particles goes with --given or --where")
      }
    }
  }

  /// Whether something is known of the rows.
  var isAsked: Bool { given != nil || !`where`.isEmpty }

  /// The conditions, for these columns.
  ///
  /// - Parameter areBytes: whether rows are written as bytes.
  func conditions(_ schema: Schema, areBytes: Bool) throws -> Conditions {
    var result = Conditions(schema: schema)
    do throws(ConditionError) {
      for text in `where` { try result.add(text) }
      if areBytes { try result.limitToBytes() }
    } catch {
      throw error.failure
    }
    return result
  }

  /// What reads the rows to complete.
  ///
  /// - Parameters:
  ///   - header: whether the first line is one; nil to find out.
  ///   - isText: whether rows are written as they were read.
  func reader(of path: String, schema: Schema, header: Bool?, isText: Bool) -> RecordReader {
    var options = InputOptions()
    options.header = header.map { $0 ? .present : .absent } ?? .automatic
    options.missingTokens = missing.tokens
    options.allowsMissing = true
    options.keepsMissingTokens = keepMissing
    options.allowsAbsentColumns = true
    return RecordReader(paths: [path], options: options, schema: schema, keepsText: isText)
  }

  /// Says how probable the conditions on rows that are drawn are, or only that training can hardly have met them.
  func remark(onConditions conditions: Conditions, _ density: any RowDensity, common: CommonOptions)
    throws(QuestionError)
  {
    if common.quiet { return }
    // Without --verbose a rough figure is enough.
    let found = try density.probability(
      of: conditions, particles: common.verbose ? nil : Self.roughDraws, threads: common.cpus)
    if common.verbose {
      let error = found.standardError
      MadeSample.tell(
        "the conditions have probability \(significant(found.probability, digits: 4)), "
          + (error == 0 ? "exactly" : "standard error \(significant(error, digits: 2))"))
    }
    let records = density.networks?.map(\.model.summary.records).max() ?? 0
    let expected = found.probability * Double(records)
    if records > 0 && expected < 1 {
      MadeSample.tell(
        "fewer than one of the \(records) training rows is expected to fulfil the conditions "
          + "(\(significant(expected, digits: 2))): training practically never met such rows")
    }
  }

  private static let roughDraws = 256

  /// Reports how reliable the rows are, if they are not exact draws.
  func remark(on tally: CompletionTally, common: CommonOptions) {
    if tally.poorRecords > 0 && !common.quiet {
      MadeSample.tell(
        "\(tally.poorRecords) of \(tally.records) rows were chosen among draws that are "
          + "worth fewer than \(Int(CompletionTally.poor)), the least "
          + "\(significant(tally.leastEffective, digits: 3)): more --particles than \(particles.count), or a "
          + "model fitted with --masks endless, make them more reliable")
    } else if common.verbose {
      MadeSample.tell(
        tally.weighted == 0
          ? "\(tally.records) rows, exact conditional draws"
          : "\(tally.weighted) of \(tally.records) rows chosen among weighted draws, "
            + "worth \(significant(tally.leastEffective, digits: 3)) at least")
    }
  }
}

extension QuestionError {
  /// What is wrong with a row, counted from 1.
  func failure(path: String?, schema: Schema) -> ToolFailure {
    let place = path.map { $0 == "-" ? "standard input" : $0 }
    switch self {
    case .impossible(let record):
      guard let place else {
        return .data(
          "no row was found that fulfils the conditions and keeps the rules",
          hint: "if there is one, more --particles may find it")
      }
      return .data(
        "\(place): row \(record + 1): no row was found that goes with what is known of it",
        hint: "if there is one, more --particles may find it")
    case .contradiction(let record, let column):
      return .data(
        (place.map { "\($0): " } ?? "")
          + "row \(record + 1): its \(schema.title(ofColumn: column)) contradicts --where",
        hint: nil)
    case .notOfNetworks: return .notOfNetworks
    case .count(let count): return .usage("\(count) is no number of rows or draws", hint: nil)
    }
  }
}
