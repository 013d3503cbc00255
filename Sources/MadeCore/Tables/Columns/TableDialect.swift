// How the file of a table is laid out: what reading finds, the model remembers and writing follows.

/// How a table is spelled as text, so that rows that are drawn are a file of the same kind.
///
/// The names stand with the columns and the fields that were left out (`Column.name`, `LeftOutField.name`), as
/// they are in the header, repeated and blank ones included: a file has a header if and only if these have names.
public struct TableDialect: Equatable, Sendable {
  /// Which fields are in quotes.
  ///
  /// Those that hold a delimiter, a quote or a line end always are.
  public enum Quoting: String, CaseIterable, Sendable {
    /// Only those that have to be.
    case needed
    /// All but numbers and missing cells.
    case words
    /// All.
    case all
  }

  /// What ends a line.
  public enum LineEnd: String, CaseIterable, Sendable {
    case lf, crlf

    /// Its bytes.
    public var bytes: [UInt8] { self == .lf ? [0x0A] : [0x0D, 0x0A] }
  }

  /// What separates fields; see `InputOptions.isDelimiter(_:)`.
  public var delimiter = UInt8(ascii: ",")
  /// Whether any number of blanks is one delimiter; `delimiter` is then the space, and an empty cell needs quotes.
  public var joinsBlanks = false
  /// Which fields are in quotes.
  public var quoting = Quoting.needed
  /// Whether the names of the header are in quotes only where they have to be, whatever `quoting` says.
  public var hasBareNames = false
  /// What ends lines.
  public var lineEnd = LineEnd.lf
  /// Whether the file begins with a byte order mark of UTF-8.
  public var hasByteOrderMark = false
  /// Whether the names of the header are Latin-1, a byte for each character, and not UTF-8.
  public var hasLatinNames = false
  /// Whether the header lacks the name of the first field, which holds the names of the rows, as R writes it.
  ///
  /// The field's name is then empty.
  public var hasRowNames = false
  /// Whether each row ends with a delimiter after its last field; what follows it is no field.
  public var rowsEndWithDelimiter = false
  /// Whether the header does.
  public var headerEndsWithDelimiter = false
  /// The lines before the header, or before the rows where there is none, as they are, with their line ends:
  /// comments, `sep=;`, a title.
  public var linesBefore: [UInt8] = []
  /// The lines between header and rows, such as one of units, as they are, with their line ends.
  public var linesBelow: [UInt8] = []

  /// Longer lines before or below the header are not kept.
  static let mostBytes = 4 << 10

  /// Commas, quotes only where they have to be, and nothing but a header and rows.
  public init() {}

  /// The same with another delimiter.
  public init(delimiter: UInt8) { self.delimiter = delimiter }

  /// This dialect with another delimiter: lines that have the old one in them are left out.
  public func with(delimiter: UInt8) -> TableDialect {
    var other = self
    (other.delimiter, other.joinsBlanks) = (delimiter, false)
    (other.linesBefore, other.linesBelow) = ([], [])
    return other
  }
}

extension TableDialect {
  /// Marks and their words in the header of a model file, in their order there.
  private static var marks: [(word: String, path: WritableKeyPath<TableDialect, Bool>)] {
    [
      ("bare-names", \.hasBareNames), ("blanks", \.joinsBlanks), ("mark", \.hasByteOrderMark),
      ("row-names", \.hasRowNames),
      ("row-ends", \.rowsEndWithDelimiter), ("header-ends", \.headerEndsWithDelimiter),
      ("latin1", \.hasLatinNames),
    ]
  }

  /// Its lines in a model's header, none for what a file without them means.
  package var headerLines: [String] {
    var lines: [String] = []
    var line = self
    (line.linesBefore, line.linesBelow) = ([], [])
    if line != TableDialect() {
      let words = [HeaderText.escaped([delimiter]), quoting.rawValue, lineEnd.rawValue]
      let marks = Self.marks.filter { self[keyPath: $0.path] }.map(\.word)
      lines.append("dialect \((words + marks).joined(separator: " "))")
    }
    for (key, text) in [("lines-before", linesBefore), ("lines-below", linesBelow)]
    where !text.isEmpty && text.count <= Self.mostBytes {
      lines.append("\(key) \(HeaderText.escaped(text))")
    }
    return lines
  }

  /// Takes the value of the line `dialect`, but for the delimiter; nil for anything that `headerLines` does not
  /// write.
  package mutating func take(headerValue value: Substring, isDelimiter: (UInt8) -> Bool) -> Bool {
    let words = value.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard words.count >= 3, let bytes = HeaderText.unescaped(words[0].utf8), bytes.count == 1,
      isDelimiter(bytes[0]), let quoting = Quoting(rawValue: words[1]),
      let lineEnd = LineEnd(rawValue: words[2])
    else { return false }
    (delimiter, self.quoting, self.lineEnd) = (bytes[0], quoting, lineEnd)
    var rest = words[3...]
    for mark in Self.marks where rest.first == mark.word {
      self[keyPath: mark.path] = true
      rest.removeFirst()
    }
    let isWritten = rest.isEmpty && (!joinsBlanks || delimiter == UInt8(ascii: " "))
    return isWritten && !(hasRowNames && headerEndsWithDelimiter)
  }

  /// Takes the value of a line `lines-before` or `lines-below`; false for anything that is not whole lines.
  package mutating func take(
    _ path: WritableKeyPath<TableDialect, [UInt8]>, escaped value: Substring
  )
    -> Bool
  {
    guard let bytes = HeaderText.unescaped(value.utf8), bytes.count <= Self.mostBytes,
      bytes.last == 0x0A
    else { return false }
    self[keyPath: path] = bytes
    return true
  }
}

extension TableDialect {
  /// The names of a header from their bytes: UTF-8, or else all of them Latin-1, in which every byte is a character.
  static func names(_ fields: [[UInt8]]) -> (names: [String], areLatin: Bool) {
    let names = fields.compactMap { String(validating: $0, as: UTF8.self) }
    if names.count == fields.count { return (names, false) }
    return (fields.map { String(String.UnicodeScalarView($0.map { Unicode.Scalar($0) })) }, true)
  }

  /// A name as it stands in the header.
  func bytes(ofName name: String) -> [UInt8] {
    guard hasLatinNames else { return Array(name.utf8) }
    let bytes = name.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
    return bytes.count == name.unicodeScalars.count ? bytes : Array(name.utf8)
  }
}
