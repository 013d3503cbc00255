// Records of delimited text: lines, header, cells. Which bytes are fields is FieldScanner's
// business, which fields are columns is Header's.

/// Decodes the records of one text input.
final class TextRecords: RecordDecoder {
  let buffer: InputBuffer
  let delimiter: UInt8
  /// The header's names, nil without a header.
  private(set) var header: Header?
  /// The bytes of the header line, without its end.
  private(set) var headerText: [UInt8] = []
  /// Which field is which column.
  private(set) var map = ColumnMap(fieldCount: 0)
  private(set) var recordText = UnsafeRawBufferPointer(start: nil, count: 0)

  private let options: InputOptions
  private let usesFastPath: Bool
  private var takesDigits = false
  private var scanner: FieldScanner
  private let cells: any RecordCells
  private var isInRecord = false
  /// The physical line the next record begins at.
  private var line = 1
  /// Whether the first line ends in a carriage return and a line feed.
  private var hasCarriageReturns = false
  /// Empty lines just before it: ignored at the end of the input, errors anywhere else.
  private var pendingBlankLines = 0

  /// Begins a text: finds delimiter and header.
  ///
  /// - Parameters:
  ///   - cells: What reads the cells.
  ///   - columns: The number of columns, when it is known.
  ///   - ignoredFields: Fields that records without a header may have beside the columns.
  ///   - constants: Columns that were constant in training, which records may lack.
  ///   - names: The names of the columns, if they have any.
  ///   - fieldNames: These and the names of fields that were left out, if there are any.
  ///   - mayHaveUnknownHeader: Whether a header is looked for when there are no names.
  /// - Returns: nil when there is no record and no header at all.
  init?(
    _ buffer: InputBuffer, options: InputOptions, cells: any RecordCells, columns: Int?,
    ignoredFields: [Int], constants: [Int], names: [String]?, fieldNames: [String]?,
    mayHaveUnknownHeader: Bool,
    usesFastPath: Bool
  ) throws(InputError) {
    self.buffer = buffer
    self.options = options
    self.usesFastPath = usesFastPath
    if buffer.bytes.starts(with: [0xef, 0xbb, 0xbf]) { buffer.consume(3) }
    if let delimiter = options.delimiter {
      self.delimiter = delimiter
    } else {
      delimiter = try Self.findDelimiter(buffer, options)
    }
    precondition(InputOptions.isDelimiter(delimiter), "not a delimiter")
    scanner = FieldScanner(delimiter: delimiter, maximumFields: options.maximumColumns)
    self.cells = cells
    guard let first = try firstRecord() else { return nil }
    hasCarriageReturns = first.ending == 2
    if cells.looksAfterHeader { try Self.checkMemory(scanner.fields.count, buffer.source.name) }
    let next = cells.looksAfterHeader ? try record(after: first) : nil
    let record = UnsafeRawBufferPointer(rebasing: buffer.bytes.prefix(first.length))
    func positions() -> ColumnMap? {
      guard let columns else { return ColumnMap(fieldCount: scanner.fields.count) }
      let absent = options.allowsAbsentColumns ? options.columnsWithHoles ?? [] : []
      return ColumnMap(
        fieldCount: scanner.fields.count, columns: columns, ignoring: ignoredFields)
        ?? ColumnMap(fieldCount: scanner.fields.count, columns: columns, without: absent)
        ?? ColumnMap(fieldCount: scanner.fields.count, columns: columns, without: Set(constants))
    }
    var names = names
    // Fields that map to no column, such as a key, do not count as evidence of a header.
    let known = columns == nil ? nil : positions()
    let evidence = scanner.fields.enumerated().filter { known?.isColumn(field: $0.offset) ?? true }
      .map(\.element)
    if isHeader(
      record, evidence: evidence, next: next, names: names, fieldNames: fieldNames,
      mayBeUnknown: mayHaveUnknownHeader)
    {
      let header = try Header(
        Array(scanner.fields), in: record, source: buffer.source.name, line: line)
      headerText = Array(record)
      self.header = header
      if let names {
        map = try header.map(
          to: names,
          allowsAbsent: {
            options.allowsAbsentColumns && options.allowsHoles(in: $0) || constants.contains($0)
          })
      } else {
        guard let positions = positions() else {
          throw .columnCount(
            source: buffer.source.name, expected: columns ?? 0, found: header.names.count)
        }
        map = positions
        names = map.columnNames(header.names)
      }
      finish(length: first.length, ending: first.ending)
      // Empty lines before it are not inside the table.
      pendingBlankLines = 0
    } else {
      map = positions() ?? ColumnMap(fieldCount: columns ?? scanner.fields.count)
      // It is data, and will be read again as such.
      resetScanner()
    }
    try cells.begin(InputFields(source: buffer.source.name, names: names, map: map))
    takesDigits = usesFastPath && mayTakeDigits
  }

  /// Bytes of address space that a column takes while its kind is inferred, without its values: measured with a
  /// million columns of 0 and 1.
  private static let bytesPerColumn = 700

  /// Refuses more columns than there is memory for.
  private static func checkMemory(_ columns: Int, _ source: String) throws(InputError) {
    let bytes = columns * bytesPerColumn
    guard Memory.has(bytes: bytes) else {
      throw .noMemory(source: source, .columns(columns, bytes: bytes))
    }
  }

  /// Which fields are which columns, for writing records out again.
  var layout: RecordLayout {
    RecordLayout(
      delimiter: delimiter,
      columnOfField: map.columnOfField ?? Array(0..<map.fieldCount), absent: map.absent,
      lineEnd: hasCarriageReturns ? [0x0D, 0x0A] : [0x0A])
  }

  // MARK: The beginning

  private static func findDelimiter(
    _ buffer: InputBuffer, _ options: InputOptions
  ) throws(InputError) -> UInt8 {
    if options.format == .tsv { return UInt8(ascii: "\t") }
    var sniffer = DelimiterSniffer()
    let longest = options.maximumLineBytes
    while true {
      let bytes = UnsafeRawBufferPointer(rebasing: buffer.bytes.prefix(longest))
      let isWhole = buffer.isAtEnd || buffer.count >= longest
      if let delimiter = sniffer.sniff(bytes, isAtEnd: isWhole) { return delimiter }
      try buffer.fill()
    }
  }

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

  /// The fields of the record after the first, without consuming it; nil if there is no such record, or it has
  /// faults.
  private func record(
    after first: (length: Int, ending: Int)
  ) throws(InputError) -> [[UInt8]]? {
    let start = first.length + first.ending
    var scanner = FieldScanner(delimiter: delimiter, maximumFields: options.maximumColumns)
    while true {
      let bytes = UnsafeRawBufferPointer(
        rebasing: buffer.bytes.dropFirst(start).prefix(options.maximumLineBytes))
      if bytes.isEmpty && buffer.isAtEnd { return nil }
      switch scanner.scan(bytes, isAtEnd: buffer.isAtEnd) {
      case .incomplete:
        if bytes.count >= options.maximumLineBytes { return nil }
        try buffer.fill()
      case .fault: return nil
      case .record(let length, _):
        let record = UnsafeRawBufferPointer(rebasing: bytes.prefix(length))
        return scanner.fields.map { $0.trimmed(in: record).text(in: record) }
      }
    }
  }

  private func isHeader(
    _ record: UnsafeRawBufferPointer, evidence: [FieldSpan], next: [[UInt8]]?, names: [String]?,
    fieldNames: [String]?, mayBeUnknown: Bool
  ) -> Bool {
    switch options.header {
    case .present: return true
    case .absent: return false
    case .automatic:
      if let names {
        return Header.isLikely(
          Array(scanner.fields), in: record, named: names, fieldNames: fieldNames)
      }
      return mayBeUnknown && Header.isLikely(evidence, in: record)
        && !cells.isData(Array(scanner.fields), in: record, next: next)
    }
  }

  /// Whether fields map one-to-one to columns and a line of single digits fits the length limit.
  private var mayTakeDigits: Bool {
    map.columnOfField == nil && map.fieldCount > 0
      && map.fieldCount <= (options.maximumLineBytes / 2)
  }

  // MARK: Records

  func step(into row: RecordBuffer) throws(InputError) -> DecoderStep {
    if takesDigits && cells.takesDigits && pendingBlankLines == 0 && takeDigits(into: row) {
      return .record
    }
    switch try scan() {
    case .incomplete: return .needsInput
    case .end: return .end
    case .record(let length, let ending):
      if pendingBlankLines > 0 { return takeBlankLine(into: row) }
      let record = UnsafeRawBufferPointer(rebasing: buffer.bytes.prefix(length))
      recordText = record
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
        if !isBlank(UnsafeRawBufferPointer(rebasing: bytes.prefix(length))) {
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
    if map.fieldCount == 1 {
      let empty = FieldList()
      empty.append(FieldSpan(start: 0, end: 0))
      let problem = cells.read(recordText, empty, line: blankLine, into: row)
      if let problem { return .badRecord(problem) }
      return .record
    }
    return .badRecord(.blankLine(source: buffer.source.name, line: blankLine))
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

  // MARK: Faults

  private func tooLong() -> InputError {
    .recordTooLong(
      source: buffer.source.name, line: line, limit: options.maximumLineBytes,
      openQuote: scanner.isInQuotes ? line + scanner.quoteOpenedAfterLines : nil)
  }

  private func error(_ fault: TextFault) -> InputError {
    let source = buffer.source.name
    let here = line + scanner.innerLines
    switch fault {
    case .unterminatedQuote:
      return .unterminatedQuote(source: source, line: line + scanner.quoteOpenedAfterLines)
    case .textAfterQuote:
      return .textAfterQuote(source: source, line: here, field: scanner.fields.count + 1)
    case .loneCarriageReturn: return .loneCarriageReturn(source: source, line: here)
    case .tooManyFields:
      return .tooManyColumns(source: source, limit: options.maximumColumns)
    }
  }
}
