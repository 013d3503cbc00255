// Dates and times: days since one of the column's own.

/// Days as ISO 8601 writes them, `2024-06-01`, counted from an origin.
package struct DateNotation: Notation {
  /// The day that is 0, in days since 1 January 1970: one that the column has, so that a column of Mondays has steps of
  /// seven days.
  package let origin: Int
  package var digits = DecimalNotation(decimals: 0, hasFixedDecimals: true)

  package static var word: String { "date" }
  package var isCalendar: Bool { true }

  init(origin: Int) { self.origin = origin }

  package static func found(in values: WrittenValues) -> FoundNotation? {
    let any = DateNotation(origin: 0)
    guard let days = values.read({ any.number($0)?.mantissa }) else { return nil }
    let counts = zip(days, values.counts).compactMap { day, count in day.map { ($0, count) } }
    // The most frequent day, of several the first.
    guard let origin = counts.max(by: { ($0.1, $1.0) < ($1.1, $0.0) }) else { return nil }
    return FoundNotation(DateNotation(origin: origin.0))
  }

  package init?(headerWords words: ArraySlice<Substring>, digits: DecimalNotation) {
    guard words.count == 2, words.first == "Y-M-D", let last = words.last,
      let origin = HeaderText.integer(last, CalendarDay.numbers), digits.decimals == 0
    else { return nil }
    self.init(origin: origin)
    self.digits = digits
  }

  package var headerWords: [String] { ["Y-M-D", "\(origin)"] }

  package func number(_ text: UnsafeRawBufferPointer) -> NumberText? {
    guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-") else {
      return nil
    }
    func digits(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in text[range] {
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
      }
      return value
    }
    guard let year = digits(0..<4), let month = digits(5..<7), let day = digits(8..<10),
      let date = CalendarDay(year: year, month: month, day: day)
    else { return nil }
    return NumberText(mantissa: date.number - origin, exponent: 0)
  }

  package func append(_ units: Int, to bytes: inout [UInt8]) {
    let date = CalendarDay(number: units + origin)
    func padded(_ value: Int, _ count: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(count - digits.utf8.count, 0)) + digits
    }
    bytes += "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))".utf8
  }
}
