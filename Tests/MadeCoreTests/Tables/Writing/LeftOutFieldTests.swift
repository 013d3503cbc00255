// Fields that are no columns come back in the rows that are written.

import MadeCore
import Testing

@Suite("Fields that were left out")
struct LeftOutFieldTests {
  private static let table =
    "id,flat,k,empty,v\n"
    + (1...60).map { "\($0),\"c, 1\",\(["a", "b"][$0 % 2]),,\(["x", "y", "z"][$0 % 3])\n" }.joined()

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

  @Test("are written with the value that all their cells have, or empty")
  func found() throws {
    let (schema, rows) = try schema(Self.table)
    #expect(schema.columns.count == 2 && schema.ignoredFields == [0, 1, 3])
    #expect(
      schema.leftOut == [
        LeftOutField(field: 0, name: "id"),
        LeftOutField(field: 1, name: "flat", text: Array("c, 1".utf8)),
        LeftOutField(field: 3, name: "empty"),
      ])
    let text = try written(schema, rows)
    #expect(text == "id,flat,k,empty,v\n,\"c, 1\",b,,y\n,\"c, 1\",a,,z\n")
    #expect(try written(schema, rows, delimiter: ";").hasPrefix("id;flat;k;empty;v\n;c, 1;b;;y\n"))
    let again = RecordReader(sources: [MemorySource(Array(text.utf8))], schema: schema)
    #expect(try again.readAll() == Rows(first: 2, of: rows))
  }

  @Test("are not written where a rule leaves them out, unless a record has no names")
  func asked() throws {
    let (named, rows) = try schema(Self.table, [("flat", .drop), ("k", .drop)])
    #expect(named.leftOut.map(\.field) == [0, 3])
    #expect(try written(named, rows) == "id,empty,v\n,,y\n,,z\n")
    let bare = Self.table.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"
    let (nameless, others) = try schema(bare, [("2", .drop), ("3", .drop)])
    #expect(nameless.leftOut.map(\.field) == [0, 1, 2, 3])
    let text = try written(nameless, others)
    #expect(text == ",,,,y\n,,,,z\n")
    let again = RecordReader(sources: [MemorySource(Array(text.utf8))], schema: nameless)
    #expect(try again.readAll() == Rows(first: 2, of: others))
    let (dropped, _) = try schema("a,b\nx,0\ny,1\nx,1\ny,0\n", [("a", .drop)])
    #expect(dropped.leftOut.isEmpty && dropped.ignoredFields == [0])
  }

  @Test("make a header with columns whose names are numbers")
  func years() throws {
    let lines = (0..<40).map { "7,\($0 % 3 + 1),\($0 % 2 + 1)\n" }
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
    schema.leftOut = [
      LeftOutField(field: 0, name: "", text: [0xFF, 0x20, 0x25]),
      LeftOutField(field: 5, name: "e f"),
    ]
    let model = base.with(schema: schema)
    let read = try MadeModel(fileBytes: model.fileBytes(tool: "test 1"))
    #expect(read.schema == schema)
    let changes: [(inout Schema) -> Void] = [
      { $0.leftOut.reverse() }, { $0.leftOut[1].field = 0 }, { $0.leftOut[1].field = 4 },
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
      "left-out 5 a", "left-out 16777217 a",
    ] {
      #expect(throws: ModelFileError.self, "\(line)") {
        try MadeModel(fileBytes: tests.forged(adding: "ignored-fields 1\n\(line)\n"))
      }
    }
    let good = tests.forged(adding: "ignored-fields 1\nleft-out 1 \n")
    #expect(try MadeModel(fileBytes: good).schema.leftOut == [LeftOutField(field: 0, name: nil)])
  }
}

extension Rows {
  /// The first rows of others.
  fileprivate init(first count: Int, of rows: Rows) {
    self.init(layout: rows.layout)
    for row in 0..<count { append(words: rows.words(ofRow: row)) }
  }
}
