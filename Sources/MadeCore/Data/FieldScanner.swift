// The grammar of delimited text, as a state machine over the bytes of one record.
//
// RFC 4180, and in addition:
// - a line ends with LF or CRLF; a carriage return alone, outside quotes, is an error;
// - a quote opens a quoted field only at its beginning, spaces before it aside; elsewhere in an
//   unquoted field it is an ordinary character;
// - spaces between a closing quote and the delimiter are ignored.
//
// The machine keeps its state between calls, so a record that arrives in pieces is looked at once,
// and what it finds cannot depend on where the pieces end.

/// A field of a record, as offsets from the record's first byte.
struct FieldSpan {
  /// The first byte, after the opening quote if there is one.
  var start: Int
  /// The end, before the closing quote if there is one.
  var end: Int
  var isQuoted = false
  /// Whether there are doubled quotes inside, each standing for one.
  var hasDoubledQuotes = false
}

struct FieldScanner {
  enum Outcome: Equatable {
    /// The bytes end before the record does.
    case incomplete
    /// The record takes `length` bytes and `ending` bytes of line end.
    case record(length: Int, ending: Int)
    case fault(Fault)
  }

  enum Fault: Equatable {
    case unterminatedQuote
    case textAfterQuote
    case loneCarriageReturn
    case tooManyFields
  }

  private enum State {
    case fieldStart, unquoted, quoted, quoteInQuoted, afterQuote, carriageReturn
  }

  let delimiter: UInt8
  let maximumFields: Int
  /// The fields of the record found so far.
  private(set) var fields: [FieldSpan] = []
  /// Line feeds inside quotes so far.
  private(set) var innerLines = 0
  /// `innerLines` when the last quote opened.
  private(set) var quoteOpenedAfterLines = 0

  private var state = State.fieldStart
  private var position = 0
  private var current = FieldSpan(start: 0, end: 0)
  private let usesWords: Bool

  /// - Parameter usesWords: Whether plain fields may be found eight bytes at a time; false for comparing
  ///   the two.
  init(delimiter: UInt8, maximumFields: Int, usesWords: Bool = true) {
    self.delimiter = delimiter
    self.maximumFields = maximumFields
    self.usesWords = usesWords
  }

  /// Whether the bytes so far end inside quotes.
  var isInQuotes: Bool { state == .quoted }

  /// Forgets the record; the next call begins another one.
  mutating func reset() {
    fields.removeAll(keepingCapacity: true)
    innerLines = 0
    quoteOpenedAfterLines = 0
    state = .fieldStart
    position = 0
    current = FieldSpan(start: 0, end: 0)
  }

  /// Looks at the bytes not yet seen of the record that begins at `bytes[0]`.
  ///
  /// - Parameter isAtEnd: Whether no bytes follow.
  mutating func scan(_ bytes: UnsafeRawBufferPointer, isAtEnd: Bool) -> Outcome {
    let lineFeed = UInt8(ascii: "\n")
    let carriage = UInt8(ascii: "\r")
    let quote = UInt8(ascii: "\"")
    let space = UInt8(ascii: " ")
    while position < bytes.count {
      if usesWords && (state == .fieldStart || state == .unquoted) {
        if !takePlainFields(bytes) { return .fault(.tooManyFields) }
        if position == bytes.count { break }
      }
      let byte = bytes[position]
      switch state {
      case .quoted:
        if byte == quote {
          state = .quoteInQuoted
        } else if byte == lineFeed {
          innerLines += 1
        }
        position += 1
      case .quoteInQuoted where byte == quote:
        current.hasDoubledQuotes = true
        state = .quoted
        position += 1
      case .carriageReturn:
        guard byte == lineFeed else { return .fault(.loneCarriageReturn) }
        return .record(length: position - 1, ending: 2)
      case .fieldStart where byte == space && delimiter != space:
        // Perhaps before a quote; `current.start` keeps the spaces in case there is none.
        position += 1
      case .fieldStart where byte == quote:
        current.isQuoted = true
        current.start = position + 1
        quoteOpenedAfterLines = innerLines
        state = .quoted
        position += 1
      default:
        if state == .quoteInQuoted {
          current.end = position - 1
          state = .afterQuote
        }
        if byte == delimiter {
          if !endField(at: position) { return .fault(.tooManyFields) }
          position += 1
          current = FieldSpan(start: position, end: position)
          state = .fieldStart
        } else if byte == lineFeed {
          if !endField(at: position) { return .fault(.tooManyFields) }
          return .record(length: position, ending: 1)
        } else if byte == carriage {
          if !endField(at: position) { return .fault(.tooManyFields) }
          state = .carriageReturn
          position += 1
        } else if state == .afterQuote {
          if byte != space { return .fault(.textAfterQuote) }
          position += 1
        } else {
          state = .unquoted
          position += 1
        }
      }
    }
    return isAtEnd ? endOfInput(length: bytes.count) : .incomplete
  }

  /// Most bytes of most tables: takes fields that are not quoted, as far as whole words of eight bytes
  /// go, and stops where the record ends or a field begins with a quote or a space.
  ///
  /// - Returns: false if there are too many fields.
  private mutating func takePlainFields(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if state == .fieldStart && bytes[position].mayOpenQuote { return true }
    let delimiters = EightBytes(repeating: delimiter)
    var next = position
    var start = current.start
    while next &+ 8 <= bytes.count {
      let word = EightBytes(bytes, at: next)
      var ends =
        word.places(of: delimiters) | word.places(of: .lineFeeds) | word.places(of: .carriages)
      while ends != 0 {
        let end = next &+ ends.trailingZeroBitCount / 8
        guard bytes[end] == delimiter else {
          stop(at: end, fieldStart: start, state: .unquoted)
          return true
        }
        if fields.count == maximumFields { return false }
        fields.append(FieldSpan(start: start, end: end))
        start = end &+ 1
        if start == bytes.count || bytes[start].mayOpenQuote {
          stop(at: start, fieldStart: start, state: .fieldStart)
          return true
        }
        ends &= ends &- 1
      }
      next &+= 8
    }
    // The first byte of the field, where there is one, has been looked at.
    if next > position { stop(at: next, fieldStart: start, state: .unquoted) }
    return true
  }

  private mutating func stop(at position: Int, fieldStart: Int, state: State) {
    self.position = position
    self.state = state
    current = FieldSpan(start: fieldStart, end: fieldStart)
  }

  private mutating func endOfInput(length: Int) -> Outcome {
    switch state {
    case .quoted: return .fault(.unterminatedQuote)
    case .carriageReturn: return .fault(.loneCarriageReturn)
    case .quoteInQuoted: current.end = length - 1
    case .fieldStart, .unquoted, .afterQuote: break
    }
    if state == .quoteInQuoted { state = .afterQuote }
    if !endField(at: length) { return .fault(.tooManyFields) }
    return .record(length: length, ending: 0)
  }

  private mutating func endField(at end: Int) -> Bool {
    if fields.count == maximumFields { return false }
    if !current.isQuoted { current.end = end }
    fields.append(current)
    return true
  }
}

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
    var result = self
    while result.start < result.end && record[result.start].isBlank { result.start += 1 }
    while result.start < result.end && record[result.end - 1].isBlank { result.end -= 1 }
    return result
  }
}

extension UInt8 {
  /// A quote, or a space that one may follow.
  fileprivate var mayOpenQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: " ") }

  /// A space or a tab.
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
