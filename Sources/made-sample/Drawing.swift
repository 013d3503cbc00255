// One run of made-sample, once its options are read and its models loaded.

import CommandLineSupport
import MadeCore

/// Draws rows, or completes them, and writes them out.
struct Drawing {
  let command: MadeSample
  let density: any RowDensity
  let seed: UInt64
  let conditions: Conditions

  private var schema: Schema { density.schema }
  private var isBinding: Bool { !conditions.isEmpty }

  /// Writes rows drawn from the model, or under conditions, as text or IDX.
  func writeRows() throws {
    let output = try Output(path: command.outputOption.output)
    let hasHeader = command.header ?? (schema.names != nil)
    let dialect = command.dialect(schema)
    if command.header == true && schema.names == nil {
      throw ToolFailure.data(
        "the model's columns have no names for a header",
        hint: "made-fit takes names from the first line of its data")
    }
    let outputFormat: OutputFormat =
      command.format == .idx
      ? .idx(records: command.rows) : .text(delimiter: dialect.delimiter, header: hasHeader)
    let writer = RecordWriter(
      schema: schema, format: outputFormat, constraints: conditions.constraints,
      // What is left out has no probability.
      hasLeftOut: !command.probabilities && command.leftOut != .drop, dialect: dialect)
    try writer.writeHeader(more: command.withScore ? ["log_likelihood"] : [], to: output)
    let format = SampleFormat(
      writer: writer, hasProbabilities: command.probabilities, hasScore: command.withScore)
    try write(format, to: output)
    try output.finish()
  }

  /// Writes the rows of a file with their holes filled, as text of the same form.
  func writeCompletions(of path: String) throws {
    let reader = command.questions.reader(
      of: path, schema: schema, header: command.header, isText: true)
    let output = try Output(path: command.outputOption.output)
    guard try reader.prepare() else { return try output.finish() }
    guard let layout = reader.layout else {
      throw ToolFailure.usage(
        "--given takes text with empty cells, this is IDX",
        hint: "write the records as CSV, a line each")
    }
    try output.write(reader.byteOrderMark)
    if reader.hasHeader {
      let names =
        layout.absent.map { schema.columns[$0].name ?? "" }
        + (command.withScore ? ["log_likelihood"] : [])
      let more = RecordWriter.headerLine(names, delimiter: layout.delimiter)
      let header = String(decoding: reader.headerText, as: UTF8.self)
      let separator = names.isEmpty ? "" : String(UnicodeScalar(layout.delimiter))
      let end = String(decoding: layout.lineEnd, as: UTF8.self)
      try output.write(header + separator + more + end)
    }
    let writer = RecordWriter(
      schema: schema, format: .text(delimiter: layout.delimiter, header: false),
      constraints: conditions.constraints)
    try complete(
      reader, as: SampleFormat(writer: writer, hasScore: command.withScore), isText: true,
      to: output, flush: { try output.flush() })
    try output.finish()
  }

  /// Writes rows as the tiles of a picture.
  func writePicture() throws {
    let output = try Output(path: command.outputOption.output)
    var format = SampleFormat(
      writer: RecordWriter(schema: schema, format: .csv(header: false)),
      hasProbabilities: command.probabilities)
    format.pixels = LevelBytes(schema, one: 255, constraints: conditions.constraints)
    let sheet: ContactSheet
    if let path = command.questions.given {
      let reader = command.questions.reader(
        of: path, schema: schema, header: command.header, isText: false)
      // Their number is known once they are read.
      let tiles = TileSink()
      try complete(reader, as: format, isText: false, to: tiles, flush: {})
      sheet = try command.sheet.sheet(of: tiles.pixels / schema.columns.count, schema: schema)
      try sheet.write(tiles.bytes)
    } else {
      sheet = try command.sheet.sheet(of: command.rows, schema: schema)
      try write(format, to: sheet)
    }
    try output.write(picture: sheet.picture)
    try output.finish()
  }

  /// Draws the number of rows asked for.
  private func write(_ format: SampleFormat, to sink: any ByteSink) throws {
    let status = StatusLine(total: command.rows, isQuiet: command.common.quiet)
    let observe = status.map { status in { status.show(rows: $0, done: $0) } }
    if isBinding {
      try asking(path: nil) {
        try command.questions.remark(onConditions: conditions, density, common: command.common)
        return try completions(as: format, copies: 1).write(
          command.rows, to: sink, observe: observe)
      }
      return
    }
    let pipeline = SamplingPipeline(
      density, seed: seed, format: format, threads: command.common.cpus)
    try pipeline.write(
      command.offset..<command.offset + command.rows, to: sink, observe: observe)
  }

  private func complete(
    _ reader: RecordReader, as format: SampleFormat, isText: Bool, to sink: any ByteSink,
    flush: @escaping () throws -> Void
  ) throws {
    let status = StatusLine(
      total: command.questions.given.flatMap { sizeOfFiles([$0]) }, isQuiet: command.common.quiet)
    if let status { reader.observe = { status.show(rows: $0, done: $1) } }
    try asking(path: command.questions.given) {
      try completions(as: format, copies: command.rows)
        .write(completionsOf: reader, isText: isText, to: sink, flush: flush)
    }
    if let remark = reader.unseenRemark, !command.common.quiet {
      MadeSample.tell(remark)
    }
  }

  private func completions(as format: SampleFormat, copies: Int) throws -> CompletionPipeline {
    let sampler = try ConditionalSampler(
      density, seed: seed,
      particles: command.questions.particles.count,
      fillsMissing: command.questions.given != nil)
    return CompletionPipeline(
      sampler: sampler, conditions: conditions,
      filling: command.questions.mostLikely ? .expected : .drawn, format: format, copies: copies,
      offset: command.offset, threads: command.common.cpus)
  }

  /// Completes rows, and reports how reliable they are.
  private func asking(path: String?, _ body: () throws -> CompletionTally) throws {
    do {
      command.questions.remark(on: try body(), common: command.common)
    } catch let error as QuestionError {
      throw error.failure(path: path, schema: schema)
    } catch let error as InputError {
      switch error {
      case .unseenValue, .idxLevel:
        // The hint is about an option of the other tools.
        throw ToolFailure.data(error.sentence, hint: nil)
      default: throw error
      }
    }
  }
}

/// Keeps the pixels of tiles, as many as fit a picture, and counts the others.
private final class TileSink: ByteSink {
  let name = "tiles"
  private(set) var bytes: [UInt8] = []
  private(set) var pixels = 0

  func write(_ more: UnsafeRawBufferPointer) {
    pixels += more.count
    if bytes.count < GreyPicture.mostPixels { bytes.append(contentsOf: more) }
  }
}
