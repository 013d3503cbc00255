// Grids that nearly all cells lie on, and numbers in the notation of the file.

import MadeCore
import Testing

/// A column of numbers with a density with these cells, what is said of it, and its rows.
private func fit(_ cells: [String]) throws -> (numbers: Numbers, summary: ColumnSummary, rows: Rows)
{
  var typing = Typing()
  typing.rules = [Typing.Rule(column: "x", form: .real)]
  let text = "x,w\n" + cells.enumerated().map { "\($1),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
  let reader = RecordReader(sources: [MemorySource(Array(text.utf8))])
  let table = try reader.readTable(typing)
  let packed = try table.packed()
  return (
    try #require(packed.schema.columns[0].kind as? Numbers), table.columns[0], packed.rows
  )
}

@Suite("A few odd cells")
struct OddCellTests {
  /// The text of the cell of a row.
  private func text(_ numbers: Numbers, _ rows: Rows, _ row: Int) -> String {
    var bytes: [UInt8] = []
    _ = numbers.printer(CellDialect(delimiter: 0x2C)).append(code: rows.code(row, 0), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("give no decimals to whole numbers, and are rounded and counted")
  func decimals() throws {
    let whole = (0..<400).map { "\($0 * 37 % 1009)" }
    let (numbers, summary, rows) = try fit(whole + ["17.5", "-3.25"])
    #expect(numbers.notation.decimals == 0 && summary.rounded == 2)
    #expect(text(numbers, rows, 400) == "18" && text(numbers, rows, 401) == "-3")
    let more = try fit(whole + ["17.75", "-3.25", "2.25"])
    #expect(more.numbers.notation.decimals == 2 && more.summary.rounded == 0)
    #expect(text(more.numbers, more.rows, 401) == "-3.25")
  }

  @Test("say what the grid is where nearly all cells are alike")
  func sparse() throws {
    let (numbers, summary, _) = try fit((0..<1000).map { $0 < 996 ? "0" : "\($0).25" })
    #expect(numbers.notation.decimals == 2 && summary.rounded == 0)
  }

  @Test("leave a zero after the point where all others have one")
  func zeros() throws {
    let (numbers, summary, rows) = try fit((0..<500).map { $0 == 9 ? "7.5" : "\($0 * 7).0" })
    #expect(numbers.notation.decimals == 1 && numbers.values.steps.step == 70)
    #expect(summary.rounded == 1 && text(numbers, rows, 3) == "21.0")
  }

  @Test("do not hide that the others are multiples of a step")
  func steps() throws {
    let thousands = (0..<300).map { "\(($0 * 7 % 200 + 20) * 1000)" }
    let (numbers, summary, _) = try fit(thousands + ["122729", "70948", "161352"])
    #expect(numbers.values.steps.step == 1000 && summary.rounded == 3)
    // Not many of them; and by chance no step is found.
    let many = try fit(thousands + (0..<12).map { "\($0 * 9973 + 20_001)" })
    #expect(many.numbers.values.steps.step == 1 && many.summary.rounded == 0)
    let even = try fit((0..<300).map { "\($0 * 2)" } + (0..<4).map { "\($0 * 2 + 1)" })
    #expect(even.numbers.values.steps.step == 1 && even.summary.rounded == 0)
  }

  @Test("that are huge leave their decimals to the others")
  func huge() throws {
    let prices = (0..<400).map { "\($0).\($0 % 90 + 10)" }
    let (numbers, summary, rows) = try fit(prices + ["1e300"])
    #expect(numbers.notation.decimals == 2 && summary.rounded == 1)
    #expect(text(numbers, rows, 11) == "11.21")
    #expect(
      numbers.values.steps.nearest(to: numbers.values.range.upperBound)
        == numbers.values.range.upperBound)
  }
}

@Suite("Scientific notation")
struct ScientificNotationTests {
  @Test(
    "comes back as it was written",
    arguments: [
      (["7.76602E+15", "1.3E+14", "2E+15"], "E+2"), (["7.10e5", "1.35e-2", "2.00e0"], "e1.2"),
      (["1.5e-05", "-2.5e-10", "3.5e+03"], "e+2.1"),
    ])
  func forms(cells: [String], word: String) throws {
    let (numbers, summary, rows) = try fit((0..<300).map { cells[$0 % cells.count] } + ["0"])
    #expect(numbers.notation.digits.fileWords.last == word && summary.rounded == 0)
    let printer = numbers.printer(CellDialect(delimiter: 0x2C))
    for (row, cell) in cells.enumerated() {
      var bytes: [UInt8] = []
      _ = printer.append(code: rows.code(row, 0), to: &bytes)
      #expect(String(decoding: bytes, as: UTF8.self) == cell)
    }
    var zero: [UInt8] = []
    _ = printer.append(code: rows.code(300, 0), to: &zero)
    #expect(
      zero.first == UInt8(ascii: "0") && zero.withUnsafeBytes { numbers.notation.units($0) } == 0)
  }

  @Test("is not taken up for a few cells with powers of ten")
  func few() throws {
    let (numbers, _, _) = try fit((0..<300).map { "\($0).5" } + ["1e1"])
    #expect(numbers.notation.digits.exponent == nil)
  }

  @Test("is one word of a header")
  func words() {
    for form in [
      ExponentForm(isUpper: true, hasPlus: true, digits: 2, decimals: 5),
      ExponentForm(isUpper: false, hasPlus: false, digits: 3, decimals: nil),
      ExponentForm(isUpper: false, hasPlus: true, digits: 1, decimals: 0),
    ] { #expect(ExponentForm(headerWord: Substring(form.headerWord)) == form) }
    for word in [
      "", "E", "e0", "e4", "E+", "e+2.", "e+2.31", "e+2.05", "E++2", "x2", "e 2", "e2.5.5",
    ] {
      #expect(ExponentForm(headerWord: Substring(word)) == nil, "\(word)")
    }
  }
}

@Suite("Long whole numbers")
struct LongNumberTests {
  @Test("are words if they have more digits than numbers keep, and numbers up to then")
  func kinds() throws {
    func columns(_ cells: [String]) throws -> [ColumnSummary] {
      let text = "x,w\n" + cells.enumerated().map { "\($1),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
      return try RecordReader(sources: [MemorySource(Array(text.utf8))]).readTable().columns
    }
    let names = (0..<300).map { "262213645487\(587_370 + 7 * ($0 / 2))" }
    #expect(try columns(names)[0].form == .categorical)
    let large = (0..<300).map { "9007199254\(700_000 + 7 * ($0 / 2))" }
    #expect(try columns(large)[0].form != .categorical)
    let round = (0..<300).map { "\(1234 + $0 / 2)000000000000000" }
    #expect(try columns(round)[0].form != .categorical)
    // One that is too long does not make words of all.
    #expect(
      try columns((0..<600).map { "\($0 / 2)" } + [names[0], names[0]])[0].form != .categorical)
  }

  @Test("are exact to 2^53")
  func digits() throws {
    let (numbers, summary, rows) = try fit((0..<300).map { "90071992547\(30_991 + 13 * $0)" })
    #expect(numbers.notation.decimals == 0 && summary.rounded == 0)
    #expect((0..<300).allSatisfy { rows.code($0, 0) == 9_007_199_254_730_991 + 13 * $0 })
  }
}
