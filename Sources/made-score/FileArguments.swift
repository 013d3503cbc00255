// What is asked about whole files: `--compare` and `--nearest`.

import ArgumentParser
import CommandLineSupport
import MadeCore

/// Options that hold records against other records.
struct FileArguments: ParsableArguments {
  @Flag(help: "How two FILEs differ: mean scores, then each column.")
  var compare = false
  @Option(
    help: ArgumentHelp(
      "The distance to the nearest record of FILE, and which.", valueName: "file"),
    completion: .file())
  var nearest: String?
}

extension MadeScore {
  /// Writes how two files differ: a line for each measure.
  func writeComparison(_ density: any RowDensity) throws {
    let tallies = try input.files.map { path in
      let reader = try reader(of: path, density.schema)
      do {
        return try FileTally(reader, under: density, threads: common.cpus)
      } catch QuestionError.notOfNetworks {
        throw ToolFailure.notOfNetworks
      }
    }
    let output = try Output(path: outputOption.output)
    try output.write("measure,column,first,second,difference,p_value\n")
    for difference in tallies[0].differences(from: tallies[1]) {
      let numbers = [difference.first, difference.second, difference.difference, difference.pValue]
      let words = words(of: difference.measure, density.schema)
      // A NaN has no sign that means anything.
      let texts = numbers.map { $0.isNaN ? "nan" : Float($0).description }
      try output.write((words + texts).joined(separator: ",") + "\n")
    }
    try output.finish()
  }

  /// The measure and the column that it is about.
  private func words(of measure: FileDifference.Measure, _ schema: Schema) -> [String] {
    switch measure {
    case .logLikelihood: ["log_likelihood", ""]
    case .record: ["distance", ""]
    case .column(let column):
      [
        "distance",
        RecordWriter.quoted(schema.columns[column].name ?? "\(column + 1)", delimiter: 0x2C),
      ]
    }
  }

  /// What `--nearest` asks.
  func nearest(in path: String, _ schema: Schema) throws -> Answers {
    if path == "-" && input.readsStandardInput {
      throw ToolFailure.usage("both --nearest and the records are standard input", hint: nil)
    }
    let reader = try reader(of: path, schema)
    guard let question = NearestQuestion(try reader.readAll(), schema: schema) else {
      throw ToolFailure.data("\(path) has no records to be near to", hint: nil)
    }
    return Answers(question: question, names: question.fieldNames)
  }

  private func reader(of path: String, _ schema: Schema) throws -> RecordReader {
    RecordReader(
      paths: [path], options: input.options, schema: schema,
      badRows: badRows == .fail ? .fail : .skip)
  }
}
