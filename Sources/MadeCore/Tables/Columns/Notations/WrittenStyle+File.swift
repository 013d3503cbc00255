// Written numbers in the header of a model file.

extension WrittenStyle {
  /// What `leastGrouped` is where groups are read, but not written.
  static let never = 20

  /// How many words there are.
  static let headerWordCount = 8

  /// The words: point, group, prefix, suffix, sign, plus, whole numbers, leading zeros.
  ///
  /// For `1.234,50 €` these are `comma point/4 % %20€ -PNS never as-others zero`.
  package var headerWords: [String] {
    func field(_ text: [UInt8]) -> String { text.isEmpty ? "%" : HeaderText.escaped(text) }
    let wholes = whole.map { (hasFixedFractions ? "fixed/" : "shortest/") + field($0) }
    return [
      point.rawValue, group.map { "\($0.rawValue)/\(leastGrouped)\(isLakh ? "/2" : "")" } ?? "none",
      field(prefix), field(suffix), sign.headerWord, plus.rawValue, wholes ?? "as-others",
      hasLeadingZero ? "zero" : "no-zero",
    ]
  }

  /// Undoes `headerWords`; nil for anything else, and for a style that would not be read as it is written.
  ///
  /// - Parameter mayBePlain: whether it may be as programs write numbers.
  package init?(headerWords words: [Substring], mayBePlain: Bool = false) {
    guard words.count == Self.headerWordCount,
      let point = DigitSeparator(rawValue: String(words[0])), !point.isGroupOnly,
      let prefix = Self.text(words[2]), let suffix = Self.text(words[3]),
      prefix.first?.isBlank != true, suffix.last?.isBlank != true,
      let sign = SignStyle(headerWord: words[4]), let plus = Plus(rawValue: String(words[5])),
      words[7] == "zero" || words[7] == "no-zero"
    else { return nil }
    self.init()
    (self.point, self.prefix, self.suffix) = (point, prefix, suffix)
    (self.sign, self.plus, hasLeadingZero) = (sign, plus, words[7] == "zero")
    guard takeGroup(words[1]), takeWhole(words[6]), mayBePlain || self != .plain,
      readsWhatItWrites
    else {
      return nil
    }
  }

  private mutating func takeGroup(_ word: Substring) -> Bool {
    if word == "none" { return true }
    let parts = word.split(separator: "/", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.count == 2 || parts[2] == "2",
      let group = DigitSeparator(rawValue: String(parts[0])), group != point,
      let least = HeaderText.integer(parts[1], 4...Self.never), [4, 5, Self.never].contains(least)
    else { return false }
    (self.group, leastGrouped, isLakh) = (group, least, parts.count == 3)
    return true
  }

  /// What may stand for decimals.
  private static let wholes: [[UInt8]] =
    ["", "."].map { Array($0.utf8) }
    + [".", ","].flatMap {
      point in ["-", "--", "–"].map { Array((point + $0).utf8) }
    }

  private mutating func takeWhole(_ word: Substring) -> Bool {
    if word == "as-others" { return true }
    let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "fixed" || parts[0] == "shortest",
      let text = Self.text(parts[1]), Self.wholes.contains(text),
      // As short as can be, and without anything: as others are.
      parts[0] == "fixed" || !text.isEmpty
    else { return false }
    (whole, hasFixedFractions) = (text, parts[0] == "fixed")
    return true
  }

  /// What stands before or after numbers: `%` for nothing.
  private static func text(_ word: Substring) -> [UInt8]? {
    if word == "%" { return [] }
    guard let text = HeaderText.unescaped(word.utf8), !text.isEmpty,
      text.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { return nil }
    return text
  }
}
