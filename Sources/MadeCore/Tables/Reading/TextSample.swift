// The first lines of a text, for finding out how it is laid out before it is read.

/// What separates the fields of a line.
struct FieldSeparator: Equatable {
  var delimiter: UInt8
  /// Whether any number of blanks is one delimiter.
  var joinsBlanks = false

  static let blanks = FieldSeparator(delimiter: UInt8(ascii: " "), joinsBlanks: true)
  /// The bytes that are tried, the most usual one first.
  static let usual = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "|")]
}

/// The fields of some lines.
struct SampleRecord {
  /// Where it begins in the sample, and its length without the line end.
  let start: Int
  let length: Int
  /// Where the next one begins.
  let next: Int
  /// Lines of the text before the next record.
  let linesBeforeNext: Int
  let fields: [FieldSpan]

  func bytes(_ sample: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: sample[start..<start + length])
  }

  func isEmpty(_ index: Int, _ sample: UnsafeRawBufferPointer) -> Bool {
    fields[index].withValue(in: bytes(sample)) { $0.isEmpty }
  }

  /// Whether it is an empty line.
  func isBlank(_ sample: UnsafeRawBufferPointer) -> Bool {
    fields.count <= 1 && bytes(sample).allSatisfy(\.isBlank)
  }
}

/// The first lines of a text: up to a hundred, or 64 KB, but two at least.
enum TextSample {
  static let mostLines = 100
  static let mostBytes = 64 << 10

  /// Reads what a sample takes.
  ///
  /// An error of the source is left for the reader, which has the records before it to hand on.
  static func fill(_ buffer: InputBuffer, longestLine: Int) {
    var (seen, lines) = (0, 0)
    while true {
      lines += buffer.bytes.dropFirst(seen).count { $0 == UInt8(ascii: "\n") }
      seen = buffer.count
      // A line more, as the first one is perhaps a header.
      if lines > mostLines || seen >= mostBytes && lines > 1 { return }
      if buffer.isAtEnd || seen >= 2 * longestLine { return }
      do { try buffer.fill() } catch { return }
    }
  }

  /// The bytes of a sample, which do not depend on how many have come beyond it.
  static func bytes(_ buffer: InputBuffer) -> (bytes: UnsafeRawBufferPointer, isAtEnd: Bool) {
    let all = buffer.bytes
    var (end, lines) = (0, 0)
    while end < all.count, lines <= mostLines, end < mostBytes || lines <= 1 {
      if all[end] == UInt8(ascii: "\n") { lines += 1 }
      end += 1
    }
    let isAtEnd = end == all.count && buffer.isAtEnd
    // Whole lines, where there is one.
    if !isAtEnd, let last = all[..<end].lastIndex(of: UInt8(ascii: "\n")) { end = last + 1 }
    return (UnsafeRawBufferPointer(rebasing: all.prefix(end)), isAtEnd)
  }

  /// The whole records of a sample from an offset on, up to the first fault.
  static func records(
    _ sample: UnsafeRawBufferPointer, from offset: Int = 0, _ separator: FieldSeparator,
    isAtEnd: Bool, maximumFields: Int, most: Int = .max
  ) -> [SampleRecord] {
    var records: [SampleRecord] = []
    var (start, lines) = (offset, 0)
    var scanner = FieldScanner(
      delimiter: separator.delimiter, maximumFields: maximumFields,
      joinsBlanks: separator.joinsBlanks)
    while start < sample.count && records.count < most {
      let rest = UnsafeRawBufferPointer(rebasing: sample[start...])
      guard case .record(let length, let ending) = scanner.scan(rest, isAtEnd: isAtEnd) else {
        break
      }
      lines += scanner.innerLines + 1
      records.append(
        SampleRecord(
          start: start, length: length, next: start + length + ending, linesBeforeNext: lines,
          fields: Array(scanner.fields)))
      start += length + ending
      scanner.reset()
    }
    return records
  }
}
