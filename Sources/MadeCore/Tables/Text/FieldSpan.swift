// Where in a record a field is.

/// A field of a record, as offsets from the record's first byte.
///
/// It takes eight bytes, because tables have more of them than of anything else: two offsets of 31 bits, and a
/// mark in the highest bit of each.
struct FieldSpan {
  private var startBits: UInt32
  private var endBits: UInt32

  /// All offsets are below this.
  static let limit = 1 << 31
  private static let mark: UInt32 = 1 << 31

  /// A field that is not quoted.
  @inline(__always)
  init(start: Int, end: Int) {
    startBits = UInt32(truncatingIfNeeded: start)
    endBits = UInt32(truncatingIfNeeded: end)
  }

  /// The first byte, after the opening quote if there is one.
  @inline(__always)
  var start: Int {
    get { Int(startBits & ~Self.mark) }
    set { startBits = startBits & Self.mark | UInt32(truncatingIfNeeded: newValue) }
  }

  /// The end, before the closing quote if there is one.
  @inline(__always)
  var end: Int {
    get { Int(endBits & ~Self.mark) }
    set { endBits = endBits & Self.mark | UInt32(truncatingIfNeeded: newValue) }
  }

  var isQuoted: Bool {
    get { startBits & Self.mark != 0 }
    set { startBits = newValue ? startBits | Self.mark : startBits & ~Self.mark }
  }

  /// Whether there are doubled quotes inside, each standing for one; only a quoted field has any.
  var hasDoubledQuotes: Bool {
    get { endBits & Self.mark != 0 }
    set { endBits = newValue ? endBits | Self.mark : endBits & ~Self.mark }
  }

  /// The number of bytes of an unquoted field; for a quoted one, more than any record has.
  @inline(__always)
  var plainLength: UInt32 { (endBits & ~Self.mark) &- startBits }
}

/// The fields of a record, or of records in a row.
typealias FieldList = Growing<FieldSpan>

extension FieldSpan {
  /// The field's text with doubled quotes undone.
  func text(in record: UnsafeRawBufferPointer) -> [UInt8] {
    let raw = record[start..<end]
    guard hasDoubledQuotes else { return Array(raw) }
    var result: [UInt8] = []
    result.reserveCapacity(raw.count)
    var skipsQuote = false
    for byte in raw {
      if byte == UInt8(ascii: "\"") && skipsQuote {
        skipsQuote = false
        continue
      }
      result.append(byte)
      skipsQuote = byte == UInt8(ascii: "\"")
    }
    return result
  }

  /// The field without the spaces around it, unless they are quoted.
  func trimmed(in record: UnsafeRawBufferPointer) -> FieldSpan {
    guard !isQuoted else { return self }
    let text = record[start..<end].withoutBlanks
    return FieldSpan(start: text.startIndex, end: text.endIndex)
  }

  /// Calls `body` with the field's text: without the blanks around it unless they are quoted, and
  /// with doubled quotes undone.
  @inline(__always)
  func withValue<Value>(
    in record: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Value
  ) -> Value {
    let field = trimmed(in: record)
    if field.hasDoubledQuotes { return field.text(in: record).withUnsafeBytes { body($0) } }
    return body(UnsafeRawBufferPointer(rebasing: record[field.start..<field.end]))
  }
}
