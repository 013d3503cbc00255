// Completed records as text: the records as they were read, with their holes filled.

/// Prints records of one input: their own text, with the holes filled.
struct CompletionText: Sendable {
  private let layout: RecordLayout
  private let cells: RowText
  private let columns: Int

  /// - Parameter constraints: for each column what conditions allow.
  init(schema: Schema, layout: RecordLayout, constraints: [Constraint?]) {
    self.layout = layout
    columns = schema.columns.count
    // Cells are spelled as in the training table, between the delimiters of this one.
    var dialect = schema.dialect
    dialect.delimiter = layout.delimiter
    dialect.joinsBlanks = dialect.joinsBlanks && layout.delimiter == UInt8(ascii: " ")
    cells = RowText(schema: schema, dialect, constraints: constraints)
  }

  /// Appends a record without a line end; columns without a field follow its fields.
  ///
  /// - Parameters:
  ///   - text: the record as it was read.
  ///   - record: its index in `evidence`.
  ///   - random: chooses among the values of codes; nil for the medians.
  func append(
    _ text: ArraySlice<UInt8>, evidence: Evidence, record: Int, completion: Completion, row: Int,
    random: inout RandomStream?, to bytes: inout [UInt8]
  ) {
    func fill(_ column: Int, _ bytes: inout [UInt8]) {
      if let value = completion.value(row: row, column: column, columns: columns) {
        cells.append(value: value, column: column, to: &bytes)
      } else {
        cells.append(completion.rows, row: row, column: column, random: &random, to: &bytes)
      }
    }
    text.withUnsafeBytes { text in
      var scanner = FieldScanner(
        delimiter: layout.delimiter, maximumFields: layout.columnOfField.count + 1,
        joinsBlanks: layout.joinsBlanks)
      // It has been read once, so it has as many fields as were found in it.
      _ = scanner.scan(text, isAtEnd: true)
      var start = 0
      for (index, field) in scanner.fields.enumerated() {
        if index > 0 { bytes.append(layout.delimiter) }
        let end = Self.end(of: field, in: text, layout.delimiter)
        let column = index < layout.columnOfField.count ? layout.columnOfField[index] : nil
        if let column, evidence.isHole(row: record, column: column) {
          // Spaces around the cell stay, as the table is laid out with them. Around quotes and with tabs blanks
          // go: a reader would take tabs around quotes for text.
          let cell = field.trimmed(in: text)
          let (before, after) = (text[start..<cell.start], text[cell.end..<end])
          let isSpace: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") }
          let isPlain =
            !field.isQuoted && before.allSatisfy(isSpace) && after.allSatisfy(isSpace)
          bytes += isPlain ? before : text[start..<start]
          fill(column, &bytes)
          bytes += isPlain ? after : text[end..<end]
        } else {
          bytes += text[start..<end]
        }
        start = end + 1
      }
    }
    for column in layout.absent {
      bytes.append(layout.delimiter)
      fill(column, &bytes)
    }
  }

  /// Where the bytes of a field end, quotes and blanks included.
  private static func end(
    of field: FieldSpan, in text: UnsafeRawBufferPointer, _ delimiter: UInt8
  ) -> Int {
    guard field.isQuoted else { return field.end }
    return text[field.end...].firstIndex(of: delimiter) ?? text.count
  }
}
