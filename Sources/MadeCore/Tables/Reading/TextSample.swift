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

/// The first lines of a text: up to a hundred, or 64 KB, but two at least, and none after a line that is too long.
enum TextSample {
  static let mostLines = 100
  static let mostBytes = 64 << 10

  /// Reads the sample, which does not depend on how many bytes come at once; and whether the text ends with it.
  ///
  /// An error of the source is left for the reader, which has the records before it to hand on.
  static func read(
    _ buffer: InputBuffer, longestLine: Int
  ) -> (bytes: UnsafeRawBufferPointer, isAtEnd: Bool) {
    var extent = Reach(longestLine: longestLine)
    extent.take(buffer.bytes)
    while !extent.isFull && !buffer.isAtEnd {
      do { try buffer.fill() } catch { break }
      extent.take(buffer.bytes)
    }
    let isAtEnd = !extent.isFull && buffer.isAtEnd
    // Whole lines, where there is one.
    let end = isAtEnd || extent.linesEnd == 0 ? extent.end : extent.linesEnd
    return (UnsafeRawBufferPointer(rebasing: buffer.bytes.prefix(end)), isAtEnd)
  }

  /// How far a sample goes, found as the bytes of the text come.
  private struct Reach {
    let longestLine: Int
    private(set) var end = 0
    /// Where its whole lines end.
    private(set) var linesEnd = 0
    private var lines = 0

    init(longestLine: Int) { self.longestLine = longestLine }

    /// Whether no more bytes belong to it.
    var isFull: Bool {
      // A line more, as the first one is perhaps a header.
      lines > mostLines || end >= mostBytes && lines > 1 || end - linesEnd > longestLine + 2
    }

    /// Takes what has come, from the beginning of the text on.
    mutating func take(_ bytes: UnsafeRawBufferPointer) {
      while end < bytes.count && !isFull {
        end += 1
        if bytes[end - 1] == UInt8(ascii: "\n") { (lines, linesEnd) = (lines + 1, end) }
      }
    }
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
