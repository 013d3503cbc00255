// Rows are written as the training table was.

import MadeCore
import Testing

@Suite("Writing in a dialect")
struct DialectWritingTests {
  private func found() throws -> (schema: Schema, rows: Rows) {
    let text =
      "id,name,n,zip,flat,note\n"
      + (1...40).map {
        "\($0),\(["Ann", "\"B, b\"", "NA"][$0 % 3]),\($0 % 2),\(["007", "12"][$0 % 2]),,number \($0 * $0)\n"
      }.joined()
    return try RecordReader(sources: [MemorySource(Array(text.utf8))]).readTable().packed()
  }

  private func written(
    _ change: (inout TableDialect) -> Void, header: Bool = true, more: [String] = [],
    hasLeftOut: Bool = true
  ) throws -> String {
    var (schema, rows) = try found()
    change(&schema.dialect)
    let sink = MemorySink()
    var writer = RecordWriter(
      schema: schema, format: .text(delimiter: schema.dialect.delimiter, header: header),
      constraints: nil, hasLeftOut: hasLeftOut, dialect: schema.dialect)
    try writer.writeHeader(more: more, to: sink)
    try writer.write(rows, range: 0..<2, to: sink)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  @Test("quotes what was quoted, words or all")
  func quoting() throws {
    #expect(try written { _ in } == "id,name,n,zip,flat,note\n1,\"B, b\",1,12,,\n2,NA,0,007,,\n")
    #expect(
      try written { $0.quoting = .words }
        == "\"id\",\"name\",\"n\",\"zip\",\"flat\",\"note\"\n1,\"B, b\",1,\"12\",,\n2,NA,0,\"007\",,\n"
    )
    #expect(
      try written { $0.quoting = .all }
        == "\"id\",\"name\",\"n\",\"zip\",\"flat\",\"note\"\n"
        + "\"1\",\"B, b\",\"1\",\"12\",\"\",\"\"\n\"2\",\"NA\",\"0\",\"007\",\"\",\"\"\n")
    #expect(
      try written { $0.delimiter = UInt8(ascii: ";") }
        == "id;name;n;zip;flat;note\n1;B, b;1;12;;\n2;NA;0;007;;\n")
    #expect(
      try written { ($0.quoting, $0.hasBareNames) = (.words, true) }
        == "id,name,n,zip,flat,note\n1,\"B, b\",1,\"12\",,\n2,NA,0,\"007\",,\n")
    let blanks = try written {
      ($0.delimiter, $0.joinsBlanks) = (UInt8(ascii: " "), true)
    }
    #expect(
      blanks == "id name n zip flat note\n1 \"B, b\" 1 12 \"\" \"\"\n2 NA 0 007 \"\" \"\"\n")
  }

  @Test("ends lines and begins files as they did")
  func lines() throws {
    #expect(
      try written { $0.lineEnd = .crlf }.hasPrefix(
        "id,name,n,zip,flat,note\r\n1,\"B, b\",1,12,,\r\n"))
    let around = try written {
      $0.hasByteOrderMark = true
      $0.linesBefore = Array("# a title\n".utf8)
      $0.linesBelow = Array("-,-,m,-,-,-\n".utf8)
    }
    #expect(around.utf8.starts(with: [0xEF, 0xBB, 0xBF] + Array("# a title\nid,".utf8)))
    #expect(around.contains("note\n-,-,m,-,-,-\n1,"))
    // Lines below the header have a field for each field of a row.
    let scored = try written({ $0.linesBelow = Array("-,-,m,-,-,-\n".utf8) }, more: ["s"])
    #expect(scored.hasPrefix("id,name,n,zip,flat,note,s\n1,"))
    let narrow = try written({ $0.linesBelow = Array("-,-,m,-,-,-\n".utf8) }, hasLeftOut: false)
    #expect(narrow.hasPrefix("name,n,zip,flat\n\"B, b\",1,12,\n"))
    let bare = try written({ $0.linesBefore = Array("sep=,\n".utf8) }, header: false)
    #expect(bare.hasPrefix("sep=,\n1,"))
    let trailing = try written {
      ($0.rowsEndWithDelimiter, $0.headerEndsWithDelimiter) = (true, true)
    }
    #expect(trailing.hasPrefix("id,name,n,zip,flat,note,\n1,\"B, b\",1,12,,,\n"))
  }

  @Test("leaves out the first name where rows have names, as R does")
  func rowNames() throws {
    var (schema, rows) = try found()
    schema.leftOut[0].name = ""
    schema.dialect.hasRowNames = true
    let sink = MemorySink()
    var writer = RecordWriter(
      schema: schema, format: .csv(header: true), constraints: nil, hasLeftOut: true,
      dialect: schema.dialect)
    try writer.writeHeader(to: sink)
    try writer.write(rows, range: 0..<1, to: sink)
    #expect(
      String(decoding: sink.bytes, as: UTF8.self) == "name,n,zip,flat,note\n1,\"B, b\",1,12,,\n")
  }

  @Test("writes numbers with delimiters in them in quotes")
  func numbers() {
    let dialect = CellDialect(delimiter: 0x2C)
    var bytes: [UInt8] = [0x78]
    dialect.appendNumber(to: &bytes) { $0 += Array("1,200.50".utf8) }
    dialect.appendNumber(to: &bytes) { $0 += Array("7".utf8) }
    #expect(bytes == Array("x\"1,200.50\"7".utf8))
  }

  @Test("writes a missing word as most were written")
  func missing() throws {
    var options = InputOptions()
    options.missingTokens = ["NA", "?"].map { Array($0.utf8) }
    func text(_ cells: [String]) throws -> String {
      let text = "x,y\n" + cells.enumerated().map { "\($1),\($0 % 2)\n" }.joined()
      let (schema, rows) = try RecordReader(
        sources: [MemorySource(Array(text.utf8))], options: options
      ).readTable().packed()
      let kind = try #require(schema.columns[0].kind as? Categories)
      var lines = Categories.lines(room: 10)
      for line in kind.headerLines {
        let parts = line.split(separator: " ", maxSplits: 1)
        let isTaken = lines.take(String(parts[0]), parts[1])
        #expect(isTaken)
      }
      #expect(lines.kind as? Categories == kind)
      var bytes: [UInt8] = []
      RecordWriter(schema: schema, format: .csv(header: true)).append(rows, row: 0, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    #expect(try text(["NA", "a", "b", "NA", "", "a", "?"]) == "NA,0")
    #expect(try text(["NA", "a", "b", "?", "?", "a", "b"]) == "?,0")
    #expect(try text(["NA", "a", "b", "", "", "a", "b"]) == ",0")
  }
}
