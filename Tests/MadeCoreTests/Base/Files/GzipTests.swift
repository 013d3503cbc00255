// gzip through a source: every prefix, every flipped bit, members, padding, and what is no gzip.

import CZlib
import MadeCore
import Testing

/// Compresses with zlib.
///
/// - Parameters:
///   - level: 0 stores.
///   - strategy: `Z_FIXED` for blocks of the fixed code.
///   - header: Fields of the gzip header, when they are wanted.
func gzipped(
  _ bytes: [UInt8], level: Int32 = 6, strategy: Int32 = Z_DEFAULT_STRATEGY, header: Bool = false
) -> [UInt8] {
  var stream = z_stream()
  precondition(
    deflateInit2_(
      &stream, level, Z_DEFLATED, 15 + 16, 8, strategy, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)) == Z_OK)
  defer { deflateEnd(&stream) }
  var extra: [UInt8] = Array("extra field".utf8)
  var name: [UInt8] = Array("train.csv\0".utf8)
  var comment: [UInt8] = Array("a comment\0".utf8)
  var fields = gz_header()
  var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 100 + 400)
  var input = bytes
  return extra.withUnsafeMutableBufferPointer { extra in
    name.withUnsafeMutableBufferPointer { name in
      comment.withUnsafeMutableBufferPointer { comment in
        fields.extra = extra.baseAddress
        fields.extra_len = UInt32(extra.count)
        fields.name = name.baseAddress
        fields.comment = comment.baseAddress
        fields.hcrc = 1
        fields.text = 1
        if header { precondition(deflateSetHeader(&stream, &fields) == Z_OK) }
        return input.withUnsafeMutableBufferPointer { input in
          output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
            return Array(output.prefix(output.count - Int(stream.avail_out)))
          }
        }
      }
    }
  }
}

/// All that a source gives, in reads of `chunk` bytes underneath and `buffer` bytes above.
func inflated(
  _ bytes: [UInt8], chunk: Int = .max, buffer: Int = 1000, capacity: Int = 4096
) throws(FileError) -> [UInt8] {
  let source = GzipSource(MemorySource(bytes, name: "t.gz", chunk: chunk), capacity: capacity)
  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer, alignment: 1)
  defer { memory.deallocate() }
  var result: [UInt8] = []
  while true {
    let count = try source.read(into: memory)
    if count == 0 { return result }
    result += memory.prefix(count)
  }
}

/// The outcome in every way of arriving, which must be one.
private func inflatedInEveryWay(
  _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
) -> Result<[UInt8], FileError> {
  let expected = Result { () throws(FileError) in try inflated(bytes) }
  for (chunk, buffer, capacity) in [
    (1, 1, 2), (1, 1000, 4096), (2, 3, 5), (3, 7, 64), (7, 2, 4096), (4095, 4096, 4096),
    (4096, 1, 7), (65536, 65536, 65536),
  ] {
    let other = Result { () throws(FileError) in
      try inflated(bytes, chunk: chunk, buffer: buffer, capacity: capacity)
    }
    #expect(
      other == expected, "chunk \(chunk), buffer \(buffer), capacity \(capacity)",
      sourceLocation: sourceLocation)
  }
  return expected
}

private func fault(_ byte: Int, _ fault: GzipFault) -> Result<[UInt8], FileError> {
  .failure(.gzip(source: "t.gz", byte: byte, fault))
}

private let text = Array("0,1,0\n1,1,1\n0,0,0\n".utf8)

@Suite("gzip")
struct GzipTests {
  @Test("blocks of all kinds and headers with all fields are read")
  func kinds() {
    let long = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    for bytes in [[], text, long] {
      for (level, strategy) in [(0, Z_DEFAULT_STRATEGY), (1, Z_FIXED), (9, Z_DEFAULT_STRATEGY)] {
        for header in [false, true] {
          let compressed = gzipped(
            bytes, level: Int32(level), strategy: strategy, header: header)
          #expect(inflatedInEveryWay(compressed) == .success(bytes))
        }
      }
    }
  }

  @Test("what is not gzip passes through")
  func plain() {
    for bytes in [[], [0x1f], [0x1f, 0x8c, 0x1f, 0x8b], text, [0], [0x8b, 0x1f]] as [[UInt8]] {
      #expect(inflatedInEveryWay(bytes) == .success(bytes))
    }
  }

  @Test("members follow each other, empty ones too")
  func members() {
    let many = text.flatMap { gzipped([$0]) } + gzipped([]) + gzipped(text)
    #expect(inflatedInEveryWay(many) == .success(text + text))
    #expect(inflatedInEveryWay(gzipped([]) + gzipped([])) == .success([]))
    let lines = (0..<201).flatMap { _ in gzipped(Array("0,1\n".utf8)) }
    #expect(read([lines], ReadingPlan(limit: 1000)).rows.count == 201)
    // The boundary inside a cell.
    let cut = gzipped(Array("0,1\n1.".utf8)) + gzipped(Array("0,1\n".utf8))
    #expect(readInEveryWay([cut]).rows == ["01", "11"])
  }

  @Test("every proper prefix of a member is refused", arguments: [false, true])
  func prefixes(header: Bool) {
    let whole = gzipped(text, header: header)
    for count in 2..<whole.count {
      let outcome = inflatedInEveryWay(Array(whole.prefix(count)))
      #expect(outcome == fault(count, .truncated), "\(count) of \(whole.count) bytes")
    }
    // Cut in the second member, the first having been given out.
    for count in 2..<whole.count {
      let outcome = inflatedInEveryWay(whole + whole.prefix(count))
      #expect(outcome == fault(whole.count + count, .truncated))
    }
  }

  @Test("every flipped bit is an error or changes nothing", arguments: [false, true])
  func flips(header: Bool) {
    let whole = gzipped(text, header: header)
    var harmless = 0
    // Without the magic number it is no gzip, but some other bytes.
    for bit in 16..<8 * whole.count {
      var damaged = whole
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      switch inflatedInEveryWay(damaged) {
      case .success(let bytes):
        #expect(bytes == text, "bit \(bit)")
        harmless += 1
      case .failure(.gzip): break
      case .failure(let other): Issue.record("bit \(bit): \(other)")
      }
    }
    // Time, extra flags and system are 6 bytes; with a checksum over the header they count.
    #expect(harmless <= (header ? 16 : 6 * 8 + 16))
  }

  @Test("zero padding is no error, any other byte after the end is")
  func trailing() {
    let whole = gzipped(text)
    let end = whole.count
    #expect(inflatedInEveryWay(whole + [0]) == .success(text))
    #expect(inflatedInEveryWay(whole + [UInt8](repeating: 0, count: 512)) == .success(text))
    #expect(inflatedInEveryWay(whole + [1]) == fault(end, .trailingBytes))
    #expect(inflatedInEveryWay(whole + Array("garbage".utf8)) == fault(end, .trailingBytes))
    #expect(inflatedInEveryWay(whole + [0, 0, 1]) == fault(end + 2, .trailingBytes))
    #expect(inflatedInEveryWay(whole + [0x1f, 0x8b]) == fault(end + 2, .truncated))
    #expect(inflatedInEveryWay(whole + [0x1f]) == fault(end + 1, .truncated))
    #expect(inflatedInEveryWay(whole + [0] + whole) == fault(end + 1, .trailingBytes))
  }

  @Test("damage is named: checksum, length, method, reserved flags")
  func damage() {
    let whole = gzipped(text)
    func changed(_ position: Int, _ mask: UInt8) -> String? {
      var damaged = whole
      damaged[position] ^= mask
      guard case .failure(.gzip(_, _, .damaged(let message))) = inflatedInEveryWay(damaged)
      else { return nil }
      return message
    }
    #expect(changed(whole.count - 8, 1) == "incorrect data check")
    #expect(changed(whole.count - 4, 1) == "incorrect length check")
    #expect(changed(2, 1) == "unknown compression method")
    #expect(changed(3, 0xe0) == "unknown header flags set")
    #expect(changed(3, 0x80) == "unknown header flags set")
  }

  @Test(
    "invalid blocks are refused, each for its reason",
    arguments: [
      ("00 00 00 00 00", "invalid stored block lengths"),
      ("06", "invalid block type"),
      ("fc 00 00", "too many length or distance symbols"),
      ("04 00 fe ff", "invalid code lengths set"),
      ("04 00 24 49 00", "invalid bit length repeat"),
      ("04 00 24 e9 ff ff", "invalid bit length repeat"),
      ("04 00 24 e9 ff 6d", "invalid code -- missing end-of-block"),
      ("02 7e ff ff", "invalid distance code"),
      ("0c c0 81 00 00 00 00 00 90 ff 6b 04 00", "invalid distance too far back"),
    ])
  func blocks(hexadecimal: String, message: String) {
    let block = hexadecimal.split(separator: " ").compactMap { UInt8($0, radix: 16) }
    let bytes: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + block
    guard case .failure(.gzip(_, _, .damaged(message))) = inflatedInEveryWay(bytes) else {
      Issue.record("\(inflatedInEveryWay(bytes))")
      return
    }
  }

  @Test("gzip inside gzip is refused with a name of its own")
  func nested() {
    let twice = gzipped(gzipped(text))
    #expect(inflatedInEveryWay(twice) == fault(0, .nested))
  }

  @Test("records before the damage are handed on, then the error")
  func recordsBeforeDamage() {
    var damaged = gzipped(text)
    damaged[damaged.count - 8] ^= 1
    let reading = readInEveryWay([damaged])
    #expect(reading.rows == ["010", "111", "000"])
    guard case .file(.gzip(_, _, .damaged("incorrect data check")))? = reading.error else {
      Issue.record("\(String(describing: reading.error))")
      return
    }
  }

  @Test("a bomb of one line ends at the limit of lines")
  func bomb() {
    // A line of zeros that is longer than may be, compressed a thousandfold.
    let bomb = gzipped([UInt8](repeating: UInt8(ascii: "0"), count: 20 << 20))
    #expect(bomb.count < 64 << 10)
    #expect(
      read([bomb], ReadingPlan()).error
        == .recordTooLong(source: "t", line: 1, limit: 16 << 20, openQuote: nil))
  }
}
