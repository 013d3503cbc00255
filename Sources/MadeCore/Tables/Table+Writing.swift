// Tables as text.

extension Table {
  /// Writes the table in the dialect of the training table, by default as CSV, under a header if the columns have
  /// names; the file appears whole or not at all.
  ///
  /// Missing cells and holes are empty, and so are the fields that were left out of the model, but for those that number
  /// the records, and codes, which are made up. `Table(contentsOf:schema:)` reads it back.
  ///
  /// - Throws: `OutputError`.
  public func write(to path: String) throws(OutputError) {
    let file = try AtomicFile(path: path)
    try write(to: file)
    try file.commit()
  }

  /// The same into a sink.
  ///
  /// - Throws: `OutputError`.
  public func write(to sink: some ByteSink) throws(OutputError) {
    let frame = LineFrame(schema, schema.dialect, hasLeftOut: true)
    let dialect = frame.cells
    let printers = schema.columns.map { $0.kind.printer(dialect) }
    let lines = LineText(schema.dialect, names: frame.names, isWhole: frame.isWhole)
    try sink.write(lines.beginning())
    var bytes: [UInt8] = []
    for row in 0..<count {
      for (column, printer) in printers.enumerated() {
        frame.append(before: column, record: first + row, to: &bytes)
        append(row, column, printer, dialect, to: &bytes)
      }
      frame.append(before: printers.count, record: first + row, to: &bytes)
      bytes += lines.end
      if bytes.count >= 32 << 10 {
        try sink.write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try sink.write(bytes)
  }
}
