// The parts of a date or a time as text.

/// A part of a date or a time, and how it is written; the letter stands for it in a model's header.
///
/// A number is read with one digit or two, and written with two if its letter is a capital.
enum DateField: UInt8, CaseIterable, Sendable {
  /// Four digits, or the last two: 69 to 99 are of the last century, 00 to 68 of this one.
  case year = 0x59  // Y
  case shortYear = 0x79  // y
  case month = 0x4D  // M
  case shortMonth = 0x6D  // m
  /// `Jan`, `JAN`, `jan`, and in full.
  case name = 0x62  // b
  case fullName = 0x42  // B
  case capitalName = 0x75  // u
  case fullCapitalName = 0x55  // U
  case smallName = 0x6C  // l
  case fullSmallName = 0x4C  // L
  /// `Q` is literal: the digit after it.
  case quarter = 0x51  // Q
  case day = 0x44  // D
  case shortDay = 0x64  // d
  /// `Mon`, and in full.
  case weekday = 0x61  // a
  case fullWeekday = 0x41  // A
  /// Of a day, or, without a date, of a duration.
  case hour = 0x48  // H
  case shortHour = 0x68  // h
  /// From 1 to 12.
  case halfHour = 0x49  // I
  case shortHalfHour = 0x69  // i
  case minute = 0x4E  // N
  /// As the first part, of any number of minutes.
  case shortMinute = 0x6E  // n
  case second = 0x53  // S
  /// Digits of a second with what stands before them, `.123` or `,123`; may be left out.
  case fraction = 0x46  // F
  case commaFraction = 0x66  // f
  /// `AM` or `am`.
  case half = 0x50  // P
  case smallHalf = 0x70  // p
  /// `+02:00`, `+0200`, `+02`.
  case zone = 0x4F  // O
  case shortZone = 0x6F  // o
  case hourZone = 0x78  // x

  /// What it says: a text says each once at most.
  enum Part: Hashable {
    case year, month, quarter, day, weekday, hour, minute, second, fraction, half, zone
  }

  var part: Part {
    switch self {
    case .year, .shortYear: .year
    case .month, .shortMonth, .name, .fullName, .capitalName, .fullCapitalName, .smallName,
      .fullSmallName:
      .month
    case .quarter: .quarter
    case .day, .shortDay: .day
    case .weekday, .fullWeekday: .weekday
    case .hour, .shortHour, .halfHour, .shortHalfHour: .hour
    case .minute, .shortMinute: .minute
    case .second: .second
    case .fraction, .commaFraction: .fraction
    case .half, .smallHalf: .half
    case .zone, .shortZone, .hourZone: .zone
    }
  }

  /// The same part, written with one digit if that is enough.
  var short: DateField {
    switch self {
    case .month: .shortMonth
    case .day: .shortDay
    case .hour: .shortHour
    case .halfHour: .shortHalfHour
    case .minute: .shortMinute
    default: self
    }
  }

  /// The names that stand for months or days of the week; nil for parts that are numbers.
  var names: [[UInt8]]? {
    switch self {
    case .name: Self.months.map { Array($0.prefix(3)) }
    case .fullName: Self.months
    case .capitalName: Self.months.map { Self.capital(Array($0.prefix(3))) }
    case .fullCapitalName: Self.months.map(Self.capital)
    case .smallName: Self.months.map { Self.small(Array($0.prefix(3))) }
    case .fullSmallName: Self.months.map(Self.small)
    case .weekday: Self.weekdays.map { Array($0.prefix(3)) }
    case .fullWeekday: Self.weekdays
    default: nil
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ].map { Array($0.utf8) }

  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ].map { Array($0.utf8) }

  private static func capital(_ text: [UInt8]) -> [UInt8] { text.map { $0 & 0xDF } }
  private static func small(_ text: [UInt8]) -> [UInt8] { text.map { $0 | 0x20 } }
}
