// Is the first record a header, and which field is which column?

/// Which field of a record is which column of the schema.
struct ColumnMap: Equatable {
  /// The number of fields of every record.
  let fieldCount: Int
  /// The column of each field, nil for a field to be ignored; nil when field d is column d.
  let columnOfField: [Int?]?
  /// D, the number of columns.
  let columnCount: Int
  /// Columns without a field, ascending.
  var absent: [Int] = []

  /// Field d is column d.
  init(fieldCount: Int) {
    self.fieldCount = fieldCount
    columnCount = fieldCount
    columnOfField = nil
  }

  /// Columns by position, in records that have a field for each, with the ignored fields or without them; nil
  /// for any other number of fields.
  init?(fieldCount: Int, columns: Int, ignoring ignored: [Int]) {
    if fieldCount == columns {
      self.init(fieldCount: fieldCount)
      return
    }
    let ignored = Set(ignored)
    guard fieldCount == columns + ignored.count, ignored.allSatisfy({ $0 < fieldCount }) else {
      return nil
    }
    var next = 0
    self.init(
      columnOfField: (0..<fieldCount).map { field in
        if ignored.contains(field) { return nil }
        defer { next += 1 }
        return next
      })
  }

  /// Columns by position in records that lack those of a set; nil for any other number of fields.
  init?(fieldCount: Int, columns: Int, without absent: Set<Int>) {
    guard !absent.isEmpty, fieldCount == columns - absent.count else { return nil }
    self.init(
      columnOfField: (0..<columns).filter { !absent.contains($0) }, absent: absent.sorted())
  }

  /// - Parameter absent: Columns without a field.
  init(columnOfField: [Int?], absent: [Int] = []) {
    fieldCount = columnOfField.count
    columnCount = columnOfField.count { $0 != nil } + absent.count
    self.absent = absent
    let isIdentity = columnOfField.enumerated().allSatisfy { $0.offset == $0.element }
    self.columnOfField = isIdentity && absent.isEmpty ? nil : columnOfField
  }

  /// The names of the columns among those of the fields.
  func columnNames(_ names: [String]) -> [String] {
    guard let columnOfField else { return names }
    var result = Array(repeating: "", count: columnCount)
    for (field, column) in columnOfField.enumerated() {
      if let column { result[column] = names[field] }
    }
    return result
  }

  /// Whether a field is a column, and not one to be ignored.
  func isColumn(field: Int) -> Bool {
    guard let columnOfField else { return true }
    return columnOfField.indices.contains(field) && columnOfField[field] != nil
  }

  /// The column of a field, nil for a field to be ignored.
  func column(ofField field: Int) -> Int? {
    guard let columnOfField else { return field }
    return columnOfField[field]
  }
}

/// The first record of a text, as a header.
struct Header {
  let names: [String]
  let source: String
  let line: Int

  /// Whether a first record is a header, when nothing is known about the columns.
  ///
  /// It is if a field is neither empty nor a number. Words that stand for a missing or special
  /// value are not evidence: `0,nan,1` is bad data, and to take it for a header would hide it.
  /// Nor are numbers with blanks between: they are data with another delimiter.
  static func isLikely(_ fields: [FieldSpan], in record: UnsafeRawBufferPointer) -> Bool {
    fields.contains { field in
      guard DecimalCell(record[field.start..<field.end]) == .text else { return false }
      let words = record[field.start..<field.end].split(whereSeparator: \.isBlank)
      if words.allSatisfy({ DecimalCell($0) != .text }) { return false }
      let text = String(decoding: field.trimmed(in: record).text(in: record), as: UTF8.self)
      return !valueWords.contains(text.lowercased())
    }
  }

  /// Whether a first record that looks like a header is data, judged by the record after it.
  ///
  /// It is if it has numbers among its words, and below each word stands another word: of the names of columns,
  /// at least one would stand above a number.
  static func isData(
    _ fields: [FieldSpan], in record: UnsafeRawBufferPointer, next: [[UInt8]]?
  ) -> Bool {
    guard let next, next.count == fields.count else { return false }
    func isWord(_ text: UnsafeRawBufferPointer) -> Bool { DecimalCell(text[...]) == .text }
    let words = fields.map { $0.withValue(in: record, isWord) }
    if words.allSatisfy({ $0 }) { return false }
    return zip(words, next).allSatisfy { !$0 || $1.withUnsafeBytes(isWord) }
  }

  private static let valueWords: Set<String> = [
    "nan", "-nan", "+nan", "inf", "-inf", "+inf", "infinity", "-infinity", "+infinity", "na",
    "n/a", "#n/a", "<na>", "\\n", "null", "none", "true", "false", "?", "-",
  ]

  /// Whether a first record is a header, when the columns have names.
  ///
  /// It is if its fields are the names in their order; or if it looks like a header and has at
  /// least one of the names. Numbers alone never make a header out of order: `1,0` is data
  /// even if the columns are called 0 and 1.
  ///
  /// - Parameter fieldNames: the names with those of fields that were left out. One of these alone says nothing: the
  ///   field may hold it in every record.
  static func isLikely(
    _ fields: [FieldSpan], in record: UnsafeRawBufferPointer, named names: [String],
    fieldNames: [String]?
  ) -> Bool {
    // As strings, which are what columns are found by: two spellings of one letter are equal.
    let found = fields.map {
      String(validating: $0.trimmed(in: record).text(in: record), as: UTF8.self)
    }
    func areFound(_ names: [String]) -> Bool {
      found.count == names.count && zip(found, names).allSatisfy { $0 == $1 }
    }
    if areFound(names) || fieldNames.map(areFound) ?? false { return true }
    guard isLikely(fields, in: record) else { return false }
    let known = Set(names)
    return found.contains { $0.map(known.contains) ?? false }
  }

  /// Reads the names; they must be UTF-8 and differ.
  init(
    _ fields: [FieldSpan], in record: UnsafeRawBufferPointer, source: String, line: Int
  ) throws(InputError) {
    self.source = source
    self.line = line
    var names: [String] = []
    var seen: Set<String> = []
    for (index, field) in fields.enumerated() {
      let bytes = field.trimmed(in: record).text(in: record)
      guard let name = String(validating: bytes, as: UTF8.self) else {
        throw .columnNameEncoding(source: source, line: line, field: index + 1)
      }
      if !seen.insert(name).inserted {
        throw .duplicateColumn(source: source, line: line, field: index + 1, name: name)
      }
      names.append(name)
    }
    self.names = names
  }

  /// The map to columns of the given names, in any order; other fields are ignored.
  ///
  /// - Parameter allowsAbsent: Whether the header may lack the name of a column.
  func map(
    to columns: [String], allowsAbsent: (_ column: Int) -> Bool
  ) throws(InputError) -> ColumnMap {
    var fieldOfName: [String: Int] = [:]
    for (field, name) in names.enumerated() { fieldOfName[name] = field }
    var columnOfField = [Int?](repeating: nil, count: names.count)
    var absent: [Int] = []
    for (column, name) in columns.enumerated() {
      if let field = fieldOfName[name] {
        columnOfField[field] = column
      } else if allowsAbsent(column) {
        absent.append(column)
      } else {
        throw .missingColumn(
          source: source, line: line, name: name,
          nearest: nearestName(to: name, among: Set(names).subtracting(columns)))
      }
    }
    return ColumnMap(columnOfField: columnOfField, absent: absent)
  }
}
