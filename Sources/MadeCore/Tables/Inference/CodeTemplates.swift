// How the codes of a column that is left out are put together.

extension RecordCode {
  /// Nearly all cells have a digit, or the column holds words, of which none can be made up.
  private static let leastWithDigits = 0.95
  /// Nearly all cells are of the templates that are kept.
  private static let leastOfTemplates = 0.9
  /// As many cells may have in common what no other has; of fewer cells nothing but the sort of a byte is kept.
  private static let fewest = 20

  /// The templates of a column's words; nil if it holds no codes.
  ///
  /// Words of one length with the same bytes at the same places, letters and digits aside, are of one template. A place
  /// of it is the byte that all cells have there, or the smallest alphabet that has all of theirs.
  init?(_ words: some Collection<[UInt8]>) {
    guard !words.isEmpty else { return nil }
    let total = Double(words.count)
    guard Double(words.count { $0.contains(where: \.isDigit) }) >= Self.leastWithDigits * total
    else { return nil }
    var frames: [[UInt8]: Letters] = [:]
    for word in words {
      guard let frame = Self.frame(word) else { continue }
      frames[frame, default: Letters(count: word.count)].take(word)
      // Names and addresses have as many templates as cells.
      if frames.count > 1024 { return nil }
    }
    let kept = frames.sorted { one, other in
      // Of templates that are as frequent the first one in the order of bytes.
      one.value.words == other.value.words
        ? one.key.lexicographicallyPrecedes(other.key) : one.value.words > other.value.words
    }.prefix(Self.mostTemplates)
    let cells: Int = kept.reduce(0) { $0 + $1.value.words }
    guard Double(cells) >= Self.leastOfTemplates * total else { return nil }
    self.init(
      templates: kept.map { frame, letters in
        Template(places: letters.places(frame, fewest: Self.fewest), count: letters.words)
      })
  }

  /// A word with all letters and digits alike; nil if it cannot be a code.
  private static func frame(_ word: [UInt8]) -> [UInt8]? {
    guard (1...mostPlaces).contains(word.count), word.allSatisfy({ (0x20..<0x7F).contains($0) })
    else { return nil }
    return word.map { $0.isDigit || (0x61...0x7A).contains($0 | 0x20) ? 0x30 : $0 }
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

  func places(_ frame: [UInt8], fewest: Int) -> [RecordCode.Place] {
    zip(frame, found).map { byte, found in
      // Letters and digits are 0 in the frame.
      guard byte == 0x30 else { return .byte(byte) }
      if words >= fewest, found.count == 1, let byte = found.first { return .byte(byte) }
      let isNarrow = words >= fewest
      let alphabet = RecordCode.Alphabet.allCases.first { alphabet in
        let isHexadecimal = alphabet == .hexadecimal || alphabet == .smallHexadecimal
        return (isNarrow || !isHexadecimal) && found.isSubset(of: alphabet.bytes)
      }
      return .any(alphabet ?? .all)
    }
  }
}
