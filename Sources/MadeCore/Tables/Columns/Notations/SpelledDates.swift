// Dates of one column in several spellings.

/// Dates, times or both that say the same parts in several patterns: 2024-01-05 beside 05.01.2024.
///
/// Each is counted alike, and written in one of the spellings, which are about as frequent as they were.
package struct SpelledDates: Notation {
  /// A spelling, and how many cells have it.
  struct Spelling: Equatable, Sendable {
    var notation: DateNotation
    let weight: Int
  }

  package static let word = "dates"

  /// Two at least, with the same unit and origin, and without zones.
  private(set) var spellings: [Spelling]
  package var digits: DecimalNotation {
    didSet {
      for index in spellings.indices { spellings[index].notation.digits = digits }
    }
  }

  static let mostSpellings = 4
  static let weights = 1...1 << 31

  /// Nil if they say different parts, or one would be read as another.
  init?(_ spellings: [Spelling], digits: DecimalNotation) {
    guard let first = spellings.first, (2...Self.mostSpellings).contains(spellings.count),
      spellings.allSatisfy({
        $0.notation.pattern.parts == first.notation.pattern.parts && $0.notation.zones == nil
          && $0.notation.unit == first.notation.unit && $0.notation.origin == first.notation.origin
          && Self.weights.contains($0.weight)
      }), Set(spellings.map(\.notation.pattern)).count == spellings.count
    else { return nil }
    (self.spellings, self.digits) = (spellings, digits)
    for index in spellings.indices { self.spellings[index].notation.digits = digits }
    guard tellsSpellingsApart else { return nil }
  }

  package var isCalendar: Bool { true }
  package var scale: NotationScale { spellings[0].notation.scale }
  package var rhythms: [CalendarRhythm] { spellings.first?.notation.rhythms ?? [] }

  package func number(_ text: UnsafeRawBufferPointer) -> NumberText? {
    for spelling in spellings {
      if let number = spelling.notation.number(text) { return number }
    }
    return nil
  }

  package func limits(
    _ text: UnsafeRawBufferPointer
  ) -> (least: NumberText, most: NumberText)? {
    if let number = number(text) { return (number, number) }
    for spelling in spellings {
      if let limits = spelling.notation.limits(text) { return limits }
    }
    return nil
  }

  package func append(_ units: Int, to bytes: inout [UInt8]) {
    // What is the same for equal dates, and otherwise without order: Fibonacci hashing.
    let hash = (UInt64(bitPattern: Int64(units)) &* 0x9E37_79B9_7F4A_7C15) >> 32
    var rest = Int(hash) % max(spellings.reduce(0) { $0 + $1.weight }, 1)
    for spelling in spellings {
      if rest < spelling.weight { return spelling.notation.append(units, to: &bytes) }
      rest -= spelling.weight
    }
  }

  /// Dates that are tried, and how far they are apart: no rhythm of the calendar divides that.
  private static let tried = -400...400
  private static let daysApart = 37

  /// Whether what one spelling writes is read as it was meant: no D/M/Y beside M/D/Y.
  private var tellsSpellingsApart: Bool {
    guard let first = spellings.first?.notation else { return false }
    let power = (0..<max(digits.decimals, 0)).reduce(1) { power, _ in power * 10 }
    let apart: Int
    switch first.unit {
    case .second: apart = Self.daysApart * 86_401 * power
    case .minute: apart = Self.daysApart * 1441
    default: apart = Self.daysApart
    }
    let isTime = !first.pattern.hasDate
    return spellings.allSatisfy { spelling in
      Self.tried.allSatisfy { index in
        let text = spelling.notation.text(isTime ? abs(index) : index * apart)
        return text.withUnsafeBytes { text in
          number(text) == spelling.notation.number(text)
        }
      }
    }
  }
}

// MARK: - Finding

extension SpelledDates {
  /// A spelling of fewer cells, one in so many, is an odd one.
  private static let fewCells = 50

  package static func found(in values: WrittenValues) -> FoundNotation? {
    var rest = values
    var found: [(notation: DateNotation, cells: Int, text: [UInt8])] = []
    var doubt: NotationDoubt?
    let all = values.counts.reduce(0, +)
    while rest.texts.count > WrittenValues.mostWords || found.count == 1, !rest.texts.isEmpty {
      guard found.count < mostSpellings,
        let pattern = mostFrequent(rest),
        let next = DateNotation.found(in: rest.where { pattern.parts($0) != nil }),
        let notation = next.notation as? DateNotation
      else { break }
      let own = rest.where { notation.number($0) != nil }
      let cells = own.counts.reduce(0, +)
      guard let text = own.texts.first, fewCells * cells >= all else { break }
      found.append((notation, cells, text))
      doubt = doubt ?? next.doubt
      rest = rest.where { notation.number($0) == nil }
      // One spelling is a `DateNotation`.
      if found.count == 1, rest.texts.isEmpty { return nil }
    }
    guard let first = found.first, found.count > 1, rest.texts.count <= WrittenValues.mostWords,
      2 * rest.counts.reduce(0, +) < all
    else { return nil }
    // Where only some are of months, all are of days.
    let isSame = found.allSatisfy { $0.notation.unit == first.notation.unit }
    let unit = isSame ? first.notation.unit : DateUnit(first.notation.pattern)
    let origin = first.text.withUnsafeBytes {
      DateNotation(first.notation.pattern, unit: unit).number($0)?.units(decimals: 0)
    }
    let digits = found.map(\.notation.fractionDigits).max() ?? 0
    let dates = SpelledDates(
      found.map {
        Spelling(
          notation: DateNotation(
            $0.notation.pattern, unit: unit, origin: origin ?? 0, fractionDigits: digits),
          weight: min($0.cells, weights.upperBound))
      }, digits: DecimalNotation(decimals: 0, hasFixedDecimals: true))
    return dates.map { FoundNotation($0, doubt: doubt) }
  }

  /// The pattern that reads most cells; of equals the likeliest.
  private static func mostFrequent(_ values: WrittenValues) -> DatePattern? {
    var best: (cells: Int, pattern: DatePattern)?
    for pattern in DateNotation.candidates(values) {
      let cells = values.where { pattern.parts($0) != nil }.counts.reduce(0, +)
      if cells > best?.cells ?? 0 { best = (cells, pattern) }
    }
    return best?.pattern
  }
}

extension WrittenValues {
  /// Some of the texts.
  fileprivate func `where`(_ isOne: (UnsafeRawBufferPointer) -> Bool) -> WrittenValues {
    WrittenValues(
      zip(texts, counts).filter { $0.0.withUnsafeBytes(isOne) }.map { (text: $0.0, count: $0.1) },
      hasSemicolons: hasSemicolons)
  }
}

// MARK: - Model file

extension SpelledDates {
  /// `day 19000 0 700 Y-M-D 300 D.M.Y`: unit, origin and digits as of `date`, then each weight with its pattern.
  package var headerWords: [String] {
    guard let first = spellings.first?.notation.headerWords, first.count > 3 else { return [] }
    return Array(first[1...3])
      + spellings.flatMap { ["\($0.weight)", $0.notation.pattern.headerWord] }
  }

  package init?(headerWords words: ArraySlice<Substring>, digits: DecimalNotation) {
    let words = Array(words)
    guard words.count >= 7, words.count % 2 == 1, words.count <= 3 + 2 * Self.mostSpellings else {
      return nil
    }
    var spellings: [Spelling] = []
    for index in stride(from: 3, to: words.count, by: 2) {
      guard let weight = HeaderText.integer(words[index], Self.weights),
        let notation = DateNotation(
          headerWords: ([words[index + 1]] + words[0..<3])[...], digits: digits)
      else { return nil }
      spellings.append(Spelling(notation: notation, weight: weight))
    }
    self.init(spellings, digits: digits)
  }
}
