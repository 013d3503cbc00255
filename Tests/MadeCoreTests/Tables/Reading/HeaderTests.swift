// Headers: recognised, matched by name, or refused; in one input and in several.

import MadeCore
import Testing

@Suite("Headers")
struct HeaderTests {
  private func read(
    _ texts: String..., schema: Schema? = nil, header: HeaderMode = .automatic
  ) -> Reading {
    var options = InputOptions()
    options.header = header
    return readInEveryWay(texts.map { Array($0.utf8) }, options: options, schema: schema)
  }

  @Test("a first line is a header when a field is neither empty nor a number")
  func recognised() {
    #expect(read("a,b\n0,1\n").names == ["a", "b"])
    #expect(read("id,0\n0,1\n").names == ["id", "0"])
    #expect(read("a, b ,\"c \"\n0,1,0\n").names == ["a", "b", "c "])
    #expect(read("3,4\n0,1\n").error != nil)
    #expect(read("3,4\n0,1\n", header: .present).names == ["3", "4"])
    #expect(read("a,b\n0,1\n", header: .absent).error != nil)
    #expect(read("true,nan\n0,1\n").error != nil)
    let headerOnly = read("a,b\n")
    #expect(headerOnly.names == ["a", "b"] && headerOnly.rows.isEmpty && headerOnly.error == nil)
  }

  @Test("names must differ and be UTF-8")
  func names() {
    #expect(
      read("a,b,a\n0,1,0\n").error
        == .duplicateColumn(source: "t", line: 1, field: 3, name: "a"))
    let reading = readInEveryWay([Array("a,".utf8) + [0xff, 0x0a]])
    #expect(reading.error == .columnNameEncoding(source: "t", line: 1, field: 2))
  }

  @Test("columns are matched by name where both sides have names")
  func matched() {
    let schema = Schema(names: ["a", "b", "c"])
    #expect(read("a,b,c\n0,0,1\n", schema: schema).rows == ["001"])
    #expect(read("c,a,b\n0,0,1\n1,0,0\n", schema: schema).rows == ["010", "001"])
    #expect(read("x,c,y,a,b,z\n7,0,,0,1,z\n", schema: schema).rows == ["010"])
    #expect(read("0,0,1\n", schema: schema).rows == ["001"])
    #expect(read("0,0,1\n", schema: schema).hasHeader == false)
    #expect(
      read("c,a\n0,1\n", schema: schema).error
        == .missingColumn(source: "t", line: 1, name: "b"))
    #expect(
      read("c,a,b\n0,0,2\n", schema: schema).error
        == .cell(
          source: "t", line: 2, field: 3, column: "b", expected: .binary, found: "2"))
    // Only some line that has one of the names is a header.
    #expect(
      read("u,v,w\n0,0,1\n", schema: schema).error
        == .cell(
          source: "t", line: 1, field: 1, column: "a", expected: .binary, found: "u"))
    #expect(
      read("u,v,w\n0,0,1\n", schema: schema, header: .present).error
        == .missingColumn(source: "t", line: 1, name: "a"))
  }

  @Test("names that are numbers are a header only in their order")
  func numericNames() {
    let schema = Schema(names: ["0", "1", "2"])
    #expect(read("0,1,2\n1,1,0\n", schema: schema).rows == ["110"])
    let two = Schema(names: ["0", "1"])
    #expect(read("0,1\n1,1\n", schema: two).rows == ["11"])
    #expect(read("1,0\n1,1\n", schema: two).rows == ["10", "11"])
    #expect(read("0,1\n1,1\n", schema: two, header: .absent).rows == ["01", "11"])
  }

  @Test("without names on one side columns are matched by position and must be as many")
  func byPosition() {
    let schema = Schema(binaryColumns: 2)
    let reading = read("a,b\n0,1\n", schema: schema)
    #expect(reading.rows == ["01"] && reading.hasHeader && reading.names == nil)
    #expect(
      read("a,b,c\n0,1,0\n", schema: schema).error
        == .columnCount(source: "t", expected: 2, found: 3))
    #expect(
      read("0,1,0\n", schema: schema).error
        == .fieldCount(source: "t", line: 1, expected: 2, found: 3))
  }

  @Test("several inputs are one stream, each with a header of its own or none")
  func several() {
    #expect(read("a,b\n0,1\n", "a,b\n1,0\n").rows == ["01", "10"])
    #expect(read("a,b\n0,1", "b,a\n1,0\n").rows == ["01", "01"])
    #expect(read("a,b\n0,1\n", "1,0\n").rows == ["01", "10"])
    #expect(read("", "\n", "a,b\n", "", "1,0\n").names == ["a", "b"])
    #expect(read("0,1\n", "1\t0\r\n", "0;0").rows == ["01", "10", "00"])
    #expect(
      read("0,1\n", "a,b\n0,1\n").error
        == .cell(source: "t2", line: 1, field: 1, column: nil, expected: .binary, found: "a"))
    #expect(
      read("0,1\n", "0\n").error
        == .fieldCount(source: "t2", line: 1, expected: 2, found: 1))
    #expect(
      read("a,b\n0,1\n", "c,b\n0,1\n").error
        == .missingColumn(source: "t2", line: 1, name: "a"))
    #expect(read("a,b\n0,1\n\n\n", "a,b\n1,1\n").rows == ["01", "11"])
  }

  @Test("the text of records and of the header is kept as it was")
  func texts() {
    let bytes = Array("b, \"a\"\r\n 0,1\r\n\"1\",1.0\n1,1".utf8)
    let reader = RecordReader(
      sources: [MemorySource(bytes)], schema: Schema(names: ["a", "b"]), keepsText: true)
    #expect(throws: Never.self) { _ = try reader.prepare() }
    #expect(reader.headerText == Array("b, \"a\"".utf8))
    let reading = readInEveryWay([bytes], schema: Schema(names: ["a", "b"]))
    #expect(reading.texts == [" 0,1", "\"1\",1.0", "1,1"])
    #expect(reading.rows == ["10", "11", "11"])
  }
}
