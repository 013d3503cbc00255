// The cells of a table whose columns are known, not all of them bits.

/// Reads the cells of a schema, each as its kind says.
final class KindCells: RecordCells {
  private let decoders: [any CellDecoder]
  private let layout: RowLayout
  private let takesBytes: Bool
  private let ignoredFields: [Int]
  private let missingTokens: MissingTokens
  private let recent: RecentCells
  private var source = ""
  private var names: [String]?
  private var map = ColumnMap(fieldCount: 0)
  /// Per column, how many cells took the code of other values.
  private(set) var unseen: [Int]

  init(schema: Schema, options: InputOptions) {
    let missingTokens = MissingTokens(options.missingTokens + schema.missingTokens)
    decoders = schema.columns.enumerated().map { column, description in
      description.kind.decoder(
        CellPolicy(
          threshold: options.threshold, unseen: options.unseen, holes: options.holes(in: column),
          missingTokens: missingTokens))
    }
    layout = schema.layout
    takesBytes = schema.columns.allSatisfy { $0.kind.takesBytes }
    ignoredFields = schema.ignoredFields
    self.missingTokens = missingTokens
    recent = RecentCells(columns: schema.columns.count)
    unseen = Array(repeating: 0, count: schema.columns.count)
  }

  let takesDigits = false

  func takesBytes(source: String) throws(InputError) -> Bool {
    if !takesBytes { throw .idxOfWords(source: source) }
    return true
  }

  func begin(source: String, names: [String]?, map: ColumnMap) {
    self.source = source
    self.names = names
    self.map = map
  }

  func read(
    _ record: UnsafeRawBufferPointer, _ fields: FieldList, line: Int,
    into row: RecordBuffer
  ) -> InputError? {
    if let problem = map.problem(fields: fields.count, source: source, line: line) {
      return problem
    }
    row.clear()
    for column in map.absent { row.markHole(column) }
    // Unseen values count only if nothing is wrong with the record.
    var others: [Int] = []
    // Local, because a property of a class is looked up anew for every cell.
    let (map, recent, places) = (map, recent, layout.places)
    let cells = UnsafeMutableRawPointer(row.cells)
    for index in fields.indices {
      guard let column = map.column(ofField: index) else { continue }
      let key = RecentCells.key(of: fields[index], in: record)
      if let cell = recent.value(of: key, column: column) {
        places[column].set(cell, in: cells)
        continue
      }
      switch fields[index].withValue(in: record, { decoders[column].read($0) }) {
      case .cell(let cell):
        places[column].set(cell, in: cells)
        recent.remember(key, column: column, value: cell)
      case .other(let cell):
        places[column].set(cell, in: cells)
        others.append(column)
      case .hole: row.markHole(column)
      case .bad: return problem(with: fields[index], index, column, in: record, line: line)
      }
    }
    for column in others { unseen[column] += 1 }
    return nil
  }

  private func problem(
    with field: FieldSpan, _ index: Int, _ column: Int, in record: UnsafeRawBufferPointer,
    line: Int
  ) -> InputError {
    let line = record.line(of: field, from: line)
    let (isMissing, expected) = field.withValue(in: record) {
      (missingTokens.contains($0), decoders[column].expectation(of: $0))
    }
    if isMissing {
      return .missingValue(source: source, line: line, field: index + 1, column: names?[column])
    }
    let found = printable(field.trimmed(in: record).text(in: record))
    if let expected {
      return .cell(
        source: source, line: line, field: index + 1, column: names?[column], expected: expected,
        found: found)
    }
    return .unseenValue(
      source: source, line: line, field: index + 1, column: names?[column], found: found)
  }

  /// A first record is data if one of its fields is a word of its column; and if it has too many or too few
  /// fields, because that is then the error.
  func isData(
    _ fields: [FieldSpan], in record: UnsafeRawBufferPointer, next: [[UInt8]]?
  ) -> Bool {
    let map = ColumnMap(
      fieldCount: fields.count, columns: decoders.count, ignoring: ignoredFields)
    guard let map else { return true }
    return fields.indices.contains { index in
      guard let column = map.column(ofField: index) else { return false }
      return fields[index].withValue(in: record) { decoders[column].isWord($0) }
    }
  }
}
