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
  /// is the byte that all cells have there, or the smallest alphabet that has all of theirs; but a run of letters or
  /// digits of which there are few, each in many cells, is one of these: `DE` or `FR`, 2023 or 2024.
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
      let look = look(word)
      looks[look, default: Letters(look: look)].take(word)
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

/// The bytes at the places of words of one length, and the texts of its parts.
private struct Letters {
  private(set) var words = 0
  /// For each place which bytes there are.
  private var found: [[UInt8: Int]]
  /// Where runs of letters or digits are, and how often each text stands there; nil where there are too many.
  private let runs: [Range<Int>]
  private var texts: [[[UInt8]: Int]?]

  /// - Parameter look: what words with these places have in common, as a word.
  init(look: [UInt8]) {
    found = Array(repeating: [:], count: look.count)
    runs = Self.runs(look)
    texts = Array(repeating: [:], count: runs.count)
  }

  /// The runs of the same byte in a look that are letters or digits.
  private static func runs(_ look: [UInt8]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for (place, byte) in look.enumerated() where byte.isDigit || byte.isLetter {
      if let last = runs.last, last.upperBound == place, look[place - 1] == byte {
        runs[runs.count - 1] = last.lowerBound..<place + 1
      } else {
        runs.append(place..<place + 1)
      }
    }
    return runs
  }

  mutating func take(_ word: [UInt8]) {
    words += 1
    for (place, byte) in word.enumerated() { found[place][byte, default: 0] += 1 }
    for (run, range) in runs.enumerated() {
      texts[run]?[Array(word[range]), default: 0] += 1
      if let count = texts[run]?.count, count > Self.mostTexts { texts[run] = nil }
    }
  }

  /// Texts of fewer cells are left out of a part if all of them together have at most one cell in this many.
  private static let cellsOfRare = 50
  /// If none of this many words has a zero there, none may.
  private static let wordsOfZero = 100
  private static let mostTexts = 4 * RecordCode.mostParts

  /// The places, left to right.
  ///
  /// - Parameter fewest: cells that have in common what is kept of them.
  func places(fewest: Int) -> [RecordCode.Place] {
    let parts = texts.map { $0.flatMap { self.parts($0, fewest: fewest) } }
    var places: [RecordCode.Place] = []
    var place = 0
    for (run, range) in runs.enumerated() {
      places += (place..<range.lowerBound).map { self.place($0, fewest: fewest) }
      places +=
        parts[run].map { [.oneOf($0)] }
        ?? range.map {
          self.place($0, fewest: fewest, isFirst: $0 == range.lowerBound && range.count > 1)
        }
      place = range.upperBound
    }
    return places + (place..<found.count).map { self.place($0, fewest: fewest) }
  }

  /// The texts of a run with their counts, if there are few and many cells have each.
  ///
  /// Nil for a single text, and for too many: an alphabet for each place says as much then.
  private func parts(_ texts: [[UInt8]: Int], fewest: Int) -> [RecordCode.Part]? {
    let kept = texts.filter { $0.value >= fewest }
    let cells = kept.reduce(0) { $0 + $1.value }
    guard (2...RecordCode.mostParts).contains(kept.count), let length = kept.first?.key.count,
      Self.cellsOfRare * (words - cells) <= words
    else { return nil }
    let isDigits = kept.allSatisfy { $0.key.allSatisfy(\.isDigit) }
    let possible = (0..<length).reduce(1.0) { product, _ in product * (isDigits ? 10 : 26) }
    guard Double(2 * kept.count) <= possible else { return nil }
    return kept.map { RecordCode.Part(text: $0.key, count: $0.value) }
      .sorted { $0.text.lexicographicallyPrecedes($1.text) }
  }

  private func place(_ place: Int, fewest: Int, isFirst: Bool = false) -> RecordCode.Place {
    let isNarrow = words >= fewest
    // A place with few of the bytes that it might have, as that of the variant of a UUID.
    let texts = [[UInt8]: Int](uniqueKeysWithValues: found[place].map { ([$0], $1) })
    if let parts = parts(texts, fewest: fewest) { return .oneOf(parts) }
    let found = Set(found[place].keys)
    if isFirst, words >= Self.wordsOfZero, found.count > 1,
      found.isSubset(of: RecordCode.Alphabet.digitsButZero.bytes)
    {
      return .any(.digitsButZero)
    }
    if let byte = found.first, found.count == 1, isNarrow || !(byte.isDigit || byte.isLetter) {
      return .byte(byte)
    }
    let hasDigits = found.contains(where: \.isDigit)
    let alphabet = RecordCode.Alphabet.allCases.first { alphabet in
      switch alphabet {
      case .digitsButZero: false
      // Only what shows the limits of such an alphabet is of it.
      case .hexadecimal, .smallHexadecimal:
        isNarrow && hasDigits && found.isSubset(of: alphabet.bytes)
      default: found.isSubset(of: alphabet.bytes)
      }
    }
    return .any(alphabet ?? .all)
  }
}
