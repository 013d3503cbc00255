// The cells of a table of 0 and 1.

/// Reads cells that are 0 or 1, or that a threshold makes so.
final class BitCells: RecordCells {
  private var input = InputFields()
  private let threshold: Double?
  private let options: InputOptions
  private let missingTokens: MissingTokens

  init(options: InputOptions) {
    threshold = options.threshold
    self.options = options
    missingTokens = MissingTokens(options.missingTokens)
  }

  func begin(_ input: InputFields) { self.input = input }

  /// Whether the digits 0 and 1 are read as what they are: without a threshold, or with one between them.
  var takesDigits: Bool {
    let threshold = threshold ?? 0.5
    return threshold >= 0 && threshold < 1
  }

  func read(
    _ record: UnsafeRawBufferPointer, _ fields: FieldList, line: Int,
    into row: RecordBuffer
  ) -> InputError? {
    if let problem = input.problem(fields: fields.count, line: line) { return problem }
    let map = input.map
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
        return problem(with: fields[index], index, in: record, line: line)
      }
      row.cells[column / 64] |= UInt64(bit) << UInt64(column % 64)
    }
    return nil
  }

  func knowsAny(
    _ fields: [FieldSpan], of map: ColumnMap, in record: UnsafeRawBufferPointer
  ) -> Bool {
    fields.contains { BitText.bit(record[$0.start..<$0.end], threshold: threshold) != nil }
  }

  private func isMissing(_ field: FieldSpan, in record: UnsafeRawBufferPointer) -> Bool {
    DecimalCell(record[field.start..<field.end]) == .empty
      || field.withValue(in: record) { missingTokens.contains($0) }
  }

  private func problem(
    with field: FieldSpan, _ index: Int, in record: UnsafeRawBufferPointer, line: Int
  ) -> InputError {
    if isMissing(field, in: record) {
      return input.missingValue(field, index, in: record, line: line)
    }
    return input.cell(
      field, index, in: record, line: line, expected: threshold == nil ? .binary : .number)
  }
}
