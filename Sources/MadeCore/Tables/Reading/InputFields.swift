// The fields of an input, for those who read cells and have to say where one is wrong.

/// Which columns the fields of an input are, and how errors name them.
struct InputFields {
  /// The input's name.
  var source = ""
  /// The columns' names, nil if they have none.
  var names: [String]?
  /// Which field is which column.
  var map = ColumnMap(fieldCount: 0)
  /// What is between them, nil for bytes.
  var delimiter: UInt8?

  /// The error for a wrong number of fields, or nil.
  @inline(__always)
  func problem(fields: Int, line: Int) -> InputError? {
    if fields == map.fieldCount { return nil }
    return .fieldCount(source: source, line: line, expected: map.fieldCount, found: fields)
  }

  // MARK: Cells that cannot be read

  // Each takes a field, its index, and its record, which begins at `line`.

  /// The error for a missing value where there may be none.
  func missingValue(
    _ field: FieldSpan, _ index: Int, in record: UnsafeRawBufferPointer, line: Int
  ) -> InputError {
    .missingValue(
      source: source, line: record.line(of: field, from: line), field: index + 1,
      column: name(index))
  }

  /// The error for a cell that is not what its column takes.
  func cell(
    _ field: FieldSpan, _ index: Int, in record: UnsafeRawBufferPointer, line: Int,
    expected: CellExpectation
  ) -> InputError {
    .cell(
      source: source, line: record.line(of: field, from: line), field: index + 1,
      column: name(index), expected: expected, found: found(field, in: record))
  }

  /// The error for a value that training did not have.
  func unseenValue(
    _ field: FieldSpan, _ index: Int, in record: UnsafeRawBufferPointer, line: Int
  ) -> InputError {
    .unseenValue(
      source: source, line: record.line(of: field, from: line), field: index + 1,
      column: name(index), found: found(field, in: record))
  }

  private func name(_ index: Int) -> String? { map.column(ofField: index).flatMap { names?[$0] } }

  private func found(_ field: FieldSpan, in record: UnsafeRawBufferPointer) -> String {
    printable(field.trimmed(in: record).text(in: record))
  }
}

extension UnsafeRawBufferPointer {
  /// The line of a field of a record that begins at `line`.
  ///
  /// Line feeds before the field are inside quotes, each of them a physical line.
  fileprivate func line(of field: FieldSpan, from line: Int) -> Int {
    line + self[..<field.start].count { $0 == UInt8(ascii: "\n") }
  }
}
