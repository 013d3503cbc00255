// What was inferred about a table, and the table itself.

/// All records of a table, and what its columns look like.
package struct InferredTable {
  /// All columns of the table, also those that are left out; empty for a table of only 0 and 1.
  package let columns: [ColumnSummary]
  /// The number of records.
  package let records: Int
  /// Why it cannot be modelled as it is, nil if it can.
  package let refusal: InputError?

  private let schema: Schema
  private let threads: Int
  private enum Content {
    case bits(Rows)
    case columns([(profile: ColumnProfile, packer: CellPacker)])
  }
  private let content: Content

  /// Whether the kinds of the columns were inferred: there is more than 0 and 1, or rules ask for kinds.
  package var isTyped: Bool { !columns.isEmpty }

  /// A table of 0 and 1.
  init(schema: Schema, rows: Rows) {
    self.schema = schema
    threads = 1
    content = .bits(rows)
    columns = []
    records = rows.count
    refusal = nil
  }

  /// A typed table; it may turn out to be one of 0 and 1 after all, in other spellings.
  ///
  /// - Parameter imageShape: of the records, if they are those of IDX.
  init(
    _ inference: SchemaInference, missingTokens: [[UInt8]], imageShape: [Int]?,
    dialect: TableDialect, threads: Int
  ) {
    self.threads = threads
    let team = WorkerTeam(threads: threads)
    let profiles = inference.columns
    let isBinary = profiles.allSatisfy {
      $0.asked == .drop
        || ($0.asked == nil || $0.asked == .binary) && !$0.looks.forms.contains(.notBinary)
          && $0.missing == 0
    }
    let alone = team.map(profiles.count) {
      ColumnDecision(profiles[$0], number: $0 + 1, isAmongBinary: isBinary)
    }
    let limit = WordCodes.limit(alone, records: inference.records, inference.typing)
    var decisions = team.map(profiles.count) { alone[$0].grouped(profiles[$0], codes: limit) }
    if inference.typing.findsRules && imageShape == nil {
      decisions.findSums(profiles, records: inference.records, team)
    }
    decisions.leaveOut(beyond: inference.typing.maximumCodes)
    var columns = decisions.map(\.summary)
    let ignored = columns.indices.filter { decisions[$0].fitted == nil }
    let leftOut = Self.leftOut(columns, profiles, ignored: ignored)
    for field in leftOut {
      if case .code = field.content { columns[field.field].hasCodes = true }
    }
    self.columns = isBinary && columns.allSatisfy { $0.form == .binary } ? [] : columns
    records = inference.records
    let kept = columns.indices.filter { decisions[$0].fitted != nil }
    var schema = Schema(
      columns: kept.compactMap { column in
        decisions[column].fitted.map { Column(name: columns[column].name, kind: $0.kind) }
      })
    (schema.ignoredFields, schema.leftOut) = (ignored, leftOut)
    schema.missingTokens = missingTokens
    schema.dialect = dialect
    if kept.count == columns.count { schema.imageShape = imageShape }
    self.schema = schema
    content = .columns(
      kept.compactMap { column in
        decisions[column].fitted.map { (profiles[column], $0.packer) }
      })
    refusal = inference.refusal(columns, schema)
  }

  /// The fields that were left out because nothing can be learnt of them, with those that a rule leaves out where a
  /// record without names has to have all fields.
  private static func leftOut(
    _ columns: [ColumnSummary], _ profiles: [ColumnProfile], ignored: [Int]
  ) -> [LeftOutField] {
    let found = ignored.filter { columns[$0].remark != .asked }
    let isNamed = columns.allSatisfy { $0.name != nil }
    return (isNamed || found.isEmpty ? found : ignored).map { field in
      let (remark, profile) = (columns[field].remark, profiles[field])
      var content = LeftOutField.Content.text([])
      if remark == .numbered, let count = profile.recordCount { content = .count(count) }
      if remark.map(holdNames) == true, let code = profile.recordCode { content = .code(code) }
      return LeftOutField(field: field, name: columns[field].name, content: content)
    }
  }

  /// Whether a column was left out because its cells say which record it is, and do not count.
  private static func holdNames(_ remark: ColumnSummary.Remark) -> Bool {
    switch remark {
    case .allDifferent, .mostlyUnique, .tooManyValues: true
    default: false
    }
  }

  /// The schema of what is modelled, and the records in its layout.
  ///
  /// - Throws: the refusal.
  package func packed() throws(InputError) -> (schema: Schema, rows: Rows) {
    if let refusal { throw refusal }
    switch content {
    case .bits(let rows): return (schema, rows)
    case .columns(let columns):
      let layout = schema.layout
      let wordsPerRow = layout.wordsPerRow
      let bytes = records * wordsPerRow * MemoryLayout<UInt64>.stride
      guard Memory.has(bytes: bytes) else {
        throw .noMemory(source: nil, .records(records - 1, bytes: bytes))
      }
      let rows = Rows(layout: layout, count: records, WorkerTeam(threads: threads)) {
        rows, words in
        for (column, place) in zip(columns, layout.places) {
          column.packer.pack(
            column.profile, rows, at: place, into: words, wordsPerRow: wordsPerRow)
        }
      }
      return (schema, rows)
    }
  }
}

extension InferredTable {
  /// For each column of the schema what its codes leave out, nil where they say all.
  var beyondCodes: [FoundColumn?] {
    switch content {
    case .bits: schema.columns.map { _ in nil }
    case .columns(let found):
      zip(schema.columns, found).map { FoundColumn($0.kind, $1.profile) }
    }
  }
}

extension SchemaInference {
  /// Why the columns cannot be modelled, if they cannot.
  fileprivate func refusal(_ summaries: [ColumnSummary], _ schema: Schema) -> InputError? {
    if isDamagedBinary { return binaryProblem }
    // A column that no rule is about is left out where it cannot be modelled.
    let faults = summaries.filter { $0.remark == .asked }
      .compactMap { summary -> (ColumnSummary, ColumnFault)? in
        fault(of: summary, isFitted: !schema.ignoredFields.contains(summary.number - 1))
          .map { (summary, $0) }
      }
    if let (summary, fault) = faults.first {
      return .column(
        summary.number, name: summary.name, fault, others: faults.count - 1)
    }
    let learnt = summaries.contains { $0.form != .drop && $0.remark != .constant }
    if !learnt { return records == 0 ? nil : .noColumns }
    return schema.outputCount > typing.maximumCodes
      ? .tooManyCodes(limit: typing.maximumCodes) : nil
  }

  private func fault(of summary: ColumnSummary, isFitted: Bool) -> ColumnFault? {
    if summary.form == .date, !isFitted { return .noDates }
    if let cell = summary.oddNumber { return .noNumbers(cell) }
    if summary.form == .text { return .text }
    return ColumnKinds.kind(of: summary.form)?.fault(of: summary, limit: typing.maximumValues)
  }
}
