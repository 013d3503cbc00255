// The grammar of delimited text, as a state machine over the bytes of one record.
//
// RFC 4180, and in addition:
// - a line ends with LF or CRLF; a carriage return alone, outside quotes, is an error;
// - a quote opens a quoted field only at the field's beginning, after nothing but spaces; elsewhere in an
//   unquoted field it is an ordinary character;
// - spaces between a closing quote and the delimiter are ignored.
//
// Where any number of blanks is one delimiter, those at either end of a line delimit nothing.
//
// The machine keeps its state between calls, so each byte of a record that arrives in pieces is looked at
// once, and what it finds cannot depend on where the pieces end.

struct FieldScanner {
  enum Outcome: Equatable {
    /// The bytes end before the record does.
    case incomplete
    /// The record takes `length` bytes and `ending` bytes of line end.
    case record(length: Int, ending: Int)
    case fault(TextFault)
  }

  private enum State {
    case fieldStart, unquoted, quoted, quoteInQuoted, afterQuote, carriageReturn
  }

  let delimiter: UInt8
  let maximumFields: Int
  /// Whether any number of blanks is one delimiter.
  let joinsBlanks: Bool
  /// The fields of the record found so far.
  let fields = FieldList()
  /// Line feeds inside quotes so far.
  private(set) var innerLines = 0
  /// `innerLines` when the last quote opened.
  private(set) var quoteOpenedAfterLines = 0

  private var state = State.fieldStart
  private var position = 0
  private var current = FieldSpan(start: 0, end: 0)
  private let usesWords: Bool

  /// - Parameter usesWords: Whether plain fields may be found eight bytes at a time; false to compare with
  ///   the machine alone, which runs of blanks need.
  init(delimiter: UInt8, maximumFields: Int, joinsBlanks: Bool = false, usesWords: Bool = true) {
    self.delimiter = delimiter
    self.maximumFields = maximumFields
    self.joinsBlanks = joinsBlanks
    self.usesWords = usesWords && !joinsBlanks
  }

  /// Whether the bytes so far end inside quotes.
  var isInQuotes: Bool { state == .quoted }

  /// Forgets the record; the next call of `scan` begins another one.
  mutating func reset() {
    fields.removeAll()
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
        takePlainFields(bytes)
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
      case .fieldStart where joinsBlanks && byte.isBlank:
        position += 1
        current = FieldSpan(start: position, end: position)
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
        if byte == delimiter || joinsBlanks && byte.isBlank {
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

  /// The fast path, for most bytes of most tables: takes unquoted fields eight bytes at a time, and stops where the
  /// record ends, a field begins with a quote or a space, or there may be too many fields.
  private mutating func takePlainFields(_ bytes: UnsafeRawBufferPointer) {
    if state == .fieldStart && bytes[position].mayOpenQuote { return }
    let delimiters = EightBytes(repeating: delimiter)
    let fields = fields
    var next = position
    var start = current.start
    while next &+ 8 <= bytes.count && fields.count &+ 8 <= maximumFields {
      let word = EightBytes(bytes, at: next)
      let lineEnds = word.places(of: .lineFeeds) | word.places(of: .carriages)
      var ends = word.places(of: delimiters) | lineEnds
      // Delimiters and nothing else of interest: no byte is looked at again.
      if ends != 0 && lineEnds == 0 && !mayOpenQuotes(word, bytes, at: next) {
        while ends != 0 {
          let end = next &+ ends.trailingZeroBitCount / 8
          fields.append(FieldSpan(start: start, end: end))
          start = end &+ 1
          ends &= ends &- 1
        }
      }
      while ends != 0 {
        let end = next &+ ends.trailingZeroBitCount / 8
        guard bytes[end] == delimiter else {
          stop(at: end, fieldStart: start, state: .unquoted)
          return
        }
        fields.append(FieldSpan(start: start, end: end))
        start = end &+ 1
        if start == bytes.count || bytes[start].mayOpenQuote {
          stop(at: start, fieldStart: start, state: .fieldStart)
          return
        }
        ends &= ends &- 1
      }
      next &+= 8
    }
    // The first byte of the field, where there is one, has been looked at.
    if next > position { stop(at: next, fieldStart: start, state: .unquoted) }
  }

  /// Whether a quote, or a space that one may follow, is among eight bytes or comes after them.
  @inline(__always)
  private func mayOpenQuotes(
    _ word: EightBytes, _ bytes: UnsafeRawBufferPointer, at offset: Int
  ) -> Bool {
    let after = offset &+ 8
    return word.places(of: .quotes) | word.places(of: .spaces) != 0 || after == bytes.count
      || bytes[after].mayOpenQuote
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
    // Blanks at the end of a line.
    if joinsBlanks && state == .fieldStart && !fields.isEmpty { return true }
    if fields.count == maximumFields { return false }
    if !current.isQuoted { current.end = end }
    fields.append(current)
    return true
  }
}

extension UInt8 {
  /// A quote, or a space that one may follow.
  fileprivate var mayOpenQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: " ") }
}
