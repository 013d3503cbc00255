// Records out: delimited text, or IDX of unsigned bytes.

/// The format records are written in.
public enum OutputFormat: Equatable, Sendable {
  /// Text: `0,1,0` lines, the cells apart by `delimiter`, under a header of the names or not.
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
  /// The words, if there are any.
  private let texts: ValueText?
  /// The bytes, if it is they that are written.
  private let levels: LevelBytes?
  private var buffer: [UInt8] = []

  /// A writer of records with the given columns.
  ///
  /// A header is written only if all columns have names.
  ///
  /// - Parameter within: for each column the values that may be drawn, see `ValueText`; nil for all.
  public init(schema: Schema, format: OutputFormat, within: [[ClosedRange<Int>]?]? = nil) {
    precondition(!schema.columns.isEmpty, "a schema without columns")
    self.schema = schema
    self.format = format
    switch format {
    case .text(let delimiter, _):
      texts =
        schema.isBinary ? nil : ValueText(schema: schema, delimiter: delimiter, within: within)
      levels = nil
    case .idx:
      texts = nil
      levels = LevelBytes(schema, one: (schema.threshold ?? 0) < 1 ? 1 : 255, within: within)
    }
  }

  /// Writes what comes before the first record: the header line, or the IDX header.
  ///
  /// - Throws: `OutputError`; `.tooManyRecords` when IDX cannot count them.
  public func writeHeader(to sink: some ByteSink) throws(OutputError) {
    switch format {
    case .text(let delimiter, let header):
      guard header, let names = schema.names else { return }
      try sink.write(Self.headerLine(names, delimiter: delimiter) + "\n")
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
    precondition(rows.columns == schema.slotCount)
    precondition(range.lowerBound >= 0 && range.upperBound <= rows.count)
    buffer.removeAll(keepingCapacity: true)
    for row in range {
      append(rows, row: row, to: &buffer)
      if case .text = format { buffer.append(UInt8(ascii: "\n")) }
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
    append(rows, row: row, random: &random, to: &bytes)
  }

  /// The same with the values of numbers drawn from their bins, columns in the order of the schema.
  package func append(
    _ rows: Rows, row: Int, random: inout RandomStream?, to bytes: inout [UInt8]
  ) {
    let cells = rows.words(ofRow: row)
    switch format {
    case .text(let delimiter, _):
      if let texts { return texts.append(cells, random: &random, to: &bytes) }
      Self.appendText(cells, columns: rows.columns, delimiter: delimiter, to: &bytes)
    case .idx: levels?.append(cells, random: &random, to: &bytes)
    }
  }

  /// The line of names, each quoted where the format needs it: a single one without a letter, too, or
  /// the line would be an empty one.
  public static func headerLine(_ names: [String], delimiter: UInt8) -> String {
    if names == [""] { return "\"\"" }
    return names.map { quoted($0, delimiter: delimiter) }
      .joined(separator: String(Unicode.Scalar(delimiter)))
  }

  /// A field of text, in quotes if it would otherwise not be read back as it is.
  public static func quoted(_ field: String, delimiter: UInt8) -> String {
    String(decoding: ValueText.quoted(Array(field.utf8), delimiter: delimiter), as: UTF8.self)
  }

  /// Appends `0,1,0`: four cells at a time, the reverse of what PackedDigits does.
  private static func appendText(
    _ cells: ArraySlice<UInt64>, columns: Int, delimiter: UInt8, to bytes: inout [UInt8]
  ) {
    let pair = UInt64(UInt8(ascii: "0")) | UInt64(delimiter) << 8
    let pattern = pair &* 0x0001_0001_0001_0001
    let start = bytes.count
    // Whole words of 64 cells are written, 128 bytes each, and what is too much is taken back.
    bytes.append(contentsOf: repeatElement(0, count: 128 * cells.count))
    bytes.withUnsafeMutableBytes { buffer in
      var position = start
      for word in cells {
        var rest = word
        for _ in 0..<16 {
          let four = rest & 15
          let spread = (four | four << 15 | four << 30 | four << 45) & 0x0001_0001_0001_0001
          buffer.storeBytes(
            of: (pattern | spread).littleEndian, toByteOffset: position, as: UInt64.self)
          rest >>= 4
          position += 8
        }
      }
    }
    // No delimiter follows the last cell.
    bytes.removeLast(bytes.count - start - (2 * columns - 1))
  }
}
