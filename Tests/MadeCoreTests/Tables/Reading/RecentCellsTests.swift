// Cells that were met before, taken without being looked at again.

import MadeCore
import Testing

/// A table whose columns are of every kind, and change how they are kept on the way: more numbers than a
/// dictionary takes, words among them, words that are forgotten, missing cells.
private func cells(records: Int, seed: UInt64) -> [[String]] {
  var random = RandomStream(seed: seed, purpose: .holdout, index: 0)
  return (0..<records).map { record in
    let few = ["red", "", "green", "?", "blue ", " blue"][random.nextInteger(below: 6)]
    let number = random.nextInteger(below: record < records / 2 ? 5 : 3000)
    let real = "\(random.nextInteger(below: 40)).\(random.nextInteger(below: 10))"
    let turned = record < records / 2 ? "\(number % 7)" : record % 3 == 0 ? "7" : "w\(record % 90)"
    let many = "n\(random.nextInteger(below: records / 2))"
    return [few, "\(number)", real, turned, many, "\(record % 2)", "\(number * 1_000_003)"]
  }
}

private func text(_ cells: [[String]], isQuoted: Bool) -> [UInt8] {
  // A quoted cell is never one that was met before; its blanks would count.
  let lines = cells.map { row in
    row.map { isQuoted ? "\"\($0.filter { $0 != " " })\"" : $0 }.joined(separator: ",")
  }
  return Array((["a,b,c,d,e,f,g"] + lines).joined(separator: "\n").utf8)
}

@Suite("Recent cells")
struct RecentCellsTests {
  private func table(
    _ bytes: [UInt8], maximumValues: Int, threads: Int = 1, more: [UInt8]? = nil
  ) throws -> InferredTable {
    var options = InputOptions()
    options.missingTokens = [Array("?".utf8)]
    var typing = Typing()
    typing.maximumValues = maximumValues
    typing.rules = [Typing.Rule(column: "f", form: .categorical)]
    let sources = ([bytes] + (more.map { [$0] } ?? [])).map { MemorySource($0, chunk: 1000) }
    return try RecordReader(sources: sources, options: options).readTable(typing, threads: threads)
  }

  @Test(
    "come to what they came to before, whatever becomes of their column",
    arguments: [4, 12, 50, 200, 4096], [1, 2] as [UInt64])
  func inference(maximumValues: Int, seed: UInt64) throws {
    let cells = cells(records: 3000, seed: seed)
    let plain = try table(text(cells, isQuoted: false), maximumValues: maximumValues)
    let quoted = try table(text(cells, isQuoted: true), maximumValues: maximumValues)
    #expect(plain.columns == quoted.columns && plain.records == quoted.records)
    #expect(plain.refusal == quoted.refusal)
    if plain.refusal == nil {
      let one = try plain.packed()
      var other = try quoted.packed()
      // They differ in their quotes.
      #expect(one.schema.dialect.quoting == .needed && other.schema.dialect.quoting == .all)
      other.schema.dialect = one.schema.dialect
      #expect(one.schema == other.schema && one.rows == other.rows)
    }
  }

  @Test("of a table that is known come to the same codes, and other values are counted each time")
  func known() throws {
    let training = text(cells(records: 3000, seed: 1), isQuoted: false)
    let learnt = try table(training, maximumValues: 4096)
    let schema = try learnt.packed().schema
    let cells = cells(records: 2000, seed: 3)
    let readers = [false, true].map {
      RecordReader(sources: [MemorySource(text(cells, isQuoted: $0), chunk: 700)], schema: schema)
    }
    let rows = try readers.map { try $0.readAll() }
    #expect(rows[0] == rows[1] && rows[0].count == 2000)
    #expect(readers[0].unseenCells == readers[1].unseenCells)
    #expect(readers[0].unseenCells.contains { $0 > 0 })
  }

  @Test("are the same when one thread finds the fields and another one reads the cells")
  func threads() throws {
    let bytes = text(cells(records: 3000, seed: 5), isQuoted: false)
    // The same columns in another order, from another input.
    let rows = cells(records: 700, seed: 6).map { $0.reversed().joined(separator: ",") }
    let more = Array((["g,f,e,d,c,b,a"] + rows).joined(separator: "\n").utf8)
    let one = try table(bytes, maximumValues: 4096, more: more)
    let two = try table(bytes, maximumValues: 4096, threads: 2, more: more)
    #expect(one.records == 3700 && two.records == 3700 && one.columns == two.columns)
    let (packed, other) = (try one.packed(), try two.packed())
    #expect(packed.schema == other.schema && packed.rows == other.rows)
  }

  @Test("with two threads the first error is the same, and where it is", arguments: [1, 2])
  func errors(threads: Int) throws {
    var lines = cells(records: 2500, seed: 7).map { $0.joined(separator: ",") }
    lines[2100] += ",8"
    lines[2300] = "\"\"x"
    let bytes = Array((["a,b,c,d,e,f,g"] + lines).joined(separator: "\n").utf8)
    #expect(
      throws: InputError.fieldCount(source: "memory", line: 2102, expected: 7, found: 8)
    ) { try table(bytes, maximumValues: 4096, threads: threads) }
  }
}
