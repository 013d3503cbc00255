// Dates and times in conditions, which may say a whole year, a day, or a second.

/// The span of time that a text says as ISO 8601 writes it: `2024`, `2024-06`, `2024-06-01`, `2024-06-01T12:30`,
/// `12:30:15.5`.
struct DateSpan: Equatable {
  /// Its first moment.
  let first: DateParts
  /// The first one after it; the same where the text says a moment.
  let next: DateParts

  /// Nil if a text says no span.
  ///
  /// - Parameter hasDate: whether it is to begin with a date; else it is a time.
  init?(_ text: UnsafeRawBufferPointer, hasDate: Bool) {
    var scan = DateScan(text: text)
    var parts = DateParts()
    var next = \DateParts.year
    if hasDate {
      guard let year = scan.digits(4...4) else { return nil }
      parts.year = year
      if scan.take(UInt8(ascii: "-")) {
        guard let month = scan.digits(1...2) else { return nil }
        (parts.month, next) = (month, \.month)
        if scan.take(UInt8(ascii: "-")) {
          guard let day = scan.digits(1...2) else { return nil }
          (parts.day, next) = (day, \.day)
        }
      }
      // A day after each of these has a number, too.
      guard CalendarDay(year: year, month: parts.month, day: parts.day) != nil,
        year < CalendarDay.years.upperBound
      else { return nil }
    }
    var isMoment = false
    let hasTime =
      hasDate
      ? next == \.day && (scan.take(UInt8(ascii: "T")) || scan.take(UInt8(ascii: " "))) : true
    if hasTime {
      guard let hour = scan.digits(hasDate ? 1...2 : 1...4), !hasDate || hour < 24 else {
        return nil
      }
      (parts.hour, next) = (hour, \.hour)
      if scan.take(UInt8(ascii: ":")) {
        guard let minute = scan.digits(2...2), minute < 60 else { return nil }
        (parts.minute, next) = (minute, \.minute)
        if scan.take(UInt8(ascii: ":")) {
          guard let second = scan.digits(2...2), second < 60 else { return nil }
          (parts.second, next) = (second, \.second)
          if scan.take(UInt8(ascii: ".")) {
            guard let fraction = scan.fraction() else { return nil }
            (parts.fraction, parts.fractionDigits) = fraction
            isMoment = true
          }
        }
      }
      if hasDate && !scan.isAtEnd {
        let start = scan.position
        parts.offset = scan.offset(.zone)
        if parts.offset == nil {
          scan.position = start
          guard let offset = scan.offset(.shortZone) else { return nil }
          parts.offset = offset
        }
      }
    }
    guard scan.isAtEnd else { return nil }
    first = parts
    self.next = isMoment ? parts : parts.advanced(next)
  }
}

// MARK: - In the column's own spelling

extension DateSpan {
  /// The span that a text says in a part of the spelling of a column, as 01.06.2024 and 06.2024 do among dates such as
  /// 01.06.2024 12:30; nil if it says none.
  init?(_ text: UnsafeRawBufferPointer, partOf pattern: DatePattern) {
    let count = pattern.elements.count
    // The longest parts first.
    for length in stride(from: count - 1, to: 1, by: -1) {
      for start in 0...(count - length) {
        guard let shorter = DatePattern(Array(pattern.elements[start..<(start + length)])),
          shorter.hasDate == pattern.hasDate, let parts = shorter.parts(text),
          let finest = shorter.finest
        else { continue }
        self.init(first: parts, next: parts.advanced(finest))
        return
      }
    }
    return nil
  }

  private init(first: DateParts, next: DateParts) { (self.first, self.next) = (first, next) }
}

extension DatePattern {
  /// The finest part that it says; nil for a fraction or a quarter.
  fileprivate var finest: WritableKeyPath<DateParts, Int>? {
    let finer: [(DateField.Part, WritableKeyPath<DateParts, Int>)] = [
      (.second, \.second), (.minute, \.minute), (.day, \.day), (.month, \.month),
    ]
    if !parts.isDisjoint(with: [.fraction, .quarter]) { return nil }
    return finer.first { parts.contains($0.0) }?.1
  }
}

extension DateParts {
  /// The same with one year, month, day or part of a day more.
  fileprivate func advanced(_ part: WritableKeyPath<DateParts, Int>) -> DateParts {
    var parts = self
    parts[keyPath: part] += 1
    if parts.month > 12 { (parts.year, parts.month) = (parts.year + 1, 1) }
    if part == \.day, let day = CalendarDay(year: year, month: month, day: day) {
      let next = CalendarDay(number: day.number + 1)
      (parts.year, parts.month, parts.day) = (next.year, next.month, next.day)
    }
    return parts
  }
}
