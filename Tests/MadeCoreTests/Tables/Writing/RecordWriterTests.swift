// What is written is read back.

import MadeCore
import Testing

@Suite("Writing records")
struct RecordWriterTests {
  private func rows(columns: Int) -> Rows {
    Rows(
      columns: columns,
      rows: (0..<7).map { row in (0..<columns).map { ($0 &* 5 &+ row &* 3) % 7 < 3 } })
  }

  @Test("records of every width come back, as text and as IDX", arguments: 1...140)
  func roundTrip(columns: Int) throws {
    let rows = rows(columns: columns)
    for threshold in [nil, 0.5, 127] as [Double?] {
      let schema = Schema(binaryColumns: columns, imageShape: [columns], threshold: threshold)
      for format in [
        OutputFormat.csv(header: false), .tsv(header: false), .idx(records: rows.count),
      ] {
        let sink = MemorySink()
        var writer = RecordWriter(schema: schema, format: format)
        try writer.writeHeader(to: sink)
        try writer.write(rows, range: 0..<3, to: sink)
        try writer.write(rows, range: 3..<3, to: sink)
        try writer.write(rows, range: 3..<7, to: sink)
        let reader = RecordReader(sources: [MemorySource(sink.bytes)], schema: schema)
        #expect(try reader.readAll() == rows)
      }
    }
  }

  @Test("the bytes are what the formats say")
  func bytes() throws {
    let rows = Rows(columns: 4, rows: [[true, false, false, true]])
    var schema = Schema(names: ["a", "b c", "d,e", "f\"g\nh"])
    let text = MemorySink()
    var writer = RecordWriter(schema: schema, format: .csv(header: true))
    try writer.writeHeader(to: text)
    try writer.write(rows, to: text)
    #expect(
      String(decoding: text.bytes, as: UTF8.self)
        == "a,b c,\"d,e\",\"f\"\"g\nh\"\n1,0,0,1\n")
    schema.imageShape = [2, 2]
    let idx = MemorySink()
    writer = RecordWriter(schema: schema, format: .idx(records: 1))
    try writer.writeHeader(to: idx)
    try writer.write(rows, to: idx)
    #expect(idx.bytes == [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 0, 0, 1])
    writer = RecordWriter(schema: schema, format: .idx(records: 1 << 32))
    #expect(throws: OutputError.tooManyRecords(name: "memory", limit: 0xffff_ffff)) {
      try writer.writeHeader(to: idx)
    }
  }

  @Test(
    "a row of names is not taken for the header again",
    arguments: [(["x"], "x\n\"x\"\ny\n"), (["x", "y"], "x,y\n\"x\",y\ny,y\n")])
  func rowOfNames(names: [String], written: String) throws {
    let kind = Categories(values: [[0x78], [0x79]])
    let schema = Schema(columns: names.map { Column(name: $0, kind: kind) })
    let lines = [names, names.map { _ in "y" }].map { $0.joined(separator: ",") + "\n" }
    var given = InputOptions()
    given.header = .absent
    let rows = try RecordReader(
      sources: [MemorySource(Array(lines.joined().utf8))], options: given, schema: schema
    ).readAll()
    let sink = MemorySink()
    var writer = RecordWriter(schema: schema, format: .csv(header: true))
    try writer.writeHeader(to: sink)
    try writer.write(rows, to: sink)
    #expect(String(decoding: sink.bytes, as: UTF8.self) == written)
    #expect(
      try RecordReader(sources: [MemorySource(sink.bytes)], schema: schema).readAll() == rows)
  }

  @Test(
    "names of all kinds come back from a header",
    arguments: ["plain", " space", "tab\t", "", "\u{feff}mark", "a\r\nb", "\"", "ü;,|", "0", "nan"])
  func names(name: String) throws {
    for delimiter in Array(",;\t".utf8) {
      let schema = Schema(names: [name, "other"])
      let sink = MemorySink()
      var writer = RecordWriter(schema: schema, format: .text(delimiter: delimiter, header: true))
      try writer.writeHeader(to: sink)
      try writer.write(Rows(columns: 2, rows: [[true, false]]), to: sink)
      var options = InputOptions()
      options.delimiter = delimiter
      let reading = readInEveryWay([sink.bytes], options: options)
      #expect(reading.names == [name, "other"] && reading.rows == ["10"])
    }
  }
}
