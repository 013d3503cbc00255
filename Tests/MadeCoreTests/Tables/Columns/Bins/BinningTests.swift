// How columns of numbers are cut.

import MadeCore
import Testing

/// The bins of a column with these cells, and its rows.
private func fit(
  _ cells: [String], as form: ColumnForm? = .bins
) throws -> (bins: Bins, rows: Rows) {
  var typing = Typing()
  if let form { typing.rules = [Typing.Rule(column: "x", form: form)] }
  let text = "x,w\n" + cells.enumerated().map { "\($1),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
  let reader = RecordReader(sources: [MemorySource(Array(text.utf8))])
  let table = try reader.readTable(typing).packed()
  guard let bins = table.schema.columns[0].kind as? Bins else {
    struct NoNumbers: Error {}
    throw NoNumbers()
  }
  return (bins, table.rows)
}

private func repeated(_ value: Int, _ count: Int) -> [String] {
  Array(repeating: "\(value)", count: count)
}

/// Which cells a distribution makes.
private let shapes: [(name: String, value: @Sendable (Int, inout RandomStream) -> Int)] = [
  ("uniform", { _, random in random.nextInteger(below: 100_000) }),
  ("few values", { _, random in random.nextInteger(below: 40) }),
  ("normal", { _, random in Int(random.nextNormal() * 300) }),
  (
    "a spike and a tail",
    { row, random in
      row % 3 > 0 ? 0 : Int(1 / (Double(random.nextUniform()) + 1e-6))
    }
  ),
  ("steps of 50", { _, random in 50 * Int(random.nextNormal() * 30) }),
  ("all different", { row, _ in row * row }),
  (
    "large",
    { row, random in
      (row % 2 == 0 ? -1 : 1) * random.nextInteger(belowWide: 900_000_000_000_000)
    }
  ),
]

@Suite("Bins")
struct BinningTests {
  @Test("a number that stands for missing cells is in no bin, and what is rounded to it is missing")
  func sentinels() throws {
    var options = InputOptions()
    options.missingTokens = [Array("99.0".utf8), Array("NA".utf8)]
    var typing = Typing()
    typing.rules = [Typing.Rule(column: "x", form: .bins)]
    let cells = (0..<3000).map { "\(50 + $0 % 60 * 7 % 60)" } + ["99", "98.7", "99.2", "NA", "98"]
    let text = "x,w\n" + cells.enumerated().map { "\($1),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
    let bytes = Array(text.utf8)
    let reader = RecordReader(sources: [MemorySource(bytes)], options: options)
    let (schema, rows) = try reader.readTable(typing).packed()
    guard let bins = schema.columns[0].kind as? Bins else {
      Issue.record("no numbers: \(schema)")
      return
    }
    let missing = try #require(bins.missingCode)
    #expect(!bins.ranges.contains { $0.contains(99) } && bins.areOrdered)
    for value in [90, 98, 100, 109] { #expect(bins.ranges.contains { $0.contains(value) }) }
    #expect(
      (3000..<3004).allSatisfy { rows.code($0, 0) == missing } && rows.code(3004, 0) != missing)
    #expect((0..<3000).count { rows.code($0, 0) == missing } == 50)
    let again = try RecordReader(sources: [MemorySource(bytes)], schema: schema).readAll()
    #expect(again == rows)
  }

  @Test("of frequent values are theirs alone, rare ones share theirs with the gap around them")
  func frequent() throws {
    let cells =
      repeated(0, 300) + repeated(3, 1) + repeated(5, 8) + repeated(10, 200) + repeated(30, 100)
      + repeated(40, 2) + repeated(41, 3) + repeated(60, 5)
      + (100..<106).flatMap { repeated($0, 1) }
    let (bins, rows) = try fit(cells)
    #expect(bins.decimals == 0 && bins.hasOther && !bins.hasMissing)
    #expect(bins.ranges == [0...0, 1...9, 10...10, 30...30, 31...80, 81...105])
    #expect(bins.width(ofCode: 1) == 9 && bins.width(ofCode: 0) == 1)
    // 11 to 29, and everything outside.
    #expect(bins.width(ofCode: 6) == 20)
    let counts = (0..<6).map { code in (0..<rows.count).count { rows.code($0, 0) == code } }
    #expect(counts == [300, 9, 200, 100, 10, 6])
  }

  @Test(
    "have about equal numbers of cells, and share the gaps between them", arguments: [false, true])
  func equal(isSparse: Bool) throws {
    let step = isSparse ? 11 : 1
    let (bins, rows) = try fit((0..<1280 * 20).map { "\($0 * 7 % 25600 * step)" }, as: .bins)
    let counts = bins.ranges.indices.map { code in
      (0..<rows.count).count { rows.code($0, 0) == code }
    }
    #expect(bins.ranges.count == 128 && Set(counts) == [200])
    #expect(bins.ranges[0] == 0...(199 * step + (isSparse ? 5 : 0)))
    #expect(bins.width(ofCode: 128) == 1)
  }

  @Test("are cut again where cells crowd together, as in a tail")
  func tails() throws {
    // Up to 10,000 evenly; of the last 128th, a half up to 11,000, the others up to a million.
    let values =
      (0..<12_700).map { $0 * 7919 % 10_000 } + (0..<50).map { 10_000 + $0 * 20 }
      + (0..<50).map { 20_000 * $0 + 20_000 }
    let bins = try fit(values.map(String.init)).bins
    #expect(bins.ranges.count < 140)
    let long = bins.ranges.filter { $0.count > 5000 }
    #expect(!long.isEmpty && long.allSatisfy { $0.lowerBound > 10_400 })
    #expect(bins.ranges.contains { $0.lowerBound > 9_900 && $0.upperBound < 21_000 })
  }

  @Test(
    "hold every cell, ascend, keep to the range, and are not too many", arguments: 0..<shapes.count)
  func valid(shape: Int) throws {
    for count in [12, 100, 1000, 5000, 30_000] {
      var random = RandomStream(seed: 5, purpose: .sampledRow, index: UInt64(count))
      let values = (0..<count).map { shapes[shape].value($0, &random) }
      let (bins, rows) = try fit(values.map(String.init), as: .bins)
      #expect(bins.ranges.count <= Bins.maximumCount)
      #expect(
        zip(bins.ranges, bins.ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
      #expect(bins.ranges.first?.lowerBound == values.min())
      #expect(bins.ranges.last?.upperBound == values.max())
      let span = (values.max() ?? 0) - (values.min() ?? 0) + 1
      #expect((0...bins.ranges.count).reduce(0) { $0 + bins.width(ofCode: $1) } == span + 1)
      for (row, value) in values.enumerated() {
        let code = rows.code(row, 0)
        #expect(
          code < bins.ranges.count && bins.ranges[min(code, bins.ranges.count - 1)].contains(value))
      }
      // Few cells a bin, but for frequent values, would be learnt by heart.
      if count >= 1000 {
        #expect(bins.ranges.count { $0.count > 1 } <= count / 10)
      }
    }
  }

  @Test("are on the grid of the last decimal place that a cell has")
  func decimals() throws {
    func grid(_ cells: [String], as form: ColumnForm? = .bins) throws -> [Int] {
      let bins = try fit(cells, as: form).bins
      return [bins.decimals, bins.hasFixedDecimals ? 1 : 0, bins.ranges[0].lowerBound]
    }
    #expect(try grid(["1.50", "2.25", "3.00"]) == [2, 1, 150])
    #expect(try grid(["1.5", "2.25", "3"]) == [2, 0, 150])
    #expect(try grid(["1", "2", "3"]) == [0, 1, 1])
    #expect(try grid(["100", "2e3", "3e-1"]) == [1, 0, 3])
    // 2^53 units would not do: as many digits as the largest can have.
    #expect(try grid(["1234567.5", "0.123456789012", "-3"]) == [9, 0, -3_000_000_000])
    // One that is too large for that is held to the largest, rather than two others to 0.
    #expect(try grid(["1e300", "0.5", "2"]) == [1, 0, 5])
    #expect(try grid(["1e300", "2e300", "2"]) == [-285, 0, 0])
    #expect(try grid(["1e-300", "3e-300"]) == [300, 1, 1])
  }

  @Test("are the same in any order of the records, and however many values there are")
  func order() throws {
    // More than 4096 values leave the dictionary on the way.
    let cells = (0..<9000).map { "\(Double($0 * 37 % 7001) / 4)" }
    let expected = try fit(cells)
    let turned = try fit(cells.reversed())
    #expect(turned.bins == expected.bins)
    for row in stride(from: 0, to: 9000, by: 7) {
      #expect(turned.rows.code(8999 - row, 0) == expected.rows.code(row, 0))
    }
  }

  @Test("beside missing cells, one of which comes late")
  func missing() throws {
    let cells = (0..<5000).map { "\($0)" } + [""] + (0..<5000).map { "\($0)" }
    let (bins, rows) = try fit(cells)
    #expect(bins.hasMissing && bins.codes == bins.ranges.count + 2)
    #expect(rows.code(5000, 0) == bins.codes - 1)
    #expect((0..<rows.count).count { rows.code($0, 0) == bins.codes - 1 } == 1)
    #expect((0..<rows.count).allSatisfy { rows.code($0, 0) != bins.ranges.count })
  }
}
