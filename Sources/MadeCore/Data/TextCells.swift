// From fields to cells: what the text of a record says, or what is wrong with it.

/// Reads the cells of records whose fields are found.
struct TextCells {
  let source: String
  /// The columns' names, for messages.
  var names: [String]?
  let threshold: Double?
  let allowsMissing: Bool
  /// Which field is which column.
  var map = ColumnMap(fieldCount: 0)

  init(source: String, names: [String]?, options: InputOptions) {
    self.source = source
    self.names = names
    threshold = options.threshold
    allowsMissing = options.allowsMissing
  }

  /// The number of words of a row.
  var wordsPerRow: Int { (map.columnCount + 63) / 64 }

  /// Reads the cells of a record that begins at `line`.
  ///
  /// - Returns: What is wrong with the first field that is wrong.
  func read(
    _ record: UnsafeRawBufferPointer, _ fields: [FieldSpan], line: Int,
    into words: UnsafeMutablePointer<UInt64>
  ) -> InputError? {
    guard fields.count == map.fieldCount else {
      return .fieldCount(
        source: source, line: line, expected: map.fieldCount, found: fields.count)
    }
    words.update(repeating: 0, count: 2 * wordsPerRow)
    for index in fields.indices {
      guard let column = map.column(ofField: index) else { continue }
      let text = record[fields[index].start..<fields[index].end]
      guard let bit = cell(text) else {
        if allowsMissing && DecimalCell(text) == .empty {
          words[wordsPerRow + column / 64] |= 1 << UInt64(column % 64)
          continue
        }
        return problem(with: fields[index], index, column, in: record, line: line)
      }
      words[column / 64] |= bit << UInt64(column % 64)
    }
    return nil
  }

  /// The value of a cell, nil when it has none.
  private func cell(_ text: Slice<UnsafeRawBufferPointer>) -> UInt64? {
    if threshold == nil && text.count == 1 {
      let digit = text[text.startIndex] ^ UInt8(ascii: "0")
      if digit <= 1 { return UInt64(digit) }
    }
    let kind = DecimalCell(text)
    guard let threshold else { return kind == .zero ? 0 : kind == .one ? 1 : nil }
    guard kind != .empty && kind != .text, let value = decimalValue(text) else { return nil }
    return value > threshold ? 1 : 0
  }

  private func problem(
    with field: FieldSpan, _ index: Int, _ column: Int, in record: UnsafeRawBufferPointer,
    line: Int
  ) -> InputError {
    // Line feeds before the field are inside quotes, each of them a physical line.
    let line = line + record[..<field.start].count { $0 == UInt8(ascii: "\n") }
    if DecimalCell(record[field.start..<field.end]) == .empty {
      return .missingValue(source: source, line: line, field: index + 1, column: names?[column])
    }
    return .cell(
      source: source, line: line, field: index + 1, column: names?[column],
      expected: threshold == nil ? .binary : .number,
      found: printable(field.trimmed(in: record).text(in: record)))
  }
}
