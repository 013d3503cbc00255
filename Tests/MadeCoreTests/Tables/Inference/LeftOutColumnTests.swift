// Columns of which nothing can be learnt never stop a fit; those of which something can be learnt stay.

import Foundation
import MadeCore
import Testing

@Suite("Columns that are left out")
struct LeftOutColumnTests {
  private func table(_ text: String, _ rules: [(String, ColumnForm)] = []) throws -> InferredTable {
    var typing = Typing()
    typing.rules = rules.map { Typing.Rule(column: $0.0, form: $0.1) }
    return try RecordReader(sources: [MemorySource(Array(text.utf8))]).readTable(typing)
  }

  /// What is said of a column of these cells beside another one.
  private func remark(_ cells: [String]) throws -> ColumnSummary.Remark? {
    let lines = cells.enumerated().map { "\($1),\(["a", "b"][$0 % 2])\n" }
    let found = try table("x,y\n" + lines.joined())
    #expect(found.refusal == nil)
    let column = found.columns[0]
    #expect((column.form == .drop) == (column.remark?.leavesOut ?? false))
    return column.remark
  }

  @Test("are those whose next word would probably be new")
  func unique() throws {
    // Of 100 words this many come once, the others twice or more.
    func cells(once: Int, of all: Int) -> [String] {
      (0..<once).map { "w\($0 * 7)x" } + (0..<all - once).map { "often\($0 % 9)" }
    }
    #expect(try remark(cells(once: 61, of: 100)) == .mostlyUnique)
    #expect(try remark(cells(once: 547, of: 891)) == .mostlyUnique)
    // As many as half may be by chance.
    for (once, all) in [(50, 100), (54, 100), (101, 204), (30, 100)] {
      #expect(try remark(cells(once: once, of: all)) == nil)
    }
    #expect(try remark(["x", "y", "z"]) == nil)
    #expect(try remark((0..<40).map { "n\($0 * $0)" }) == .allDifferent)
    // Empty cells are no words.
    let sparse = (0..<40).map { "n\($0 % 38 * 5)" } + Array(repeating: "", count: 400)
    #expect(try remark(sparse) == .mostlyUnique)
  }

  @Test("are free text and dates of no known spelling, and whatever is too much")
  func others() throws {
    let words = ["good", "bad", "food", "very", "slow", "nice", "too", "much"]
    func review(_ row: Int) -> String {
      let chosen: [String] = (0..<6).map { place in words[(row * 7 + place * place) % 8] }
      return chosen.joined(separator: " ") + " \(row / 2)"
    }
    let text: [String] = (0..<60).map(review)
    #expect(try remark(text) == .text)
    let many = try table(
      "x,y\n" + (0..<70_000).map { "w\($0 / 2),\($0 % 3)\n" }.joined()
        + (0..<70_000).map { "v\($0 / 2),\($0 % 3)\n" }.joined())
    #expect(many.columns[0].remark == .tooManyValues && many.refusal == nil)
  }

  @Test("stay if a rule says so, and are an error then where they cannot")
  func asked() throws {
    let text = "x,y\n" + (0..<40).map { "n\($0 * $0),\($0 % 2)\n" }.joined()
    let kept = try table(text, [("x", .categorical)])
    #expect(kept.columns[0].values == 40 && kept.refusal == nil)
    let empty = "x,y\n" + (0..<40).map { ",\($0 % 2)\n" }.joined()
    #expect(try table(empty).refusal == nil)
    #expect(try table(empty, [("x", .integer)]).refusal != nil)
  }

  @Test("make room for others where all together have too many codes")
  func codes() throws {
    let lines = (0..<600).map { "u\($0 % 150),v\($0 % 60),\($0 % 3)\n" }
    var typing = Typing()
    typing.maximumCodes = 100
    let found = try RecordReader(sources: [MemorySource(Array(("x,y,z\n" + lines.joined()).utf8))])
      .readTable(typing)
    #expect(found.columns.map(\.remark) == [.tooManyCodes, nil, nil] && found.refusal == nil)
    typing.rules = [Typing.Rule(column: "x", form: .categorical)]
    let ruled = try RecordReader(sources: [MemorySource(Array(("x,y,z\n" + lines.joined()).utf8))])
      .readTable(typing)
    #expect(ruled.columns.map(\.remark) == [.asked, .tooManyCodes, .tooManyCodes])
    #expect(ruled.refusal == .tooManyCodes(limit: 100))
  }

  @Test("are none if constant: these are columns of one value, and nothing is learnt of them")
  func constants() throws {
    let text = "k,e,x\n" + (0..<40).map { "seven,,\($0 % 2)\n" }.joined()
    let (schema, rows) = try table(text).packed()
    #expect(schema.columns.count == 3 && schema.constants == [0, 1])
    for column in 0..<2 {
      let kind = schema.columns[column].kind
      let start = kind.conditional.start(CellColumn(rows, column, of: kind.conditional))
      #expect(start.silentOutputs == [0, 1] && start.silentOnes == [0, 1])
      let constant = try #require(kind.constantCode)
      let (one, other) = (Double(start.bias[constant]), Double(start.bias[1 - constant]))
      // As of any value that training did not have: (0 + 1/2) / (40 + 2/2).
      #expect(abs(other - log(0.5 / 41)) < 1e-6 && one > -0.02)
    }
    #expect(Dependency.all(in: rows, schema: schema).isEmpty)
    #expect(try table("k,e\n" + String(repeating: "seven,\n", count: 9)).refusal == .noColumns)
  }
}

@Suite("Codes of columns of words")
struct WordCodeTests {
  private func codes(records: Int, words: [Int]) throws -> [Int] {
    let lines = (0..<records).map { row in
      words.map { "w\(row * 11 % $0)" }.joined(separator: ",") + "\n"
    }
    let names = words.indices.map { "column \($0)" }.joined(separator: ",") + "\n"
    let schema = try RecordReader(sources: [MemorySource(Array((names + lines.joined()).utf8))])
      .readTable().packed().schema
    return schema.columns.map { ($0.kind as? Categories)?.valueCodes ?? 0 }
  }

  @Test("are as many as words in a small table, and fewer where these would take long")
  func budget() throws {
    #expect(try codes(records: 4000, words: [1500, 40, 2]) == [1500, 40, 2])
    let large = try codes(records: 40_000, words: [2000, 700, 100, 42])
    #expect(large[2...] == [100, 42] && large[0] <= 260 && large[1] <= 260 && large[0] > 60)
  }
}
