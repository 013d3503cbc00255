// Columns of dates in tables: found, kept, modelled, drawn, and asked about.

import MadeCore
import Testing

private func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

/// A day of 2023 or 2024, as ISO 8601 writes it, and its day of the week, from 0 for Mondays on.
private func day(_ number: Int) -> (text: String, weekday: Int) {
  let lengths = [
    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
  ]
  var (rest, month) = (number, 0)
  while rest >= lengths[month] { (rest, month) = (rest - lengths[month], month + 1) }
  // 1 January 2023 was a Sunday.
  return (
    "\(2023 + month / 12)-\(padded(month % 12 + 1))-\(padded(rest + 1))", (number + 6) % 7
  )
}

private let weekdays = Dictionary(
  uniqueKeysWithValues: (0..<731).map { (day($0).text, day($0).weekday) })

private func read(
  _ cells: [String], form: ColumnForm? = nil, missing: [String] = []
) throws -> (schema: Schema, rows: Rows, summary: ColumnSummary) {
  var typing = Typing()
  if let form { typing.rules = [Typing.Rule(column: "x", form: form)] }
  var options = InputOptions()
  options.missingTokens = missing.map { Array($0.utf8) }
  let text = "x,w\n" + cells.enumerated().map { "\($1),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
  let reader = RecordReader(sources: [MemorySource(Array(text.utf8))], options: options)
  let table = try reader.readTable(typing)
  let packed = try table.packed()
  return (packed.schema, packed.rows, table.columns[0])
}

private func texts(_ schema: Schema, _ rows: Rows) -> [String] {
  let printer = schema.columns[0].kind.printer(CellDialect(delimiter: 0x2C))
  return (0..<rows.count).map { row in
    var bytes: [UInt8] = []
    _ = printer.append(code: rows.code(row, 0), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

@Suite("Columns of dates")
struct DateColumnTests {
  @Test("are numbers whose cells come back as they were: words, missing ones, odd days")
  func cells() throws {
    var cells = (0..<600).map { day($0 * 37 % 731).text }
    cells += ["2021-02-30", "", "NA", "unknown", "2024-02-29"]
    let (schema, rows, summary) = try read(cells)
    #expect(summary.form == .date && summary.words == 2 && summary.missing == 2)
    #expect(texts(schema, rows) == cells)
    let token = try read(cells + ["9999-12-31"], missing: ["9999-12-31"])
    #expect(token.summary.missing == 3)
  }

  @Test(
    "are not asked for beyond the calendar, nor times before midnight",
    arguments: [
      ("2023-01-01", "9999-12-30", "9999-12-31"), ("0001-01-03", "0001-01-02", "0001-01-01"),
      ("2023-01", "9999-11", "9999-12"), ("01.06.23", "30.12.68", "31.12.68"),
      ("23:59", "00:01", "00:00"),
      ("2024-05-01T10:00:00Z", "0001-01-01T00:00:01Z", "0001-01-01T00:00:00Z"),
    ])
  func ends(other: String, last: String, end: String) throws {
    let isFirst = end.hasPrefix("0001") || end == "00:00"
    let cells = (0..<40).flatMap { _ in [other, last, end] }
    let schema = try read(cells, form: .date).schema
    for cell in [last, end] {
      var beyond = Conditions(schema: schema)
      let text = "x\(isFirst ? "<" : ">")\(cell)"
      if cell == end {
        #expect(throws: ConditionError.offGrid(column: "x"), "\(text)") { try beyond.add(text) }
      } else {
        try beyond.add(text)
        #expect(beyond.constraints[0]?.values.count == 1, "\(text)")
      }
    }
    var others = Conditions(schema: schema)
    try others.add("x!=\(end)")
    try others.add("x\(isFirst ? "<=" : ">=")\(last)")
    #expect(others.constraints[0]?.values.count == 1)
  }

  @Test("are kept also if there are more of them than a column may have words")
  func many() throws {
    // More than 65,534 different stamps, with one that is none at the end.
    let cells = (0..<70_000).map { index in
      "\(day(index % 731).text)T\(padded(index / 731 % 24)):\(padded(index % 60)):\(padded(index / 17 % 60)).\(padded(index % 100))"
    }
    let (schema, rows, summary) = try read(cells + ["never"])
    #expect(summary.form == .date && summary.words == 1)
    #expect(texts(schema, rows) == cells + ["never"])
  }

  @Test("of few different ones are words, and are compared as dates")
  func few() throws {
    let cells = (0..<400).map { day($0 % 5 * 30).text }
    let (schema, _, summary) = try read(cells)
    #expect(summary.form == .categorical)
    var conditions = Conditions(schema: schema)
    try conditions.add("x>=2023-03")
    #expect(conditions.constraints[0]?.values.count == 3)
    var month = Conditions(schema: schema)
    try month.add("x=2023-01")
    #expect(month.constraints[0]?.values.count == 2)
  }

  @Test("that a rule asks for have to be dates")
  func rules() throws {
    #expect(try read((0..<9).map { day($0).text }, form: .date).summary.form == .date)
    #expect(throws: InputError.column(1, name: "x", .noDates, others: 0)) {
      try read((0..<90).map { "w\($0)" }, form: .date)
    }
    let words = try read((0..<90).map { day($0).text }, form: .categorical)
    #expect(words.schema.columns[0].kind is Categories)
    let digits = (0..<400).map { "2024\(padded($0 % 12 + 1))\(padded($0 % 28 + 1))" }
    #expect(try read(digits).summary.form == .date)
    #expect(try read(digits, form: .integer).summary.form == .integer)
  }

  /// A shop that is closed on Sundays and sells most on Saturdays.
  private static func shop() throws -> MadeModel {
    let open = (0..<728).map { day($0) }.filter { $0.weekday < 6 }
    let rows: [[(any CellValue)?]] = open.enumerated().map { index, day in
      [day.text, (day.weekday == 5 ? 300 : 100) + index * 37 % 40]
    }
    var options = FitOptions()
    options.hidden = [40]
    options.training.epochs = 200
    return try MadeModel.fit(to: Table(rows, columns: ["day", "sold"]), options: options)
  }

  @Test("keep the rhythm of the week when rows are drawn")
  func week() throws {
    let model = try Self.shop()
    let numbers = try #require(model.schema.columns[0].kind as? Numbers)
    #expect(numbers.values.phases == 7)
    let drawn = model.samples(2000, seed: 7)
    var sold = [[Double]](repeating: [], count: 7)
    for row in 0..<2000 {
      let text = drawn.text(row, 0)
      let weekday = try #require(weekdays[text], "\(text)")
      sold[weekday].append(drawn[row, 1].number ?? 0)
    }
    // One day in seven would be 286.
    #expect(sold[6].count < 10, "\(sold.map(\.count))")
    #expect(sold[..<6].allSatisfy { (230...440).contains($0.count) }, "\(sold.map(\.count))")
    func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
    let usual = mean(Array(sold[..<5].joined()))
    #expect(mean(sold[5]) > usual + 120 && usual < 160, "\(sold.map(mean))")
  }
}
