// Records of words, read by a schema and written again.

import MadeCore
import Testing

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// A binary column, one of three words and other ones, one of two words and missing cells.
private let schema = Schema(columns: [
  Column(name: "b"),
  Column(
    name: "c",
    kind: Categories(values: ["x", "y y", "a,b"].map(bytes), hasOther: true)),
  Column(
    name: "m",
    kind: Categories(values: ["1", "it is longer"].map(bytes), hasMissing: true)),
])

private func nameless(_ schema: Schema) -> Schema {
  var schema = schema
  for index in schema.columns.indices { schema.columns[index].name = nil }
  return schema
}

@Suite("Typed records")
struct TypedReadingTests {
  @Test("cells become the codes of their values, in quotes or not, spaces around them or not")
  func codes() {
    let reading = readInEveryWay(
      [bytes("b,c,m\r\n1,x,1\n0, y y ,\"it is longer\"\r\n 1.0 , \"a,b\" ,\n0,\"x\",\" 1\"\n")],
      schema: schema, badRows: .markBad)
    #expect(reading.rows == ["100", "011", "122", "000"])
    #expect(reading.bad == [3] && reading.error == nil)
  }

  @Test("columns are matched by name, in any order, others ignored")
  func order() {
    let reading = readInEveryWay([bytes("m,w,b,c\n1,7,0,x\n,7,1,new\n")], schema: schema)
    #expect(reading.rows == ["000", "132"])
    #expect(reading.error == nil)
    #expect(
      readInEveryWay([bytes("m,b\n1,0\n")], schema: schema).error
        == .missingColumn(source: "t", line: 1, name: "c"))
  }

  @Test("new values take the code of others or are errors; without that code they are errors")
  func unseen() throws {
    let text = bytes("b,c,m\n1,x,1\n1,new,1\n0,,1\n1,x,new\n")
    let smooth = readInEveryWay([text], schema: schema)
    #expect(smooth.rows == ["100", "130", "030"])
    #expect(
      smooth.error
        == .unseenValue(source: "t", line: 5, field: 3, column: "m", found: "new"))
    var options = InputOptions()
    options.unseen = .error
    #expect(
      readInEveryWay([text], options: options, schema: schema).error
        == .unseenValue(source: "t", line: 3, field: 2, column: "c", found: "new"))
    #expect(
      readInEveryWay([bytes("b,c,m\n1,,1\n")], options: options, schema: schema).error
        == .missingValue(source: "t", line: 2, field: 2, column: "c"))
    let reader = RecordReader(sources: [MemorySource(text)], schema: schema, badRows: .skip)
    _ = try reader.readAll()
    #expect(reader.unseenCells == [0, 2, 0])
  }

  @Test("a binary column holds 0 or 1 and is never missing")
  func binary() {
    #expect(
      readInEveryWay([bytes("b,c,m\n2,x,1\n")], schema: schema).error
        == .cell(source: "t", line: 2, field: 1, column: "b", expected: .binary, found: "2"))
    #expect(
      readInEveryWay([bytes("b,c,m\n,x,1\n")], schema: schema).error
        == .missingValue(source: "t", line: 2, field: 1, column: "b"))
    #expect(
      readInEveryWay([bytes("b,c,m\n1,\"x\n\",\n0,x\n")], schema: schema).error
        == .fieldCount(source: "t", line: 4, expected: 3, found: 2))
    var options = InputOptions()
    options.threshold = 5
    #expect(
      readInEveryWay([bytes("b,c,m\n7,x,1\n5,x,\n")], options: options, schema: schema).rows
        == ["100", "002"])
  }

  @Test("missing tokens of the schema and of the options count")
  func tokens() {
    var schema = schema
    schema.missingTokens = [bytes("?")]
    var options = InputOptions()
    options.missingTokens = [bytes("NA")]
    let reading = readInEveryWay(
      [bytes("b,c,m\n1,x,?\n1,x,NA\n1,x,\"\"\n1,?,1\n")], options: options, schema: schema)
    #expect(reading.rows == ["102", "102", "102", "130"])
    options.allowsMissing = true
    let asked = readInEveryWay(
      [bytes("b,c,m\n?,,1\n1,x,NA\n")], options: options, schema: schema)
    #expect(asked.rows == ["000", "100"])
    #expect(asked.missing == ["110", "001"])
  }

  @Test("without names columns are found by position, ignored fields or not")
  func positions() {
    var schema = nameless(schema)
    schema.ignoredFields = [1, 4]
    let reading = readInEveryWay([bytes("1,7,x,1,9\n0,8,x,,\n")], schema: schema)
    #expect(reading.rows == ["100", "002"] && reading.hasHeader == false)
    #expect(readInEveryWay([bytes("1,x,1\n")], schema: schema).rows == ["100"])
    let header = readInEveryWay([bytes("p,q,r,s,t\n1,7,x,1,9\n")], schema: schema)
    #expect(header.rows == ["100"] && header.hasHeader)
    #expect(
      readInEveryWay([bytes("1,x,1,2\n")], schema: schema).error
        == .fieldCount(source: "t", line: 1, expected: 3, found: 4))
    var named = TypedReadingTests.named
    named.ignoredFields = [1, 4]
    #expect(readInEveryWay([bytes("1,7,x,1,9\n")], schema: named).rows == ["100"])
  }

  private static let named = schema

  @Test("words in fields that are no columns make no header of a first record")
  func keys() {
    var schema = nameless(schema)
    schema.ignoredFields = [1, 4]
    // The value of the third field never occurs in training, so nothing else tells that it is data.
    let reading = readInEveryWay([bytes("1,key 1,0.5,1,a\n0,key 2,x,,b\n")], schema: schema)
    #expect(reading.rows.count == 2 && reading.hasHeader == false)
    var binary = Schema(binaryColumns: 2)
    binary.ignoredFields = [0]
    let bits = readInEveryWay([bytes("k1,1,0\nk2,0,1\n")], schema: binary)
    #expect(bits.rows == ["10", "01"] && bits.hasHeader == false)
    let header = readInEveryWay([bytes("k,a,b\nk1,1,0\n")], schema: binary)
    #expect(header.rows == ["10"] && header.hasHeader)
  }

  @Test("IDX holds no words")
  func idx() {
    #expect(
      readInEveryWay([[0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 0, 1]], schema: schema).error
        == .idxOfWords(source: "t"))
  }

  @Test("words of all kinds come back", arguments: Array(",;\t|".utf8))
  func roundTrip(delimiter: UInt8) throws {
    let values =
      [
        "plain", " space", "tab\t", "say \"hi\"", "a,b", "a;b", "a|b", "two\r\nlines",
        "\u{feff}mark",
        "zwölf", "0", "nan", "-", "\"",
      ].map(bytes) + [[0xff, 0xfe, 0x41]]
    let categories = Categories(values: values, hasOther: true, hasMissing: true)
    for schema in [
      Schema(columns: [Column(name: "a"), Column(name: "b", kind: categories)]),
      Schema(columns: [Column(name: "only", kind: categories)]),
    ] {
      var rows = Rows(layout: schema.layout)
      for code in Array(values.indices) + [values.count + 1, 0, values.count + 1] {
        rows.append(codes: schema.columns.count == 2 ? [code % 2, code] : [code])
      }
      let sink = MemorySink()
      var writer = RecordWriter(schema: schema, format: .text(delimiter: delimiter, header: true))
      try writer.writeHeader(to: sink)
      try writer.write(rows, to: sink)
      var options = InputOptions()
      options.delimiter = delimiter
      options.unseen = .error
      for chunk in chunkSizes {
        let reader = RecordReader(
          sources: [MemorySource(sink.bytes, chunk: chunk)], options: options, schema: schema)
        #expect(try reader.readAll() == rows)
      }
    }
  }
}
