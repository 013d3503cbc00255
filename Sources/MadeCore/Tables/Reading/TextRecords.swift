// Records of delimited text: lines, header, cells. Which bytes are fields is FieldScanner's
// business, which fields are columns is Header's; how the two meet is in TextRecords+Header.

/// Decodes the records of one text input.
final class TextRecords: RecordDecoder {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  let buffer: InputBuffer
  let delimiter: UInt8
  /// The header's names, nil without a header.
  private(set) var header: Header?
  /// The bytes of the header line, without its end.
  private(set) var headerText: [UInt8] = []
  /// Which field is which column.
  var map = ColumnMap(fieldCount: 0)
  private(set) var recordText = UnsafeRawBufferPointer(start: nil, count: 0)
  /// How the text is spelled.
  private(set) var dialect: TableDialect

  let remarks: [ReadingRemark]
  let options: InputOptions
  private let usesFastPath: Bool
  private var takesDigits = false
  var scanner: FieldScanner
  let cells: any RecordCells
  private var isInRecord = false
  /// The physical line the next record begins at.
  var line = 1
  /// Whether the first line ends in a carriage return and a line feed.
  private var hasCarriageReturns = false
  /// Empty lines just before it: errors, or missing cells of a single column; ignored at the end of the input.
  private var pendingBlankLines = 0
  /// Rows of empty cells just before it: ignored at the end of a table whose columns are not known yet.
  var pendingEmptyRows = 0
  let isCollecting: Bool
  /// Fields that a record must have: those after them have no names, and may be lacking.
  var leastFields = Int.max
  /// The last record that lacked fields, with a delimiter for each.
  private let paddedText = Growing<UInt8>()
  /// Lines that may follow the header and are no records.
  private var linesBelow: [UInt8]
  var repeatedHeaders = 0
  /// Whether a line like the header is the header again, and no record: not where all names are numbers, or
  /// blank as missing cells are.
  private var mayRepeatHeader = false

  /// Begins a text: finds where its table begins, what separates fields, and its header.
  ///
  /// - Parameters:
  ///   - cells: What reads the cells.
  ///   - known: The columns, when they are known.
  ///   - mayHaveUnknownHeader: Whether a header is looked for when there are no names.
  /// - Returns: nil when there is no record and no header at all.
  init?(
    _ buffer: InputBuffer, options: InputOptions, cells: any RecordCells, known: KnownColumns?,
    mayHaveUnknownHeader: Bool, usesFastPath: Bool
  ) throws(InputError) {
    self.buffer = buffer
    self.options = options
    self.usesFastPath = usesFastPath
    let hasMark = buffer.bytes.starts(with: Self.byteOrderMark)
    if hasMark { buffer.consume(3) }
    let given = options.delimiter ?? (options.format == .tsv ? UInt8(ascii: "\t") : nil)
    precondition(given.map(InputOptions.isDelimiter) ?? true, "not a delimiter")
    var beginning =
      if let known {
        try TextBeginning(reading: buffer, options, known, given: given)
      } else {
        try Self.findBeginning(buffer, options, given: given)
      }
    beginning.dialect.hasByteOrderMark = hasMark
    dialect = beginning.dialect
    remarks = beginning.remarks
    delimiter = beginning.separator.delimiter
    scanner = FieldScanner(
      delimiter: delimiter, maximumFields: options.maximumColumns,
      joinsBlanks: beginning.separator.joinsBlanks)
    self.cells = cells
    isCollecting = cells.isCollecting
    linesBelow = known?.dialect.linesBelow ?? []
    buffer.consume(beginning.before)
    line += beginning.linesBefore
    guard let first = try firstRecord() else { return nil }
    hasCarriageReturns = first.ending == 2
    if isCollecting { try Self.checkMemory(scanner.fields.count, buffer.source.name) }
    let record = UnsafeRawBufferPointer(rebasing: buffer.bytes.prefix(first.length))
    if let header = header(
      in: record, beginning, known, mayBeUnknown: mayHaveUnknownHeader)
    {
      headerText = Array(record)
      mayRepeatHeader = scanner.fields.contains { field in
        field.withValue(in: record) { ![.number, .empty].contains(CellShape($0)) }
      }
      self.header = header
      dialect.hasLatinNames = header.areLatin
      try begin(with: header, beginning, known)
      finish(length: first.length, ending: first.ending)
      // Empty lines before it are not inside the table.
      pendingBlankLines = 0
      if beginning.below > 0 {
        buffer.consume(beginning.below)
        line += beginning.linesBelow
      }
    } else {
      map = positions(known) ?? ColumnMap(fieldCount: known?.count ?? scanner.fields.count)
      if let names = known?.names, options.header == .automatic, isUnknownHeader(record) {
        throw .unknownHeader(
          source: buffer.source.name, line: line,
          found: scanner.fields.map { $0.withValue(in: record) { printable(Array($0)) } },
          expected: names)
      }
      // It is data, and will be read again as such.
      resetScanner()
      try cells.begin(
        InputFields(source: buffer.source.name, names: known?.names, map: map, delimiter: delimiter)
      )
    }
    takesDigits = usesFastPath && mayTakeDigits
  }

  /// Which fields are which columns, for writing records out again.
  var layout: RecordLayout {
    RecordLayout(
      delimiter: delimiter, joinsBlanks: scanner.joinsBlanks,
      columnOfField: map.columnOfField ?? Array(0..<map.fieldCount), absent: map.absent,
      lineEnd: hasCarriageReturns ? [0x0D, 0x0A] : [0x0A])
  }

  // MARK: The beginning

  /// The first record that is not an empty line, scanned and not consumed.
  private func firstRecord() throws(InputError) -> (length: Int, ending: Int)? {
    while true {
      switch try scan() {
      case .record(let length, let ending): return (length, ending)
      case .incomplete: try buffer.fill()
      case .end: return nil
      }
    }
  }

  /// Whether fields map one-to-one to columns and a line of single digits fits the length limit.
  private var mayTakeDigits: Bool {
    map.columnOfField == nil && map.fieldCount > 0
      && map.fieldCount <= (options.maximumLineBytes / 2)
  }

  // MARK: Records

  func step(into row: RecordBuffer) throws(InputError) -> DecoderStep {
    if takesDigits && cells.takesDigits && pendingBlankLines | pendingEmptyRows == 0
      && takeDigits(into: row)
    {
      return .record
    }
    switch try scan() {
    case .incomplete: return .needsInput
    case .end: return .end
    case .record(let length, let ending):
      if pendingEmptyRows > 0 { return takeEmptyRow(into: row) }
      if pendingBlankLines > 0 { return takeBlankLine(into: row) }
      let record = UnsafeRawBufferPointer(rebasing: buffer.bytes.prefix(length))
      recordText = record
      if scanner.fields.count != map.fieldCount { adjustFields(of: record) }
      let problem = cells.read(record, scanner.fields, line: line, into: row)
      finish(length: length, ending: ending)
      if let problem { return .badRecord(problem) }
      return .record
    }
  }

  /// The fast path: a whole line of single digits.
  private func takeDigits(into row: RecordBuffer) -> Bool {
    let bytes = buffer.bytes
    let length = 2 * map.fieldCount - 1
    guard bytes.count > length, let base = bytes.baseAddress else { return false }
    var ending = 1
    if bytes[length] == UInt8(ascii: "\r") {
      guard bytes.count > length + 1, bytes[length + 1] == UInt8(ascii: "\n") else { return false }
      ending = 2
    } else if bytes[length] != UInt8(ascii: "\n") {
      return false
    }
    guard
      PackedDigits.unpack(
        base, columns: map.fieldCount, delimiter: delimiter, into: row.cells)
    else { return false }
    if options.allowsMissing { row.clearHoles() }
    if !linesBelow.isEmpty { linesBelow = [] }
    recordText = UnsafeRawBufferPointer(start: base, count: length)
    buffer.consume(length + ending)
    line += 1
    // The state machine may have seen the beginning of this line before the rest arrived.
    if isInRecord { resetScanner() }
    return true
  }

  private enum ScanResult {
    case record(length: Int, ending: Int)
    case incomplete
    case end
  }

  /// Finds the fields of the next record that is not an empty line.
  private func scan() throws(InputError) -> ScanResult {
    while true {
      if buffer.count == 0 && !isInRecord { return buffer.isAtEnd ? .end : .incomplete }
      isInRecord = true
      // The machine sees the limit, so that where reads end cannot decide which error it is.
      let longest = options.maximumLineBytes + 2
      let bytes = UnsafeRawBufferPointer(rebasing: buffer.bytes.prefix(longest))
      switch scanner.scan(bytes, isAtEnd: buffer.isAtEnd && buffer.count <= longest) {
      case .incomplete:
        if buffer.count >= longest { throw tooLong() }
        return .incomplete
      case .fault(let fault): throw error(fault)
      case .record(let length, let ending):
        if length > options.maximumLineBytes { throw tooLong() }
        let record = UnsafeRawBufferPointer(rebasing: bytes.prefix(length))
        if !isBlank(record) {
          if isNoRecord(record) {
            finish(length: length, ending: ending)
            continue
          }
          return .record(length: length, ending: ending)
        }
        if ending > 0 { pendingBlankLines += 1 }
        finish(length: length, ending: ending)
      }
    }
  }

  private func isBlank(_ record: UnsafeRawBufferPointer) -> Bool {
    scanner.fields.count == 1 && !scanner.fields[0].isQuoted
      && record.allSatisfy { $0 == UInt8(ascii: " ") }
  }

  /// An empty line turned out to be inside the table.
  private func takeBlankLine(into row: RecordBuffer) -> DecoderStep {
    recordText = UnsafeRawBufferPointer(start: nil, count: 0)
    let blankLine = line - pendingBlankLines
    pendingBlankLines -= 1
    // The record after it stays where it is, to be looked at again.
    resetScanner()
    guard map.fieldCount == 1 else {
      return .badRecord(.blankLine(source: buffer.source.name, line: blankLine))
    }
    return takeEmptyFields(line: blankLine, into: row)
  }

  /// Takes what follows the last delimiter of a line, if it is nothing, for no field, and fields that lack names for
  /// empty where they are lacking.
  ///
  /// The text of the record becomes one with a delimiter between all fields.
  private func adjustFields(of record: UnsafeRawBufferPointer) {
    let fields = scanner.fields
    if fields.count == map.fieldCount + 1, let last = fields.last {
      if !last.isQuoted && record[last.start..<last.end].allSatisfy(\.isBlank) {
        fields.removeLast()
        recordText = UnsafeRawBufferPointer(
          rebasing: record[..<(record[..<last.start].lastIndex(of: delimiter) ?? last.start)])
      }
      return
    }
    guard fields.count >= leastFields && fields.count < map.fieldCount else { return }
    paddedText.removeAll()
    for byte in record { paddedText.append(byte) }
    while fields.count < map.fieldCount {
      fields.append(FieldSpan(start: record.count, end: record.count))
      paddedText.append(delimiter)
    }
    // Its memory is its own until the next record that is like this.
    paddedText.withUnsafeBufferPointer { recordText = UnsafeRawBufferPointer($0) }
  }

  /// Whether a line after the header is no record: the header again, or a line that was below it in training.
  ///
  /// Rows of empty cells are put off until a record follows.
  private func isNoRecord(_ record: UnsafeRawBufferPointer) -> Bool {
    guard header != nil || isCollecting else { return false }
    if !linesBelow.isEmpty {
      let isBelow = linesBelow.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        .contains { $0.elementsEqual(record) }
      if isBelow { return true }
      linesBelow = []
    }
    if mayRepeatHeader, record.count == headerText.count, record.elementsEqual(headerText) {
      repeatedHeaders += 1
      return true
    }
    guard isCollecting, map.fieldCount > 1, scanner.fields.count >= map.fieldCount,
      scanner.fields.first?.plainLength == 0,
      record.allSatisfy({ $0 == delimiter || $0.isBlank })
    else { return false }
    pendingEmptyRows += 1
    return true
  }

  /// A row of empty cells turned out to be inside the table.
  private func takeEmptyRow(into row: RecordBuffer) -> DecoderStep {
    recordText = UnsafeRawBufferPointer(start: nil, count: 0)
    let emptyLine = line - pendingEmptyRows
    pendingEmptyRows -= 1
    resetScanner()
    return takeEmptyFields(line: emptyLine, into: row)
  }

  private func takeEmptyFields(line: Int, into row: RecordBuffer) -> DecoderStep {
    let empty = FieldList()
    for _ in 0..<map.fieldCount { empty.append(FieldSpan(start: 0, end: 0)) }
    let problem = cells.read(recordText, empty, line: line, into: row)
    return problem.map { .badRecord($0) } ?? .record
  }

  private func finish(length: Int, ending: Int) {
    buffer.consume(length + ending)
    line += scanner.innerLines + (ending > 0 ? 1 : 0)
    resetScanner()
  }

  private func resetScanner() {
    scanner.reset()
    isInRecord = false
  }
}
