// Columns of words in the header of a model file: lines `shared`, `missing-as` and `categories`.

extension Categories {
  package static var headerKeys: [String] { ["shared", "missing-as", "categories"] }

  package var headerLines: [String] {
    let extra = HeaderText.extra(hasOther: hasOther, hasMissing: hasMissing)
    let words = [extra] + values.map { HeaderText.escaped($0) }
    let shared =
      groups.isEmpty ? [] : ["shared " + groups.map { "\($0.count)" }.joined(separator: " ")]
    let token = missingText.isEmpty ? [] : ["missing-as \(HeaderText.escaped(missingText))"]
    return shared + token + ["categories " + words.joined(separator: " ")]
  }

  package static func lines(room: Int) -> any KindLines { CategoryLines(room: room) }
}

/// Reads `shared SIZE...` and `missing-as TOKEN`, which may be absent, and `categories EXTRA VALUE...`.
private struct CategoryLines: KindLines {
  let room: Int
  private(set) var kind: (any ColumnKind)?
  /// How many values share each of the last codes.
  private var groupSizes: [Int] = []
  private var missingText: [UInt8] = []

  init(room: Int) { self.room = room }

  mutating func take(_ key: String, _ value: Substring) -> Bool {
    switch key {
    case "shared": takeShared(value)
    case "missing-as": takeMissingText(value.utf8)
    case "categories": takeCategories(value.utf8)
    default: false
    }
  }

  private mutating func takeShared(_ value: Substring) -> Bool {
    guard groupSizes.isEmpty, HeaderText.mayHold(value.utf8, room) else { return false }
    var values = 0
    for word in value.split(separator: " ", omittingEmptySubsequences: false) {
      guard let size = HeaderText.integer(word, 1...Categories.maximumCount) else { return false }
      groupSizes.append(size)
      values += size
      guard values <= Categories.maximumCount else { return false }
    }
    return true
  }

  private mutating func takeMissingText(_ value: Substring.UTF8View) -> Bool {
    guard missingText.isEmpty, let token = HeaderText.unescaped(value), !token.isEmpty else {
      return false
    }
    missingText = token
    return true
  }

  private mutating func takeCategories(_ value: Substring.UTF8View) -> Bool {
    let shared = groupSizes.reduce(0, +)
    guard HeaderText.mayHold(value, room, further: shared) else { return false }
    let words = value.split(separator: 0x20, omittingEmptySubsequences: false)
    let values = words.dropFirst().compactMap { HeaderText.unescaped($0) }
    guard let extra = words.first.flatMap({ HeaderText.extraCodes($0) }),
      extra.hasMissing || missingText.isEmpty,
      values.count == words.count - 1, values.count >= shared, Set(values).count == values.count
    else { return false }
    kind = Categories(
      values: values, groupSizes: groupSizes, hasOther: extra.hasOther,
      hasMissing: extra.hasMissing, missingText: missingText)
    return true
  }
}
