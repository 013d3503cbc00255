// What the columns of a table are found to be, however its bytes arrive.

import MadeCore
import Testing

/// What came of reading a table of unknown columns.
private struct Finding: Equatable {
  /// `kind values missing remark` of each column; none for a table of 0 and 1.
  var columns: [String] = []
  var names: [String?] = []
  var schema: Schema?
  var rows: Rows?
  var refusal: InputError?
  var error: InputError?
}

private func find(
  _ inputs: [[UInt8]], typing: Typing, options: InputOptions, chunk: Int, usesFastPath: Bool
) -> Finding {
  let sources = inputs.enumerated().map {
    MemorySource($0.element, name: $0.offset == 0 ? "t" : "t\($0.offset + 1)", chunk: chunk)
  }
  let reader = RecordReader(sources: sources, options: options, usesFastPath: usesFastPath)
  var finding = Finding()
  do {
    let table = try reader.readTable(typing)
    finding.columns = table.columns.map { column in
      [
        column.form.word, column.values.map(String.init) ?? "many", "\(column.missing)",
        column.remark?.rawValue ?? "",
      ].filter { !$0.isEmpty }.joined(separator: " ")
    }
    finding.names = table.columns.map(\.name)
    finding.refusal = table.refusal
    if table.refusal == nil { (finding.schema, finding.rows) = try table.packed() }
  } catch {
    finding.error = error
  }
  return finding
}

/// Reads a table in every way, and expects one finding.
private func findInEveryWay(
  _ inputs: [[UInt8]], rules: [String: ColumnForm] = [:], missing: [String] = [],
  header: HeaderMode = .automatic, sourceLocation: SourceLocation = #_sourceLocation
) -> Finding {
  var typing = Typing()
  typing.rules = rules.sorted { $0.key < $1.key }.map { Typing.Rule(column: $0, form: $1) }
  var options = InputOptions()
  options.missingTokens = missing.map { Array($0.utf8) }
  options.header = header
  let expected = find(
    inputs, typing: typing, options: options, chunk: .max, usesFastPath: true)
  for chunk in chunkSizes {
    for usesFastPath in [true, false] {
      let found = find(
        inputs, typing: typing, options: options, chunk: chunk, usesFastPath: usesFastPath)
      #expect(
        found == expected, "chunk \(chunk), fast path \(usesFastPath)",
        sourceLocation: sourceLocation)
    }
  }
  return expected
}

private func column(_ cells: [String]) -> [UInt8] {
  Array(("x,z\n" + cells.enumerated().map { "\($1),\($0 % 2)\n" }.joined()).utf8)
}

private struct ColumnCase: CustomTestStringConvertible {
  let testDescription: String
  let cells: [String]
  let expected: String

  init(_ name: String, _ cells: [String], _ expected: String) {
    testDescription = name
    self.cells = cells
    self.expected = expected
  }
}

private func repeated(_ cells: [String], _ count: Int) -> [String] {
  Array(repeating: cells, count: count).flatMap { $0 }
}

private let numbers = (0..<150).map(String.init)

private let columnCases: [ColumnCase] = [
  ColumnCase("two words", repeated(["yes", "no"], 3), "categorical 2 0"),
  ColumnCase("words", repeated(["a", "b", "c"], 3), "categorical 3 0"),
  ColumnCase("1 and 2", repeated(["1", "2"], 3), "categorical 2 0"),
  ColumnCase("0 and 1 below a word", ["w", "0", "1", "0"], "categorical 3 0"),
  ColumnCase("with empty cells", ["a", "", "b", "a", " ", "\"\""], "categorical 2 3"),
  ColumnCase("0, 1 and nothing", ["0", "1", "", "0", "1"], "categorical 2 1"),
  ColumnCase("constant", repeated(["a"], 5), "categorical 1 0 constant"),
  ColumnCase("constant or missing", ["a", "", "a"], "categorical 1 1"),
  ColumnCase("all missing", ["", "", ""], "categorical 0 3 constant"),
  ColumnCase("few words that differ", (1...10).map { "r\($0)" }, "categorical 10 0"),
  ColumnCase("all different", (1...11).map { "r\($0)" }, "drop 11 0 numbers the records"),
  ColumnCase(
    "all different but one, missing", (1...11).map { "r\($0)" } + [""], "drop 11 1 all different"),
  ColumnCase("record words", (1...5000).map { "r\($0)" }, "drop 5000 0 numbers the records"),
  ColumnCase("few whole numbers", repeated(["1", "2", "7"], 3), "categorical 3 0"),
  ColumnCase("ten numbers", repeated(Array(numbers.prefix(10)), 10), "categorical 10 0"),
  ColumnCase("eleven numbers", repeated(Array(numbers.prefix(11)), 10), "integer 11 0"),
  ColumnCase("numbers met seldom", repeated(Array(numbers.prefix(40)), 5), "integer 40 0"),
  ColumnCase("many whole numbers", repeated(numbers, 20), "integer 150 0"),
  ColumnCase(
    "many numbers", repeated(numbers.map { $0 + ".5" }, 20), "real 150 0"),
  ColumnCase(
    "a fraction among whole numbers", repeated(numbers + ["0.5"], 20), "real 151 0"),
  ColumnCase("fractions that differ", (1...40).map { "\($0).25" }, "real 40 0"),
  ColumnCase("negative numbers", repeated(numbers.map { "-" + $0 }, 20), "integer 150 0"),
  ColumnCase("a word among numbers", repeated(numbers + ["NA"], 20), "integer 150 20"),
  ColumnCase(
    "three words among numbers", repeated(numbers + ["x", "y", "z"], 20), "integer 153 0"),
  ColumnCase(
    "many words among numbers", repeated(numbers + (1...17).map { "w\($0)" }, 20),
    "categorical 167 0"),
  ColumnCase("codes", repeated(numbers.map { "0" + $0 }, 20), "categorical 150 0"),
  ColumnCase(
    "more numbers than are counted", repeated((0..<4200).map { "\($0)" }, 2), "integer 4200 0"),
  ColumnCase(
    "more fractions than are counted", (0..<4200).map { "\($0).50" } + ["1.5"], "real 4200 0"),
  ColumnCase(
    "a late word among more numbers than are counted",
    repeated((0..<4200).map { "\($0)" }, 2) + ["NA"], "integer 4200 1"),
  ColumnCase(
    "late words among more numbers than are counted",
    repeated((0..<4200).map { "\($0)" }, 2) + ["a", "b", "c"], "integer 4200 0"),
  ColumnCase(
    "more words than slots", repeated((0..<4200).map { "w\($0)" }, 2), "categorical 4200 0"),
  ColumnCase("ISO dates", repeated((10...21).map { "2024-01-\($0)" }, 3), "date 12 0"),
  ColumnCase(
    "dates with time", (10...21).map { "2024-01-\($0) \($0):30" }, "date 12 0"),
  ColumnCase("other dates", (10...21).map { "\($0).1.2024" }, "date 12 0"),
  ColumnCase("few dates", ["31.12.2024", "1.2.2024", "1.2.2024"], "categorical 2 0"),
  ColumnCase("American dates", (10...21).map { "1/\($0)/24" }, "date 12 0"),
  ColumnCase("times", (10...21).map { "\($0):30" }, "date 12 0"),
  ColumnCase("no dates", repeated(["1-2-3", "10.0.0.1"], 3), "categorical 2 0"),
  ColumnCase("dates and a word", repeated(["2024-01-31", "never"], 3), "categorical 2 0"),
  ColumnCase(
    "sentences", (1...20).map { "the quick brown fox number \($0)" }, "drop 20 0 free text"),
  ColumnCase(
    "sentences that repeat", repeated(["I do not know it", "it is the other one"], 4),
    "categorical 2 0"),
]

@Suite("Kinds of columns")
struct InferenceTests {
  @Test("a token that is a number stands for it however it is spelled, but for codes")
  func numberTokens() {
    let text =
      "x,y\n" + (1...12).map { "\($0),a\n" }.joined()
      + "-999.0,b\n-999,b\n-9990e-1,b\n-99,007\n-98,07\n"
    let finding = findInEveryWay([Array(text.utf8)], missing: ["-999", "7"])
    #expect(finding.columns.first == "integer 13 4", "\(finding.columns)")
    #expect(finding.columns.last == "categorical 4 0", "\(finding.columns)")
  }

  @Test("a 0 or a 1 that stands for a missing cell is no bit, however it is spelled")
  func missingDigits() {
    let text = Array("x,y\n0,1\n1,0\n0.0,1\n1,1\n1.00,0\n".utf8)
    for (token, missing) in [("0.0", 2), ("0", 2), ("1.00", 3), ("+1", 3)] {
      let finding = findInEveryWay([text], missing: [token])
      #expect(
        finding.columns == ["categorical 1 \(missing)", "categorical 1 \(missing)"],
        "\(token): \(finding.columns)")
    }
    #expect(findInEveryWay([text], missing: ["NA"]).columns == [])
  }

  @Test("words among more numbers than are counted weigh alike wherever they stand")
  func lateWords() {
    let many = (0..<4200).map { "\($0).5" }
    for words in [["NA", "?"], ["NA", "?", "?", "NA"], ["?", "NA", "NA", "?", "?"]] {
      for place in [0, 100, 4200] {
        let cells = many[..<place] + words + many[place...]
        let finding = findInEveryWay([column(Array(cells))])
        #expect(finding.columns.first == "real 4200 \(words.count)", "\(words) at \(place)")
        #expect(finding.refusal == nil)
      }
    }
  }

  @Test("more spellings of 0 and 1 than are counted are told, and not forgotten")
  func spellings() throws {
    let cells = (0..<420).map { "1." + String(repeating: "0", count: $0 % 415) }
    var typing = Typing()
    typing.maximumValues = 400
    typing.rules = [Typing.Rule(column: "x", form: .binary)]
    let table = try RecordReader(sources: [MemorySource(column(cells))]).readTable(typing)
    #expect(table.refusal == .column(1, name: "x", .tooManyValues(limit: 400), others: 0))
  }

  @Test("a column is what its cells are", arguments: columnCases)
  fileprivate func columns(_ example: ColumnCase) {
    let finding = findInEveryWay([column(example.cells)])
    #expect(finding.columns.first == example.expected)
    #expect(finding.error == nil)
  }

  @Test("a table of 0 and 1 has no kinds, and nothing of it is left out")
  func binary() {
    for text in [
      "a,b,c\n0,1,0\n1,1,0\n", "0,1,0\n1,1,0\n", "0,1,0\n1.0,+1, 0e3 \n", "0,1,0\n\"1\",1,0\n",
    ] {
      let finding = findInEveryWay([Array(text.utf8)])
      #expect(finding.columns == [] && finding.refusal == nil)
      #expect(
        finding.rows == Rows(columns: 3, rows: [[false, true, false], [true, true, false]]))
      #expect(finding.schema?.isBinary == true)
    }
  }

  @Test("a table that turns out to be typed late is read as one that is from the start")
  func late() {
    let bits = (0..<300).map { "\($0 % 2),\($0 / 2 % 2),\($0 / 3 % 2)\n" }.joined()
    let late = findInEveryWay([Array((bits + "0,1,x\n0,1,x\n").utf8)])
    let early = findInEveryWay([Array(("0,1,x\n0,1,x\n" + bits).utf8)], header: .absent)
    #expect(late.columns == ["categorical 2 0", "categorical 2 0", "categorical 3 0"])
    #expect(late.columns == early.columns && late.schema == early.schema)
    #expect(late.rows?.count == 302)
    #expect(late.rows.map { $0.rows(at: [300, 301] + (0..<300)) } == early.rows)
    let split = findInEveryWay([Array(bits.utf8), Array("0,1,x\n0,1,x\n".utf8)])
    #expect(split == late)
  }

  @Test("values are in the order of their bytes, whatever the order of the records")
  func order() throws {
    let finding = findInEveryWay([Array("c,d\nzz,1\nb,0\n10,1\nB,1\n9,0\nzz,1\n".utf8)])
    guard let categories = finding.schema?.columns.first?.kind as? Categories else {
      Issue.record("no categories: \(finding)")
      return
    }
    #expect(categories.values == ["10", "9", "B", "b", "zz"].map { Array($0.utf8) })
    #expect(categories.hasOther && !categories.hasMissing)
    let rows = try #require(finding.rows)
    #expect((0..<rows.count).map { rows.code($0, 0) } == [4, 3, 0, 2, 1, 4])
    #expect(rows.columns == 2 && rows.layout.storage == [.code(states: 6), .code(states: 3)])
  }

  @Test("an error of shape is one wherever it is, and as before")
  func shape() {
    for text in ["0,1\n0\n", "a,b\nx,1\nx\n"] {
      let found = findInEveryWay([Array(text.utf8)])
      let line = text.split(separator: "\n").count
      #expect(found.error == .fieldCount(source: "t", line: line, expected: 2, found: 1))
    }
    #expect(
      findInEveryWay([Array("a,b\nx,1\n\ny,1\n".utf8)]).error == .blankLine(source: "t", line: 3))
    let idx: [UInt8] = [0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 0]
    #expect(
      findInEveryWay([Array("a,b\nx,1\n".utf8), idx]).error == .idxOfWords(source: "t2"))
    #expect(
      findInEveryWay([idx, Array("x,1\n".utf8)]).error
        == .cell(source: "t2", line: 1, field: 1, column: nil, expected: .binary, found: "x"))
  }

  @Test("a table that leaves nothing to learn is told by its first cell that is not 0 or 1")
  func nothing() {
    #expect(
      findInEveryWay([Array("0,1\n0,2\n".utf8)]).refusal
        == .cell(source: "t", line: 2, field: 2, column: nil, expected: .binary, found: "2"))
    #expect(findInEveryWay([Array("a\n1.5\n".utf8)]).refusal != nil)
  }

  @Test("a single cell in a table of 0 and 1 that is neither is an error, two make a category")
  func stray() {
    let bits = String(repeating: "0,1\n1,0\n", count: 50)
    for (cell, error) in [
      (
        "7",
        InputError.cell(
          source: "t", line: 101, field: 2, column: nil, expected: .binary, found: "7")
      ),
      ("", .missingValue(source: "t", line: 101, field: 2, column: nil)),
    ] {
      #expect(findInEveryWay([Array("\(bits)0,\(cell)\n\(bits)".utf8)]).refusal == error)
      let two = findInEveryWay([Array("\(bits)0,\(cell)\n0,\(cell)\n\(bits)".utf8)])
      #expect(two.refusal == nil && two.columns.first == "categorical 2 0")
    }
    let asked = findInEveryWay([Array("\(bits)0,7\n".utf8)], rules: ["2": .categorical])
    #expect(asked.refusal == nil && asked.columns.last == "categorical 3 0 asked")
  }

  @Test("a rule makes of a column what it says")
  func rules() {
    let text = Array("id,x,y\n1,5,a\n2,5,b\n3,6,a\n".utf8)
    let plain = findInEveryWay([text])
    #expect(
      plain.columns == ["drop 3 0 numbers the records", "categorical 2 0", "categorical 2 0"])
    #expect(plain.schema?.ignoredFields == [0] && plain.schema?.columns.count == 2)
    let kept = findInEveryWay([text], rules: ["id": .categorical, "3": .drop])
    #expect(kept.columns == ["categorical 3 0 asked", "categorical 2 0", "drop 0 0 asked"])
    #expect(kept.schema?.ignoredFields == [2])
    let bits = Array("a,b\n0,1\n1,1\n0,1\n".utf8)
    let dropped = findInEveryWay([bits], rules: ["a": .drop])
    #expect(dropped.columns == ["drop 0 0 asked", "binary 1 0"])
    #expect(dropped.rows == Rows(columns: 1, rows: [[true], [true], [true]]))
    let words = findInEveryWay([bits], rules: ["a": .categorical])
    #expect(words.columns.first == "categorical 2 0 asked")
    #expect(
      findInEveryWay([text], rules: ["x": .binary]).error
        == .cell(source: "t", line: 2, field: 2, column: "x", expected: .binary, found: "5"))
    #expect(
      findInEveryWay([Array("a,b\n0,x\n,x\n".utf8)], rules: ["a": .binary]).error
        == .missingValue(source: "t", line: 3, field: 1, column: "a"))
    #expect(findInEveryWay([text], rules: ["w": .drop]).error == .noSuchColumn("w"))
    #expect(findInEveryWay([text], rules: ["4": .drop]).error == .noSuchColumn("4"))
    #expect(
      findInEveryWay([text], rules: ["id": .drop, "x": .drop, "y": .drop]).refusal == .noColumns)
    let constant = Array("a,b\nx,5\nx,5\nx,5\n".utf8)
    #expect(findInEveryWay([constant], rules: [:]).refusal == .noColumns)
  }

  @Test("dates are numbers, and columns without a model are refused, the first of them by name")
  func refused() {
    let text =
      "n,d,t,w\n"
      + (0..<300).map {
        "\($0 == 7 ? "NA" : "\($0 % 150)"),2024-01-\($0 % 19 + 10),7,w\($0 % 5)\n"
      }
      .joined()
    let finding = findInEveryWay([Array(text.utf8)])
    #expect(finding.refusal == nil)
    #expect(finding.columns.prefix(2) == ["integer 150 1", "date 19 0"])
    let words = findInEveryWay([Array(text.utf8)], rules: ["w": .date, "d": .date])
    #expect(words.refusal == .column(4, name: "w", .noDates, others: 0))
    let none = findInEveryWay([Array("a,b\n,0\n,1\n".utf8)], rules: ["a": .categorical])
    #expect(none.refusal == .column(1, name: "a", .noValues, others: 0))
    let noNumbers = findInEveryWay([Array("a,b\n,0\n,1\n".utf8)], rules: ["a": .real])
    #expect(noNumbers.refusal == .column(1, name: "a", .noValues, others: 0))
  }

  @Test("a column that is said to be of numbers is one, and must be")
  func numbers() {
    let text = Array("a,b\n1,0\n02,1\n,1\n1.5,0\n".utf8)
    let finding = findInEveryWay([text], rules: ["a": .bins, "b": .bins])
    #expect(finding.columns == ["bins 3 1 asked", "bins 2 0 asked"])
    let bins = Bins(
      decimals: 1, hasFixedDecimals: false, ranges: [10...20], hasOther: true, hasMissing: true)
    let whole = Bins(decimals: 0, ranges: [0...1], hasOther: true)
    #expect(finding.schema?.columns.map { $0.kind as? Bins } == [bins, whole])
    #expect(
      findInEveryWay([Array("a,b\n1,0\n2,x\n".utf8)], rules: ["b": .integer]).error
        == .cell(source: "t", line: 3, field: 2, column: "b", expected: .number, found: "x"))
    let many = Array(("a\n" + (0..<5000).map { "\($0)\n" }.joined() + "x\n").utf8)
    #expect(
      findInEveryWay([many], rules: ["a": .integer]).error
        == .cell(source: "t", line: 5002, field: 1, column: "a", expected: .number, found: "x"))
  }

  @Test("tokens stand for missing cells, in quotes or not")
  func missing() {
    let text = Array("a,b\nNA,1\n\"NA\",?\n x ,0\nx,1\n?,\n".utf8)
    let finding = findInEveryWay([text], missing: ["NA", "?"])
    #expect(finding.columns == ["categorical 1 3", "categorical 2 2"])
    #expect(finding.schema?.missingTokens == [Array("NA".utf8), Array("?".utf8)])
    #expect(findInEveryWay([text]).columns == ["categorical 3 0", "categorical 3 1"])
  }

  @Test("more categories or slots than may be are refused")
  func limits() throws {
    let text = Array("a,b\n1,x\n2,x\n3,y\n1,y\n2,z\n3,z\n1,x\n".utf8)
    var typing = Typing()
    typing.maximumValues = 2
    typing.rules = [
      Typing.Rule(column: "a", form: .drop), Typing.Rule(column: "b", form: .categorical),
    ]
    #expect(
      try RecordReader(sources: [MemorySource(text)]).readTable(typing).refusal
        == .column(2, name: "b", .tooManyValues(limit: 2), others: 0))
    typing = Typing()
    typing.maximumCodes = 7
    typing.rules = ["a", "b"].map { Typing.Rule(column: $0, form: .categorical) }
    #expect(
      try RecordReader(sources: [MemorySource(text)]).readTable(typing).refusal
        == .tooManyCodes(limit: 7))
  }

  @Test("a first line is data if numbers stand among its words and no word above a number")
  func headers() {
    func names(_ text: String) -> [String?] { findInEveryWay([Array(text.utf8)]).names }
    #expect(names("39,x,40\n50,y,13\n39,y,40\n") == [nil, nil, nil])
    #expect(names("age,x,40\n50,y,13\n39,y,40\n") == ["age", "x", "40"])
    #expect(names("a,b\nx,y\nx,z\nz,z\n") == ["a", "b"])
    #expect(names("a,1\nx,2\nx,1\nz,2\n") == [nil, nil])
    #expect(names("a,1\n,2\nx,1\nz,2\n") == [nil, nil])
  }
}
