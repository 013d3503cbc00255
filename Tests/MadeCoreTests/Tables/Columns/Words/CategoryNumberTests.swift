// Few different numbers: they are words to a model, and numbers to people.

import MadeCore
import Testing

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

@Suite("Words that are numbers")
struct CategoryNumberTests {
  /// The first column of a table with a second one of words.
  private func column(
    _ cells: [String], as form: ColumnForm? = nil
  ) throws -> (summary: ColumnSummary, categories: Categories, codes: [Int]) {
    var typing = Typing()
    if let form { typing.rules = [Typing.Rule(column: "x", form: form)] }
    let lines = cells.enumerated().map { "\($1),\($0 % 2 == 0 ? "a" : "b")" }
    let text = bytes("x,y\n" + lines.joined(separator: "\n") + "\n")
    let table = try RecordReader(sources: [MemorySource(text)]).readTable(typing)
    let (schema, rows) = try table.packed()
    guard let categories = schema.columns[0].kind as? Categories else {
      throw Unexpected(schema: schema)
    }
    return (table.columns[0], categories, (0..<rows.count).map { rows.code($0, 0) })
  }

  private struct Unexpected: Error { let schema: Schema }

  @Test("spellings of one number are one value, in the most frequent spelling")
  func spellings() throws {
    let cells = ["3", "3.0", "03.0", "3.0", "10", "1e1", "+7", "7.", "-0", "0", "0"]
    let (summary, categories, codes) = try column(cells)
    #expect(summary.values == 4 && summary.form == .categorical)
    // Of two that are as frequent the one that comes first in the order of bytes.
    #expect(categories.values == ["+7", "0", "10", "3.0"].map(bytes))
    #expect(codes == [3, 3, 3, 3, 2, 2, 0, 0, 1, 1, 1])
  }

  @Test("0 and 1 beside words are numbers, too, and constant if they are one")
  func bits() throws {
    let (_, categories, codes) = try column(["0", "1", "1.0", "0", "1.0"])
    #expect(categories.values == ["0", "1.0"].map(bytes) && codes == [0, 1, 1, 0, 1])
    #expect(categories.hasOther)
    let table = try RecordReader(sources: [MemorySource(bytes("x,y\n1,a\n1.0,b\n1,a\n"))])
      .readTable()
    #expect(table.columns[0].remark == .constant)
  }

  @Test("more spellings than ten are few numbers still")
  func manySpellings() throws {
    let cells = (0..<60).map { "\($0 % 6)" + ["", ".0", ".00"][$0 / 6 % 3] }
    #expect(try column(cells).categories.values.count == 6)
  }

  @Test("codes with zeros, words, and long numbers stay as they are")
  func exact() throws {
    for cells in [["007", "7", "7.0", "007"], ["7", "7.0", "seven", "7"]] {
      #expect(try column(cells).categories.values.count == 3)
    }
    let long = ["123456789012345678901", "123456789012345678902", "123456789012345678901.0"]
    let (summary, categories, codes) = try column(long + long, as: .categorical)
    #expect(summary.values == 2 && categories.values == long[0...1].map(bytes))
    #expect(codes == [0, 1, 0, 0, 1, 0])
    let tokens = try column(["1", "1.0", "NA", "N/A", "2", "NA", "NA"])
    #expect(tokens.categories.values == ["1", "2", "N/A", "NA"].map(bytes))
  }

  @Test("a cell is the value that is the same number, in a list from anywhere")
  func cells() throws {
    func schema(_ values: [String]) -> Schema {
      Schema(columns: [
        Column(
          name: "x",
          kind: Categories(values: values.map(bytes), hasOther: true, hasMissing: true))
      ])
    }
    let text = bytes("x\n3\n3.0\n03\n+3.00\n0.3e1\n30e-1\n3.1\nNA\n-3\n1e999\n\"\"\n")
    let numbers = readInEveryWay([text], schema: schema(["3.0", "-3", "NA"]))
    #expect(numbers.rows == ["0", "0", "0", "0", "0", "0", "3", "2", "1", "3", "4"])
    // The text itself counts first.
    let both = readInEveryWay([text], schema: schema(["3.0", "3"]))
    #expect(both.rows == ["1", "0", "0", "0", "0", "0", "2", "2", "2", "2", "3"])
    let codes = readInEveryWay([text], schema: schema(["3", "003"]))
    #expect(codes.rows == ["0"] + Array(repeating: "2", count: 9) + ["3"])
    var options = InputOptions()
    options.missingTokens = [bytes("3")]
    let missing = readInEveryWay([text], options: options, schema: schema(["3.0", "-3", "NA"]))
    // A token with digits alone does not stand for digits after a zero.
    #expect(missing.rows == ["4", "0", "0", "4", "4", "4", "3", "2", "1", "3", "4"])
  }

  @Test("labels are in the order of their size")
  func labels() {
    func labels(_ values: [String]) -> [String] {
      Categories(values: values.map(bytes)).labels?.map { String(decoding: $0.text, as: UTF8.self) }
        ?? []
    }
    #expect(labels(["-1", "-10", "10", "9.5", "NA"]) == ["-10", "-1", "9.5", "10", "NA"])
    #expect(labels(["007", "10", "9"]) == ["007", "10", "9"])
    #expect(labels(["10", "9", "x"]) == ["10", "9", "x"])
    let codes = Categories(values: ["10", "9"].map(bytes)).labels?.map(\.code)
    #expect(codes == [1, 0])
  }
}
