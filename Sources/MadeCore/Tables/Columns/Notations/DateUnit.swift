// What dates and times are counted in.

/// The unit in which the dates or times of a column are counted, from 1970 or from midnight.
enum DateUnit: Hashable, Sendable {
  case second
  case minute
  case day
  /// Each month has one day: this one, or its last one if it has no such day.
  case month(day: Int)
  case quarter

  /// As a word of a model's header.
  var headerWord: String {
    switch self {
    case .second: "second"
    case .minute: "minute"
    case .day: "day"
    case .month(let day): "month:\(day)"
    case .quarter: "quarter"
    }
  }

  /// Undoes `headerWord`; nil for anything else.
  init?(headerWord word: Substring) {
    let days = (1...31).map { DateUnit.month(day: $0) }
    let all: [DateUnit] = [.second, .minute, .day, .quarter] + days
    guard let unit = all.first(where: { $0.headerWord == word }) else { return nil }
    self = unit
  }

  /// Whether dates that are written like this can be counted in it.
  func fits(_ pattern: DatePattern) -> Bool {
    switch self {
    case .second: pattern.parts.contains(.second)
    case .minute: pattern.hasTime && !pattern.parts.contains(.second)
    case .day: pattern.parts.contains(.day) && !pattern.hasTime
    case .month(let day):
      pattern.parts.contains(.month) && (pattern.parts.contains(.day) || day == 1)
    case .quarter: pattern.parts.contains(.quarter)
    }
  }

  /// The finest unit that a pattern can say.
  init(_ pattern: DatePattern) {
    self =
      pattern.parts.contains(.second)
      ? .second
      : pattern.hasTime
        ? .minute
        : pattern.parts.contains(.day)
          ? .day : pattern.parts.contains(.quarter) ? .quarter : .month(day: 1)
  }

  /// The units that have passed at a moment, which may be between two of them.
  ///
  /// - Parameters:
  ///   - hasDate: whether there is one; else it is a time since midnight.
  ///   - ahead: minutes by which its clock is ahead of the one that is counted on.
  func number(_ parts: DateParts, hasDate: Bool, ahead: Int = 0) -> DateNumber {
    let day =
      hasDate ? CalendarDay(year: parts.year, month: parts.month, day: parts.day)?.number ?? 0 : 0
    let seconds = parts.seconds - ahead * 60
    switch self {
    case .second:
      return DateNumber(
        units: day * Self.secondsOfDay + seconds, fraction: parts.fraction,
        digits: parts.fractionDigits)
    case .minute:
      let all = day * Self.secondsOfDay + seconds
      let (minutes, rest) = Self.divide(all, by: 60)
      return DateNumber(minutes, part: rest, of: 60)
    case .day:
      let (days, rest) = Self.divide(day * Self.secondsOfDay + seconds, by: Self.secondsOfDay)
      return DateNumber(days, part: rest, of: Self.secondsOfDay)
    case .month(let own):
      let month = parts.year * 12 + parts.month - 1
      let days = parts.day - Self.day(own, ofMonth: month)
      // A day before its month's own one is between that and the last month's.
      return days < 0
        ? DateNumber(month - 1, part: 31 + days, of: 31)
        : DateNumber(month, part: days, of: 31)
    case .quarter:
      let (quarters, rest) = Self.divide(parts.year * 12 + parts.month - 1, by: 3)
      return DateNumber(quarters, part: rest * 31 + parts.day - 1, of: 93)
    }
  }

  /// The moment at which some units have passed.
  func parts(_ units: Int, hasDate: Bool, ahead: Int = 0) -> DateParts {
    var parts = DateParts()
    switch self {
    case .second, .minute:
      // No text has as many hours as these.
      let most = hasDate ? 400_000_000_000 : 9999 * 3600
      let scale = self == .second ? 1 : 60
      let seconds = min(max(units, -most / scale), most / scale) * scale + ahead * 60
      if hasDate {
        let (days, rest) = Self.divide(seconds, by: Self.secondsOfDay)
        Self.set(&parts, CalendarDay(number: days))
        (parts.hour, parts.minute, parts.second) = (rest / 3600, rest / 60 % 60, rest % 60)
      } else {
        let rest = max(seconds, 0)
        (parts.hour, parts.minute, parts.second) = (rest / 3600, rest / 60 % 60, rest % 60)
      }
    case .day: Self.set(&parts, CalendarDay(number: units))
    case .month(let own):
      let month = min(max(units, 12 * CalendarDay.years.lowerBound), Self.lastMonth)
      (parts.year, parts.month, parts.day) = (
        month / 12, month % 12 + 1, Self.day(own, ofMonth: month)
      )
    case .quarter:
      let month = min(max(units, 4 * CalendarDay.years.lowerBound), Self.lastMonth / 3) * 3
      (parts.year, parts.month) = (month / 12, month % 12 + 1)
    }
    return parts
  }

  private static let secondsOfDay = 86_400
  private static let lastMonth = 12 * CalendarDay.years.upperBound + 11

  private static func set(_ parts: inout DateParts, _ day: CalendarDay) {
    (parts.year, parts.month, parts.day) = (day.year, day.month, day.day)
  }

  private static func day(_ own: Int, ofMonth month: Int) -> Int {
    min(own, CalendarDay.days(ofMonth: month % 12 + 1, month / 12))
  }

  /// Quotient rounded down, and rest.
  private static func divide(_ value: Int, by divisor: Int) -> (Int, Int) {
    let rest = (value % divisor + divisor) % divisor
    return ((value - rest) / divisor, rest)
  }
}

/// A number of units, and a decimal fraction of one.
struct DateNumber: Equatable {
  var units: Int
  var fraction = 0
  var digits = 0

  init(units: Int, fraction: Int = 0, digits: Int = 0) {
    (self.units, self.fraction, self.digits) = (units, fraction, digits)
  }

  /// Some units, and a part of one more, to five decimals.
  init(_ units: Int, part: Int, of whole: Int) {
    self.init(units: units)
    if part > 0 { (fraction, digits) = (max(part * 100_000 / whole, 1), 5) }
  }

  /// As a number, counted from another one; with as many digits of the fraction as a number can have.
  func number(since origin: Int) -> NumberText {
    var (fraction, digits) = (fraction, digits)
    let units = units - origin
    while true {
      let power = (0..<digits).reduce(1) { power, _ in power * 10 }
      let (whole, overflow) = units.multipliedReportingOverflow(by: power)
      if !overflow, whole.magnitude < UInt(NumberText.mostUnits - power) {
        return NumberText(mantissa: whole + fraction, exponent: -digits)
      }
      guard digits > 0 else { return NumberText(mantissa: units, exponent: 0) }
      (fraction, digits) = (fraction / 10, digits - 1)
    }
  }
}
