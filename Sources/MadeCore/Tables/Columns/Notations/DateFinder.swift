// From the texts of a column to the way in which its dates are written.

extension DateNotation {
  /// Texts that are looked at for what patterns there may be.
  private static let sample = 64

  package static func found(in values: WrittenValues) -> FoundNotation? {
    let candidates = candidates(values)
    var best: (reading: DateReading, doubt: NotationDoubt?)?
    for pattern in candidates {
      guard let reading = DateReading(pattern, values), reading.isSure else { continue }
      guard let other = best?.reading else {
        best = (reading, nil)
        continue
      }
      if reading.cells > other.cells {
        best = (reading, nil)
      } else if reading.cells == other.cells, let doubt = reading.doubt(against: other) {
        // Records often come in the order of their dates; and days that are taken for years are of many years.
        let (isBetter, isWorse) =
          reading.isInOrder == other.isInOrder
          ? (reading.isWithin(other), other.isWithin(reading))
          : (reading.isInOrder, other.isInOrder)
        if isBetter {
          best = (reading, nil)
        } else if !isWorse {
          best?.doubt = doubt
        }
      }
    }
    return best.map { FoundNotation($0.reading.notation, doubt: $0.doubt) }
  }

  /// The patterns of some texts, those of most texts first; none unless at least half of them have one.
  static func candidates(_ values: WrittenValues) -> [DatePattern] {
    var votes: [DatePattern: (count: Int, place: Int)] = [:]
    var guessed = 0
    let texts = values.texts.prefix(sample)
    for text in texts {
      let patterns = text.withUnsafeBytes { DateGuess($0).patterns }
      if !patterns.isEmpty { guessed += 1 }
      for pattern in patterns {
        let known = votes[pattern] ?? (0, votes.count)
        votes[pattern] = (known.count + 1, known.place)
      }
    }
    guard guessed > 0, 2 * guessed >= texts.count else { return [] }
    return votes.sorted { ($1.value.count, $0.value.place) < ($0.value.count, $1.value.place) }
      .prefix(8).map(\.key)
  }
}

/// The texts of a column read in one pattern.
struct DateReading {
  let pattern: DatePattern
  private let values: WrittenValues
  /// Nil for odd texts.
  private let parts: [DateParts?]
  /// How many cells it reads.
  let cells: Int

  /// Nil if it does not read nearly all.
  init?(_ pattern: DatePattern, _ values: WrittenValues) {
    guard let parts = values.read({ pattern.parts($0) }) else { return nil }
    self.pattern = pattern
    self.values = values
    self.parts = parts
    cells = zip(parts, values.counts).reduce(0) { $1.0 == nil ? $0 : $0 + $1.1 }
  }

  /// Whether the texts, which may mean something else, mean dates.
  var isSure: Bool {
    let isDigits = !pattern.elements.contains { element in
      if case .literal = element { true } else { false }
    }
    if isDigits && pattern.hasDate {
      // Whole numbers that are all dates by chance are few.
      let fewest = pattern.parts.contains(.day) ? 5 : 12
      return parts.count >= fewest
        && parts.allSatisfy { $0.map { (1800...2199).contains($0.year) } ?? false }
    }
    if pattern.parts == [.year, .month] {
      // 2009/10 may be a season that begins in one year and ends in the next one.
      return !parts.allSatisfy { $0.map { $0.month == ($0.year + 1) % 100 } ?? true }
    }
    return true
  }

  /// What is doubtful if another pattern, which was there first, reads as many cells; nil if both say the same.
  func doubt(against other: DateReading) -> NotationDoubt? {
    guard pattern.parts == other.pattern.parts, pattern.parts.contains(.day), parts != other.parts
    else { return nil }
    for element in other.pattern.elements {
      if case .field(let field) = element {
        // Nobody puts the day second after the year.
        if field == .year { return nil }
        if field.part == .day { return .dayBeforeMonth }
        if field.part == .month { return .monthBeforeDay }
      }
    }
    return nil
  }

  /// Whether the texts came in the order of time, or the other way round.
  var isInOrder: Bool {
    let moments = parts.compactMap { $0 }.map { DateUnit.second.number($0, hasDate: true).units }
    let pairs = zip(moments, moments.dropFirst())
    return pairs.allSatisfy { $0 <= $1 } || pairs.allSatisfy { $0 >= $1 }
  }

  /// Days from the first to the last date.
  private var span: Int {
    let days = parts.compactMap { $0 }.map { DateUnit.day.number($0, hasDate: true).units }
    return (days.max() ?? 0) - (days.min() ?? 0)
  }

  /// Whether its dates are of a much shorter time.
  func isWithin(_ other: DateReading) -> Bool { 3 * span < other.span }

  // MARK: The notation

  var notation: DateNotation {
    let pattern = spelled
    var counts: [Int: Int] = [:]
    let (unit, zones) = (unit, zones)
    for (parts, count) in zip(parts, values.counts) {
      guard let parts else { continue }
      let ahead = zones.flatMap { zones in parts.offset.map { $0 - zones.base } } ?? 0
      counts[unit.number(parts, hasDate: pattern.hasDate, ahead: ahead).units, default: 0] += count
    }
    // The most frequent one, of several the first.
    let origin = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
    return DateNotation(
      pattern, unit: unit, origin: origin, fractionDigits: fractionDigits, zones: zones)
  }

  /// Months, if nearly all dates are the same day of theirs; else the finest unit that texts can say.
  private var unit: DateUnit {
    let finest = DateUnit(pattern)
    guard pattern.parts.contains(.day), zones == nil else { return finest }
    let known = parts.compactMap { $0 }
    let own = known.map(\.day).max() ?? 1
    var (odd, months) = (0, Set<Int>())
    for (parts, count) in zip(parts, values.counts) {
      guard let parts else { continue }
      let day = min(own, CalendarDay.days(ofMonth: parts.month, parts.year))
      if parts.day != day || parts.seconds > 0 { odd += count }
      months.insert(parts.year * 12 + parts.month)
    }
    return months.count > 3 && OddCells.areNegligible(odd, of: cells) ? .month(day: own) : finest
  }

  private var zones: ZoneRule? {
    guard pattern.parts.contains(.zone) else { return nil }
    return ZoneRule(
      zip(parts, values.counts).compactMap { parts, count in
        guard let parts, let offset = parts.offset else { return nil }
        let local = DateUnit.second.number(parts, hasDate: true).units
        return (local - offset * 60, offset, count)
      })
  }

  // MARK: Spelling

  /// The pattern with zeros before numbers of one digit only where most have them.
  private var spelled: DatePattern {
    let fields = pattern.elements.compactMap { element -> DateField? in
      if case .field(let field) = element, field.names == nil, field.part != .half {
        field
      } else {
        nil
      }
    }
    // Numbers that follow each other have all their digits.
    let isCompact = zip(pattern.elements, pattern.elements.dropFirst()).contains { one, other in
      if case (.field(let one), .field(let other)) = (one, other) {
        one.names == nil && other.names == nil && ![.half, .zone, .fraction].contains(other.part)
      } else {
        false
      }
    }
    if isCompact { return pattern }
    var short = fields.map { _ in 0 }
    var padded = short
    for (index, count) in zip(parts.indices, values.counts) where parts[index] != nil {
      values.texts[index].forEachRunOfDigits { place, run in
        guard place < fields.count else { return }
        if run.count == 1 {
          short[place] += count
        } else if run.first == UInt8(ascii: "0") {
          padded[place] += count
        }
      }
    }
    let isShort = Set(fields.indices.filter { short[$0] > padded[$0] }.map { fields[$0] })
    return pattern.replacing { isShort.contains($0) ? $0.short : $0 }
  }

  /// The most digits of a second.
  private var fractionDigits: Int {
    guard pattern.parts.contains(.fraction) else { return 0 }
    let place = pattern.elements.compactMap { element -> DateField? in
      if case .field(let field) = element, field.names == nil, field.part != .half {
        field
      } else {
        nil
      }
    }.firstIndex { $0.part == .fraction }
    guard let place else { return 0 }
    var most = 0
    for (text, parts) in zip(values.texts, parts) where (parts?.fractionDigits ?? 0) > 0 {
      text.forEachRunOfDigits { if $0 == place { most = max(most, $1.count) } }
    }
    return min(most, DateNotation.mostFractionDigits)
  }
}

extension [UInt8] {
  /// Calls `body` with each run of digits and how many stand before it.
  fileprivate func forEachRunOfDigits(
    _ body: (_ place: Int, _ run: Slice<UnsafeBufferPointer<UInt8>>) -> Void
  ) {
    withUnsafeBufferPointer { bytes in
      var (place, next) = (0, 0)
      while next < bytes.count {
        var end = next
        while end < bytes.count, bytes[end].isDigit { end += 1 }
        if end > next {
          body(place, bytes[next..<end])
          place += 1
        }
        next = end + 1
      }
    }
  }
}
