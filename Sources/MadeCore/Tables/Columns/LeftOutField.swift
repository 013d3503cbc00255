// Fields of a table that are not modelled, and yet are written.

/// A field of the training records that says nothing, or nothing that could be learnt.
///
/// It is no column, but rows that are drawn have it, so that they are a file of the same form.
public struct LeftOutField: Equatable, Sendable {
  /// Its index among the fields of a record that has all of them; one of `Schema.ignoredFields`.
  public var field: Int
  /// Its name in the header, nil where columns have none.
  public var name: String?
  /// What is written into it.
  public var content: Content

  /// What stands in the field of the training records, as far as it is kept.
  public enum Content: Equatable, Sendable {
    /// The same in all; nothing if they differ, and are neither of the others.
    case text([UInt8])
    /// Numbers of the records: it is counted on.
    case count(RecordCount)
    /// Codes: others are made up.
    case code(RecordCode)
  }

  /// Longer texts are not kept.
  static let mostBytes = 1 << 10

  /// A field that is written as `text`.
  public init(field: Int, name: String?, text: [UInt8] = []) {
    self.init(field: field, name: name, content: .text(text.count > Self.mostBytes ? [] : text))
  }

  public init(field: Int, name: String?, content: Content) {
    (self.field, self.name, self.content) = (field, name, content)
  }

  /// What is written into it beside what comes from the columns.
  func text(ofRecord record: Int) -> [UInt8] {
    switch content {
    case .text(let text): text
    case .count(let count): count.text(ofRecord: record)
    case .code(let code): code.text(ofRecord: record, field: field)
    }
  }
}

extension LeftOutField {
  /// Its lines in a model's header.
  ///
  ///     left-out 2 TEXT [NAME]
  ///     counts 2 FIRST STEP DIGITS DECIMALS PREFIX [SUFFIX]    where it counts the records
  ///     codes 2 COUNT TEMPLATE...                              where it holds codes, the last two once or more
  package var headerLines: [String] {
    var text: [UInt8] = []
    var more: [String] = []
    switch content {
    case .text(let bytes): text = bytes
    case .count(let count): more = ["counts \(field + 1) \(count.headerWords)"]
    case .code(let code): more = ["codes \(field + 1) \(code.headerWords)"]
    }
    let words = ["left-out", "\(field + 1)", HeaderText.escaped(text)]
    let named = words + (name.map { [HeaderText.escaped(Array($0.utf8))] } ?? [])
    return [named.joined(separator: " ")] + more
  }

  /// Undoes the first of `headerLines`, after its first word; nil for anything else.
  init?(headerValue value: Substring, mostFields: Int) {
    let words = value.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
    guard (2...3).contains(words.count),
      let number = HeaderText.integer(Substring(words[0]), 1...mostFields),
      let text = HeaderText.unescaped(words[1]), text.count <= Self.mostBytes
    else { return nil }
    var name: String?
    if words.count == 3 {
      guard let bytes = HeaderText.unescaped(words[2]),
        let valid = String(validating: bytes, as: UTF8.self)
      else { return nil }
      name = valid
    }
    self.init(field: number - 1, name: name, text: text)
  }
}
