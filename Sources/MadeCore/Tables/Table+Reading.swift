// Tables from files, and from other sources of bytes.

/// What a cell without a value means: an empty one, or one with a token for a missing value.
public enum EmptyCells: Sendable {
  /// The cell is missing, which is something that a model gives a probability to.
  case missing
  /// The cell is not known: summed over in likelihoods, and filled in completions.
  case holes
}

extension Table {
  /// Reads a table of which nothing is known, and infers the kinds of its columns, as `made-fit` does.
  ///
  /// - Parameters:
  ///   - path: a file, plain or gzip, CSV, TSV or IDX, with a header or without; `-` is standard input.
  ///   - typing: what columns are asked to be.
  ///   - threads: CPUs to use; nil for all.
  /// - Throws: `InputError`, if a record cannot be read or a column cannot be modelled.
  public init(
    contentsOf path: String, options: InputOptions = InputOptions(), typing: Typing = Typing(),
    threads: Int? = nil
  ) throws(InputError) {
    try self.init(
      finding: RecordReader(paths: [path], options: options), typing, threads: threads)
  }

  /// Reads a table whose columns are known.
  ///
  /// - Parameters:
  ///   - path: a file, plain or gzip, CSV, TSV or IDX, with a header or without; `-` is standard input. Columns
  ///     are found by name where it has a header, in any order; else they are those of the schema.
  ///   - schema: of a model.
  ///   - emptyCells: what a cell without a value means. With holes a header may lack columns; then all their
  ///     cells are holes.
  /// - Throws: `InputError`.
  public init(
    contentsOf path: String, schema: Schema, emptyCells: EmptyCells = .missing,
    options: InputOptions = InputOptions()
  ) throws(InputError) {
    let options = options.reading(emptyCells)
    try self.init(schema, options) {
      RecordReader(paths: [path], options: options, schema: schema, keepsText: $0)
    }
  }

  /// Reads all records of a reader that has no schema.
  init(finding reader: RecordReader, _ typing: Typing, threads: Int?) throws(InputError) {
    let table = try reader.readTable(typing, threads: threads ?? availableThreads())
    let (schema, rows) = try table.packed()
    self.init(
      schema: schema, rows: rows, found: table.columns,
      values: CellValues(found: table.beyondCodes))
  }

  /// Reads all records of a reader that has a schema.
  ///
  /// - Parameter open: makes the reader, with the text of records or without.
  init(
    _ schema: Schema, _ options: InputOptions, open: (_ keepsText: Bool) -> RecordReader
  ) throws(InputError) {
    let texts = CellTexts(schema, options)
    let reader = open(texts != nil)
    var rows = Rows(layout: schema.layout)
    var holes = options.allowsMissing ? Rows(columns: schema.columns.count) : nil
    var values = CellValues(columns: schema.columns.count)
    while let batch = try reader.next(limit: 4096) {
      texts?.read(batch, first: rows.count, into: &values)
      rows.append(contentsOf: batch.rows)
      if let more = batch.holes { holes?.append(contentsOf: more) }
    }
    self.init(schema: schema, rows: rows, holes: holes, values: values)
  }

  /// The same rows as cells of another schema: the table itself if its columns are the same ones.
  ///
  /// Columns are matched as those of a file are, so their order may differ.
  ///
  /// - Throws: `InputError`, if a column is absent or its column cannot hold a cell; lines are those of the table
  ///   written as CSV.
  public func reading(as schema: Schema) throws(InputError) -> Table {
    if schema.columns == self.schema.columns { return self }
    let sink = MemorySink(name: "table")
    // Memory takes any bytes.
    try? write(to: sink)
    let options = InputOptions(ofTableWithNames: self.schema.names != nil)
      .reading(holes == nil ? .missing : .holes)
    return try Table(schema, options) {
      RecordReader(
        sources: [MemorySource(sink.bytes, name: "table")], options: options, schema: schema,
        keepsText: $0)
    }
  }
}

extension InputOptions {
  /// Options to read what `Table` writes.
  init(ofTableWithNames hasNames: Bool) {
    self.init()
    format = .csv
    delimiter = UInt8(ascii: ",")
    header = hasNames ? .present : .absent
  }

  /// The same with a choice of what empty cells mean.
  func reading(_ emptyCells: EmptyCells) -> InputOptions {
    guard case .holes = emptyCells else { return self }
    var options = self
    options.allowsMissing = true
    options.allowsAbsentColumns = true
    return options
  }
}
