// The values of a column as numbers, while its kind is inferred.

extension ColumnProfile {
  /// Whether the values so far may be those of a column of numbers.
  var mayBeNumbers: Bool {
    if let asked { return asked.isNumber }
    if found != nil {
      return markTexts.count { text in
        !isMissing(text) && text.withUnsafeBytes { number($0) } == nil
      } <= Self.mostWords
    }
    return looks.forms.isDisjoint(with: [.code, .date]) && looks.words <= Self.mostWords
  }

  /// Whether a rule asks for numbers that are not dates.
  var asksForPlainNumbers: Bool { asked?.isNumber == true && asked?.cells != .dates }

  /// Whether a text may be a number, if in a notation that only all cells together tell.
  func mayBeNumber(_ text: UnsafeRawBufferPointer) -> Bool {
    NumberText(text) != nil || MissingTokens.isKnown(text) || WrittenParts(text) != nil
  }

  /// A text that is none of the numbers that a rule asks for, in no notation.
  var oddNumber: [UInt8]? {
    guard asksForPlainNumbers else { return nil }
    if storage != .codes { return markTexts.first { !$0.isEmpty && !isMissing($0) } }
    return (0..<dictionary.count).lazy.filter { code in
      !self.absent.contains(code) && self.number(ofCode: code) == nil
        && !self.dictionary[code].withUnsafeBytes { MissingTokens.isKnown($0) }
    }.map { Array(self.dictionary[$0]) }.first
  }

  /// Whether its numbers have more digits than are kept: then they are names of things, as long as they can be
  /// counted.
  var areTooLong: Bool { asked == nil && looks.areTooLong }

  /// How many different values the dictionary has.
  var values: Int { dictionary.count - absent.count }

  /// A value as a number, nil if it is not one.
  func number(ofCode code: Int) -> NumberText? {
    if code < numbersOfCodes.count { return numbersOfCodes[code] }
    return absent.contains(code) ? nil : dictionary[code].withUnsafeBytes { number($0) }
  }

  /// Reads the values as numbers once for all questions that follow; no cell may be added after that.
  func readNumbers() {
    if numbersOfCodes.isEmpty { numbersOfCodes = (0..<dictionary.count).map(number(ofCode:)) }
  }

  /// What a text says in the notation of the column.
  func number(_ text: UnsafeRawBufferPointer) -> NumberText? {
    if let found { return found.notation.number(text) }
    return NumberText(text)
  }

  /// The number of the mark of a cell that is kept as no number; nil for a number.
  static func mark(ofWord word: Int) -> Int? {
    word < noNumber + mostMarks ? word - noNumber : nil
  }
  /// Marks are kept as `noNumber` and the words after it, up to this many; no number is kept as one of these.
  static let mostMarks = 1 << 10

  /// The different numbers and how often each occurs.
  var numberCounts: [(number: NumberText, count: Int)] {
    switch storage {
    case .nothing: return []
    case .codes:
      return valueCounts.enumerated().compactMap { code, count in
        number(ofCode: code).map { ($0, count) }
      }
    case .numbers:
      var counts: [(number: NumberText, count: Int)] = []
      var last = Self.noNumber
      for word in numbers.sorted() where Self.mark(ofWord: word) == nil {
        if word == last {
          counts[counts.count - 1].count += 1
        } else {
          counts.append((NumberText(word: word), 1))
          last = word
        }
      }
      return counts
    }
  }

  /// How often each value of the dictionary occurs.
  var valueCounts: [Int] {
    var counts = [Int](repeating: 0, count: dictionary.count + 1)
    codes.forEach(0..<codes.count) { counts[$1] += 1 }
    return Array(counts.dropFirst())
  }
}
