// Weeks, days and years in dates.

extension DateNotation {
  /// Days of the week; hours of the day, hours and days of the week; months or quarters of the year.
  package var rhythms: [CalendarRhythm] {
    guard pattern.hasDate else { return [] }
    let power = (0..<max(decimals, 0)).reduce(1) { power, _ in power * 10 }
    // 5 January 1970 was a Monday.
    switch unit {
    case .day: return [rhythm(7, phases: 7, from: 4)]
    case .month: return [rhythm(12, phases: 12, from: 0)]
    case .quarter: return [rhythm(4, phases: 4, from: 0)]
    case .minute, .second:
      let day = unit == .minute ? 1440 : 86_400 * power
      let week = 7 * day
      return [
        rhythm(day, phases: 24, from: 0), rhythm(week, phases: 7, from: 4 * day),
        rhythm(week, phases: 168, from: 4 * day),
      ]
    }
  }

  /// - Parameter first: where a period begins, from 1970 on.
  private func rhythm(_ period: Int, phases: Int, from first: Int) -> CalendarRhythm {
    let power = unit == .second ? (0..<max(decimals, 0)).reduce(1) { power, _ in power * 10 } : 1
    let (origin, overflow) = origin.multipliedReportingOverflow(by: power)
    let start = overflow ? 0 : ((first - origin % period) % period + period) % period
    return CalendarRhythm(period: period, phases: phases, start: start)
  }
}
