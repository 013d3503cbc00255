// Whole tables with numbers as people write them: found, written back, asked about, read again.

import MadeCore
import Testing

@Suite("Columns of written numbers")
struct WrittenColumnTests {
  private struct Reading {
    let columns: [ColumnSummary]
    let schema: Schema
    let rows: Rows
    var numbers: Numbers? { schema.columns.first?.kind as? Numbers }
  }

  /// Reads a table of a column `x` with these cells, and one of words.
  private func read(
    _ cells: [String], delimiter: String = ",", rules: [String: ColumnForm] = [:]
  ) throws -> Reading {
    var typing = Typing()
    typing.rules = rules.map { Typing.Rule(column: $0, form: $1) }
    let lines = cells.enumerated().map { index, cell in
      let field = cell.contains(delimiter) ? "\"\(cell)\"" : cell
      return "\(field)\(delimiter)\(index % 2 == 0 ? "a" : "b")\n"
    }
    let text = "x\(delimiter)w\n" + lines.joined()
    let reader = RecordReader(sources: [MemorySource(Array(text.utf8))])
    let table = try reader.readTable(typing)
    let (schema, rows) = try table.packed()
    return Reading(columns: table.columns, schema: schema, rows: rows)
  }

  /// The rows of a table as lines of text, without the header.
  private func lines(_ reading: Reading, delimiter: String = ",") throws -> [String] {
    let sink = MemorySink()
    var writer = RecordWriter(
      schema: reading.schema, format: .text(delimiter: Array(delimiter.utf8)[0], header: false))
    try writer.write(reading.rows, to: sink)
    return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Amounts of cents, grouped by three.
  private func amount(_ cents: Int, _ group: String, _ point: String) -> String {
    var digits = Substring(String(cents / 100))
    var text = ""
    while digits.count > 3 {
      text = group + digits.suffix(3) + text
      digits = digits.dropLast(3)
    }
    return digits + text + point + "\(100 + cents % 100)".dropFirst()
  }

  @Test("dollars in quotes come back in quotes where they need them")
  func dollars() throws {
    var noise = Noise(1)
    let cells = (0..<400).map { _ in "$" + amount(noise.below(500_000), ",", ".") }
    let reading = try read(cells)
    #expect(reading.columns[0].form == .real)
    #expect(reading.columns[0].words == 0 && reading.columns[0].rounded == 0)
    #expect(reading.numbers?.notation is WrittenNotation)
    let expected = cells.enumerated().map { index, cell in
      (cell.contains(",") ? "\"\(cell)\"" : cell) + (index % 2 == 0 ? ",a" : ",b")
    }
    #expect(try lines(reading) == expected)
  }

  @Test("more different amounts than the dictionary holds are numbers")
  func many() throws {
    let cells = (0..<70_000).map { amount(($0 * 7919) % 10_000_019, ".", ",") + " €" }
    let reading = try read(cells, delimiter: ";")
    #expect(reading.columns[0].form == .real && reading.columns[0].values ?? 0 > 65_534)
    #expect(reading.numbers?.notation is WrittenNotation)
  }

  @Test("in a sorted table the first separator may come late", arguments: [6000, 20_000])
  func sorted(count: Int) throws {
    let cells = (0..<count).map { amount($0 * 20, ",", ".") }
    let reading = try read(cells)
    let notation = try #require(reading.numbers?.notation as? WrittenNotation)
    #expect(notation.style.group == .comma)
    #expect(reading.columns[0].words == 0)
  }

  @Test("whole thousands are whole numbers, and missing tokens and words stay")
  func words() throws {
    let cells = (0..<600).map { index -> String in
      if index % 50 == 0 { return "-" }
      if index % 60 == 1 { return "n/a" }
      return String(amount(index * 123_400, ",", "").dropLast(2))
    }
    let reading = try read(cells)
    #expect(reading.columns[0].form == .integer)
    let numbers = try #require(reading.numbers)
    #expect(numbers.marks.words == [Array("-".utf8)])
    #expect(numbers.marks.missing == [Array("n/a".utf8)])
  }

  @Test("conditions are read as cells are, and as plain numbers")
  func conditions() throws {
    let cells = (0..<400).map { amount($0 * 977, ".", ",") + " €" }
    let numbers = try #require(try read(cells, delimiter: ";").numbers)
    func constraint(_ text: String) throws -> Constraint {
      try numbers.constraint(.atLeast, Array(text.utf8)[...], column: "x")
    }
    let expected = try constraint("1200.5")
    #expect(try constraint("1.200,50 €") == expected)
    #expect(try constraint("1200,5") == expected)
    #expect(try constraint("1.200,5") == expected)
    #expect(try constraint("1200,50€") == expected)
    #expect(throws: ConditionError.notANumber(column: "x", value: "1200 $")) {
      try constraint("1200 $")
    }
  }

  @Test("later tables may be written in the same way or plainly")
  func laterTables() throws {
    let cells = (0..<400).map { "(\(amount($0 * 13 + 100, ",", ".")))" } + ["7.00", "1,200.00"]
    let reading = try read(cells)
    func row(_ text: String) throws -> Int {
      let reader = RecordReader(
        sources: [MemorySource(Array("x;w\n\(text);a\n".utf8))], schema: reading.schema)
      return try reader.readAll().code(0, 0)
    }
    let expected = try row("(1,234.50)")
    #expect(expected == -123_450)
    for text in ["-1234.50", "-1,234.50", "-1234.5", "1234.5-", "\u{2212}1234.50"] {
      #expect(try row(text) == expected, "\(text)")
    }
  }

  @Test("a few percentages are words, and compared as numbers")
  func fewPercentages() throws {
    let cells = (0..<200).map { "\($0 % 5 * 5) %" }
    let reading = try read(cells)
    let words = try #require(reading.schema.columns[0].kind as? Categories)
    func values(_ comparison: Comparison, _ text: String) throws -> [String] {
      let ranges = try words.constraint(comparison, Array(text.utf8)[...], column: "x").values
      return words.values.indices.filter { value in ranges.ranges.contains { $0.contains(value) } }
        .map { String(decoding: words.values[$0], as: UTF8.self) }
    }
    #expect(Set(try values(.atLeast, "10 %")) == ["10 %", "15 %", "20 %"])
    #expect(Set(try values(.below, "10")) == ["0 %", "5 %"])
    #expect(try values(.equal, "5%") == ["5 %"])
    #expect(
      words.labels?.map { String(decoding: $0.text, as: UTF8.self) }
        == ["0 %", "5 %", "10 %", "15 %", "20 %"])
  }

  @Test("a rule may ask for numbers of a column of written ones")
  func rules() throws {
    let cells = (0..<300).map { "\($0 + 1) kg" }
    let reading = try read(cells, rules: ["x": .integer])
    #expect(reading.numbers?.notation is WrittenNotation)
    #expect(throws: InputError.self) { try read(cells + ["heavy"], rules: ["x": .real]) }
    #expect(throws: InputError.self) {
      try read(cells + (0..<300).map { "\($0 + 1) lb" }, rules: ["x": .real])
    }
  }

  @Test("what cannot be told is said, with an example")
  func doubt() throws {
    let cells = (0..<300).map { "\($0 * 77 % 900 + 1),\(100 + $0)" }
    #expect(try read(cells).columns[0].doubt == .separator("1,100", isDecimal: false))
    #expect(
      try read(cells, delimiter: ";").columns[0].doubt == .separator("1,100", isDecimal: true))
    #expect(try read(cells + ["1,5"] + cells.map { $0 + "5" }).columns[0].doubt == nil)
  }

  @Test("what explains a cell is quoted where a number needs it")
  func explanations() throws {
    let cells = (0..<400).map { amount($0 * 7919 % 400_000, ",", ".") }
    let numbers = try #require(try read(cells).numbers)
    let belief = CellBelief.cells([
      WeightedCell(100, weight: 1), WeightedCell(123_456, weight: 1),
    ])
    let text = numbers.expected(belief, CellDialect(delimiter: UInt8(ascii: ",")))
    #expect(String(decoding: text, as: UTF8.self) == "\"1.00..1,234.56\"")
  }

  @Test("powers of ten with decimal commas come back")
  func powers() throws {
    let cells = (0..<300).map { "\($0 % 9 + 1),\(10 + $0 % 90)E+0\($0 % 7 + 1)" }
    let reading = try read(cells, delimiter: ";")
    #expect(try lines(reading, delimiter: ";").map { $0.dropLast(2) } == cells.map { $0[...] })
  }
}
