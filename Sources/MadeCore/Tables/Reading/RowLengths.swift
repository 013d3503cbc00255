// Where the rows of a table begin, by their numbers of fields.

/// What the numbers of fields of the first records say: which lines are a title, and what a header lacks.
struct RowLengths {
  /// Fields of a row: the most frequent number.
  let fields: Int
  /// How many records come before the header, or the rows where there is none.
  let title: Int
  /// Whether the header has a name fewer than rows have fields.
  private(set) var isHeaderShort = false
  /// Whether that is because the first field holds the names of the rows, as R writes them; otherwise rows end
  /// with a delimiter.
  private(set) var hasRowNames = false
  /// Whether the header ends with a delimiter, and no row does.
  private(set) var isHeaderLong = false
  /// Whether all rows have as many fields.
  let areRowsEqual: Bool

  /// A title has fewer lines.
  private static let longestTitle = 30

  init(_ records: [SampleRecord], _ sample: UnsafeRawBufferPointer) {
    var counts: [Int: Int] = [:]
    for record in records { counts[record.fields.count, default: 0] += 1 }
    let fields = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
    let begin = records.firstIndex { $0.fields.count == fields } ?? 0
    self.fields = fields
    let rows = records[begin...]
    areRowsEqual =
      rows.allSatisfy { $0.fields.count == fields } && rows.count > 1 && begin <= Self.longestTitle
    guard begin > 0, fields > 1, areRowsEqual else {
      title = areRowsEqual ? begin : 0
      return
    }
    let header = records[begin - 1]
    let bytes = header.bytes(sample)
    let areNames = header.fields.allSatisfy { field in
      field.withValue(in: bytes) { text in
        let shape = CellShape(text)
        return shape != .empty && (shape != .number || field.isQuoted)
      }
    }
    if header.fields.count == fields - 1 && areNames {
      let endsWithDelimiter = rows.allSatisfy { $0.isEmpty(fields - 1, sample) }
      // One name is a title as well, but not in quotes.
      hasRowNames = !endsWithDelimiter && (fields > 2 || header.fields[0].isQuoted)
      isHeaderShort = endsWithDelimiter || hasRowNames
    } else if header.fields.count == fields + 1 && header.isEmpty(fields, sample) {
      isHeaderLong = true
    }
    title = isHeaderShort || isHeaderLong ? begin - 1 : begin
  }

  /// Whether the lines before the header are no rows for certain: they are of one field or, above a header, of
  /// another number of fields than rows and not of numbers alone.
  func isTitleCertain(
    _ lines: ArraySlice<SampleRecord>, hasHeader: Bool, _ sample: UnsafeRawBufferPointer
  ) -> Bool {
    guard areRowsEqual, fields > 1 else { return false }
    return lines.allSatisfy { line in
      let bytes = line.bytes(sample)
      let shapes = line.fields.map { $0.withValue(in: bytes) { CellShape($0) } }
      let numbers = shapes.count { $0 == .number }
      if line.fields.count == 1 { return numbers == 0 }
      if hasHeader { return numbers < shapes.count }
      // Names without the last few, or a title? Names are no numbers.
      return numbers > 0 && numbers < shapes.count && line.fields.count < fields - 1
    }
  }
}
