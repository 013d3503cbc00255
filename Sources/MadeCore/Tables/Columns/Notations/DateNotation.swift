// Dates and times: units of time since one of the column's own dates.

/// Dates, times, or both, in one spelling, as numbers of days, seconds or months since an origin.
package struct DateNotation: Notation {
  let pattern: DatePattern
  let unit: DateUnit
  /// What is 0, in units since 1970, or since midnight: one that the column has, so that a column of Mondays has steps
  /// of seven days.
  package let origin: Int
  /// How fractions of seconds are written; whole numbers have no decimals.
  package var digits = DecimalNotation(decimals: 0, hasFixedDecimals: true)
  /// Digits of a fraction that are written at least: zeros follow those of the grid.
  let fractionDigits: Int
  /// Nil if no zone is written.
  let zones: ZoneRule?

  package static var word: String { "date" }
  package var isCalendar: Bool { true }
  package var scale: NotationScale {
    let zone = zones.map { "\($0.base)" } ?? ""
    return NotationScale(
      unit: "\(unit.headerWord) \(pattern.hasDate) \(zone)", origin: origin,
      isOfDay: !pattern.hasDate)
  }

  init(
    _ pattern: DatePattern, unit: DateUnit, origin: Int = 0, fractionDigits: Int = 0,
    zones: ZoneRule? = nil
  ) {
    self.pattern = pattern
    self.unit = unit
    self.origin = origin
    self.fractionDigits = fractionDigits
    self.zones = zones
  }

  package func number(_ text: UnsafeRawBufferPointer) -> NumberText? {
    pattern.parts(text).map { number($0).number(since: origin) }
  }

  /// What the parts of a text say, from 1970 or midnight on.
  private func number(_ parts: DateParts) -> DateNumber {
    let ahead = zones.flatMap { zones in parts.offset.map { $0 - zones.base } } ?? 0
    return unit.number(parts, hasDate: pattern.hasDate, ahead: ahead)
  }

  package func limits(
    _ text: UnsafeRawBufferPointer
  ) -> (least: NumberText, most: NumberText)? {
    if let number = number(text) { return (number, number) }
    guard
      let span = DateSpan(text, hasDate: pattern.hasDate) ?? DateSpan(text, partOf: pattern)
    else { return nil }
    let (first, next) = (number(span.first), number(span.next))
    let least = first.number(since: origin)
    // A moment between two units is after the last one of the span.
    guard next.digits == 0 else { return (least, next.number(since: origin)) }
    let power = (0..<max(decimals, 0)).reduce(1) { power, _ in power * 10 }
    let (end, overflow) = (next.units - origin).multipliedReportingOverflow(by: power)
    guard !overflow, end.magnitude < UInt(NumberText.mostUnits) else { return (least, least) }
    return (least, NumberText(mantissa: end - 1, exponent: -max(decimals, 0)))
  }

  package func append(_ units: Int, to bytes: inout [UInt8]) {
    let power = (0..<max(decimals, 0)).reduce(1) { power, _ in power * 10 }
    // Rounded down, so that what is left of a second is not below 0.
    let rest = (units % power + power) % power
    let whole = Self.sum((units - rest) / power, origin)
    var ahead = 0
    if let zones {
      let seconds = unit == .minute ? Self.sum(whole, whole, times: 59) : whole
      ahead = zones.offset(at: Self.sum(seconds, -zones.base * 60)) - zones.base
    }
    var parts = unit.parts(whole, hasDate: pattern.hasDate, ahead: ahead)
    if let zones { parts.offset = zones.base + ahead }
    if !pattern.parts.contains(.hour) && pattern.hasTime {
      parts.minute += parts.hour * 60
    }
    (parts.fraction, parts.fractionDigits) = (rest, max(decimals, 0))
    if digits.hasFixedDecimals {
      while parts.fractionDigits < fractionDigits {
        (parts.fraction, parts.fractionDigits) = (parts.fraction * 10, parts.fractionDigits + 1)
      }
    } else {
      while parts.fractionDigits > 0, parts.fraction % 10 == 0 {
        (parts.fraction, parts.fractionDigits) = (parts.fraction / 10, parts.fractionDigits - 1)
      }
    }
    pattern.append(parts, to: &bytes)
  }

  /// one + times * other; both are held within limits that no date reaches.
  private static func sum(_ one: Int, _ other: Int, times: Int = 1) -> Int {
    let most = 1 << 54
    let limited = { (value: Int) in min(max(value, -most), most) }
    return limited(one) + limited(other) * times
  }
}

// MARK: - The calendar's ends

extension DateNotation {
  /// From the first to the last date or time that there is: before the year 1, midnight or, with two digits of a year, 1969
  /// there is none.
  ///
  /// Found by trying, from the origin on, which the column has.
  package var writable: ClosedRange<Int> {
    let limits = -NumberText.mostUnits...NumberText.mostUnits
    guard isWritable(0) else { return limits }
    return lastWritable(limits.lowerBound)...lastWritable(limits.upperBound)
  }

  private func isWritable(_ units: Int) -> Bool {
    text(units).withUnsafeBytes { self.units($0) } == units
  }

  /// The last one on the way to an end.
  private func lastWritable(_ end: Int) -> Int {
    if isWritable(end) { return end }
    var (last, beyond) = (0, end)
    while abs(beyond - last) > 1 {
      let middle = last + (beyond - last) / 2
      if isWritable(middle) { last = middle } else { beyond = middle }
    }
    return last
  }
}

// MARK: - Model file

extension DateNotation {
  /// Most digits of a fraction that are written.
  static let mostFractionDigits = 12
  /// The origins that a column may have.
  private static let origins = -100_000_000_000...400_000_000_000

  /// `Y-M-D\TH:N:SFO second 1718000000 3 60 1585443600:120`: pattern, unit, origin, digits of fractions, zones.
  package var headerWords: [String] {
    [pattern.headerWord, unit.headerWord, "\(origin)", "\(fractionDigits)"]
      + (zones?.headerWords ?? [])
  }

  package init?(headerWords words: ArraySlice<Substring>, digits: DecimalNotation) {
    let words = Array(words)
    guard words.count >= 4, let pattern = DatePattern(headerWord: words[0]),
      let unit = DateUnit(headerWord: words[1]), unit.fits(pattern),
      let origin = HeaderText.integer(words[2], Self.origins),
      let fractionDigits = HeaderText.integer(words[3], 0...Self.mostFractionDigits),
      (0...(pattern.parts.contains(.fraction) ? DateParts.mostDigits : 0)).contains(
        digits.decimals),
      pattern.parts.contains(.zone) == (words.count > 4)
    else { return nil }
    var zones: ZoneRule?
    if words.count > 4 {
      zones = ZoneRule(headerWords: words[4...])
      if zones == nil { return nil }
    }
    self.init(
      pattern, unit: unit, origin: origin, fractionDigits: fractionDigits, zones: zones)
    self.digits = digits
  }
}
