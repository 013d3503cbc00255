// The cells of a table whose columns are known, not all of them bits.

/// Reads the cells of a schema, each as its kind says.
final class KindCells: RecordCells {
  private let decoders: [any CellDecoder]
  private let layout: RowLayout
  /// The cells of columns that a record may lack, because they were constant in training and are no holes.
  private let constants: [Int?]
  private let takesBytes: Bool
  private let ignoredFields: [Int]
  private let missingTokens: MissingTokens
  private let recent: RecentCells
  private var input = InputFields()
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
    constants = schema.columns.enumerated().map { column, description in
      options.allowsAbsentColumns && options.allowsHoles(in: column)
        ? nil : description.kind.constantCode
    }
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

  func begin(_ input: InputFields) { self.input = input }

  func read(
    _ record: UnsafeRawBufferPointer, _ fields: FieldList, line: Int,
    into row: RecordBuffer
  ) -> InputError? {
    if let problem = input.problem(fields: fields.count, line: line) { return problem }
    row.clear()
    for column in input.map.absent {
      if let cell = constants[column] {
        layout.places[column].set(cell, in: UnsafeMutableRawPointer(row.cells))
      } else {
        row.markHole(column)
      }
    }
    // Unseen values count only if nothing is wrong with the record.
    var others: [Int] = []
    // Local, because a property of a class is looked up anew for every cell.
    let (map, recent, places) = (input.map, recent, layout.places)
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
    let (isMissing, expected) = field.withValue(in: record) {
      (missingTokens.contains($0), decoders[column].expectation(of: $0))
    }
    if isMissing { return input.missingValue(field, index, in: record, line: line) }
    if let expected {
      return input.cell(field, index, in: record, line: line, expected: expected)
    }
    return input.unseenValue(field, index, in: record, line: line)
  }

  /// A first record is data if one of its fields is a word of its column; and if it has too many or too few
  /// fields, because that is then the error.
  func isData(_ fields: [FieldSpan], in record: UnsafeRawBufferPointer) -> Bool {
    let map = ColumnMap(
      fieldCount: fields.count, columns: decoders.count, ignoring: ignoredFields)
    guard let map else { return true }
    return fields.indices.contains { index in
      guard let column = map.column(ofField: index) else { return false }
      return fields[index].withValue(in: record) { decoders[column].isWord($0) }
    }
  }

  func knowsAny(
    _ fields: [FieldSpan], of map: ColumnMap, in record: UnsafeRawBufferPointer
  ) -> Bool {
    // With another number of fields, any word of any column will do.
    let isAligned = fields.count == map.fieldCount
    return fields.indices.contains { index in
      let columns =
        isAligned ? map.column(ofField: index).map { $0..<$0 + 1 } ?? 0..<0 : decoders.indices
      return fields[index].withValue(in: record) { text in
        if text.isEmpty { return false }
        return columns.contains { column in
          if case .cell = decoders[column].read(text) { true } else { false }
        }
      }
    }
  }
}
