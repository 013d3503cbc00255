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

  @Test("names may repeat; they are UTF-8 or Latin-1")
  func names() {
    #expect(read("a,b,a\n0,1,0\n").names == ["a", "b", "a"])
    let reading = readInEveryWay([Array("a,".utf8) + [0xff, 0x0a]])
    #expect(reading.names == ["a", "ÿ"] && reading.error == nil)
    let schema = Schema(names: ["größe", "b"])
    let latin = [0x67, 0x72, 0xf6, 0xdf, 0x65, 0x2c, 0x62, 0x0a] + Array("0,1\n".utf8)
    #expect(readInEveryWay([latin], schema: schema).rows == ["01"])
    #expect(read("b,größe\n0,1\n", schema: schema).rows == ["10"])
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
    // A line of words none of which is known is neither a header nor a record.
    let unknown = InputError.unknownHeader(
      source: "t", line: 1, found: ["u", "v", "w"], expected: ["a", "b", "c"])
    #expect(read("u,v,w\n0,0,1\n", schema: schema).error == unknown)
    #expect(
      read("u,0,w\n0,0,1\n", schema: schema).error
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

  @Test("of columns that share a name each takes its own; capitals and blanks make no other name")
  func spellings() {
    let twice = Schema(names: ["x", "x", "y"])
    #expect(read("x,x,y\n0,1,0\n", schema: twice).rows == ["010"])
    #expect(read("y,x,x\n0,0,1\n", schema: twice).rows == ["010"])
    #expect(
      read("x,y\n0,1\n", schema: twice).error
        == .missingColumn(source: "t", line: 1, name: "x"))
    let schema = Schema(names: ["Age", "age", "Home Town"])
    #expect(read("age,Age,hometown\n0,1,1\n", schema: schema).rows == ["101"])
    #expect(read("Age,AGE, home town\n0,1,1\n", schema: schema).rows == ["011"])
    let blank = Schema(names: ["", "a", ""])
    #expect(read(",a,\n0,0,1\n", schema: blank).rows == ["001"])
    #expect(read("a,,\n1,0,1\n", schema: blank).rows == ["011"])
  }

  @Test("the file decides what separates its fields, the model is the first guess")
  func separators() {
    var schema = Schema(names: ["a", "b,c"])
    schema.dialect.delimiter = UInt8(ascii: ";")
    #expect(read("a;b,c\n0;1\n", schema: schema).rows == ["01"])
    #expect(read("a\tb,c\n0\t1\n", schema: schema).rows == ["01"])
    #expect(read("0,1\n", schema: schema).rows == ["01"])
    #expect(read("0|1\n", schema: schema).rows == ["01"])
    #expect(read(" 0   1 \n1 0\n", schema: schema).rows == ["01", "10"])
    #expect(read("a;\"b,c\"\n0;1\n", schema: schema).rows == ["01"])
  }

  @Test("lines before the table of a file are those of training, comments, or sep=")
  func linesBefore() {
    var schema = Schema(names: ["a", "b"])
    #expect(read("# x\n# y\na,b\n0,1\n", schema: schema).rows == ["01"])
    #expect(read("# x\n0,1\n", schema: schema).rows == ["01"])
    #expect(read("sep=;\na;b\n0;1\n", schema: schema).rows == ["01"])
    #expect(read("Report\n\na,b\n0,1\n", schema: schema).error != nil)
    schema.dialect.linesBefore = Array("Report\n\n".utf8)
    #expect(read("Report\n\na,b\n0,1\n", schema: schema).rows == ["01"])
    #expect(read("Other\n\nb,a\n0,1\n", schema: schema).rows == ["10"])
    #expect(read("a,b\n0,1\n", schema: schema).rows == ["01"])
    #expect(read("0,1\n", schema: schema).rows == ["01"])
    schema.dialect.linesBelow = Array("m,s\n".utf8)
    #expect(read("a,b\nm,s\n0,1\n", schema: schema).rows == ["01"])
    #expect(read("a,b\n0,1\nm,s\n", schema: schema).error != nil)
  }

  @Test("a header that comes again is no record, nor what follows the last delimiter a field")
  func tolerated() {
    let schema = Schema(names: ["a", "b"])
    #expect(read("a,b\n0,1\na,b\n1,0\n", schema: schema).rows == ["01", "10"])
    #expect(read("a,b,\n0,1,\n1,0\n", schema: schema).rows == ["01", "10"])
    #expect(read("0,1,\n1,0,\n", schema: schema).rows == ["01", "10"])
    #expect(
      read("0,1,1\n", schema: schema).error
        == .fieldCount(source: "t", line: 1, expected: 2, found: 3))
    var named = Schema(names: ["", "a"])
    named.dialect.hasRowNames = true
    #expect(read("a\n0,1\n", schema: named).rows == ["01"])
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
