// What the columns of a table are, found out while it is read, once.

/// Reads records of unknown columns.
///
/// A table of 0 and 1 is read as bits, as far as it goes. The first cell that is anything else makes
/// it typed: the bits so far become values, and from there on every cell is the number of its value
/// in a dictionary of its column. What the columns are is decided at the end, from all cells.
final class SchemaInference: RecordCells {
  let typing: Typing
  private let missingTokens: MissingTokens
  private let binary: TextCells

  private(set) var columns: [ColumnEncoder] = []
  /// Whether cells go to `columns`; else records are bits, and the reader has them.
  private(set) var isTyped = false
  /// Why the table is not of 0 and 1.
  private(set) var binaryProblem: InputError?
  /// Whether an input without words came before.
  var isBound = false
  /// The number of records in `columns`.
  private(set) var records = 0
  /// The number of records at which it is asked whether there is memory for as many more.
  private var nextLook = 1 << 12

  private var source = ""
  private var names: [String]?
  private var map = ColumnMap(fieldCount: 0)
  /// The fields of the record that made the table typed, until the bits before it are values.
  private var first: [[UInt8]]?

  init(typing: Typing, options: InputOptions) {
    self.typing = typing
    missingTokens = MissingTokens(options.missingTokens)
    binary = TextCells(options: options)
  }

  var takesDigits: Bool { !isTyped }

  let looksBehindHeader = true

  func isData(
    _ fields: [FieldSpan], in record: UnsafeRawBufferPointer, next: [[UInt8]]?
  ) -> Bool { Header.isData(fields, in: record, next: next) }

  func begin(source: String, names: [String]?, map: ColumnMap) throws(InputError) {
    self.source = source
    self.names = names
    self.map = map
    binary.begin(source: source, names: names, map: map)
    guard columns.isEmpty else { return }
    let forms = try typing.forms(columns: map.columnCount, names: names)
    for column in 0..<map.columnCount {
      columns.append(
        ColumnEncoder(
          name: names?[column], asked: forms[column], maximumValues: typing.maximumValues))
    }
    isTyped = forms.contains { $0 != nil }
  }

  // MARK: Records

  func read(
    _ record: UnsafeRawBufferPointer, _ fields: [FieldSpan], line: Int,
    into words: UnsafeMutablePointer<UInt64>
  ) -> InputError? {
    if isTyped { return append(record, fields, line: line) }
    let problem = binary.read(record, fields, line: line, into: words)
    if isBound || isPlain(fields, in: record) { return problem }
    if let problem, !problem.isOfCell { return problem }
    binaryProblem = problem
    isTyped = true
    first = fields.map { $0.trimmed(in: record).text(in: record) }
    return nil
  }

  /// Takes over from the reader: what it has read so far, in bits, is followed by the record that made
  /// the table typed.
  ///
  /// - Returns: Whether the last record is here, and not in the words.
  func takesOver(_ rows: inout PackedRows) throws(InputError) -> Bool {
    guard isTyped else { return false }
    guard let first else {
      if records >= nextLook { try checkMemory() }
      return true
    }
    try checkMemory(toKeep: rows.count * columns.count, of: rows.count)
    let digits: [[UInt8]] = [[UInt8(ascii: "0")], [UInt8(ascii: "1")]]
    // A digit may stand for a missing value.
    let isMissing = digits.map { $0.withUnsafeBytes { missingTokens.contains($0) } }
    for row in 0..<rows.count {
      for (column, encoder) in columns.enumerated() {
        let bit = rows[row, column] ? 1 : 0
        if isMissing[bit] {
          encoder.appendMissing()
        } else {
          _ = digits[bit].withUnsafeBytes { encoder.append($0) }
        }
      }
    }
    records = rows.count + 1
    rows = PackedRows(columns: rows.columns)
    for (field, text) in first.enumerated() {
      guard let column = map.column(ofField: field) else { continue }
      text.withUnsafeBytes { text in
        if missingTokens.contains(text) {
          columns[column].appendMissing()
        } else {
          _ = columns[column].append(text)
        }
      }
    }
    self.first = nil
    return true
  }

  /// Looked at when the records have doubled, which is when most columns grow.
  private func checkMemory() throws(InputError) {
    nextLook = 2 * records
    try checkMemory(toKeep: columns.reduce(0) { $0 + $1.bytesOfCells }, of: records)
  }

  private func checkMemory(toKeep bytes: Int, of records: Int) throws(InputError) {
    guard Memory.has(bytes: bytes) else {
      throw .noMemory(source: source, .records(records, bytes: bytes))
    }
  }

  /// Whether a single cell of the table is not 0 or 1, and nobody said that it may be.
  ///
  /// Such a table is a damaged one, rather than one with a category that was met once.
  var isDamagedBinary: Bool {
    guard typing.rules.isEmpty, binaryProblem != nil else { return false }
    var others = 0
    for column in columns {
      others += column.cellsThatAreNotBinary
      if others > 1 { return false }
    }
    return true
  }

  /// Whether all cells are a 0 or a 1 and nothing else.
  private func isPlain(_ fields: [FieldSpan], in record: UnsafeRawBufferPointer) -> Bool {
    fields.count == map.fieldCount
      && fields.indices.allSatisfy { index in
        map.column(ofField: index) == nil
          || fields[index].withValue(in: record) {
            $0.count == 1 && $0[0] ^ UInt8(ascii: "0") <= 1
          }
      }
  }

  private func append(
    _ record: UnsafeRawBufferPointer, _ fields: [FieldSpan], line: Int
  ) -> InputError? {
    if let problem = map.problem(fields: fields.count, source: source, line: line) {
      return problem
    }
    // Local, because a property of a class is looked up anew for every cell.
    let (columns, map, missingTokens) = (columns, map, missingTokens)
    for index in fields.indices {
      guard let column = map.column(ofField: index) else { continue }
      let encoder = columns[column]
      if encoder.asked == .drop { continue }
      let field = fields[index]
      let isGood = field.withValue(in: record) { text in
        if missingTokens.contains(text) {
          encoder.appendMissing()
          return encoder.asked != .binary
        }
        return encoder.append(text)
      }
      if !isGood {
        let line = record.line(of: field, from: line)
        if field.withValue(in: record, { missingTokens.contains($0) }) {
          return .missingValue(
            source: source, line: line, field: index + 1, column: names?[column])
        }
        return .cell(
          source: source, line: line, field: index + 1, column: names?[column],
          expected: encoder.asked == .binary ? .binary : .number,
          found: printable(field.trimmed(in: record).text(in: record)))
      }
    }
    records += 1
    return nil
  }
}

extension Typing {
  /// What the rules say about each column, nil where none does.
  func forms(columns: Int, names: [String]?) throws(InputError) -> [ColumnForm?] {
    var result = [ColumnForm?](repeating: nil, count: columns)
    for rule in rules {
      if let column = names?.firstIndex(of: rule.column) {
        result[column] = rule.form
      } else if let number = Int(rule.column), (1...max(1, columns)).contains(number) {
        result[number - 1] = rule.form
      } else {
        throw .noSuchColumn(
          rule.column, nearest: nearestName(to: rule.column, among: names ?? []))
      }
    }
    return result
  }
}

extension InputError {
  /// Whether a cell is to blame, not the shape of a record.
  fileprivate var isOfCell: Bool {
    switch self {
    case .cell, .missingValue: true
    default: false
    }
  }
}
