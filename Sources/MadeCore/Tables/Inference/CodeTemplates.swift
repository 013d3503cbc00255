// How the codes of a column that is left out are put together.

extension RecordCode {
  /// Nearly all cells have a digit, and none of them more than a few letters in a row, or the column holds words, of which
  /// none is made up.
  private static let leastOfCodes = 0.95
  private static let mostLetters = 5
  /// A template has as many cells in the mean.
  private static let cellsOfTemplate = 10
  /// Nearly all cells are of the templates that are kept.
  private static let leastOfTemplates = 0.9
  /// As many cells may have in common what no other has; of fewer cells nothing but the sort of a byte is kept.
  private static let fewest = 20

  /// The templates of a column's words; nil if it holds no codes.
  ///
  /// Words with digits, small letters and capitals at the same places are of one template, or, where that makes too many,
  /// words with the same bytes at the same places, letters and digits aside. A place of a template
  /// is the byte that all cells have there, or the smallest alphabet that has all of theirs.
  init?(_ words: some Collection<[UInt8]>) {
    guard !words.isEmpty else { return nil }
    let total = Double(words.count)
    guard Double(words.count(where: Self.isCode)) >= Self.leastOfCodes * total else { return nil }
    // As fine as there are few enough of them.
    guard
      let codes = Self.templates(words, of: Self.skeleton) ?? Self.templates(words, of: Self.frame)
    else { return nil }
    self.init(templates: codes)
  }

  /// The templates of words that are alike in some way, if there are few; nil if not.
  private static func templates(
    _ words: some Collection<[UInt8]>, of look: ([UInt8]) -> [UInt8]
  ) -> [Template]? {
    var looks: [[UInt8]: Letters] = [:]
    for word in words where isPlain(word) {
      looks[look(word), default: Letters(count: word.count)].take(word)
      // Names and addresses have as many as cells.
      if looks.count > 1024 { return nil }
    }
    let kept = looks.sorted { one, other in
      // Of templates that are as frequent the first one in the order of bytes.
      one.value.words == other.value.words
        ? one.key.lexicographicallyPrecedes(other.key) : one.value.words > other.value.words
    }.prefix(mostTemplates)
    let cells: Int = kept.reduce(0) { $0 + $1.value.words }
    guard Double(cells) >= leastOfTemplates * Double(words.count),
      cells >= cellsOfTemplate * kept.count
    else { return nil }
    return kept.map { Template(places: $1.places(fewest: fewest), count: $1.words) }
  }

  private static func isCode(_ word: [UInt8]) -> Bool {
    var (hasDigit, letters) = (false, 0)
    for byte in word {
      hasDigit = hasDigit || byte.isDigit
      letters = byte.isLetter ? letters + 1 : 0
      if letters > mostLetters { return false }
    }
    return hasDigit
  }

  /// Whether a word may be a code: of ASCII, and not too long.
  private static func isPlain(_ word: [UInt8]) -> Bool {
    (1...mostPlaces).contains(word.count) && word.allSatisfy { (0x20..<0x7F).contains($0) }
  }

  /// A word with all digits alike, all small letters and all capitals.
  private static func skeleton(_ word: [UInt8]) -> [UInt8] {
    word.map { byte in
      byte.isDigit ? 0x30 : (0x61...0x7A).contains(byte) ? 0x61 : byte.isLetter ? 0x41 : byte
    }
  }

  /// A word with all letters and digits alike.
  private static func frame(_ word: [UInt8]) -> [UInt8] {
    word.map { $0.isDigit || $0.isLetter ? 0x30 : $0 }
  }
}

/// The bytes at the places of words of one length.
private struct Letters {
  private(set) var words = 0
  /// For each place which bytes there are.
  private var found: [Set<UInt8>]

  init(count: Int) { found = Array(repeating: [], count: count) }

  mutating func take(_ word: [UInt8]) {
    words += 1
    for (place, byte) in word.enumerated() { found[place].insert(byte) }
  }

  func places(fewest: Int) -> [RecordCode.Place] {
    let isNarrow = words >= fewest
    return found.map { found in
      if let byte = found.first, found.count == 1, isNarrow || !(byte.isDigit || byte.isLetter) {
        return .byte(byte)
      }
      let hasDigits = found.contains(where: \.isDigit)
      let alphabet = RecordCode.Alphabet.allCases.first { alphabet in
        switch alphabet {
        // Only what shows the limits of such an alphabet is of it.
        case .hexadecimal, .smallHexadecimal:
          isNarrow && hasDigits && found.isSubset(of: alphabet.bytes)
        default: found.isSubset(of: alphabet.bytes)
        }
      }
      return .any(alphabet ?? .all)
    }
  }
}
