// Finding out what a table is: the table of contents.

extension RecordReader {
  /// All records of a table of which nothing is known, and what its columns are.
  ///
  /// Everything is read once, in these steps:
  ///
  /// 1. What the bytes are: gzip or not (`GzipSource`), text or IDX (`InputKind`).
  /// 2. How text is laid out: what separates fields (`SeparatorChoice`), where the table begins (`RowLengths`), and
  ///    whether its first line is a header (`HeaderChoice`): `TextBeginning`.
  /// 3. The cells: bits up to the first cell that is anything else, from there on values by column
  ///    (`SchemaInference`, `ColumnProfile`).
  /// 4. The kinds: what each column looks like (`ColumnDecision`), and the kind fitted to its values
  ///    (`ColumnKinds.claiming`).
  /// 5. What cannot be modelled (`InferredTable.refusal`).
  /// 6. The rows, packed as the kinds say (`InferredTable.packed()`).
  /// 7. The rules between columns, which only training asks for (`Dependency.all(in:schema:)`).
  ///
  /// A table of 0 and 1 takes a bit a cell, and is what `readAll()` gives; so is any table if
  /// `InputOptions.threshold` makes numbers 0 and 1. A typed table takes a byte or
  /// two for each cell, and each different value of a column, up to `Typing.maximumValues`, once; a
  /// column with more values costs 16 bytes a record as long as no two of its cells are alike.
  ///
  /// - Parameter threads: that find fields, read cells, decide about columns and pack them.
  /// - Throws: `InputError`, if a record cannot be read. Whether the columns can be modelled is said
  ///   by the result.
  package func readTable(
    _ typing: Typing = Typing(), threads: Int = 1
  ) throws(InputError) -> InferredTable {
    precondition(!hasGivenSchema && !isPrepared, "the columns are known")
    precondition(badRows == .fail, "a table is read whole")
    self.threads = threads
    guard options.threshold == nil else {
      let rows = try readAll()
      return InferredTable(schema: schema, rows: rows)
    }
    let inference = SchemaInference(typing: typing, options: options)
    let rows = try readAll(into: inference)
    guard inference.isTyped else { return InferredTable(schema: schema, rows: rows) }
    return InferredTable(
      inference, missingTokens: options.missingTokens, imageShape: schema.imageShape,
      dialect: schema.dialect, threads: threads)
  }
}
