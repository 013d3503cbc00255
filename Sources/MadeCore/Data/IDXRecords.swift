// Records of IDX files of unsigned bytes.

/// When a byte is 1.
enum ByteRule: Equatable {
  /// A byte is 0 or 1 already; any other is a bad cell.
  case exact
  /// As `exact` until another byte is met; from there on, `above(127)`.
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
  private var text: UnsafeMutableRawBufferPointer
  private(set) var recordText = UnsafeRawBufferPointer(start: nil, count: 0)

  init(
    _ buffer: InputBuffer, options: InputOptions, rule: ByteRule, keepsText: Bool
  ) throws(InputError) {
    self.buffer = buffer
    self.rule = rule
    self.keepsText = keepsText
    header = try IDXHeader(buffer, maximumColumns: options.maximumColumns)
    remaining = header.records
    text = .allocate(byteCount: keepsText ? 2 * header.columns : 0, alignment: 1)
  }

  deinit { text.deallocate() }

  /// Leaves it to the bytes to decide the rule, if no record was read.
  func lookAhead() {
    if rule == .exact && remaining == header.records { rule = .undecided }
  }

  func step(into words: UnsafeMutablePointer<UInt64>) throws(InputError) -> DecoderStep {
    guard remaining > 0 else {
      if buffer.count > 0 {
        throw .idxTrailingBytes(source: buffer.source.name, byte: header.totalBytes)
      }
      return buffer.isAtEnd ? .end : .needsInput
    }
    guard buffer.count >= header.columns else {
      if !buffer.isAtEnd { return .needsInput }
      throw .idxTruncated(
        source: buffer.source.name, expected: header.totalBytes,
        found: buffer.offset + buffer.count)
    }
    let bytes = UnsafeRawBufferPointer(rebasing: buffer.bytes.prefix(header.columns))
    defer {
      buffer.consume(header.columns)
      remaining -= 1
    }
    let largest = threshold(bytes, into: words)
    if largest > 1 {
      switch rule {
      case .above: break
      case .undecided:
        rule = .above(127)
        _ = threshold(bytes, into: words)
      case .exact:
        writeText(words)
        return .badRecord(problem(bytes))
      }
    }
    if rule == .undecided { undecidedRecords += 1 }
    writeText(words)
    return .record
  }

  /// Packs the record; the result is at least the largest byte's highest bit.
  private func threshold(
    _ bytes: UnsafeRawBufferPointer, into words: UnsafeMutablePointer<UInt64>
  ) -> UInt8 {
    // The largest byte that is still 0; below 0, every byte is 1.
    let limit: Int
    if case .above(let threshold) = rule {
      limit = threshold < 0 ? -1 : threshold >= 255 ? 255 : Int(threshold)
    } else {
      limit = 0
    }
    var union: UInt8 = 0
    var column = 0
    while column < bytes.count {
      var word: UInt64 = 0
      let inWord = min(64, bytes.count - column)
      for bit in 0..<inWord {
        let byte = bytes[column + bit]
        union |= byte
        if Int(byte) > limit { word |= 1 << UInt64(bit) }
      }
      words[column / 64] = word
      column += inWord
    }
    return union
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
