// What was found out about a table, and the table itself.

/// All records of a table, and what its columns look like.
public struct InferredTable {
  /// The columns of the table, those that are left out too; none for a table of only 0 and 1.
  public let columns: [ColumnSummary]
  /// The number of records.
  public let records: Int
  /// Why it cannot be modelled as it is.
  public let refusal: InputError?

  private let schema: Schema
  private let threads: Int
  private enum Content {
    case bits(Rows)
    case codes([ColumnEncoder])
  }
  private let content: Content

  /// Whether the columns had to be found out: there is more than 0 and 1, or rules say so.
  public var isTyped: Bool { !columns.isEmpty }

  /// A table of 0 and 1.
  init(schema: Schema, rows: Rows) {
    self.schema = schema
    threads = 1
    content = .bits(rows)
    columns = []
    records = rows.count
    refusal = nil
  }

  /// A typed table; of 0 and 1 after all, if they were only spelled in other ways.
  ///
  /// - Parameter imageShape: of the records, if they are those of IDX.
  init(
    _ inference: SchemaInference, missingTokens: [[UInt8]], imageShape: [Int]?, threads: Int
  ) {
    self.threads = threads
    let team = WorkerTeam(threads: threads)
    let encoders = inference.columns
    let isBinary = encoders.allSatisfy {
      $0.asked == .drop
        || ($0.asked == nil || $0.asked == .binary) && !$0.forms.contains(.notBinary)
          && $0.missing == 0
    }
    let columns = team.map(encoders.count) {
      encoders[$0].summary(number: $0 + 1, isAmongBinary: isBinary)
    }
    self.columns = isBinary && columns.allSatisfy { $0.form == .binary } ? [] : columns
    records = inference.records
    let kept = columns.indices.filter { columns[$0].form != .drop }
    var schema = Schema(
      columns: team.map(kept.count) { number in
        let column = kept[number]
        return Column(name: columns[column].name, kind: encoders[column].kind(columns[column]))
      })
    schema.ignoredFields = columns.indices.filter { columns[$0].form == .drop }
    schema.missingTokens = missingTokens
    if kept.count == columns.count { schema.imageShape = imageShape }
    self.schema = schema
    content = .codes(kept.map { encoders[$0] })
    refusal = inference.refusal(columns, schema)
  }

  /// The schema of what is modelled, and the records in its slots.
  ///
  /// - Throws: the refusal.
  public func packed() throws(InputError) -> (schema: Schema, rows: Rows) {
    if let refusal { throw refusal }
    switch content {
    case .bits(let rows): return (schema, rows)
    case .codes(let encoders):
      let wordsPerRow = Rows.words(forColumns: schema.slotCount)
      let bytes = records * wordsPerRow * MemoryLayout<UInt64>.stride
      guard Memory.has(bytes: bytes) else {
        throw .noMemory(source: nil, .records(records - 1, bytes: bytes))
      }
      var slot = 0
      var packers: [ColumnPacker] = []
      for (column, encoder) in zip(schema.columns, encoders) {
        packers.append(ColumnPacker(encoder, column.kind, first: slot))
        slot += column.slots
      }
      let columns = packers
      let rows = Rows(
        columns: schema.slotCount, count: records, WorkerTeam(threads: threads)
      ) { rows, words in
        for column in columns { column.pack(rows, into: words, wordsPerRow: wordsPerRow) }
      }
      return (schema, rows)
    }
  }
}

extension SchemaInference {
  /// Why the columns cannot be modelled, if they cannot.
  fileprivate func refusal(_ summaries: [ColumnSummary], _ schema: Schema) -> InputError? {
    if isDamagedBinary { return binaryProblem }
    let faults = summaries.compactMap { summary in
      fault(of: summary).map { (summary, $0) }
    }
    if let (summary, fault) = faults.first {
      return .column(
        summary.number, name: summary.name, fault, others: faults.count - 1)
    }
    if schema.columns.isEmpty { return records == 0 ? nil : binaryProblem ?? .noColumns }
    return schema.slotCount > typing.maximumSlots ? .tooManySlots(limit: typing.maximumSlots) : nil
  }

  private func fault(of summary: ColumnSummary) -> ColumnFault? {
    switch summary.form {
    // A 0 and a 1 can be spelled in many ways, and those beyond the limit were not kept.
    case .binary: summary.values == nil ? .tooManyValues(limit: typing.maximumValues) : nil
    case .drop: nil
    case .categorical:
      switch summary.values {
      case nil: .tooManyValues(limit: typing.maximumValues)
      case 0: .noValues
      default: nil
      }
    case .integer, .real:
      summary.suspect.map { .wordAmongNumbers(printable($0)) }
        ?? (summary.values == 0 ? .noValues : nil)
    case .date: .dates
    case .text: .text
    }
  }
}
