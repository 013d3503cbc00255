// Dates and times: text to number to text in every spelling, what they are taken for, and conditions on them.

import MadeCore
import Testing

/// A day of the calendar, counted by hand: the oracle of the formulas.
private struct Day {
  var year = 1600
  var month = 1
  var day = 1

  static func isLeap(_ year: Int) -> Bool {
    year % 400 == 0 || year % 4 == 0 && year % 100 != 0
  }

  var length: Int {
    month == 2 ? (Self.isLeap(year) ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  mutating func next() {
    day += 1
    if day <= length { return }
    (day, month) = (1, month + 1)
    if month > 12 { (month, year) = (1, year + 1) }
  }
}

private func padded(_ value: Int, _ count: Int = 2) -> String {
  let text = "\(value)"
  return String(repeating: "0", count: max(count - text.count, 0)) + text
}

extension Day {
  var iso: String { "\(padded(year, 4))-\(padded(month))-\(padded(day))" }
}

private let months = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December",
]

/// The notation of some texts, on the grid that these need.
private func notation(
  _ texts: [String], fixed: Bool = true
) -> (notation: any Notation, doubt: NotationDoubt?)? {
  let values = WrittenValues(texts.map { (text: Array($0.utf8), count: 1) })
  guard let found = DateNotation.found(in: values) else { return nil }
  var notation = found.notation
  let digits = texts.map { text in
    text.firstIndex(of: ".").map { text[$0...].dropFirst().prefix { $0.isNumber }.count } ?? 0
  }
  let hasFraction = notation.headerWords.first?.contains("F") == true
  notation.digits = DecimalNotation(
    decimals: hasFraction ? min(digits.max() ?? 0, 6) : 0, hasFixedDecimals: fixed)
  return (notation, found.doubt)
}

private func units(_ notation: any Notation, _ text: String) -> Int? {
  Array(text.utf8).withUnsafeBytes { notation.units($0) }
}

private func text(_ notation: any Notation, _ units: Int) -> String {
  String(decoding: notation.text(units), as: UTF8.self)
}

@Suite("Dates and times")
struct DateNotationTests {
  /// Days of two years and a half in no order, and hours, minutes and seconds for each.
  private static let moments: [(day: Day, hour: Int, minute: Int, second: Int)] = {
    var days: [Day] = []
    var day = Day()
    day.year = 2019
    for _ in 0..<911 {
      days.append(day)
      day.next()
    }
    return (0..<400).map {
      (days[$0 * 37 % 911], $0 * 7 % 24, $0 * 11 % 60, $0 * 13 % 60)
    }
  }()

  /// Ways to write a moment, and the pattern that they are found to have.
  private static let spellings:
    [(pattern: String, write: @Sendable (Day, Int, Int, Int) -> String)] = [
      ("Y-M-D", { day, _, _, _ in day.iso }),
      ("Y-m-d", { day, _, _, _ in "\(day.year)-\(day.month)-\(day.day)" }),
      ("Y/M/D", { day, _, _, _ in "\(day.year)/\(padded(day.month))/\(padded(day.day))" }),
      ("D.M.Y", { day, _, _, _ in "\(padded(day.day)).\(padded(day.month)).\(day.year)" }),
      ("d.m.Y", { day, _, _, _ in "\(day.day).\(day.month).\(day.year)" }),
      ("M/D/Y", { day, _, _, _ in "\(padded(day.month))/\(padded(day.day))/\(day.year)" }),
      ("m/d/Y", { day, _, _, _ in "\(day.month)/\(day.day)/\(day.year)" }),
      ("d/m/Y", { day, _, _, _ in "\(day.day)/\(day.month)/\(day.year)" }),
      (
        "D/M/y",
        { day, _, _, _ in "\(padded(day.day))/\(padded(day.month))/\(padded(day.year % 100))" }
      ),
      ("m/d/y", { day, _, _, _ in "\(day.month)/\(day.day)/\(padded(day.year % 100))" }),
      ("D-M-Y", { day, _, _, _ in "\(padded(day.day))-\(padded(day.month))-\(day.year)" }),
      (
        "D-M-y",
        { day, _, _, _ in "\(padded(day.day))-\(padded(day.month))-\(padded(day.year % 100))" }
      ),
      (
        "d%20b%20Y", { day, _, _, _ in "\(day.day) \(months[day.month - 1].prefix(3)) \(day.year)" }
      ),
      (
        "D-b-y",
        { day, _, _, _ in
          "\(padded(day.day))-\(months[day.month - 1].prefix(3))-\(padded(day.year % 100))"
        }
      ),
      (
        "D-u-Y",
        { day, _, _, _ in
          "\(padded(day.day))-\(months[day.month - 1].prefix(3).uppercased())-\(day.year)"
        }
      ),
      (
        "b%20d,%20Y",
        { day, _, _, _ in "\(months[day.month - 1].prefix(3)) \(day.day), \(day.year)" }
      ),
      ("B%20d,%20Y", { day, _, _, _ in "\(months[day.month - 1]) \(day.day), \(day.year)" }),
      ("B%20Y", { day, _, _, _ in "\(months[day.month - 1]) \(day.year)" }),
      ("b-y", { day, _, _, _ in "\(months[day.month - 1].prefix(3))-\(padded(day.year % 100))" }),
      ("YMD", { day, _, _, _ in "\(day.year)\(padded(day.month))\(padded(day.day))" }),
      ("YM", { day, _, _, _ in "\(day.year)\(padded(day.month))" }),
      ("Y-M", { day, _, _, _ in "\(day.year)-\(padded(day.month))" }),
      ("M/Y", { day, _, _, _ in "\(padded(day.month))/\(day.year)" }),
      ("Y\\QQ", { day, _, _, _ in "\(day.year)Q\((day.month + 2) / 3)" }),
      ("\\QQ%20Y", { day, _, _, _ in "Q\((day.month + 2) / 3) \(day.year)" }),
      ("Y-M-D\\TH:N", { day, hour, minute, _ in "\(day.iso)T\(padded(hour)):\(padded(minute))" }),
      ("Y-M-D%20H:N:S", { "\($0.iso) \(padded($1)):\(padded($2)):\(padded($3))" }),
      ("Y-M-D\\TH:N:S\\Z", { "\($0.iso)T\(padded($1)):\(padded($2)):\(padded($3))Z" }),
      (
        "Y-M-D\\TH:N:SF\\Z",
        { "\($0.iso)T\(padded($1)):\(padded($2)):\(padded($3)).\(padded($2 * 16, 3))Z" }
      ),
      (
        "Y-M-D%20H:N:SF",
        { "\($0.iso) \(padded($1)):\(padded($2)):\(padded($3)).\(padded($2 * 1601, 6))" }
      ),
      (
        "Y-M-D%20H:N:SF",
        { "\($0.iso) \(padded($1)):\(padded($2)):\(padded($3)).\(padded($2 * 1601, 6))000" }
      ),
      ("Y-M-D\\TH:N:SO", { "\($0.iso)T\(padded($1)):\(padded($2)):\(padded($3))-05:30" }),
      ("Y-M-D%20H:N:So", { "\($0.iso) \(padded($1)):\(padded($2)):\(padded($3))+0200" }),
      ("Y-M-D%20H:N:Sx", { "\($0.iso) \(padded($1)):\(padded($2)):\(padded($3))+02" }),
      (
        "YMD\\THNS\\Z",
        {
          "\($0.year)\(padded($0.month))\(padded($0.day))T\(padded($1))\(padded($2))\(padded($3))Z"
        }
      ),
      (
        "YMDHNS",
        { "\($0.year)\(padded($0.month))\(padded($0.day))\(padded($1))\(padded($2))\(padded($3))" }
      ),
      (
        "m/d/Y%20h:N",
        { day, hour, minute, _ in "\(day.month)/\(day.day)/\(day.year) \(hour):\(padded(minute))" }
      ),
      (
        "m/d/Y%20I:N:S%20P",
        {
          "\($0.month)/\($0.day)/\($0.year) \(padded(($1 + 11) % 12 + 1)):\(padded($2)):\(padded($3)) \($1 < 12 ? "AM" : "PM")"
        }
      ),
      ("H:N", { _, hour, minute, _ in "\(padded(hour)):\(padded(minute))" }),
      ("h:N:S", { _, hour, minute, second in "\(hour):\(padded(minute)):\(padded(second))" }),
      (
        "i:Np",
        { _, hour, minute, _ in
          "\((hour + 11) % 12 + 1):\(padded(minute))\(hour < 12 ? "am" : "pm")"
        }
      ),
      (
        "H:N:S",
        { _, hour, minute, second in "\(padded(hour + 9)):\(padded(minute)):\(padded(second))" }
      ),
    ]

  @Test("are read, and written as they were, in every spelling")
  func spellings() throws {
    for (pattern, write) in Self.spellings {
      let texts = Self.moments.map { write($0.day, $0.hour, $0.minute, $0.second) }
      let found = try #require(notation(texts), "\(pattern) \(texts[0])")
      let words = found.notation.headerWords
      #expect(words.first == pattern, "\(texts[0])")
      let back = texts.map { units(found.notation, $0).map { text(found.notation, $0) } ?? "" }
      #expect(back == texts, "\(pattern)")
      let again = DateNotation(
        headerWords: words.map { $0[...] }[...], digits: found.notation.digits)
      #expect(again?.headerWords == words && found.doubt == nil, "\(words)")
    }
  }

  @Test("are the days of the calendar: four centuries, one by one")
  func calendar() throws {
    let iso = try #require(notation(["1999-02-03", "2001-12-31", "2004-02-29"])).notation
    var day = Day()
    let first = try #require(units(iso, day.iso))
    for number in 0..<146_097 {
      guard units(iso, day.iso) == first + number, text(iso, first + number) == day.iso else {
        Issue.record("\(day)")
        return
      }
      day.next()
    }
    #expect(day.iso == "2000-01-01")
  }

  @Test("are none on days that there are not")
  func invalid() throws {
    let iso = try #require(notation(["1999-02-03", "2001-12-31", "2004-02-29"])).notation
    for text in [
      "2021-02-30", "2021-02-29", "1900-02-29", "2021-04-31", "2021-13-01", "2021-00-10",
      "2021-01-00", "0000-01-01", "2021-01-32", "21-01-01", "2021-01-01 ", "2021-01-01x", "", "-",
      "2021/01/01", "20210101", "2021-001-01", "\u{661}021-01-01",
    ] { #expect(units(iso, text) == nil, "\(text)") }
    #expect(units(iso, "2000-02-29") != nil && units(iso, "9999-12-31") != nil)
    // What a network may give by mistake is still a date.
    for number in [Int.max / 1024, Int.min / 1024, -900_000, 4_000_000] {
      #expect(units(iso, text(iso, number)) != nil, "\(number)")
    }
  }

  @Test("are told from other texts")
  func others() {
    for texts in [
      (1990..<2020).map { "\($0)/\(padded(($0 + 1) % 100))" },
      (0..<400).map { "1.\($0 % 10).\($0 % 13)" },
      (0..<400).map { "192.168.\($0 % 10).\($0 % 13)" },
      (0..<400).map { "\(20_000_000 + $0 * 37)" }, (0..<400).map { "w\($0)" },
      (0..<400).map { "555-\(padded($0 % 100))-\(padded($0 * 7 % 100))" }, (0..<99).map { "\($0)" },
      (0..<99).map { "\($0).5" }, ["20200101", "20200102", "20200103", "30000000"],
      (0..<50).map { "\($0 % 9):\($0 % 7)" }, (0..<50).map { "00:1b:\(padded($0)):aa" }, [],
    ] { #expect(notation(texts) == nil, "\(texts.prefix(3))") }
  }

  @Test("have the day or the month first as the data say, or as is usual, which is then doubtful")
  func dayAndMonth() throws {
    let low = (0..<60).map { ($0 * 7 % 12 + 1, $0 * 5 % 11 + 1) }
    func found(_ texts: [String]) throws -> (String?, NotationDoubt?) {
      let found = try #require(notation(texts))
      return (found.notation.headerWords.first, found.doubt)
    }
    let slashes = low.map { "\(padded($0.0))/\(padded($0.1))/\(2019 + $0.1 % 3)" }
    #expect(try found(slashes) == ("M/D/Y", .monthBeforeDay))
    #expect(try found(slashes + ["13/01/2020"]) == ("D/M/Y", nil))
    #expect(try found(slashes + ["01/13/2020"]) == ("M/D/Y", nil))
    let dots = low.map { "\(padded($0.0)).\(padded($0.1)).\(2019 + $0.1 % 3)" }
    #expect(try found(dots) == ("D.M.Y", .dayBeforeMonth))
    // Records in the order of time say it, too.
    let inOrder = (1...12).flatMap { month in (1...12).map { "\(padded($0))/\(padded(month))/2020" }
    }
    #expect(try found(inOrder) == ("D/M/Y", nil))
    #expect(try found(low.map { "2020-\(padded($0.0))-\(padded($0.1))" }) == ("Y-M-D", nil))
  }

  @Test("count weeks and months as one step each, from a date that the column has")
  func grids() throws {
    let months = (0..<60).map { "\(2000 + $0 / 12)-\(padded($0 % 12 + 1))-01" }
    #expect(try #require(notation(months)).notation.headerWords[1] == "month:1")
    var ends: [String] = []
    var day = Day()
    for _ in 0..<1500 {
      if day.day == day.length { ends.append(day.iso) }
      day.next()
    }
    let last = try #require(notation(ends)).notation
    #expect(last.headerWords[1] == "month:31")
    #expect(ends.map { units(last, $0).map { text(last, $0) } ?? "" } == ends)
    let odd = try #require(units(last, ends[3])), next = try #require(units(last, ends[4]))
    #expect(next == odd + 1)
  }

  @Test("may be of several zones: told by the moment, or each as often as it was")
  func zones() throws {
    let summer = Self.moments.map { moment in
      let isSummer = (4...10).contains(moment.day.month)
      return
        "\(moment.day.iso)T\(padded(moment.hour)):\(padded(moment.minute)):00\(isSummer ? "+02:00" : "+01:00")"
    }
    let told = try #require(notation(summer)).notation
    #expect(summer.map { units(told, $0).map { text(told, $0) } ?? "" } == summer)
    // The same moment, however it is written.
    #expect(units(told, "2020-07-01T12:00:00+02:00") == units(told, "2020-07-01T05:00:00-05:00"))
    #expect(units(told, "2020-07-01T12:00:00+02:00") == units(told, "2020-07-01T10:00:00Z"))
    let mixed = Self.moments.enumerated().map { index, moment in
      "\(moment.day.iso) \(padded(moment.hour)):\(padded(moment.minute)):\(padded(moment.second))\(index % 4 == 0 ? "-0300" : "+0530")"
    }
    let shares = try #require(notation(mixed)).notation
    let back = mixed.map { units(shares, $0).map { text(shares, $0) } ?? "" }
    let west = back.count { $0.hasSuffix("-0300") }
    #expect((60...140).contains(west))
    #expect(zip(mixed, back).allSatisfy { units(shares, $0) == units(shares, $1) })
  }

  @Test("are compared with years, months, days and parts of a day")
  func conditions() throws {
    let iso = try #require(notation(Self.moments.map(\.day.iso))).notation
    func ranges(_ notation: any Notation, _ condition: String) throws -> [ClosedRange<Int>] {
      let column = Column(
        name: "x",
        kind: Numbers(notation: notation, mixture: mixture(), marks: NumberMarks()))
      var conditions = Conditions(schema: Schema(columns: [column]))
      try conditions.add(condition)
      return conditions.constraints[0]?.values.ranges ?? []
    }
    func day(_ text: String) throws -> Int { try #require(units(iso, text)) }
    #expect(try ranges(iso, "x=2020-02") == [day("2020-02-01")...day("2020-02-29")])
    #expect(try ranges(iso, "x=2020") == [day("2020-01-01")...day("2020-12-31")])
    #expect(try ranges(iso, "x>2020-02").first?.lowerBound == day("2020-03-01"))
    #expect(try ranges(iso, "x<=2020-02").last?.upperBound == day("2020-02-29"))
    #expect(try ranges(iso, "x<2020-02-10").last?.upperBound == day("2020-02-09"))
    #expect(try ranges(iso, "x>=2020-02-10T12:00").first?.lowerBound == day("2020-02-11"))
    #expect(
      try ranges(iso, "x=2020-01-05..2020-02") == [day("2020-01-05")...day("2020-02-29")])
    for wrong in ["x>=yesterday", "x=2020-02-30", "x<2020-13", "x=..2020", "x>10000"] {
      #expect(throws: ConditionError.self) { try ranges(iso, wrong) }
    }
    let stamps = try #require(
      notation(Self.moments.map { "\($0.day.iso)T\(padded($0.hour)):00:00.250Z" })
    ).notation
    func stamp(_ text: String) throws -> Int { try #require(units(stamps, text)) }
    #expect(
      try ranges(stamps, "x=2020-02-01")
        == [stamp("2020-02-01T00:00:00.000Z")...stamp("2020-02-01T23:59:59.999Z")])
    let times = try #require(notation((0..<24).map { "\(padded($0)):30" })).notation
    #expect(
      try ranges(times, "x=9") == [
        #require(units(times, "09:00"))...#require(units(times, "09:59"))
      ])
    #expect(try ranges(times, "x>=9:30").first?.lowerBound == units(times, "09:30"))
    // A part of the column's own spelling.
    let german = try #require(
      notation(
        Self.moments.map {
          "\(padded($0.day.day)).\(padded($0.day.month)).\($0.day.year) \(padded($0.hour)):00:07"
        })
    ).notation
    func moment(_ text: String) throws -> Int { try #require(units(german, text)) }
    let noon = try moment("01.02.2020 12:00:00")...moment("01.02.2020 12:00:59")
    #expect(try ranges(german, "x=01.02.2020 12:00") == [noon])
    let first = try moment("01.02.2020 00:00:00")...moment("01.02.2020 23:59:59")
    #expect(try ranges(german, "x=01.02.2020") == [first])
    #expect(try ranges(german, "x=1.2.2020") == [first])
    #expect(try ranges(german, "x>02.2020").first?.lowerBound == moment("01.03.2020 00:00:00"))
    for wrong in ["x>=30.02.2020", "x<13.2020", "x=01.02", "x=12:00"] {
      #expect(throws: ConditionError.self) { try ranges(german, wrong) }
    }
  }
}
