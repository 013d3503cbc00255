// Tables that once were read as something else than they are.

import MadeCore
import Testing

@Suite("Tables that mislead")
struct MisleadingTableTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test("a header changes nothing about the next input, where fields were left out")
  func headerOfIgnoredFields() {
    for ignored in [[0], [1, 3], [0, 1, 2, 3]] {
      var schema = Schema(binaryColumns: 6 - ignored.count)
      schema.ignoredFields = ignored
      let cells = (0..<6).map { ignored.contains($0) ? "key" : "\($0 % 2)" }
      let table = bytes("a,b,c,d,e,f\n" + cells.joined(separator: ",") + "\n")
      let one = readInEveryWay([table], schema: schema)
      let two = readInEveryWay([table, table, table], schema: schema)
      #expect(one.rows.count == 1 && one.error == nil)
      #expect(two.rows == one.rows + one.rows + one.rows && two.error == nil, "\(ignored)")
    }
  }

  @Test("columns that share a name are found by their places")
  func repeatedNames() {
    let reading = readInEveryWay([bytes("a,a\n1,0\n0,1\n")], schema: Schema(names: ["a", "a"]))
    #expect(reading.rows == ["10", "01"])
    var wide = Schema(names: (0..<130).map { "\($0 % 60)" })
    wide.columns[129].name = "x"
    let rows = (0..<3).map { row in (0..<130).map { $0 % 3 == row ? "1" : "0" } }
    let text = rows.map { $0.joined(separator: ",") + "\n" }.joined()
    let found = readInEveryWay([bytes(text)], schema: wide)
    #expect(found.rows == rows.map { $0.joined() })
  }

  @Test(
    "a column whose numbers all fall on missing ones of a coarse grid has no values",
    arguments: [1, 2])
  func onlyMissing(threads: Int) throws {
    // Whole numbers were asked for, and these are all rounded to what stands for a missing cell.
    let cells = (1...41).map { "0.0\(10 + $0)" }
    let lines = cells.enumerated().map { "\($0.element),\($0.offset % 2 == 0 ? "a" : "b")" }
    let text = bytes("x,y\n" + lines.joined(separator: "\n") + "\n")
    var options = InputOptions()
    options.missingTokens = [bytes("0")]
    var typing = Typing()
    typing.maximumValues = 6
    typing.rules = [Typing.Rule(column: "x", form: .integer)]
    let reader = RecordReader(sources: [MemorySource(text)], options: options)
    let table = try reader.readTable(typing, threads: threads)
    #expect(table.columns[0].values == 0)
    #expect(table.refusal == .column(1, name: "x", .noValues, others: 0))
    #expect(throws: InputError.self) { try table.packed() }
  }

  @Test("names are the same however their letters are spelled")
  func canonicalNames() {
    let schema = Schema(names: ["caf\u{e9}"])
    let reading = readInEveryWay([bytes("cafe\u{301}\n1\n0\n")], schema: schema)
    #expect(reading.rows == ["1", "0"] && reading.hasHeader && reading.error == nil)
  }

  @Test("empty lines above a header are not inside the table")
  func linesAboveHeader() {
    for lines in ["\n", "\n\n", " \r\n\n"] {
      let two = readInEveryWay([bytes(lines + "a,b\n0,1\n1,0\n")])
      #expect(two.rows == ["01", "10"] && two.error == nil && two.names == ["a", "b"])
      let one = readInEveryWay([bytes(lines + "name\n0\n1\n")])
      #expect(one.rows == ["0", "1"] && one.error == nil)
      // A cell that is wrong is in the line where it stands.
      let bad = readInEveryWay([bytes(lines + "a,b\n0,1\n1,7\n")])
      let line = lines.count { $0.isNewline } + 3
      #expect(
        bad.error
          == .cell(source: "t", line: line, field: 2, column: "b", expected: .binary, found: "7"))
    }
    let inside = readInEveryWay([bytes("a,b\n\n0,1\n")])
    #expect(inside.error == .blankLine(source: "t", line: 2))
  }

  @Test("what is shown of bytes that are not UTF-8 is those bytes")
  func printed() {
    #expect(printable([0xe2, 0x82, 0x41, 0xff]) == "\\xe2A\\xff")
    #expect(printable([0xf0, 0x9f, 0x92, 0x41]) == "\\xf0A")
    #expect(printable(Array("a\u{7}ü\"".utf8)) == "a\\x07ü\\\"")
    #expect(printable("x".padding(100)) == "x".padding(40) + "...")
  }
}

extension String {
  fileprivate func padding(_ count: Int) -> String {
    String(repeating: self, count: count)
  }
}
