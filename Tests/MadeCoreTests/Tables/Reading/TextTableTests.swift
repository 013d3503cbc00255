// A table of texts and what they are: records, a header, or an error at a place.

import MadeCore
import Testing

/// A text, and the records or the error it must give.
struct TextCase: CustomTestStringConvertible, Sendable {
  let text: [UInt8]
  var rows: [String] = []
  var names: [String]?
  var error: InputError?
  var header = HeaderMode.automatic

  init(
    _ text: String, _ rows: [String] = [], names: [String]? = nil, _ error: InputError? = nil,
    header: HeaderMode = .automatic
  ) {
    self.init(bytes: Array(text.utf8), rows, names: names, error, header: header)
  }

  init(
    bytes: [UInt8], _ rows: [String] = [], names: [String]? = nil, _ error: InputError? = nil,
    header: HeaderMode = .automatic
  ) {
    text = bytes
    self.rows = rows
    self.names = names
    self.error = error
    self.header = header
  }

  var testDescription: String { String(decoding: text.prefix(60), as: UTF8.self).debugDescription }
}

private func cell(_ line: Int, _ field: Int, _ found: String, _ column: String? = nil) -> InputError
{
  .cell(
    source: "t", line: line, field: field, column: column, expected: .binary, found: found)
}

private func missing(_ line: Int, _ field: Int, _ column: String? = nil) -> InputError {
  .missingValue(source: "t", line: line, field: field, column: column)
}

private func ragged(_ line: Int, expected: Int, found: Int) -> InputError {
  .fieldCount(source: "t", line: line, expected: expected, found: found)
}

private let lineEnds: [TextCase] = [
  TextCase("0,1\n1,0\n", ["01", "10"]),
  TextCase("0,1\n1,0", ["01", "10"]),
  TextCase("0,1\r\n1,0\r\n", ["01", "10"]),
  TextCase("0,1\r\n1,0", ["01", "10"]),
  TextCase("0,1\n1,0\r\n0,0\n", ["01", "10", "00"]),
  TextCase("0,1\n\n", ["01"]),
  TextCase("0,1\n\n\r\n\n", ["01"]),
  TextCase("0,1\n  ", ["01"]),
  TextCase("0,1\n\n1,0\n", ["01"], .blankLine(source: "t", line: 2)),
  TextCase("0,1\n\n\n1,0\n", ["01"], .blankLine(source: "t", line: 2)),
  TextCase("\n0,1\n", [], .blankLine(source: "t", line: 1)),
  TextCase("0\n\n1\n", ["0"], missing(2, 1)),
  TextCase("0\n1\n\n", ["0", "1"]),
  TextCase("0,1\r1,0\r", [], .loneCarriageReturn(source: "t", line: 1)),
  TextCase("0,1\n1,0\r", ["01"], .loneCarriageReturn(source: "t", line: 2)),
  TextCase("0,1\n1\r,0\n", ["01"], .loneCarriageReturn(source: "t", line: 2)),
  TextCase("", []),
  TextCase("\n", []),
  TextCase("\r\n\n  \n", []),
  TextCase("1", ["1"]),
  TextCase("1\n", ["1"]),
]

private let marks: [TextCase] = [
  TextCase("\u{feff}0,1\n", ["01"]),
  TextCase("\u{feff}a,b\n0,1\n", ["01"], names: ["a", "b"]),
  TextCase("\u{feff}\"a\",b\n0,1\n", ["01"], names: ["a", "b"]),
  TextCase("\u{feff}", []),
  TextCase("0,1\n\u{feff}0,1\n", ["01"], cell(2, 1, "\\u{feff}0")),
  TextCase(bytes: [0xff, 0xfe, 0x30, 0], [], .wideText(source: "t")),
  TextCase(bytes: [0xfe, 0xff, 0, 0x30], [], .wideText(source: "t")),
  TextCase(bytes: [0x30, 0, 0x2c, 0], [], .wideText(source: "t")),
]

private let quotes: [TextCase] = [
  TextCase("\"0\",\"1\"\n", ["01"]),
  TextCase("\"0\",1\r\n1,\"0\"", ["01", "10"]),
  TextCase(" \"0\" , \"1\" \n", ["01"]),
  TextCase("0,\" 1 \"\n", ["01"]),
  TextCase("0,\"\"\n", [], missing(1, 2)),
  TextCase("0,\"1\n1,0\n", [], .unterminatedQuote(source: "t", line: 1)),
  TextCase("0,1\n0,\"1\n1,0\n", ["01"], .unterminatedQuote(source: "t", line: 2)),
  TextCase("0,1\n\"\n\",\"1\n1,0\n", ["01"], .unterminatedQuote(source: "t", line: 3)),
  TextCase("0,1\n\"0\"1,0\n", ["01"], .textAfterQuote(source: "t", line: 2, field: 1)),
  TextCase("0,1\n0,\"1\" 0\n", ["01"], .textAfterQuote(source: "t", line: 2, field: 2)),
  TextCase("0,1\n0,1\"\n", ["01"], cell(2, 2, "1\\\"")),
  TextCase("0,1\n0,\"a\"\"b\"\n", ["01"], cell(2, 2, "a\\\"b")),
  TextCase("0,1\n0,\"1\n\"\n1,x\n", ["01"], cell(2, 2, "1\\n")),
  TextCase("0,1\n\"0\n\",x\n", ["01"], cell(2, 1, "0\\n")),
  TextCase("a,\"b\nc\"\n0,1\n0,2\n", ["01"], names: ["a", "b\nc"], cell(4, 2, "2", "b\nc")),
  TextCase("a,\"b\"\"c\"\n0,1\n", ["01"], names: ["a", "b\"c"]),
  TextCase("a,\"b,c\"\n0,1\n", ["01"], names: ["a", "b,c"]),
]

private let cells: [TextCase] = [
  TextCase("0,1\n00,01\n1.0,-0\n+1,1e0\n10e-1,0.1e1\n", ["01", "01", "10", "11", "11"]),
  TextCase("0,1\n.0,1.\n0e999999999999999999999,1E+0\n", ["01", "01", "01"]),
  TextCase("0,1\n0000000000000000000000001,1.00000000000000000000000\n", ["01", "11"]),
  TextCase("0,1\n 1,0 \n\t1 , 0\n", ["01", "10", "10"]),
  TextCase("0,1\n2,1\n", ["01"], cell(2, 1, "2")),
  TextCase("0,1\n0,-1\n", ["01"], cell(2, 2, "-1")),
  TextCase("0,1\n0,0x1\n", ["01"], cell(2, 2, "0x1")),
  TextCase("0,1\n0,true\n", ["01"], cell(2, 2, "true")),
  TextCase("0,1\n0,nan\n", ["01"], cell(2, 2, "nan")),
  TextCase("0,1\n0,inf\n", ["01"], cell(2, 2, "inf")),
  TextCase("0,1\n0,1e400\n", ["01"], cell(2, 2, "1e400")),
  TextCase("0,1\n0,1e-400\n", ["01"], cell(2, 2, "1e-400")),
  TextCase("0,1\n0,1e1\n", ["01"], cell(2, 2, "1e1")),
  TextCase("0,1\n0,0.5\n", ["01"], cell(2, 2, "0.5")),
  TextCase("0,1\n0,1.1\n", ["01"], cell(2, 2, "1.1")),
  TextCase("0,1\n0,11\n", ["01"], cell(2, 2, "11")),
  TextCase("0,1\n0,1_0\n", ["01"], cell(2, 2, "1_0")),
  TextCase("0,1\n0,\"1,5\"\n", ["01"], cell(2, 2, "1,5")),
  TextCase("0,1\n0,\u{661}\n", ["01"], cell(2, 2, "\u{661}")),
  TextCase("0,1\n\u{2212}0,1\n", ["01"], cell(2, 1, "\u{2212}0")),
  TextCase("0,1\n0,e1\n", ["01"], cell(2, 2, "e1")),
  TextCase("0,1\n0,1e\n", ["01"], cell(2, 2, "1e")),
  TextCase("0,1\n0,.\n", ["01"], cell(2, 2, ".")),
  TextCase("0,1\n0,+\n", ["01"], cell(2, 2, "+")),
  TextCase("0,1\n0,1 1\n", ["01"], cell(2, 2, "1 1")),
  TextCase("0,1\n0,\n", ["01"], missing(2, 2)),
  TextCase("0,1\n,0\n", ["01"], missing(2, 1)),
  TextCase("0,1\n , \n", ["01"], missing(2, 1)),
  TextCase("0,1\n0,1\u{0}\n", ["01"], cell(2, 2, "1\\0")),
  TextCase("0,1\n0,\u{1b}[31m\n", ["01"], cell(2, 2, "\\x1b[31m")),
  TextCase(bytes: Array("0,1\n0,".utf8) + [0xff, 0x0a], ["01"], cell(2, 2, "\\xff")),
  TextCase(
    "0,1\n0,\(String(repeating: "7", count: 5000))\n", ["01"],
    cell(2, 2, String(repeating: "7", count: 40) + "...")),
  TextCase("0,\(String(repeating: "0", count: 5000))1\n1,0\n", ["01", "10"]),
  TextCase("0,nan\n", [], cell(1, 2, "nan")),
  TextCase("0,1\n# no comment\n", ["01"], ragged(2, expected: 2, found: 1)),
]

private let shapes: [TextCase] = [
  TextCase("0,1,\n", [], missing(1, 3)),
  // What follows the last delimiter of a line is no field if it is nothing.
  TextCase("0,1\n0,1,\n", ["01", "01"]),
  TextCase("0,1\n0\n", ["01"], ragged(2, expected: 2, found: 1)),
  TextCase("0,1\n0,1,1\n", ["01"], ragged(2, expected: 2, found: 3)),
  TextCase("a,b\n0\n", [], names: ["a", "b"], ragged(2, expected: 2, found: 1)),
  TextCase("0\t1\n1\t0\n", ["01", "10"]),
  TextCase("0;1\n1;0\n", ["01", "10"]),
  TextCase("a\tb,c\n0,1\n", ["01"], names: ["a\tb", "c"]),
  TextCase("\"a,b\"\tc\n0\t1\n", ["01"], names: ["a,b", "c"]),
  TextCase("\"x\"\"\t,\";y\n0;1\n", ["01"], names: ["x\"\t,", "y"]),
  TextCase("0\n1\n0\n", ["0", "1", "0"]),
  TextCase("0 1\n1 0\n", ["01", "10"]),
  TextCase("2020 a\n1\n", ["1"], names: ["2020 a"]),
]

@Suite("Texts")
struct TextTableTests {
  @Test(
    "a text gives its records or its error, however it arrives",
    arguments: lineEnds + marks + quotes + cells + shapes)
  func table(_ example: TextCase) {
    var options = InputOptions()
    options.header = example.header
    let reading = readInEveryWay([example.text], options: options)
    #expect(reading.rows == example.rows)
    #expect(reading.error == example.error)
    #expect(reading.names == example.names)
    #expect(reading.hasHeader == (example.names != nil))
  }

  @Test("the table has no fewer cases than it should")
  func size() { #expect((lineEnds + marks + quotes + cells + shapes).count >= 80) }
}
