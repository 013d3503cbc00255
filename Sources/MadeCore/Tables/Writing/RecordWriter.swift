// Records out: delimited text, or IDX of unsigned bytes.

/// The format records are written in.
public enum OutputFormat: Equatable, Sendable {
  /// Text: lines such as `0,1,0`, cells separated by `delimiter`, with or without a header of the names.
  case text(delimiter: UInt8, header: Bool)
  /// IDX of unsigned bytes, for columns that fit them. The number of records is in its header, so it must be
  /// known.
  case idx(records: Int)

  /// Comma separated text.
  public static func csv(header: Bool) -> OutputFormat {
    .text(delimiter: UInt8(ascii: ","), header: header)
  }

  /// Tab separated text.
  public static func tsv(header: Bool) -> OutputFormat {
    .text(delimiter: UInt8(ascii: "\t"), header: header)
  }
}

/// Writes records of 0, 1, words and numbers.
///
/// Words are in quotes where they need them, numbers have the decimals of their column, and a missing
/// cell is empty.
///
/// What it writes, `RecordReader` reads back with the same schema. In IDX a 1 is the byte 1, or
/// 255 when the schema's threshold would read a 1 as 0.
public struct RecordWriter: Sendable {
  /// The columns written.
  public let schema: Schema
  /// The format written.
  public let format: OutputFormat
  /// The lines around the rows; nil where bytes are written.
  private let lines: LineText?
  /// The text of cells; nil where all are bits, or bytes are written.
  private let texts: RowText?
  /// The bytes of cells; nil where text is written.
  private let levels: LevelBytes?
  private var buffer: [UInt8] = []

  /// A writer of records with the given columns.
  ///
  /// A header is written only if all columns have names.
  public init(schema: Schema, format: OutputFormat) {
    self.init(schema: schema, format: format, constraints: nil)
  }

  /// The same of rows that are drawn.
  ///
  /// - Parameters:
  ///   - constraints: for each column the values that may be drawn, nil for all.
  ///   - hasLeftOut: whether text has the fields that were left out of the model, too.
  ///   - dialect: how text is spelled, with the delimiter of the format; nil for plain CSV or TSV.
  package init(
    schema: Schema, format: OutputFormat, constraints: [Constraint?]?, hasLeftOut: Bool = false,
    dialect: TableDialect? = nil
  ) {
    precondition(!schema.columns.isEmpty, "a schema without columns")
    self.schema = schema
    self.format = format
    switch format {
    case .text(let delimiter, let header):
      var dialect = dialect ?? TableDialect()
      dialect.delimiter = delimiter
      let text = RowText(
        schema: schema, dialect, constraints: constraints, hasLeftOut: hasLeftOut)
      lines = LineText(dialect, names: header ? text.names : nil, isWhole: text.isWhole)
      texts = schema.isBinary && !text.isFuller && dialect.quoting != .all ? nil : text
      levels = nil
    case .idx:
      lines = nil
      texts = nil
      levels = LevelBytes(
        schema, one: (schema.threshold ?? 0) < 1 ? 1 : 255, constraints: constraints)
    }
  }

  /// What ends the line of a row of text.
  package var lineEnd: [UInt8] { lines?.end ?? [] }

  /// Writes what comes before the first record: the header line, or the IDX header.
  ///
  /// - Throws: `OutputError`; `.tooManyRecords` when IDX cannot count them.
  public func writeHeader(to sink: some ByteSink) throws(OutputError) {
    try writeHeader(more: [], to: sink)
  }

  /// The same with the names of fields after those of the columns.
  package func writeHeader(more: [String], to sink: some ByteSink) throws(OutputError) {
    switch format {
    case .text: try sink.write(lines?.beginning(more: more) ?? [])
    case .idx(let records):
      let shape = schema.imageShape ?? [schema.columns.count]
      precondition(shape.reduce(1, *) == schema.columns.count && shape.count < 255)
      guard let count = UInt32(exactly: records) else {
        throw .tooManyRecords(name: sink.name, limit: Int(UInt32.max))
      }
      var bytes: [UInt8] = [0, 0, 0x08, UInt8(shape.count + 1)]
      for size in [count] + shape.map(UInt32.init(_:)) {
        for shift in [24, 16, 8, 0] as [UInt32] {
          bytes.append(UInt8(truncatingIfNeeded: size >> shift))
        }
      }
      try sink.write(bytes)
    }
  }

  /// Writes all rows.
  public mutating func write(_ rows: Rows, to sink: some ByteSink) throws(OutputError) {
    try write(rows, range: 0..<rows.count, to: sink)
  }

  /// Writes the rows of a range.
  public mutating func write(
    _ rows: Rows, range: Range<Int>, to sink: some ByteSink
  ) throws(OutputError) {
    precondition(rows.columns == schema.columns.count)
    precondition(range.lowerBound >= 0 && range.upperBound <= rows.count)
    buffer.removeAll(keepingCapacity: true)
    let end = lineEnd
    for row in range {
      append(rows, row: row, to: &buffer)
      buffer += end
      if buffer.count >= 32 << 10 {
        try sink.write(buffer)
        buffer.removeAll(keepingCapacity: true)
      }
    }
    try sink.write(buffer)
  }

  /// Appends the cells of a row, without a line end, so that more fields can follow.
  ///
  /// Of a number only the bin is known, and its middle value is written.
  public func append(_ rows: Rows, row: Int, to bytes: inout [UInt8]) {
    var random: RandomStream?
    append(rows, row: row, number: row, random: &random, to: &bytes)
  }

  /// The same with the values of numbers drawn from their bins, columns in the order of the schema.
  ///
  /// - Parameter number: the row's in the run that it belongs to, which fields that number the records go by.
  package func append(
    _ rows: Rows, row: Int, number: Int, random: inout RandomStream?, to bytes: inout [UInt8]
  ) {
    switch format {
    case .text(let delimiter, _):
      if let texts {
        return texts.append(rows, row: row, number: number, random: &random, to: &bytes)
      }
      PackedDigits.pack(
        rows.words(ofRow: row), columns: rows.columns, delimiter: delimiter, to: &bytes)
    case .idx: levels?.append(rows, row: row, random: &random, to: &bytes)
    }
  }

  /// The line of names, each quoted where the format needs it; so is a single empty name, without which the
  /// line would be empty.
  package static func headerLine(_ names: [String], delimiter: UInt8) -> String {
    if names == [""] { return "\"\"" }
    return names.map { quoted($0, delimiter: delimiter) }
      .joined(separator: String(Unicode.Scalar(delimiter)))
  }

  /// A field of text, in quotes if it would otherwise not be read back as it is.
  package static func quoted(_ field: String, delimiter: UInt8) -> String {
    String(decoding: MadeCore.quoted(Array(field.utf8), delimiter: delimiter), as: UTF8.self)
  }
}
