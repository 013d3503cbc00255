// IDX whose bytes are numbers.

import MadeCore
import Testing

/// IDX of 40 records of 2 x 3 bytes: a constant one, two levels, a ramp, and others.
private func image(_ record: Int) -> [UInt8] {
  [
    0, record % 2 == 0 ? 0 : 255, UInt8(record * 6), UInt8(record / 2 * 13 % 256),
    UInt8(record % 7), 128,
  ]
}

private let levels = (0..<40).flatMap(image)
private let idx: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 3] + levels
private let text = Array(
  (0..<40).map { image($0).map(String.init).joined(separator: ",") + "\n" }.joined().utf8)

private func typing(_ rules: [(String, ColumnForm)]) -> Typing {
  var typing = Typing()
  typing.rules = rules.map { Typing.Rule(column: $0.0, form: $0.1) }
  return typing
}

private func table(
  _ inputs: [UInt8]..., chunk: Int = .max, rules: [(String, ColumnForm)] = []
) throws -> (schema: Schema, rows: Rows) {
  let reader = RecordReader(sources: inputs.map { MemorySource($0, chunk: chunk) })
  return try reader.readTable(typing(rules), threads: 2).packed()
}

private let all: [(String, ColumnForm)] = (1...6).map { ("\($0)", .bins) }

@Suite("Levels of IDX")
struct IDXLevelTests {
  @Test(
    "bytes that are told to be numbers are read as the same numbers in text are",
    arguments: chunkSizes)
  func asText(chunk: Int) throws {
    var expected = try RecordReader(sources: [MemorySource(text)]).readTable(typing(all)).packed()
    expected.schema.imageShape = [2, 3]
    let found = try table(idx, chunk: chunk, rules: [("pixel", .bins)])
    #expect(found == expected && found.rows.count == 40)
    #expect(found.schema.threshold == nil && found.schema.fitsBytes)
    // Two inputs, and one of them text.
    let twice = try table(idx, text, chunk: chunk, rules: [("pixel", .bins)])
    #expect(twice.rows.count == 80)
    #expect(twice.rows.rows(at: 0..<40) == twice.rows.rows(at: 40..<80))
  }

  @Test("the last rule about a pixel counts, and pixels that are left out are ignored later")
  func rules() throws {
    let found = try table(idx, rules: [("pixel", .categorical), ("1", .drop), ("3", .bins)])
    #expect(found.schema.ignoredFields == [0] && found.schema.imageShape == nil)
    #expect(found.schema.columns.count == 5 && !found.schema.fitsBytes)
    guard found.schema.columns[1].kind is Bins else {
      Issue.record("\(found.schema.columns[1])")
      return
    }
    let again = try RecordReader(sources: [MemorySource(idx)], schema: found.schema).readAll()
    #expect(again == found.rows)
    // Without a rule about all, each pixel is what it looks like.
    let inferred = try table(idx, rules: [("4", .bins)])
    #expect(inferred.schema.ignoredFields == [2])
  }

  @Test("a model of numbers reads IDX and text alike, and has the text of records")
  func reading() throws {
    let (schema, rows) = try table(idx, rules: [("pixel", .bins)])
    let fromIDX = readInEveryWay([idx], schema: schema)
    var fromText = readInEveryWay([text], schema: schema)
    #expect(fromIDX.rows == fromText.rows && fromIDX.rows.count == rows.count)
    #expect(fromIDX.texts == fromText.texts)
    fromText.texts = []
    // Numbers that were learnt from text are bytes as well.
    var noImage = schema
    noImage.imageShape = nil
    #expect(readInEveryWay([idx], schema: noImage) == fromIDX)
    // A level that never occurred, where that is an error: the first byte of record 2.
    var options = InputOptions()
    options.unseen = .error
    var other = idx
    other[16 + 6] = 9
    let bad = readInEveryWay([other], options: options, schema: schema)
    #expect(bad.error == .idxLevel(source: "t", record: 2, field: 1, found: 9))
    let marked = readInEveryWay([other], options: options, schema: schema, badRows: .markBad)
    #expect(marked.bad == [1] && marked.rows.count == 40)
    // Another number of bytes.
    let short: [UInt8] = [0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 0, 0]
    #expect(
      readInEveryWay([short], schema: schema).error
        == .columnCount(source: "t", expected: 6, found: 5))
  }

  @Test("bytes told to be binary are, and words before them stay an error")
  func refusals() throws {
    let bits: [UInt8] = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 0, 0, 1]
    let found = try table(bits, rules: [("pixel", .binary)])
    #expect(found.rows == Rows(columns: 2, rows: [[true, false], [false, true]]))
    #expect(throws: InputError.idxCell(source: "memory", record: 1, field: 6, found: 128)) {
      try table(idx, rules: [("pixel", .binary)])
    }
    #expect(throws: InputError.noSuchColumn("pixel")) {
      try table(text, rules: [("pixel", .bins)])
    }
    #expect(throws: InputError.noSuchColumn("7")) { try table(idx, rules: [("7", .bins)]) }
    let words = Array("a,b,c,d,e,f\nx,1,2,3,4,5\n".utf8)
    #expect(throws: InputError.idxOfWords(source: "memory")) { try table(words, idx) }
  }

  @Test("records come back as the bytes of their bins, drawn ones from inside them")
  func writing() throws {
    let (schema, rows) = try table(idx, rules: [("pixel", .bins)])
    let sink = MemorySink()
    var writer = RecordWriter(schema: schema, format: .idx(records: rows.count))
    try writer.writeHeader(to: sink)
    try writer.write(rows, to: sink)
    #expect(sink.bytes.count == idx.count && sink.bytes.prefix(16).elementsEqual(idx.prefix(16)))
    let again = try RecordReader(sources: [MemorySource(sink.bytes)], schema: schema).readAll()
    #expect(again == rows)
    // A bin of one value is that value; in others a draw is any value, the same as in text.
    var inText: [UInt8] = []
    var bytes: [UInt8] = []
    var different: Set<UInt8> = []
    let texts = RecordWriter(schema: schema, format: .csv(header: false))
    for seed in 0..<50 {
      var one: RandomStream? = RandomStream(seed: UInt64(seed), purpose: .insideCode)
      var other = one
      texts.append(rows, row: 5, number: 5, random: &one, to: &inText)
      inText.append(UInt8(ascii: ";"))
      writer.append(rows, row: 5, number: 5, random: &other, to: &bytes)
      different.insert(bytes[bytes.count - 4])
    }
    let asText = stride(from: 0, to: bytes.count, by: 6).map { first in
      bytes[first..<first + 6].map(String.init).joined(separator: ",") + ";"
    }
    #expect(String(decoding: inText, as: UTF8.self) == asText.joined())
    #expect(different.count > 1 && bytes[1] == 255 && bytes[0] == 0)
  }

  @Test("means of levels are those of the bins, weighted")
  func means() throws {
    let bins = Bins(decimals: 0, ranges: [0...0, 10...20, 255...255], hasOther: true)
    let schema = Schema(columns: [Column(), Column(kind: bins)])
    let pixels = LevelBytes(schema, one: 255)
    var bytes: [UInt8] = []
    pixels.appendMeans([0.5, 0.5, 0.25, 0.125, 0.125], to: &bytes)
    // (0.25 x 15 + 0.125 x 255) / 0.875 = 40.7
    #expect(bytes == [128, 41])
    pixels.appendMeans([.nan, .nan, 0, 0, 1], to: &bytes)
    #expect(bytes.count == 4 && bytes[2...] == [0, 0])
    #expect(!Schema(columns: [Column(kind: Bins(decimals: 1, ranges: [0...9]))]).fitsBytes)
    #expect(
      !Schema(columns: [Column(kind: Bins(decimals: 0, ranges: [0...256]))]).fitsBytes)
    #expect(
      !Schema(columns: [Column(kind: Bins(decimals: 0, ranges: [-1...9]))]).fitsBytes)
  }

  @Test("many columns have fewer bins each")
  func limits() throws {
    // Cells of 5000 values in the first of so many columns.
    func bins(columns: Int) throws -> Bins? {
      let rest = String(repeating: ",0", count: columns - 1)
      let cells = (0..<5000).map { "\($0 * 7919 % 10007)\(rest)\n" }
      let reader = RecordReader(sources: [MemorySource(Array(cells.joined().utf8))])
      let table = try reader.readTable(typing([("1", .bins)])).packed()
      guard let bins = table.schema.columns.first?.kind as? Bins else { return nil }
      #expect(table.rows.count == 5000)
      return bins
    }
    let few = try #require(try bins(columns: 2)?.ranges)
    let many = try #require(try bins(columns: 1024)?.ranges)
    #expect(few.count > 100 && few.count <= 256)
    #expect(many.count > 12 && many.count <= 32)
    #expect(few.first?.lowerBound == many.first?.lowerBound)
    #expect(few.last?.upperBound == many.last?.upperBound)
  }
}
