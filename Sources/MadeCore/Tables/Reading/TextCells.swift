// The cells of a table of 0 and 1.

/// Reads cells that are 0 or 1, or that a threshold makes so.
final class TextCells: RecordCells {
  private var source = ""
  /// The columns' names, for messages.
  private var names: [String]?
  private let threshold: Double?
  private let options: InputOptions
  private let missingTokens: MissingTokens
  /// Which field is which column.
  private var map = ColumnMap(fieldCount: 0)
  private var wordsPerRow = 0

  init(options: InputOptions) {
    threshold = options.threshold
    self.options = options
    missingTokens = MissingTokens(options.missingTokens)
  }

  func begin(source: String, names: [String]?, map: ColumnMap) {
    self.source = source
    self.names = names
    self.map = map
    wordsPerRow = Rows.words(forColumns: map.columnCount)
  }

  /// Digits without a threshold mean what they say.
  var takesDigits: Bool {
    let threshold = threshold ?? 0.5
    return threshold >= 0 && threshold < 1
  }

  func read(
    _ record: UnsafeRawBufferPointer, _ fields: FieldList, line: Int,
    into words: UnsafeMutablePointer<UInt64>
  ) -> InputError? {
    if let problem = map.problem(fields: fields.count, source: source, line: line) {
      return problem
    }
    words.update(repeating: 0, count: 2 * wordsPerRow)
    for column in map.absent { words[wordsPerRow + column / 64] |= 1 << UInt64(column % 64) }
    for index in fields.indices {
      guard let column = map.column(ofField: index) else { continue }
      let text = record[fields[index].start..<fields[index].end]
      guard let bit = cell(text) else {
        if options.allowsHoles(in: column) && isMissing(fields[index], in: record) {
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
    if let threshold { return decimalValue(text).map { $0 > threshold ? 1 : 0 } }
    let kind = DecimalCell(text)
    return kind == .zero ? 0 : kind == .one ? 1 : nil
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
