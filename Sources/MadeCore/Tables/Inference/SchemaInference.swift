// Infers the kinds of a table's columns while the table is read, once.

/// Reads records of unknown columns.
///
/// Cells are read as bits up to the first one that is neither 0 nor 1. That one makes the table typed: the bits
/// so far become values, and from there on every cell is kept as the number of its value in a dictionary of its
/// column. The kinds of the columns are decided at the end, from all cells.
final class SchemaInference: RecordCollector {
  let typing: Typing
  private let missingTokens: MissingTokens
  /// Whether "0" or "1" is a missing-value token, which turns the all-binary path off.
  private let hasDigitForMissing: Bool
  private let binary: BitCells

  private(set) var columns: [ColumnProfile] = []
  /// The same columns for use without counting references, which would cost as much as a cell does.
  private var uncounted: [Unmanaged<ColumnProfile>] = []
  private var recent = RecentCells(columns: 0)
  /// Whether cells go to `columns`; else records are bits, and the reader has them.
  private(set) var isTyped = false
  /// Why the table is not of 0 and 1.
  private(set) var binaryProblem: InputError?
  /// Whether the bytes of an input were read as bits, so that all other cells have to be bits, too.
  private var isBound = false
  /// Whether the first input is of bytes.
  private var areBytes = false
  /// Whether no cell of a typed table can be wrong, so that cells may be read after their records.
  private var takesAnyCell = false
  /// The number of records, including those in `found`.
  private(set) var records = 0
  /// Where records are put while another thread reads cells; nil while each record goes to `columns` at once.
  private var found: FoundRecords?
  /// Blocks that have been read, whose memory is used again.
  private let spare = Lock<[FoundRecords]>([])
  /// The number of records in `columns`, and the number at which to ask next whether there is memory for as many
  /// more; only the thread that reads cells uses the two.
  private var kept = 0
  /// How many records fit into the memory that all columns have.
  private var room = 0

  private var input = InputFields()
  /// The fields of the record that made the table typed, until the bits before it are values.
  private var first: [[UInt8]]?

  init(typing: Typing, options: InputOptions) {
    self.typing = typing
    let tokens = MissingTokens(options.missingTokens)
    missingTokens = tokens
    hasDigitForMissing = ["0", "1"].contains { digit in
      Array(digit.utf8).withUnsafeBytes { tokens.contains($0) }
    }
    binary = BitCells(options: options)
  }

  var takesDigits: Bool { !isTyped && !hasDigitForMissing }

  let isCollecting = true

  func begin(_ input: InputFields) throws(InputError) {
    self.input = input
    binary.begin(input)
    guard columns.isEmpty else { return }
    let (names, map) = (input.names, input.map)
    let forms = try typing.forms(columns: map.columnCount, names: names, areBytes: areBytes)
    for column in 0..<map.columnCount {
      columns.append(
        ColumnProfile(
          name: names?[column], asked: forms[column], typing: typing,
          columns: map.columnCount, missingTokens: missingTokens,
          hasSemicolons: input.delimiter == UInt8(ascii: ";")))
    }
    uncounted = columns.map { Unmanaged.passUnretained($0) }
    recent = RecentCells(columns: map.columnCount)
    takesAnyCell = forms.allSatisfy { $0.map { $0.cells == .any || $0.cells == .none } ?? true }
    isTyped = forms.contains { $0 != nil }
  }

  /// Bytes are bits, unless the first input is of bytes and there are rules.
  func takesBytes(source: String) throws(InputError) -> Bool {
    if columns.isEmpty && !isBound { areBytes = true }
    if areBytes && !typing.rules.isEmpty { return true }
    if isTyped { throw .idxOfWords(source: source) }
    isBound = true
    return false
  }

  // MARK: Records

  func read(
    _ record: UnsafeRawBufferPointer, _ fields: FieldList, line: Int,
    into row: RecordBuffer
  ) -> InputError? {
    if isTyped {
      if let problem = input.problem(fields: fields.count, line: line) { return problem }
      records += 1
      if let found {
        found.append(record, fields)
        return nil
      }
      return append(record, fields, line: line)
    }
    let problem = binary.read(record, fields, line: line, into: row)
    if isBound || isPlain(fields, in: record) { return problem }
    if let problem, !problem.isOfCell { return problem }
    binaryProblem = problem
    isTyped = true
    first = fields.map { $0.trimmed(in: record).text(in: record) }
    return nil
  }

  /// Takes from the reader what it has read so far, as bits, and after it the record that made the table
  /// typed.
  ///
  /// - Returns: Whether the last record is here, and not in the reader's row.
  func takesOver(_ rows: inout Rows) throws(InputError) -> Bool {
    guard isTyped else { return false }
    guard let first else {
      if found == nil { try checkMemory(toAppend: 1) }
      return true
    }
    try checkMemory(toKeep: rows.count * columns.count, of: rows.count)
    let digits: [[UInt8]] = [[UInt8(ascii: "0")], [UInt8(ascii: "1")]]
    for row in 0..<rows.count {
      for (column, profile) in columns.enumerated() {
        _ = digits[rows[row, column] ? 1 : 0].withUnsafeBytes { profile.append($0) }
      }
    }
    records = rows.count + 1
    kept = records
    rows = Rows(layout: rows.layout)
    for (field, text) in first.enumerated() {
      guard let column = input.map.column(ofField: field) else { continue }
      text.withUnsafeBytes { text in
        if missingTokens.contains(text) {
          columns[column].appendMissing(text)
        } else {
          _ = columns[column].append(text)
        }
      }
    }
    self.first = nil
    return true
  }

  /// Asks whether columns can grow, before they have to.
  private func checkMemory(toAppend records: Int) throws(InputError) {
    if kept + records <= room { return }
    let growths = columns.map { $0.growth(adding: records) }
    try checkMemory(toKeep: StorageGrowth.bytes(growths), of: kept)
    room = kept + (growths.map(\.room).min() ?? .max / 2)
  }

  private func checkMemory(toKeep bytes: Int, of records: Int) throws(InputError) {
    guard Memory.has(bytes: bytes) else {
      throw .noMemory(source: input.source, .records(records, bytes: bytes))
    }
  }

  /// Whether a single cell of the table is not 0 or 1, and no rule allows it.
  ///
  /// Such a table is damaged, rather than one with a category that occurs once.
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
  private func isPlain(_ fields: FieldList, in record: UnsafeRawBufferPointer) -> Bool {
    fields.count == input.map.fieldCount
      && fields.indices.allSatisfy { index in
        input.map.column(ofField: index) == nil
          || fields[index].withValue(in: record) {
            $0.count == 1 && BitText.bit(ofDigit: $0[0]) != nil && !missingTokens.contains($0)
          }
      }
  }

  private func append(
    _ record: UnsafeRawBufferPointer, _ fields: FieldList, line: Int
  ) -> InputError? {
    // Local, because a property of a class is looked up anew for every cell.
    let (map, columns, uncounted, recent) = (input.map, columns, uncounted, recent)
    for (index, field) in fields.enumerated() {
      guard let column = map.column(ofField: index) else { continue }
      let key = RecentCells.key(of: field, in: record)
      if let word = recent.value(of: key, column: column) {
        uncounted[column]._withUnsafeGuaranteedRef { $0.append(again: word) }
        continue
      }
      let profile = columns[column]
      if !append(field, key, in: record, to: profile, column) {
        if field.withValue(in: record, { missingTokens.contains($0) }) {
          return input.missingValue(field, index, in: record, line: line)
        }
        return input.cell(
          field, index, in: record, line: line,
          expected: profile.asked?.cells == .bits ? .binary : .number)
      }
    }
    kept += 1
    return nil
  }

  /// Reads a cell that is not among those decoded recently.
  ///
  /// - Returns: false if it is not what a rule asks for.
  private func append(
    _ field: FieldSpan, _ key: UInt64, in record: UnsafeRawBufferPointer,
    to profile: ColumnProfile, _ column: Int
  ) -> Bool {
    if profile.asked?.cells == ColumnForm.Cells.none { return true }
    let storage = profile.storage
    var isMissing = false
    let isGood = field.withValue(in: record) { text in
      let isToken = missingTokens.contains(text)
      isMissing =
        isToken
        || profile.asked?.cells == .wholeNumbers
          && NumberText(text).map {
            missingTokens.contains(units: $0.units(decimals: 0), decimals: 0)
          } ?? false
      if isMissing {
        profile.appendMissing(isToken ? text : UnsafeRawBufferPointer(start: nil, count: 0))
        return profile.asked?.cells != .bits
      }
      return profile.append(text)
    }
    if profile.storage != storage { recent.forget(column: column) }
    // A cell that comes again is not counted as missing.
    if isGood, !isMissing, let word = profile.lastWord, word != 0 || profile.storage == .numbers {
      recent.remember(key, column: column, value: word)
    }
    return isGood
  }

  // MARK: Columns by themselves

  /// Puts the records to come aside, within one input.
  func beginFinding() {
    let spare = spare.withLock { $0.popLast() }
    found = spare ?? FoundRecords()
    found?.begin(input.map)
  }

  var mayReadCellsAside: Bool { isTyped && takesAnyCell }

  var hasFoundEnough: Bool { found?.isFull == true }

  /// What was put aside; from here on each record goes to its columns at once.
  func endFinding() -> FoundRecords? {
    defer { found = nil }
    return found?.count ?? 0 > 0 ? found : nil
  }

  /// Reads the cells of records that were put aside, in their order.
  func read(_ found: FoundRecords) throws(InputError) {
    try checkMemory(toAppend: found.count)
    found.forEachField { index, cells in
      guard let column = found.map.column(ofField: index) else { return }
      let (profile, met) = (columns[column], recent[column])
      var next = 0
      while true {
        if let met { next = profile.append(again: cells, from: next, met) }
        if next == cells.count { break }
        _ = append(
          cells.field(next), cells.key(next), in: cells.record(next), to: profile, column)
        next += 1
      }
    }
    kept += found.count
    spare.withLock { $0.append(found) }
  }
}

extension Typing {
  /// The name by which a rule asks for all columns of IDX together.
  package static let pixel = "pixel"

  /// What the rules say about each column, nil where none does.
  ///
  /// - Parameter areBytes: whether the columns are those of IDX.
  func forms(
    columns: Int, names: [String]?, areBytes: Bool = false
  ) throws(InputError) -> [ColumnForm?] {
    var result = [ColumnForm?](repeating: nil, count: columns)
    for rule in rules {
      if areBytes && rule.column == Self.pixel {
        result = Array(repeating: rule.form, count: columns)
      } else if let column = columnIndex(
        rule.column, among: names ?? Array(repeating: nil, count: columns))
      {
        result[column] = rule.form
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
