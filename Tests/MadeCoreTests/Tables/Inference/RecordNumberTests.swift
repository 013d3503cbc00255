// Columns that number the records, and measures that look a little like it.

import MadeCore
import Testing

/// Numbers in an order of their own, none twice.
private func shuffled(_ count: Int) -> [String] {
  (0..<count).map { "\($0 * 7919 % 104_729)" }
}

/// Cells one after another, as a function of their place makes them.
private func cells(_ places: Range<Int>, _ text: (Int) -> String) -> [String] {
  places.map { text($0) }
}

private let recordNumbers: [[String]] = [
  cells(1..<5001) { "\($0)" }, cells(1..<6) { "\($0)" }, ["0", "1", "2"],
  cells(0..<300) { "\(10 * $0 - 70)" }, cells(0..<5000) { "\(9000 - $0)" },
  cells(0..<20) { "\($0).0" }, cells(0..<20) { $0 == 5 ? "" : "\($0)" },
  [""] + cells(0..<5000) { "\($0)" }, cells(0..<20) { $0 == 5 ? "NA" : "\($0)" },
  cells(0..<20) { "\(1_000_000_007 + $0 * 86_400)" },
]

private let measuredNumbers: [(cells: [String], form: String)] = [
  (shuffled(300), "integer"), (shuffled(5000), "integer"),
  (["120", "85", "97", "310", "55", "61"], "categorical"), (["3", "1", "2"], "categorical"),
  (["10", "20"], "categorical"),
  // A cell that is out of its place, early or late; a gap; two missing cells.
  (["2", "1"] + cells(3..<5001) { "\($0)" }, "integer"),
  (cells(1..<5001) { "\($0)" } + ["5002"], "integer"),
  (cells(1..<21) { $0 > 9 ? "\($0 + 1)" : "\($0)" }, "integer"),
  (cells(1..<21) { $0 % 9 == 0 ? "" : "\($0)" }, "integer"),
  (cells(1..<21) { "\($0).5" }, "real"), (cells(1..<21) { "0.\(10 + $0)" }, "real"),
  (cells(1..<21) { "\($0 * $0)" }, "integer"),
]

@Suite("Numbers of records")
struct RecordNumberTests {
  /// What becomes of a column, beside another one, of one input or several.
  private func form(_ inputs: [[String]], chunk: Int = .max) throws -> String {
    let sources = inputs.map { cells in
      let lines = cells.enumerated().map { "\($1),\($0 % 2 == 0 ? "a" : "b")" }
      return MemorySource(
        Array(("x,y\n" + lines.joined(separator: "\n") + "\n").utf8), chunk: chunk)
    }
    let column = try RecordReader(sources: sources).readTable(threads: 2).columns[0]
    #expect((column.form == .drop) == (column.remark == .numbered))
    return column.form.word
  }

  @Test("are left out if they go up or down by a step", arguments: recordNumbers)
  func counts(cells: [String]) throws {
    for chunk in [7, 4096, .max] { #expect(try form([cells], chunk: chunk) == "drop") }
  }

  @Test("are measures otherwise, even if none comes twice", arguments: measuredNumbers)
  func measures(cells: [String], form expected: String) throws {
    for chunk in [7, .max] { #expect(try form([cells], chunk: chunk) == expected) }
  }

  @Test("go on from input to input, or are none")
  func inputs() throws {
    for count in [20, 5000] {
      let (first, second) = ((0..<count).map { "\($0)" }, (count..<2 * count).map { "\($0)" })
      #expect(try form([first, second]) == "drop")
      #expect(try form([second, first]) == "integer")
      #expect(try form([first, first]) == "integer")
    }
  }
}
