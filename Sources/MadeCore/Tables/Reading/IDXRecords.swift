// Records of IDX files of unsigned bytes, as bits; `IDXLevels` reads bytes as numbers.

/// When a byte is 1.
enum ByteRule: Equatable {
  /// A byte is 0 or 1 already; any other is a bad cell.
  case exact
  /// As `exact` until any other byte comes; from there on, `above(127)`.
  case undecided
  /// A byte above the number is 1.
  case above(Double)
}

/// Decodes the records of one IDX input.
final class IDXRecords: RecordDecoder {
  let buffer: InputBuffer
  let header: IDXHeader
  private(set) var rule: ByteRule
  /// How many records were packed before the rule was decided.
  private(set) var undecidedRecords = 0
  private var remaining: Int
  private let keepsText: Bool
  /// What reads the bytes as numbers, nil where they are bits.
  private let levels: IDXLevels?
  private var text: UnsafeMutableRawBufferPointer
  private(set) var recordText = UnsafeRawBufferPointer(start: nil, count: 0)

  /// Reads the header.
  ///
  /// - Parameters:
  ///   - cells: What reads the bytes if they are numbers.
  ///   - columns: The number of columns, when it is known.
  ///   - ignoredFields: Bytes that are no columns.
  init(
    _ buffer: InputBuffer, options: InputOptions, rule: ByteRule, keepsText: Bool,
    cells: any RecordCells, columns: Int?, ignoredFields: [Int]
  ) throws(InputError) {
    self.buffer = buffer
    self.rule = rule
    self.keepsText = keepsText
    header = try IDXHeader(buffer, maximumColumns: options.maximumColumns)
    let source = buffer.source.name
    let takesBytes = try cells.takesBytes(source: source)
    let map = ColumnMap(
      fieldCount: header.columns, columns: columns ?? header.columns,
      ignoring: takesBytes ? ignoredFields : [])
    guard let map else {
      throw .columnCount(source: source, expected: columns ?? 0, found: header.columns)
    }
    levels = takesBytes ? try IDXLevels(cells, source: source, map: map) : nil
    remaining = header.records
    text = .allocate(
      byteCount: keepsText && levels == nil ? 2 * header.columns : 0, alignment: 1)
  }

  deinit { text.deallocate() }

  /// Lets the bytes decide the rule, unless a record has been read.
  func lookAhead() {
    if rule == .exact && remaining == header.records { rule = .undecided }
  }

  func step(into row: RecordBuffer) throws(InputError) -> DecoderStep {
    guard remaining > 0 else {
      if buffer.count > 0 {
        throw .idx(source: buffer.source.name, .trailingBytes(byte: header.totalBytes))
      }
      return buffer.isAtEnd ? .end : .needsInput
    }
    guard buffer.count >= header.columns else {
      if !buffer.isAtEnd { return .needsInput }
      throw .idx(
        source: buffer.source.name,
        .truncated(expected: header.totalBytes, found: buffer.offset + buffer.count))
    }
    let bytes = UnsafeRawBufferPointer(rebasing: buffer.bytes.prefix(header.columns))
    defer {
      buffer.consume(header.columns)
      remaining -= 1
    }
    if let levels {
      let problem = levels.read(bytes, record: header.records - remaining + 1, into: row)
      recordText = levels.text
      return problem.map { .badRecord($0) } ?? .record
    }
    if pack(bytes, into: row) {
      switch rule {
      case .above: break
      case .undecided:
        rule = .above(127)
        _ = pack(bytes, into: row)
      case .exact:
        writeText(row.cells)
        return .badRecord(problem(bytes))
      }
    }
    if rule == .undecided { undecidedRecords += 1 }
    writeText(row.cells)
    return .record
  }

  /// Packs the record by the rule.
  ///
  /// - Returns: Whether one of its bytes is neither 0 nor 1.
  private func pack(
    _ bytes: UnsafeRawBufferPointer, into row: RecordBuffer
  ) -> Bool {
    let comparison: ByteComparison
    if case .above(let threshold) = rule {
      comparison = ByteComparison(above: threshold)
    } else {
      comparison = ByteComparison(above: 0)
    }
    var union: UInt64 = 0
    for first in stride(from: 0, to: bytes.count, by: 64) {
      var word: UInt64 = 0
      for eight in stride(from: first, to: min(first + 64, bytes.count), by: 8) {
        let count = min(8, bytes.count - eight)
        var levels: UInt64 = 0
        if count == 8 {
          levels = bytes.loadUnaligned(fromByteOffset: eight, as: UInt64.self).littleEndian
        } else {
          for byte in 0..<count { levels |= UInt64(bytes[eight + byte]) << UInt64(8 * byte) }
        }
        union |= levels
        // Bytes past the record are 0 and below any threshold but a negative one.
        let cells = comparison.bits(levels) & (1 << UInt64(count) - 1)
        word |= cells << UInt64(eight - first)
      }
      row.cells[first / 64] = word
    }
    return union & ~0x0101_0101_0101_0101 != 0
  }

  private func problem(_ bytes: UnsafeRawBufferPointer) -> InputError {
    let field = bytes.firstIndex { $0 > 1 } ?? 0
    return .idxCell(
      source: buffer.source.name, record: header.records - remaining + 1, field: field + 1,
      found: bytes[field])
  }

  /// The cells as a line of text: IDX has no lines to keep.
  private func writeText(_ words: UnsafeMutablePointer<UInt64>) {
    guard keepsText else { return }
    for column in 0..<header.columns {
      let bit = words[column / 64] >> UInt64(column % 64) & 1
      text[2 * column] = UInt8(ascii: "0") + UInt8(bit)
      text[2 * column + 1] = UInt8(ascii: ",")
    }
    recordText = UnsafeRawBufferPointer(rebasing: text.dropLast())
  }
}
