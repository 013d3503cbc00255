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
  private(set) var names: [String]
  /// Whether they are Latin-1, and not UTF-8.
  let areLatin: Bool
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
      return !field.withValue(in: record, HeaderChoice.isValueWord)
    }
  }

  /// Reads the names.
  init(_ fields: [FieldSpan], in record: UnsafeRawBufferPointer, source: String, line: Int) {
    self.source = source
    self.line = line
    (names, areLatin) = TableDialect.names(
      fields.map { $0.trimmed(in: record).text(in: record) })
  }

  /// Adds the name that R leaves out, of the first field, which is empty.
  mutating func addRowNames() { names.insert("", at: 0) }

  /// Removes what stands after the delimiter at the end of the line.
  mutating func removeLast() { names.removeLast() }

  /// A name without capitals and blanks, for finding it in another spelling.
  static func loose(_ name: String) -> String { name.lowercased().filter { !$0.isWhitespace } }

  /// The map to columns of the given names, in any order; other fields are ignored.
  ///
  /// Of fields that share a name each column takes its own. A name that no field has is looked for without regard to
  /// capitals and blanks.
  ///
  /// - Parameters:
  ///   - occurrences: for each column, how many fields of the training records before it have its name.
  ///   - allowsAbsent: Whether the header may lack the name of a column.
  func map(
    to columns: [String], occurrences: [Int], allowsAbsent: (_ column: Int) -> Bool
  ) throws(InputError) -> ColumnMap {
    var fieldsOfName: [String: [Int]] = [:]
    for (field, name) in names.enumerated() { fieldsOfName[name, default: []].append(field) }
    var columnOfField = [Int?](repeating: nil, count: names.count)
    var lacking: [Int] = []
    for (column, name) in columns.enumerated() {
      let fields = fieldsOfName[name] ?? []
      // A field left out in training may be left out of the file, too.
      if let field = fields.dropFirst(occurrences[column]).first ?? fields.last,
        columnOfField[field] == nil
      {
        columnOfField[field] = column
      } else {
        lacking.append(column)
      }
    }
    var absent: [Int] = []
    var loose: [String: [Int]] = [:]
    if !lacking.isEmpty {
      for (field, name) in names.enumerated() where columnOfField[field] == nil {
        loose[Self.loose(name), default: []].append(field)
      }
    }
    for column in lacking {
      let name = columns[column]
      if !name.isEmpty, let fields = loose[Self.loose(name)], fields.count == 1 {
        columnOfField[fields[0]] = column
        loose[Self.loose(name)] = nil
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
