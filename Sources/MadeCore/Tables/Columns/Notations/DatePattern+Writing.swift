// Dates and times to text.

extension DatePattern {
  /// Appends a date and a time.
  ///
  /// - Parameter digits: of the fraction of a second, the first ones of `mostDigits`, if there are any.
  func append(_ parts: DateParts, to bytes: inout [UInt8]) {
    let day = CalendarDay(year: parts.year, month: parts.month, day: parts.day)
    for (index, element) in elements.enumerated() {
      switch element {
      case .literal(let byte): bytes.append(byte)
      case .field(let field):
        switch field {
        case .year: Self.append(parts.year, digits: 4, to: &bytes)
        case .shortYear: Self.append(parts.year % 100, digits: 2, to: &bytes)
        case .month: Self.append(parts.month, digits: 2, to: &bytes)
        case .shortMonth: Self.append(parts.month, digits: 1, to: &bytes)
        case .name, .fullName, .capitalName, .fullCapitalName, .smallName, .fullSmallName:
          bytes += names(index)[parts.month - 1]
        case .quarter: Self.append((parts.month + 2) / 3, digits: 1, to: &bytes)
        case .day: Self.append(parts.day, digits: 2, to: &bytes)
        case .shortDay: Self.append(parts.day, digits: 1, to: &bytes)
        case .weekday, .fullWeekday: bytes += names(index)[day?.weekday ?? 0]
        case .hour: Self.append(parts.hour, digits: 2, to: &bytes)
        case .shortHour: Self.append(parts.hour, digits: 1, to: &bytes)
        case .halfHour: Self.append((parts.hour + 11) % 12 + 1, digits: 2, to: &bytes)
        case .shortHalfHour: Self.append((parts.hour + 11) % 12 + 1, digits: 1, to: &bytes)
        case .minute: Self.append(parts.minute, digits: 2, to: &bytes)
        case .shortMinute: Self.append(parts.minute, digits: 1, to: &bytes)
        case .second: Self.append(parts.second, digits: 2, to: &bytes)
        case .fraction, .commaFraction:
          guard parts.fractionDigits > 0 else { continue }
          bytes.append(UInt8(ascii: field == .fraction ? "." : ","))
          Self.append(parts.fraction, digits: parts.fractionDigits, to: &bytes)
        case .half, .smallHalf: bytes += Self.halves(field)[parts.hour < 12 ? 0 : 1]
        case .zone, .shortZone, .hourZone: Self.append(parts.offset ?? 0, field, to: &bytes)
        }
      }
    }
  }

  /// Appends a number that is not negative.
  private static func append(_ value: Int, digits: Int, to bytes: inout [UInt8]) {
    bytes.append(digitsOf: value.magnitude, atLeast: digits)
  }

  private static func append(_ offset: Int, _ field: DateField, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: offset < 0 ? "-" : "+"))
    append(abs(offset) / 60, digits: 2, to: &bytes)
    if field == .hourZone { return }
    if field == .zone { bytes.append(UInt8(ascii: ":")) }
    append(abs(offset) % 60, digits: 2, to: &bytes)
  }
}
