// What the text of a date or a time says, part by part.

/// The parts of a date and a time.
struct DateParts: Equatable {
  var year = 1970
  var month = 1
  var day = 1
  var hour = 0
  var minute = 0
  var second = 0
  /// Digits of a second, and how many there are, `DateParts.mostDigits` at most.
  var fraction = 0
  var fractionDigits = 0
  /// Minutes by which the clock of its place is ahead of UTC.
  var offset: Int?

  /// Digits of a second that are kept: the seconds of three centuries with as many fit a number.
  static let mostDigits = 6

  /// Seconds since the day began, or of a duration.
  var seconds: Int { hour * 3600 + minute * 60 + second }
}

extension DatePattern {
  /// Reads a text; nil if it does not say a date or a time in this way.
  func parts(_ text: UnsafeRawBufferPointer) -> DateParts? {
    guard text.count <= Self.mostBytes else { return nil }
    var scan = DateScan(text: text)
    var parts = DateParts()
    var (isAfternoon, weekday) = (false, Int?.none)
    for (index, element) in elements.enumerated() {
      switch element {
      case .literal(let byte):
        guard scan.take(byte) else { return nil }
      case .field(let field):
        switch field {
        case .year:
          guard let year = scan.digits(4...4) else { return nil }
          parts.year = year
        case .shortYear:
          guard let year = scan.digits(2...2) else { return nil }
          parts.year = year < 69 ? 2000 + year : 1900 + year
        case .month, .shortMonth:
          guard let month = scan.digits(1...2) else { return nil }
          parts.month = month
        case .name, .fullName, .capitalName, .fullCapitalName, .smallName, .fullSmallName:
          guard let month = scan.name(of: names(index)) else { return nil }
          parts.month = month + 1
        case .quarter:
          guard let quarter = scan.digits(1...1), (1...4).contains(quarter) else { return nil }
          parts.month = 3 * quarter - 2
        case .day, .shortDay:
          guard let day = scan.digits(1...2) else { return nil }
          parts.day = day
        case .weekday, .fullWeekday:
          guard let day = scan.name(of: names(index)) else { return nil }
          weekday = day
        case .hour, .shortHour:
          guard let hour = scan.digits(hasDate ? 1...2 : 1...4), !hasDate || hour < 24 else {
            return nil
          }
          parts.hour = hour
        case .halfHour, .shortHalfHour:
          guard let hour = scan.digits(1...2), (1...12).contains(hour) else { return nil }
          parts.hour = hour % 12
        case .minute, .shortMinute:
          let isFirst = !self.parts.contains(.hour)
          guard let minute = scan.digits(isFirst ? 1...4 : 2...2), isFirst || minute < 60 else {
            return nil
          }
          parts.minute = minute
        case .second:
          guard let second = scan.digits(2...2), second < 60 else { return nil }
          parts.second = second
        case .fraction, .commaFraction:
          let point = UInt8(ascii: field == .fraction ? "." : ",")
          guard scan.take(point) else { continue }
          guard let fraction = scan.fraction() else { return nil }
          (parts.fraction, parts.fractionDigits) = fraction
        case .half, .smallHalf:
          guard let half = scan.name(of: Self.halves(field)) else { return nil }
          isAfternoon = half == 1
        case .zone, .shortZone, .hourZone:
          guard let offset = scan.offset(field) else { return nil }
          parts.offset = offset
        }
      }
    }
    if isAfternoon { parts.hour += 12 }
    guard scan.isAtEnd else { return nil }
    guard hasDate else { return parts }
    guard let day = CalendarDay(year: parts.year, month: parts.month, day: parts.day),
      weekday == nil || weekday == day.weekday
    else { return nil }
    return parts
  }

  static func halves(_ field: DateField) -> [[UInt8]] {
    field == .half ? [[0x41, 0x4D], [0x50, 0x4D]] : [[0x61, 0x6D], [0x70, 0x6D]]
  }
}

/// A place in the text of a date.
struct DateScan {
  let text: UnsafeRawBufferPointer
  var position = 0

  init(text: UnsafeRawBufferPointer) { self.text = text }

  var isAtEnd: Bool { position == text.count }

  mutating func take(_ byte: UInt8) -> Bool {
    guard position < text.count, text[position] == byte else { return false }
    position += 1
    return true
  }

  /// As many digits as there are, within limits.
  mutating func digits(_ limits: ClosedRange<Int>) -> Int? {
    let start = position
    var value = 0
    while position < text.count, position - start < limits.upperBound {
      let digit = text[position] &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      value = value * 10 + Int(digit)
      position += 1
    }
    return position - start >= limits.lowerBound ? value : nil
  }

  /// Digits of a second, the first `DateParts.mostDigits` of any number.
  mutating func fraction() -> (value: Int, digits: Int)? {
    let start = position
    var (value, digits) = (0, 0)
    while let digit = self.digits(1...1) {
      if digits < DateParts.mostDigits { (value, digits) = (value * 10 + digit, digits + 1) }
    }
    return position > start ? (value, digits) : nil
  }

  mutating func name(of names: [[UInt8]]) -> Int? {
    for (index, name) in names.enumerated() where text.count - position >= name.count {
      if text[position..<position + name.count].elementsEqual(name) {
        position += name.count
        return index
      }
    }
    return nil
  }

  /// `+02:00`, or `Z`.
  mutating func offset(_ field: DateField) -> Int? {
    if take(UInt8(ascii: "Z")) { return 0 }
    let isBehind = take(UInt8(ascii: "-"))
    guard isBehind || take(UInt8(ascii: "+")), let hours = digits(2...2), hours < 24 else {
      return nil
    }
    var minutes = 0
    if field != .hourZone {
      guard field == .shortZone || take(UInt8(ascii: ":")), let after = digits(2...2), after < 60
      else { return nil }
      minutes = after
    }
    return (isBehind ? -1 : 1) * (hours * 60 + minutes)
  }
}

extension CalendarDay {
  /// From 0 for Mondays on.
  var weekday: Int { Self.weekday(of: number) }

  /// That of a number of days since 1 January 1970, which was a Thursday.
  static func weekday(of number: Int) -> Int { ((number + 3) % 7 + 7) % 7 }
}
