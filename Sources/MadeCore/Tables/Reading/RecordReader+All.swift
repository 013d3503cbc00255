// Reading an input to its end.

extension RecordReader {
  /// All records; bad ones are left out unless they are errors, and empty cells, if allowed, are 0.
  ///
  /// Afterwards the schema's threshold is decided, too.
  ///
  /// - Throws: `InputError`. An input without records is not an error here.
  public func readAll() throws(InputError) -> Rows {
    looksAhead = !hasGivenSchema && options.threshold == nil && handedOn == 0
    guard try prepare() else { return Rows(layout: schema.layout) }
    if looksAhead { (decoder as? IDXRecords)?.lookAhead() }
    var batch = emptyBatch()
    try remember { () throws(InputError) in
      var undecided: [Range<Int>] = []
      while let current = decoder {
        let first = batch.count
        while try collect(into: &batch, limit: .max) {
          if readsCellsAside { try collectByColumns(into: &batch) }
        }
        if let idx = current as? IDXRecords, looksAhead {
          undecided.append(first..<first + idx.undecidedRecords)
          if case .above(let threshold) = idx.rule, schema.threshold == nil {
            // Their bytes were 0 and 1, which turns out to be far below the threshold.
            for rows in undecided { batch.rows.clear(rows: rows) }
            schema.threshold = threshold
          }
        }
        _ = try openNext()
      }
    }
    handedOn += batch.count
    return batch.rows
  }

  /// Reads all inputs to their end and hands the records to a collector.
  ///
  /// - Returns: The records that the collector has not taken, which are bits.
  func readAll(into collector: any RecordCollector) throws(InputError) -> Rows {
    self.collector = collector
    return try readAll()
  }

  /// Whether the fields of the rest of the input may be found before their cells are read.
  var readsCellsAside: Bool {
    guard let collector, !isFinding else { return false }
    return collector.mayReadCellsAside
  }

  /// Reads the rest of the current input in blocks, first fields and then cells, each on a thread if there are two.
  private func collectByColumns(into batch: inout RecordBatch) throws(InputError) {
    guard let collector else { return }
    isFinding = true
    defer { isFinding = false }
    var rest = batch
    var isAtEnd = false
    let pipeline = OrderedPipeline<FoundRecords, FoundRecords>(
      read: {
        if isAtEnd { return nil }
        collector.beginFinding()
        isAtEnd = try !self.collect(into: &rest, limit: .max)
        return collector.endFinding()
      },
      work: { found, _ in found }, write: { try collector.read($0) })
    do {
      try pipeline.run(threads: min(threads, 2))
    } catch let error as InputError {
      throw error
    } catch {}  // Neither of the two throws anything else.
  }
}
