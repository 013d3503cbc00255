// What is remembered of how a table was spelled.

import Testing

import MadeCore

@Suite("Dialects")
struct DialectTests {
  private func dialect(_ text: String) throws -> TableDialect {
    let reader = RecordReader(sources: [MemorySource(Array(text.utf8))])
    _ = try reader.readTable()
    return reader.schema.dialect
  }

  @Test("which fields are in quotes")
  func quoting() throws {
    #expect(try dialect("a,b\n1,x\n2,y\n").quoting == .needed)
    #expect(try dialect("a,b\n1,\"x,y\"\n2,z\n").quoting == .needed)
    #expect(try dialect("a,b\n1,\"x\"\n2,\"z\"\n").quoting == .words)
    #expect(try dialect("a,b\n1,\"x\"\n2,NA\n").quoting == .words)
    #expect(try dialect("\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"z\"\n").quoting == .all)
  }

  @Test("line ends, mark, and what stands before and below the header")
  func lines() throws {
    let text = "\u{feff}# made by hand\r\nt;v\r\ns;m\r\n1;2\r\n2;4\r\n3;6\r\n4;9\r\n"
    let found = try dialect(text)
    #expect(found.hasByteOrderMark && found.lineEnd == .crlf)
    #expect(found.delimiter == UInt8(ascii: ";"))
    #expect(found.linesBefore == Array("# made by hand\r\n".utf8))
    #expect(found.linesBelow == Array("s;m\r\n".utf8))
    let r = try dialect("\"x\",\"y\"\n\"r1\",1,2\n\"r2\",2,3\n")
    #expect(r.hasRowNames && !r.rowsEndWithDelimiter && r.quoting == .words)
    #expect(try dialect("a,b\n1,x,\n2,y,\n").rowsEndWithDelimiter)
    #expect(try dialect("a,b,\n1,x\n2,y\n").headerEndsWithDelimiter)
    #expect(try dialect("a  b\n1  2\n2  4\n").joinsBlanks)
  }

  @Test("its lines in a model file say all of it, and nothing else is taken")
  func headerLines() throws {
    var dialect = TableDialect()
    #expect(dialect.headerLines == [])
    dialect.delimiter = UInt8(ascii: " ")
    dialect.joinsBlanks = true
    dialect.quoting = .words
    dialect.lineEnd = .crlf
    dialect.hasByteOrderMark = true
    dialect.linesBefore = Array("# x\n".utf8)
    #expect(
      dialect.headerLines == ["dialect %20 words crlf blanks mark", "lines-before #%20x%0A"])
    var read = TableDialect()
    let isTaken = read.take(
      headerValue: "%20 words crlf blanks mark", isDelimiter: InputOptions.isDelimiter)
    let areLinesTaken = read.take(\.linesBefore, escaped: "#%20x%0A")
    #expect(isTaken && areLinesTaken)
    #expect(read == dialect)
    for wrong in [
      "", "%20", "; needed", "; needed lf ", "; needed lf mark blanks", "; needed lf mark mark",
      "; never lf", "; needed cr", ";; needed lf", "%3B needed lf", "1 needed lf", "e needed lf",
      "; needed lf blanks", "%22 needed lf", "; needed lf row-names header-ends",
    ] {
      var dialect = TableDialect()
      let isTaken = dialect.take(
        headerValue: wrong[...], isDelimiter: InputOptions.isDelimiter)
      #expect(!isTaken, "\(wrong)")
    }
    var lines = TableDialect()
    for wrong in ["", "x", "x%0a", "x y%0A"] {
      let isTaken = lines.take(\.linesBelow, escaped: wrong[...])
      #expect(!isTaken, "\(wrong)")
    }
  }

  @Test("remarks say what is no record")
  func remarks() throws {
    func remarks(_ text: String) throws -> [ReadingRemark] {
      let reader = RecordReader(sources: [MemorySource(Array(text.utf8), name: "t")])
      _ = try reader.readTable()
      return reader.remarks
    }
    #expect(try remarks("a,b\n1,x\n2,y\n") == [])
    #expect(
      try remarks("# c\na,b\n1,x\n2,y\n") == [.skippedBefore(source: "t", lines: 1)])
    #expect(
      try remarks("a,b\n1,x\n2,y\na,b\n3,x\n") == [.repeatedHeader(source: "t", lines: 1)])
    #expect(try remarks("a,b\n1,x\n2,y\n,\n") == [.emptyRows(source: "t", rows: 1)])
    #expect(
      try remarks("a:b\n1:x\n2:y\n3:z\n")
        == [.oneColumn(source: "t", delimiter: UInt8(ascii: ":"), fields: 2)])
  }

  @Test(
    "a record like a header of numbers or of nothing is a record, however it is read",
    arguments: [true, false])
  func recordLikeHeader(isFast: Bool) throws {
    for (text, records) in [
      ("1,0\n0,1\n1,0\n1,1\n", 3), ("1,0.5\n0,1\n1,0.5\n1,1\n", 3), ("\"\"\n4\n\"\"\n7\n", 3),
    ] {
      for chunk in [1, 3, .max] {
        var options = InputOptions()
        options.header = .present
        let reader = RecordReader(
          sources: [MemorySource(Array(text.utf8), chunk: chunk)], options: options,
          usesFastPath: isFast)
        #expect(try reader.readTable(Typing()).records == records, "\(chunk)")
        #expect(reader.remarks == [])
      }
    }
  }

  @Test("columns are addressed by name, by NAME#2, or by number")
  func addresses() {
    let names = ["x", "", "x", nil, "3", "x"]
    #expect(columnAddresses(names) == ["x", "2", "x#2", "4", "3", "x#3"])
    #expect(columnIndex("x", among: names) == 0)
    #expect(columnIndex("x#2", among: names) == 2)
    #expect(columnIndex("x#3", among: names) == 5)
    #expect(columnIndex("3", among: names) == 4)
    #expect(columnIndex("2", among: names) == 1)
    #expect(columnIndex("x#4", among: names) == nil)
    #expect(columnIndex("", among: names) == nil)
    #expect(columnIndex("7", among: names) == nil)
  }
}
