// The columns in the header of a model file: lines `column`, `columns`, `shared`, `categories` and
// `bins`, and those that say how more of the same is read.

extension ModelHeader {
  /// The lines about fields that are no columns, and about missing cells.
  var readingLines: [String] {
    var lines: [String] = []
    if !schema.ignoredFields.isEmpty {
      let fields = schema.ignoredFields.map { "\($0 + 1)" }
      lines.append("ignored-fields \(fields.joined(separator: " "))")
    }
    if !schema.missingTokens.isEmpty {
      let tokens = schema.missingTokens.map { Self.escaped($0) }
      lines.append("missing \(tokens.joined(separator: " "))")
    }
    for dependency in schema.dependencies {
      let slots = dependency.slots.map { $0.map(String.init) ?? "-" }
      lines.append(
        "determines \(dependency.column + 1) \(dependency.determined + 1) "
          + slots.joined(separator: " "))
    }
    return lines
  }

  /// Takes `COLUMN COLUMN SLOT...`, the value of a line `determines`; false when it is not legal.
  ///
  /// Whether there are such columns and slots is seen when all lines are read.
  mutating func takeDependency(_ value: Substring) -> Bool {
    let words = value.split(separator: " ", omittingEmptySubsequences: false)
    func number(_ word: Substring) -> Int? { Self.integer(word, 0...Int.max) }
    guard words.count > 2, let column = number(words[0]), let determined = number(words[1]),
      column > 0, determined > 0, column != determined
    else { return false }
    let slots = words.dropFirst(2).map { $0 == "-" ? nil : number($0) }
    if zip(slots, words.dropFirst(2)).contains(where: { $0 == nil && $1 != "-" }) { return false }
    schema.dependencies.append(
      Dependency(column: column - 1, determined: determined - 1, slots: slots))
    return true
  }

  /// Whether the lines `determines` fit the columns.
  var hasLegalDependencies: Bool {
    var pairs = 0
    return schema.dependencies.allSatisfy { dependency in
      guard max(dependency.column, dependency.determined) < schema.columns.count else {
        return false
      }
      let determined = schema.columns[dependency.determined].slots
      let (product, overflow) = dependency.slots.count.multipliedReportingOverflow(by: determined)
      guard !overflow, product <= Dependency.mostValuePairs - pairs else { return false }
      pairs += product
      return dependency.slots.count == schema.columns[dependency.column].slots
        && dependency.slots.count > 1 && determined > 1
        && dependency.slots.allSatisfy { $0.map { $0 < determined } ?? true }
    }
  }

  /// An integer in the only form that is written; nil for any other text, and beyond the limits.
  static func integer(_ text: Substring, _ limits: ClosedRange<Int>) -> Int? {
    guard let value = Int(text), limits.contains(value), "\(value)" == text else { return nil }
    return value
  }

  /// Takes `TOKEN...`, the value of a line `missing`; false when it is not legal.
  mutating func takeMissing(_ value: some Collection<UInt8>) -> Bool {
    let words = value.split(separator: 0x20, omittingEmptySubsequences: false)
    schema.missingTokens = words.compactMap { Self.unescaped($0) }
    return schema.missingTokens.count == words.count && !schema.missingTokens.contains([])
  }

  /// The lines that describe the columns.
  var columnLines: [String] {
    let names = schema.names
    var lines: [String] = []
    var binary = 0
    func endRun() {
      if binary > 0 { lines.append("columns \(binary) binary") }
      binary = 0
    }
    func begin(_ kind: String, _ index: Int) {
      endRun()
      lines.append(
        names.map { "column \(kind) \(Self.escaped(Array($0[index].utf8)))" } ?? "columns 1 \(kind)"
      )
    }
    for (index, column) in schema.columns.enumerated() {
      switch column.kind {
      case .binary:
        if let names {
          lines.append("column binary \(Self.escaped(Array(names[index].utf8)))")
        } else {
          binary += 1
        }
      case .categorical(let categories):
        begin("categorical", index)
        if !categories.groups.isEmpty {
          let sizes = categories.groups.map { "\($0.count)" }
          lines.append("shared \(sizes.joined(separator: " "))")
        }
        lines.append("categories \(Self.text(of: categories))")
      case .number(let bins):
        begin("number", index)
        lines.append("bins \(BinsText.text(of: bins))")
      }
    }
    endRun()
    return lines
  }

  private static func text(of categories: Categories) -> String {
    let extra = extra(hasOther: categories.hasOther, hasMissing: categories.hasMissing)
    return ([extra] + categories.values.map { escaped($0) }).joined(separator: " ")
  }

  /// Which slots a column has beside those of its values, as a word.
  static func extra(hasOther: Bool, hasMissing: Bool) -> String {
    hasOther ? hasMissing ? "other+missing" : "other" : hasMissing ? "missing" : "none"
  }

  /// Undoes `extra(hasOther:hasMissing:)`; nil for any other word.
  static func extraSlots(_ word: some Collection<UInt8>) -> (hasOther: Bool, hasMissing: Bool)? {
    switch String(decoding: word, as: UTF8.self) {
    case "none": (false, false)
    case "other": (true, false)
    case "missing": (false, true)
    case "other+missing": (true, true)
    default: nil
    }
  }

  /// Names and values keep to one line and one word: bytes up to space, percent and DEL become %XX.
  ///
  /// So do bytes from 80 on in what is not UTF-8, as the header is.
  static func escaped(_ text: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let isUnicode = String(validating: text, as: UTF8.self) != nil
    var bytes: [UInt8] = []
    for byte in text {
      if byte <= 0x20 || byte == 0x25 || byte == 0x7F || byte >= 0x80 && !isUnicode {
        bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Undoes `escaped`; nil for anything that `escaped` does not write.
  static func unescaped(_ text: some Collection<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = Array(text)[...]
    while let byte = rest.popFirst() {
      guard byte == 0x25 else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else { return nil }
      rest = rest.dropFirst(2)
      bytes.append(value)
    }
    return escaped(bytes).utf8.elementsEqual(text) ? bytes : nil
  }
}
