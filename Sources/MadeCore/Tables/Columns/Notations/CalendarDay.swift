// Days of the Gregorian calendar as whole numbers.

/// A day of the Gregorian calendar, also before it was introduced: year 0 is 1 BC.
struct CalendarDay: Equatable {
  var year: Int
  /// From 1 to 12.
  var month: Int
  /// From 1 on.
  var day: Int

  /// The years that texts may have.
  static let years = 1...9999

  /// Days from 1 March of year 0 to 1 January 1970.
  private static let daysToEpoch = 719_468
  private static let daysOfEra = 146_097

  /// Nil if there is no such day.
  init?(year: Int, month: Int, day: Int) {
    guard Self.years.contains(year), (1...12).contains(month), day >= 1,
      day <= Self.days(ofMonth: month, year)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// How many days a month has.
  static func days(ofMonth month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1 January 1970.
  ///
  /// Years begin in March here, so that the day that not every year has is the last one, and the months before it are
  /// as long every year: the first m of them have (153 m + 2) / 5 days, rounded down.
  var number: Int {
    let isBeforeMarch = month <= 2
    let year = isBeforeMarch ? self.year - 1 : self.year
    let months = isBeforeMarch ? month + 9 : month - 3
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * months + 2) / 5 + day - 1
      - Self.daysToEpoch
  }

  /// The first and the last day that texts may have.
  static let numbers = -719_162...2_932_896

  /// The day with a number; held to `numbers`.
  init(number: Int) {
    let days = min(max(number, Self.numbers.lowerBound), Self.numbers.upperBound) + Self.daysToEpoch
    let (era, ofEra) = (days / Self.daysOfEra, days % Self.daysOfEra)
    // Of 400 years all have 365 days but for one day after each 4, not after each 100, but after all.
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / (Self.daysOfEra - 1)) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let months = (5 * ofYear + 2) / 153
    day = ofYear - (153 * months + 2) / 5 + 1
    month = months < 10 ? months + 3 : months - 9
    year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  }
}
