// What stands among numbers: missing cells as they are written, and words.

import Foundation
import MadeCore
import Testing

/// Calls `body` with the path of a file with a text.
private func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
  let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: file) }
  try Data(text.utf8).write(to: file)
  return try body(file.path)
}

/// A table with one column of numbers and one of words.
private func table(_ cells: [String], missing: [String] = []) throws -> Table {
  let text = "x,w\n" + cells.enumerated().map { "\($1),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
  var options = InputOptions()
  options.missingTokens = missing.map { Array($0.utf8) }
  return try withFile(text) { try Table(contentsOf: $0, options: options) }
}

/// Whether a column of many numbers has a density without being asked for it.
private let isDefault =
  (try? table((0..<100).map { "\($0 * $0)" }))?.schema.columns[0].kind is Numbers

@Suite("Marks among numbers", .enabled(if: isDefault, "densities have to be asked for"))
struct NumberMarkTests {
  private func numbers(_ table: Table) throws -> Numbers {
    try #require(table.schema.columns[0].kind as? Numbers)
  }

  private func texts(_ texts: [[UInt8]]) -> [String] {
    texts.map { String(decoding: $0, as: UTF8.self) }
  }

  /// 600 cells, with more different numbers than are kept by a dictionary if `count` is large.
  private func cells(_ others: [String], count: Int = 600) -> [String] {
    (0..<count).map { $0 % 20 == 3 ? others[$0 / 20 % others.count] : "\($0 * 7919 % 100_003).5" }
  }

  @Test("are missing cells and words, each spelling by itself", arguments: [600, 30_000])
  func marks(count: Int) throws {
    let cells = self.cells(["NA", "", "off", "null", "<5", "NA"], count: count)
    let table = try table(cells)
    let numbers = try numbers(table)
    #expect(texts(numbers.marks.missing) == ["", "NA", "null"])
    #expect(texts(numbers.marks.words) == ["<5", "off"])
    for (row, cell) in cells.enumerated() { #expect(table.text(row, 0) == cell) }
    #expect(table[3, 0] == .missing && table[23, 0] == .missing && table[43, 0] == .word("off"))
  }

  @Test("are tokens of an option, too, numbers among them", arguments: [600, 30_000])
  func tokens(count: Int) throws {
    let cells = self.cells(["-999", "zz", "off"], count: count)
    let table = try table(cells, missing: ["-999", "zz"])
    let numbers = try numbers(table)
    #expect(texts(numbers.marks.missing) == ["-999", "zz"])
    #expect(texts(numbers.marks.words) == ["off"])
    #expect(numbers.values.range.lowerBound >= 0)
    for (row, cell) in cells.enumerated() { #expect(table.text(row, 0) == cell) }
  }

  @Test("are few: a column of many words, or mostly of words, is no column of numbers")
  func words() throws {
    let some = try table(cells((0..<16).map { "w\($0)" }))
    #expect(try numbers(some).marks.words.count == 16)
    let many = try table(cells((0..<17).map { "w\($0)" }))
    #expect(many.schema.columns[0].kind is Categories)
    let mostly = try table((0..<600).map { $0 % 3 == 0 ? "\($0)" : "off" })
    #expect(mostly.schema.columns[0].kind is Categories)
    // What stands for a missing cell is no word.
    let missing = try table((0..<600).map { $0 % 3 == 0 ? "\($0)" : "NA" })
    #expect(try numbers(missing).marks.words.isEmpty)
  }

  @Test(
    "are read as training had them; other spellings of missing are the first, other words are other"
  )
  func reading() throws {
    let schema = try table(cells(["NA", "null", "off"])).schema
    let read = try withFile("x,w\nNA,a\nnull,a\noff,a\nNone,b\n,b\nERR,b\n5,a\n") {
      try Table(contentsOf: $0, schema: schema)
    }
    let numbers = try numbers(read)
    let marks = (0..<7).map { NumberLimits.mark(of: read.rows.code($0, 0)) }
    #expect(marks == [1, 2, 3, 1, 1, 0, nil])
    #expect(read[5, 0] == .word("ERR") && numbers.otherCode == read.rows.code(5, 0))
  }

  @Test("are asked for by conditions")
  func conditions() throws {
    let numbers = try numbers(try table(cells(["NA", "", "off", "<5"])))
    func marks(_ comparison: Comparison, _ value: String) throws -> [Bool] {
      let constraint = try numbers.constraint(comparison, Array(value.utf8)[...], column: "x")
      guard case .numbers(let limits) = numbers.limit(of: constraint) else { return [] }
      return limits.marks + [!limits.ranges.isEmpty]
    }
    // Other, empty, NA, <5, off; and numbers.
    #expect(try marks(.equal, "off") == [false, false, false, false, true, false])
    #expect(try marks(.equal, "off|7.5") == [false, false, false, false, true, true])
    #expect(try marks(.equal, "") == [false, true, true, false, false, false])
    #expect(try marks(.equal, "NA") == [false, true, true, false, false, false])
    #expect(try marks(.equal, "null|<5") == [false, true, true, true, false, false])
    #expect(try marks(.notEqual, "off") == [false, false, false, true, false, true])
    #expect(try marks(.notEqual, "7.5") == [false, false, false, true, true, true])
    #expect(try marks(.atLeast, "7.5") == [false, false, false, false, false, true])
    #expect(throws: ConditionError.self) { try marks(.equal, "foo") }
  }
}
