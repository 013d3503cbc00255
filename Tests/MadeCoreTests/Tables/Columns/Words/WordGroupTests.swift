// Columns of more words than there are codes: the rare ones share codes.

import MadeCore
import Testing

/// A table of a column of words, each so many times, and one of 0 and 1.
private func table(
  _ words: [(word: String, count: Int)], limit: Int? = nil, reversed: Bool = false, threads: Int = 1
) throws -> (categories: Categories, schema: Schema, rows: Rows) {
  var lines = words.flatMap { word, count in
    (0..<count).map { "\(word),\($0 % 2)" }
  }
  if reversed { lines.reverse() }
  var typing = Typing()
  // Without a rule most would be left out, as words that hardly repeat.
  typing.rules = [Typing.Rule(column: "word", form: .categorical)]
  if let limit { typing.maximumCodesOfWords = limit }
  let reader = RecordReader(
    sources: [MemorySource(Array(("word,bit\n" + lines.joined(separator: "\n") + "\n").utf8))])
  let (schema, rows) = try reader.readTable(typing, threads: threads).packed()
  guard let categories = schema.columns[0].kind as? Categories else {
    throw Unexpected(schema: schema)
  }
  return (categories, schema, rows)
}

private struct Unexpected: Error { let schema: Schema }

/// Words whose order by their bytes is not that of their numbers, with so many cells each.
private func words(_ count: Int, cells: (Int) -> Int) -> [(word: String, count: Int)] {
  (0..<count).map { ("w\(String($0 * 7919 % 99991, radix: 36))", cells($0)) }
}

@Suite("Groups of rare words")
struct WordGroupTests {
  @Test("are not needed as long as there are codes")
  func few() throws {
    let (categories, _, _) = try table(words(1024) { 1 + $0 % 2 })
    #expect(categories.groups.isEmpty && categories.codes == 1025)
    #expect(try table(words(8) { _ in 20 }, limit: 8).categories.groups.isEmpty)
  }

  @Test("keep the frequent ones apart, and are of values of like frequency, next to each other")
  func arrangement() throws {
    let list = words(6000) { 1 + 4000 / ($0 + 1) }
    let counts = Dictionary(uniqueKeysWithValues: list.map { (Array($0.word.utf8), $0.count) })
    for limit in [400, 150, 64] {
      let (categories, schema, rows) = try table(list, limit: limit)
      #expect(Set(categories.values) == Set(counts.keys) && categories.values.count == 6000)
      #expect(categories.valueCodes <= limit && categories.valueCodes > limit / 5)
      #expect(categories.valuesAlone <= limit * 3 / 4)
      // Whatever is alone has 10 cells or more, and no more than that is in groups as long as there is room.
      let alone = categories.values[..<categories.valuesAlone]
      #expect(alone.allSatisfy { (counts[$0] ?? 0) >= 10 })
      #expect(alone.elementsEqual(alone.sorted { $0.lexicographicallyPrecedes($1) }))
      let least = alone.compactMap { counts[$0] }.min() ?? 0
      var cellsOfGroups: [Int] = []
      for group in categories.groups {
        let values = categories.values[group]
        let frequencies = values.compactMap { counts[$0] }
        let (few, many) = (frequencies.min() ?? 0, frequencies.max() ?? 0)
        #expect(many < 2 * few && many <= max(least, 9))
        #expect(values.elementsEqual(values.sorted { $0.lexicographicallyPrecedes($1) }))
        cellsOfGroups.append(frequencies.reduce(0, +))
      }
      let share = cellsOfGroups.reduce(0, +) / cellsOfGroups.count
      #expect(cellsOfGroups.allSatisfy { $0 < 3 * share + 10 }, "\(limit)")
      // Each cell has the code of its value.
      let codes = categories.codeOfValue
      var found = [Int](repeating: 0, count: categories.codes)
      for row in 0..<rows.count {
        let code = rows.code(row, 0)
        try #require(code < categories.codes)
        found[code] += 1
      }
      for code in 0..<categories.valueCodes {
        let values = try #require(categories.values(ofCode: code))
        #expect(values.allSatisfy { codes[$0] == code })
        #expect(found[code] == values.reduce(0) { $0 + (counts[categories.values[$1]] ?? 0) })
      }
      #expect(
        schema.columns[0].kind.width(ofCode: categories.valuesAlone) == categories.groups[0].count)
      // Neither the order of the records nor the threads matter.
      let again = try table(list, limit: limit, reversed: true, threads: 2)
      #expect(again.schema == schema)
      #expect(again.rows == rows.rows(at: (0..<rows.count).reversed()))
    }
  }

  @Test("hold words that no other word is like")
  func allRare() throws {
    let (categories, schema, rows) = try table(words(10_000) { $0 < 30 ? 2 : 1 })
    #expect(categories.valuesAlone == 0 && categories.values.count == 10_000)
    #expect(categories.groups.count <= 1024 && categories.groups.count > 900)
    var options = InputOptions()
    options.unseen = .error
    let lines = words(10_000) { $0 < 30 ? 2 : 1 }.flatMap { word, count in
      (0..<count).map { "\(word),\($0 % 2)" }
    }
    // Read again by the schema the records are the same.
    let reader = RecordReader(
      sources: [MemorySource(Array(("word,bit\n" + lines.joined(separator: "\n") + "\n").utf8))],
      options: options, schema: schema)
    #expect(try reader.readAll() == rows)
  }

  @Test("end at the most values that a column may have")
  func tooMany() throws {
    let most = Categories.maximumCount
    let list = (0...most).map { (word: "w\($0)", count: $0 == 0 ? 2 : 1) }
    #expect(try table(Array(list.dropLast())).categories.values.count == most)
    #expect(
      throws: InputError.column(1, name: "word", .tooManyValues(limit: most), others: 0)
    ) { try table(list) }
  }
}
