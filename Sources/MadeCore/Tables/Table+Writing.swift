// Tables as CSV.

extension Table {
  /// Writes the table as CSV, under a header if the columns have names; the file appears whole or not at all.
  ///
  /// Missing cells and holes are empty, and so are the fields that were left out of the model, but for one that
  /// numbers the records. `Table(contentsOf:schema:)` reads it back.
  ///
  /// - Throws: `OutputError`.
  public func write(to path: String) throws(OutputError) {
    let file = try AtomicFile(path: path)
    try write(to: file)
    try file.commit()
  }

  /// Writes the table as CSV into a sink.
  ///
  /// - Throws: `OutputError`.
  public func write(to sink: some ByteSink) throws(OutputError) {
    let frame = LineFrame(schema, delimiter: UInt8(ascii: ","), hasLeftOut: true)
    let dialect = CellDialect(
      delimiter: UInt8(ascii: ","), isOnly: schema.columns.count == 1 && !frame.isFuller)
    let printers = schema.columns.map { $0.kind.printer(dialect) }
    if let names = frame.names {
      try sink.write(RecordWriter.headerLine(names, delimiter: dialect.delimiter) + "\n")
    }
    var bytes: [UInt8] = []
    for row in 0..<count {
      for (column, printer) in printers.enumerated() {
        frame.append(before: column, record: first + row, to: &bytes)
        append(row, column, printer, dialect, to: &bytes)
      }
      frame.append(before: printers.count, record: first + row, to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
      if bytes.count >= 32 << 10 {
        try sink.write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try sink.write(bytes)
  }
}
