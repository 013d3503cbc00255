// Fields of a table that are not modelled, and yet are written.

/// A field of the training records that says nothing, or nothing that could be learnt.
///
/// It is no column, but rows that are drawn have it, so that they are a file of the same form.
public struct LeftOutField: Equatable, Sendable {
  /// Its index among the fields of a record that has all of them; one of `Schema.ignoredFields`.
  public var field: Int
  /// Its name in the header, nil where columns have none.
  public var name: String?
  /// What is written into it: what all its cells hold, nothing if they differ.
  public var text: [UInt8]
  /// How it numbers the records, if it does: then it is written as it counts, and `text` is empty.
  public var count: RecordCount?
  /// How its codes are put together, if it holds some: then others are made up, and `text` is empty.
  public var code: RecordCode?

  /// Longer texts are not kept.
  static let mostBytes = 1 << 10

  /// A field that is written as `text`.
  public init(
    field: Int, name: String?, text: [UInt8] = [], count: RecordCount? = nil,
    code: RecordCode? = nil
  ) {
    self.field = field
    self.name = name
    self.text = count != nil || code != nil || text.count > Self.mostBytes ? [] : text
    self.count = count
    self.code = count == nil ? code : nil
  }

  /// What is written into it beside what comes from the columns.
  func text(ofRecord record: Int) -> [UInt8] {
    count?.text(ofRecord: record) ?? code?.text(ofRecord: record) ?? text
  }
}

extension LeftOutField {
  /// The value of its line in a model's header: `2 TEXT` or `2 TEXT NAME`.
  var headerValue: String {
    let words = ["\(field + 1)", HeaderText.escaped(text)]
    return (words + (name.map { [HeaderText.escaped(Array($0.utf8))] } ?? []))
      .joined(separator: " ")
  }

  /// The value of the line `counts` after it, if it counts the records: `2 FIRST STEP DIGITS DECIMALS PREFIX`,
  /// and a suffix if there is one.
  var countValue: String? { count.map { "\(field + 1) \($0.headerWords)" } }

  /// The value of the line `codes` after it, if it holds codes: `2 COUNT TEMPLATE`, the last two once or more.
  package var codeValue: String? { code.map { "\(field + 1) \($0.headerWords)" } }

  /// Undoes `headerValue`; nil for anything else.
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
