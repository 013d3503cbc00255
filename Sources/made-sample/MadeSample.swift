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
        made-sample -m model.made -n 500 --seed 7 --offset 500 > second-half.csv
      """,
    version: Version.text("made-sample"))
  static let _errorPrefix = "made-sample: "

  enum Format: String, ExpressibleByArgument, CaseIterable { case csv, tsv, idx }

  @OptionGroup var mixture: MixtureOptions
  @Option(
    name: [.customShort("n", allowingJoined: true), .long], parsing: .unconditional,
    help: ArgumentHelp("Number of rows.", valueName: "n"))
  var count = 1
  @Option(help: ArgumentHelp("Seed (default: from the system; -v prints it).", valueName: "s"))
  var seed: UInt64?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Start at row K of the endless run (from 0).", valueName: "k"))
  var offset = 0
  @Option(help: ArgumentHelp("csv, tsv or idx.", valueName: "format"))
  var format = Format.csv
  @Flag(inversion: .prefixedNo, help: "Write a header, or none (default: if the model has names).")
  var header: Bool?
  @Flag(help: "Add the log-likelihood of each row in nats as a last column.")
  var withScore = false
  @Flag(
    help: "In place of each cell, the probability of 1, or of its word, that it was drawn with.")
  var probabilities = false
  @OptionGroup var outputOption: OutputOption
  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if count < 0 { throw ValidationError("--count must not be negative") }
    if offset < 0 || offset.addingReportingOverflow(count).overflow {
      throw ValidationError("--offset must be from 0 on")
    }
    if format == .idx && (withScore || probabilities || header == true) {
      throw ValidationError("--format idx holds bytes: no scores, probabilities or header")
    }
  }

  mutating func work() throws {
    let models = try mixture.loadAll()
    let model = models[0]
    if format == .idx && !model.schema.isBinary {
      throw ToolFailure.usage(
        "--format idx holds bytes, and the model's columns hold words", hint: nil)
    }
    let seed = seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
    if common.verbose { Message.write("made-sample: seed \(seed)\n") }
    let output = try Output(path: outputOption.output)
    let hasHeader = header ?? (model.schema.names != nil)
    if header == true && model.schema.names == nil {
      throw ToolFailure.data("the model's columns have no names for a header", hint: nil)
    }
    let delimiter = UInt8(ascii: format == .tsv ? "\t" : ",")
    let outputFormat: OutputFormat =
      format == .idx ? .idx(records: count) : .text(delimiter: delimiter, header: hasHeader)
    let writer = RecordWriter(schema: model.schema, format: outputFormat)
    if withScore && hasHeader {
      let names = (model.schema.names ?? []) + ["log_likelihood"]
      try output.write(RecordWriter.headerLine(names, delimiter: delimiter) + "\n")
    } else {
      try writer.writeHeader(to: output)
    }
    let format = SampleFormat(
      writer: writer, hasProbabilities: probabilities, hasScore: withScore)
    let pipeline = SamplingPipeline(
      mixtureOf: models, weights: mixture.weights, seed: seed, format: format,
      threads: common.cpus)
    try pipeline.write(offset..<offset + count, to: output)
    try output.finish()
  }
}
