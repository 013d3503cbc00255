// Fields that are no columns come back in the rows that are written.

import MadeCore
import Testing

@Suite("Fields that were left out")
struct LeftOutFieldTests {
  private static let table =
    "id,flat,k,empty,name,v\n"
    + (1...60).map {
      "\($0),\"c, 1\",\(["a", "b"][$0 % 2]),,number \($0 * $0),\(["x", "y", "z"][$0 % 3])\n"
    }.joined()

  private func schema(
    _ text: String, _ rules: [(String, ColumnForm)] = []
  ) throws -> (schema: Schema, rows: Rows) {
    let reader = RecordReader(sources: [MemorySource(Array(text.utf8))])
    var typing = Typing()
    typing.rules = rules.map { Typing.Rule(column: $0.0, form: $0.1) }
    return try reader.readTable(typing).packed()
  }

  private func written(_ schema: Schema, _ rows: Rows, delimiter: Character = ",") throws -> String
  {
    let sink = MemorySink()
    var writer = RecordWriter(
      schema: schema,
      format: .text(delimiter: delimiter.asciiValue ?? 0, header: schema.names != nil),
      constraints: nil, hasLeftOut: true)
    try writer.writeHeader(to: sink)
    try writer.write(rows, range: 0..<min(rows.count, 2), to: sink)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  @Test("are written as they count, or empty; constant columns are columns")
  func found() throws {
    let (schema, rows) = try schema(Self.table)
    #expect(schema.columns.count == 4 && schema.ignoredFields == [0, 4])
    #expect(schema.constants == [0, 2])
    #expect(
      schema.leftOut == [
        LeftOutField(field: 0, name: "id", content: .count(RecordCount(first: 1, step: 1))),
        LeftOutField(field: 4, name: "name"),
      ])
    let text = try written(schema, rows)
    #expect(text == "id,flat,k,empty,name,v\n1,\"c, 1\",b,,,y\n2,\"c, 1\",a,,,z\n")
    #expect(
      try written(schema, rows, delimiter: ";").hasPrefix(
        "id;flat;k;empty;name;v\n1;c, 1;b;;;y\n"))
    let again = RecordReader(sources: [MemorySource(Array(text.utf8))], schema: schema)
    #expect(try again.readAll() == Rows(first: 2, of: rows))
  }

  @Test("records may lack columns that were constant, which then have what they had")
  func absent() throws {
    let (schema, rows) = try schema(Self.table)
    for text in ["k,v\nb,y\na,z\n", "v,flat,k\ny,\"c, 1\",b\nz,\"c, 1\",a\n", "b,y\na,z\n"] {
      #expect(readInEveryWay([Array(text.utf8)], schema: schema).error == nil, "\(text)")
      let reader = RecordReader(sources: [MemorySource(Array(text.utf8))], schema: schema)
      #expect(try reader.readAll() == Rows(first: 2, of: rows), "\(text)")
    }
    let changed = RecordReader(
      sources: [MemorySource(Array("flat,k,empty,v\nd,b,,y\n\"c, 1\",a,7,z\n".utf8))],
      schema: schema)
    let codes = try changed.readAll()
    #expect((0..<2).map { codes.code($0, 0) } == [1, 0])
    #expect((0..<2).map { codes.code($0, 2) } == [1, 0])
    #expect(changed.unseenCells == [1, 0, 1, 0])
    let lacking = readInEveryWay([Array("flat,k\nd,b\n".utf8)], schema: schema)
    #expect(lacking.error != nil)
  }

  @Test("are not written where a rule leaves them out, unless a record has no names")
  func asked() throws {
    let (named, rows) = try schema(Self.table, [("flat", .drop), ("k", .drop)])
    #expect(named.leftOut.map(\.field) == [0, 4])
    #expect(try written(named, rows) == "id,empty,name,v\n1,,,y\n2,,,z\n")
    let bare = Self.table.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"
    let (nameless, others) = try schema(bare, [("2", .drop), ("3", .drop)])
    #expect(nameless.leftOut.map(\.field) == [0, 1, 2, 4])
    let text = try written(nameless, others)
    #expect(text == "1,,,,,y\n2,,,,,z\n")
    let again = RecordReader(sources: [MemorySource(Array(text.utf8))], schema: nameless)
    #expect(try again.readAll() == Rows(first: 2, of: others))
    let (dropped, _) = try schema("a,b\nx,0\ny,1\nx,1\ny,0\n", [("a", .drop)])
    #expect(dropped.leftOut.isEmpty && dropped.ignoredFields == [0])
  }

  @Test(
    "count on as the training records do",
    arguments: [
      (["1", "2", "3"], "1 2 3"), (["7", "4", "1"], "7 4 1"), (["-2", "-1", "0"], "-2 -1 0"),
      (["", "10", "15", "20"], "5 10 15"), (["1.0", "2.0", "3.0"], "1.0 2.0 3.0"),
    ])
  func counts(start: [String], expected: String) throws {
    let cells = start.map { "\($0),\($0 == start[0] ? "a" : "b"),c\n" } + ["", ""]
    let (schema, rows) = try schema("n,x,y\n" + cells.joined())
    #expect(schema.leftOut.first?.count != nil)
    let sink = MemorySink()
    var writer = RecordWriter(
      schema: schema, format: .csv(header: false), constraints: nil, hasLeftOut: true)
    try writer.write(rows, to: sink)
    let found = String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false)[0] }
    #expect(found.prefix(3).joined(separator: " ") == expected)
  }

  @Test("count with what stands before and after the number, and its zeros")
  func prefixes() throws {
    func column(_ text: (Int) -> String) throws -> LeftOutField? {
      try schema(
        "n,x\n" + (0..<120).map { "\(text($0)),\(["a", "b"][$0 % 2])\n" }.joined()
      ).schema.leftOut.first
    }
    let padded = try #require(try column { "ID-" + "000\($0 + 95)".suffix(4) }?.count)
    #expect(padded.text(ofRecord: 0) == Array("ID-0095".utf8))
    #expect(padded.text(ofRecord: 9_999) == Array("ID-10094".utf8))
    #expect(try column { "s\(2 * $0 + 1)" }?.count?.text(ofRecord: 60) == Array("s121".utf8))
    #expect(try column { $0 == 70 ? "s7" : "s\($0)" }?.count == nil)
    #expect(try column { "\($0 + 3)s" }?.count?.text(ofRecord: 9) == Array("12s".utf8))
    #expect(try column { "$\($0 + 3)" }?.count?.text(ofRecord: 9) == Array("$12".utf8))
    #expect(try column { "(\($0)/a)" }?.count?.text(ofRecord: 119) == Array("(119/a)".utf8))
    // Counted, and not written like this.
    let thousands = try column {
      $0 < 50 ? "\($0 + 950) kg" : "\"1,0" + "0\($0 - 50)".suffix(2) + " kg\""
    }
    #expect(thousands == LeftOutField(field: 0, name: "n"))
    var far = RecordCount(first: .max / 2, step: 3)
    #expect(far.text(ofRecord: 0).isEmpty)
    far.first = 5
    #expect(far.text(ofRecord: .max).isEmpty && far.text(ofRecord: 2) == Array("11".utf8))
  }

  /// The templates of some codes, as a model file has them.
  private func templates(_ code: (Int) -> String) throws -> String? {
    let lines = (0..<120).map { "\(code($0)),\(["a", "b"][$0 % 2])\n" }
    return try schema("n,x\n" + lines.joined()).schema.leftOut.first?.codeValue
  }

  @Test("are made up where they hold codes, and no cell of the training records is in the model")
  func codes() throws {
    func letters(_ number: Int, _ count: Int) -> String {
      String(
        (0..<count).map { Character(UnicodeScalar(UInt8(65 + (number * 7 + $0 * $0 * 5) % 26))) })
    }
    #expect(try templates { "\(1000 + $0 * 71 % 8999)-\(letters($0, 3))" } == "1 120 1999-AAA")
    // Letters stay letters, though A to F are hexadecimal digits, too.
    let letter = try templates { "\(Array("ABCDEFA")[$0 % 7])\(1000 + $0 * 71 % 8999)" }
    #expect(letter == "1 120 A1999")
    #expect(try templates { "INV-\(100 + $0 * 37 % 899)/a" } == "1 120 \\I\\N\\V-199/\\a")
    let mixed = try templates {
      $0 < 90 ? "x\(100 + $0 * 37 % 899)" : "\(letters($0, 2)) \(10 + $0 * 37 % 89)"
    }
    // What fewer than 20 cells have in common is kept from nobody else; here 30 have nothing in common.
    #expect(mixed == "1 90 \\x999 30 AA%2099")
    let few = try templates { $0 < 110 ? "x\(100 + $0 * 37 % 899)" : "Q7-\($0 - 100)" }
    #expect(few == "1 110 \\x199 10 A9-99")
    let hexadecimal = try templates { row in
      let digits = String(row * 2_654_435_761 % (1 << 32), radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }
    #expect(hexadecimal == "1 120 hhhhhhhh")
    // Names, though some have a digit, and addresses.
    #expect(try templates { letters($0, 4) + ($0 % 3 == 0 ? "\($0)" : letters($0 * 3, 2)) } == nil)
    #expect(try templates { "\($0 * 7) " + String(repeating: "a ", count: $0 + 1) } == nil)
    #expect(try templates { "Longroad \($0 * 37 % 899)" } == nil)
    #expect(try templates { "é\(1000 + $0 * 71 % 8999)" } == nil)
    // Missing cells are drawn as often, in each spelling.
    let gaps = try templates {
      $0 % 4 == 1 ? "" : $0 % 6 == 0 ? "N/A" : "C\(100 + $0 * 37 % 899)"
    }
    #expect(gaps == "1 70 \\C999 30  20 \\N/\\A")
    // Runs of few texts, each in many cells, are one of these; others are any.
    let parts = try templates {
      "\(["DE", "FR", "NL"][$0 % 3])-\([2023, 2024][$0 % 2])-\(10_000 + $0 * 7_919 % 89_999)"
    }
    #expect(parts == #"1 120 \(DE:40\|FR:40\|NL:40\)-\(2023:60\|2024:60\)-19999"#)
    let rare = try templates {
      "\($0 % 40 == 7 ? "ZZ" : ["DE", "FR"][$0 % 2])\(100 + $0 * 37 % 899)"
    }
    #expect(rare == "1 120 AA199")
    // A place with few of the bytes that it might have; a run of digits that begin with none.
    let variant = try templates {
      "\(1000 + $0 * 71 % 8999)f\(["8", "9", "a", "b"][$0 % 4])c"
    }
    #expect(variant == #"1 60 9999\f\(8:30\|9:30\)\c 60 9999\(fac:30\|fbc:30\)"#)
    let short = try templates { "\(["A", "B"][$0 % 2])\(100 + $0 / 2)" }
    #expect(short == #"1 120 \(A:60\|B:60\)\199"#)
    var code = RecordCode(
      templates: [.init(places: [.byte(0x2D), .any(.digits), .any(.digits)], count: 1)])
    let texts = (0..<100).map { code.text(ofRecord: $0) }
    #expect(Set(texts).count == 100 && texts.allSatisfy { $0.count == 3 && $0[0] == 0x2D })
    #expect(code.text(ofRecord: 107) == texts[7])
    code.templates[0].places = Array(repeating: .any(.all), count: 64)
    #expect(Set((0..<1000).map { code.text(ofRecord: $0 * 9_007) }).count == 1000)
    code.templates[0].places = [.byte(0x41)]
    #expect(code.text(ofRecord: .max) == [0x41])
    let countries = ["DE", "FR"].map {
      RecordCode.Part(text: Array($0.utf8), count: $0 == "DE" ? 3 : 1)
    }
    code.templates = [
      .init(places: [.oneOf(countries), .any(.digits), .any(.digits), .any(.digits)], count: 5)
    ]
    let orders = (0..<1000).map { String(decoding: code.text(ofRecord: $0), as: UTF8.self) }
    #expect(Set(orders.map { $0.suffix(3) }).count == 1000)
    #expect(orders.allSatisfy { $0.hasPrefix("DE") || $0.hasPrefix("FR") && $0.count == 5 })
    #expect((690...810).contains(orders.count { $0.hasPrefix("DE") }))
    // Each field has codes of its own.
    let others = (0..<1000).map {
      String(decoding: code.text(ofRecord: $0, field: 1), as: UTF8.self)
    }
    #expect(
      Set(others).count == 1000 && zip(orders, others).count { $0.suffix(3) == $1.suffix(3) } < 10)
    // Where the alphabets alone would soon repeat, parts tell codes from each other, too.
    code.templates[0].count = 100
    let enumerated = (0..<2000).map { String(decoding: code.text(ofRecord: $0), as: UTF8.self) }
    #expect(
      Set(enumerated).count == 2000
        && enumerated.allSatisfy { $0.hasPrefix("DE") || $0.hasPrefix("FR") })
    code.templates = [
      .init(places: [.any(.capitals)], count: 3), .init(places: [.any(.small)], count: 1),
    ]
    let small = (0..<4000).count { code.text(ofRecord: $0)[0] > 0x5A }
    #expect((850...1150).contains(small))
  }

  @Test("make a header with columns whose names are numbers")
  func years() throws {
    let lines = (0..<40).map { "\($0),\($0 % 3 + 1),\($0 % 2 + 1)\n" }
    var schema = try schema("x,y,z\n" + lines.joined()).schema
    #expect(schema.leftOut.count == 1)
    schema.leftOut[0].name = "2019"
    for (index, name) in ["2020", "2021"].enumerated() { schema.columns[index].name = name }
    let reading = readInEveryWay([Array("2019,2020,2021\n7,3,2\n".utf8)], schema: schema)
    #expect(reading.hasHeader && reading.rows.count == 1 && reading.error == nil, "\(reading)")
  }

  @Test("are kept by a model file, and refused where they do not fit")
  func file() throws {
    let base = ModelKind.all[0].model(inputs: 4)
    var schema = Schema(names: ["a", "b", "c", "d"])
    schema.ignoredFields = [0, 2, 5]
    var count = RecordCount(first: 7, step: -2)
    count.suffix = Array(" kg".utf8)
    schema.leftOut = [
      LeftOutField(field: 0, name: "", text: [0xFF, 0x20, 0x25]),
      LeftOutField(field: 5, name: "e f", content: .count(count)),
    ]
    let places: [RecordCode.Place] =
      [.byte(0x61), .byte(0x5C), .byte(0x20)] + RecordCode.Alphabet.allCases.map { .any($0) }
    schema.ignoredFields.append(6)
    schema.leftOut.append(
      LeftOutField(
        field: 6, name: "g",
        content: .code(
          RecordCode(templates: [
            .init(places: places, count: 7), .init(places: [], count: 2),
            .init(
              places: [
                .any(.small),
                .oneOf([
                  .init(text: [0x41, 0x39], count: 3), .init(text: [0x42, 0x30], count: 20),
                ]),
                .byte(0x28),
              ], count: 1),
          ]))))
    let model = base.with(schema: schema)
    let read = try MadeModel(fileBytes: model.fileBytes(tool: "test 1"))
    #expect(read.schema == schema)
    let changes: [(inout Schema) -> Void] = [
      { $0.leftOut.swapAt(0, 1) }, { $0.leftOut[1].field = 0 }, { $0.leftOut[1].field = 4 },
      { $0.leftOut[0].name = nil },
      {
        $0.ignoredFields[2] = 7; $0.leftOut[1].field = 7
      },
      { for column in 0..<4 { $0.columns[column].name = nil } },
    ]
    for (number, change) in changes.enumerated() {
      var bad = schema
      change(&bad)
      let bytes = base.with(schema: bad).fileBytes(tool: "test 1")
      #expect(throws: ModelFileError.self, "\(number)") { try MadeModel(fileBytes: bytes) }
    }
    for column in 0..<4 { schema.columns[column].name = nil }
    schema.leftOut = schema.ignoredFields.map { LeftOutField(field: $0, name: nil, text: [0x41]) }
    let bare = base.with(schema: schema).fileBytes(tool: "test 1")
    #expect(try MadeModel(fileBytes: bare).schema == schema)
  }

  @Test("have one spelling in a model's header")
  func lines() throws {
    let tests = HostileModelTests()
    for line in [
      "left-out", "left-out ", "left-out 1", "left-out 0 a", "left-out 01 a", "left-out 1 a b c",
      "left-out 1 %61", "left-out 1 a %", "left-out 1 " + String(repeating: "x", count: 1025),
      "left-out 5 a", "left-out 16777217 a", "counts 1 1 1 1 0 ",
      "left-out 1 a\ncounts 1 1 1 1 0 ", "left-out 1 \ncounts 2 1 1 1 0 ",
      "left-out 1 \ncounts 1 1 0 1 0 ", "left-out 1 \ncounts 1 1 1 0 0 ",
      "left-out 1 \ncounts 1 1 1 1 0", "left-out 1 \ncounts 1 1 1 1 0  ",
      "left-out 1 \ncounts 1 1 1 1 0 a b c",
      "left-out 1 \ncodes 1 1 9\\(A:1", "left-out 1 \ncodes 1 1 9\\(A:1\\)",
      "left-out 1 \ncodes 1 1 9\\(A:1\\|B:0\\)", "left-out 1 \ncodes 1 1 9\\(A:1\\|A:1\\)",
      "left-out 1 \ncodes 1 1 9\\(B:1\\|A:1\\)", "left-out 1 \ncodes 1 1 9\\(A:1\\|BC:1\\)",
      "left-out 1 \ncodes 1 1 9\\(A:01\\|B:1\\)", "left-out 1 \ncodes 1 1 9\\(A:1\\|:1\\)",
      "left-out 1 \ncodes 1 1 9\\(A:1\\|B\\)", "left-out 1 \ncodes 1 1 9\\(A-:1\\|B-:1\\)",
      "left-out 1 \ncodes 1 1 9\\(A:1|B:1\\)", "left-out 1 \ncodes 1 1 9\\(A:1\\|B:1\\|",
      "codes 1 1 9", "left-out 1 a\ncodes 1 1 9", "left-out 1 \ncodes 2 1 9",
      "left-out 1 \ncodes 1 0 9", "left-out 1 \ncodes 1 1", "left-out 1 \ncodes 1 1 ",
      "left-out 1 \ncodes 1 1 b", "left-out 1 \ncodes 1 1 \\", "left-out 1 \ncodes 1 1 \\-",
      "left-out 1 \ncodes 1 1 9 1", "left-out 1 \ncodes 1 1 9\ncodes 1 1 9",
      "left-out 1 \ncodes 1 1 " + String(repeating: "9", count: 65),
      "left-out 1 \ncodes 1" + String(repeating: " 1 9", count: 33),
      "left-out 1 \ncounts 1 1 1 1 21 ",
      "left-out 1 \ncounts 1 9007199254740992 1 1 0 ", "left-out 1 \ncounts 1 01 1 1 0 ",
      "left-out 1 \ncounts 1 1 1 1 0 \ncounts 1 1 1 1 0 ",
      "left-out 1 \ncounts 1 1 1 1 0 " + String(repeating: "x", count: 65),
    ] {
      #expect(throws: ModelFileError.self, "\(line)") {
        try MadeModel(fileBytes: tests.forged(adding: "ignored-fields 1\n\(line)\n"))
      }
    }
    let good = tests.forged(adding: "ignored-fields 1\nleft-out 1 \n")
    #expect(try MadeModel(fileBytes: good).schema.leftOut == [LeftOutField(field: 0, name: nil)])
    let counted = tests.forged(adding: "ignored-fields 1\nleft-out 1 \ncounts 1 -5 3 4 1 a%20b\n")
    var count = RecordCount(first: -5, step: 3)
    (count.prefix, count.digits, count.decimals) = (Array("a b".utf8), 4, 1)
    #expect(try MadeModel(fileBytes: counted).schema.leftOut.first?.count == count)
  }
}

extension Rows {
  /// The first rows of others.
  fileprivate init(first count: Int, of rows: Rows) {
    self.init(layout: rows.layout)
    for row in 0..<count { append(words: rows.words(ofRow: row)) }
  }
}

extension LeftOutField {
  /// How it counts records, nil if it does not.
  fileprivate var count: RecordCount? {
    if case .count(let count) = content { count } else { nil }
  }

  /// The line of its templates after its first word, nil if it holds no codes.
  fileprivate var codeValue: String? {
    headerLines.dropFirst().first { $0.hasPrefix("codes ") }.map { String($0.dropFirst(6)) }
  }
}
