// The cells of a table of 0 and 1.

/// Reads cells that are 0 or 1, or that a threshold makes so.
final class BitCells: RecordCells {
  private var source = ""
  /// The columns' names, for messages.
  private var names: [String]?
  private let threshold: Double?
  private let options: InputOptions
  private let missingTokens: MissingTokens
  /// Which field is which column.
  private var map = ColumnMap(fieldCount: 0)

  init(options: InputOptions) {
    threshold = options.threshold
    self.options = options
    missingTokens = MissingTokens(options.missingTokens)
  }

  func begin(source: String, names: [String]?, map: ColumnMap) {
    self.source = source
    self.names = names
    self.map = map
  }

  /// Whether the digits 0 and 1 are read as what they are: without a threshold, or with one between them.
  var takesDigits: Bool {
    let threshold = threshold ?? 0.5
    return threshold >= 0 && threshold < 1
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
    for index in fields.indices {
      guard let column = map.column(ofField: index) else { continue }
      let text = record[fields[index].start..<fields[index].end]
      guard let bit = BitText.bit(text, threshold: threshold) else {
        if options.allowsHoles(in: column) && isMissing(fields[index], in: record) {
          row.markHole(column)
          continue
        }
        return problem(with: fields[index], index, column, in: record, line: line)
      }
      row.cells[column / 64] |= UInt64(bit) << UInt64(column % 64)
    }
    return nil
  }

  private func isMissing(_ field: FieldSpan, in record: UnsafeRawBufferPointer) -> Bool {
    DecimalCell(record[field.start..<field.end]) == .empty
      || field.withValue(in: record) { missingTokens.contains($0) }
  }

  private func problem(
    with field: FieldSpan, _ index: Int, _ column: Int, in record: UnsafeRawBufferPointer,
    line: Int
  ) -> InputError {
    let line = record.line(of: field, from: line)
    if isMissing(field, in: record) {
      return .missingValue(source: source, line: line, field: index + 1, column: names?[column])
    }
    return .cell(
      source: source, line: line, field: index + 1, column: names?[column],
      expected: threshold == nil ? .binary : .number,
      found: printable(field.trimmed(in: record).text(in: record)))
  }
}
