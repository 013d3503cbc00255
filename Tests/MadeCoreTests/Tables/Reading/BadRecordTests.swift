// What becomes of bad records, and the limits that hold for all.

import MadeCore
import Testing

@Suite("Bad records and limits")
struct BadRecordTests {
  private let text = Array("0,1\n2,1\n1,1,1\n\n1,0\n1\n0,\n1,1\n\n".utf8)

  @Test("a bad record can keep its place, marked")
  func marked() {
    let reading = readInEveryWay([text], badRows: .markBad)
    #expect(reading.rows == ["01", "00", "00", "00", "10", "00", "00", "11"])
    #expect(reading.bad == [1, 2, 3, 5, 6])
    #expect(reading.texts == ["0,1", "2,1", "1,1,1", "", "1,0", "1", "0,", "1,1"])
    #expect(reading.error == nil)
  }

  @Test("a bad record can be left out, and is counted")
  func skipped() throws {
    let reading = readInEveryWay([text], badRows: .skip)
    #expect(reading.rows == ["01", "10", "11"])
    #expect(reading.bad == [] && reading.error == nil)
    let reader = RecordReader(sources: [MemorySource(text)], badRows: .skip)
    #expect(try reader.readAll().count == 3)
    #expect(reader.recordsRead == 8 && reader.badRecords == 5)
  }

  @Test(
    "broken quotes are an error whatever the policy",
    arguments: [
      BadRowPolicy.fail, .markBad, .skip,
    ])
  func structure(policy: BadRowPolicy) {
    let reading = readInEveryWay([Array("0,1\n1,\"1\n".utf8)], badRows: policy)
    #expect(reading.rows == ["01"])
    #expect(reading.error == .unterminatedQuote(source: "t", line: 2))
  }

  @Test("empty cells can be allowed, and are told from zeros")
  func missing() {
    var options = InputOptions()
    options.allowsMissing = true
    let reading = readInEveryWay(
      [Array("a,b,c\n0,,1\n1,1,1\n,,\n0,0,x\n1, ,\"\"\n".utf8)], options: options,
      badRows: .markBad)
    #expect(reading.rows == ["001", "111", "000", "000", "100"])
    #expect(reading.missing == ["010", "000", "111", "000", "011"])
    #expect(reading.bad == [3])
    let single = readInEveryWay([Array("1\n\n0\n\n".utf8)], options: options)
    #expect(single.rows == ["1", "0", "0"] && single.missing == ["0", "1", "0"])
    let idx = readInEveryWay(
      [Array("1\n\n0\n".utf8), [0, 0, 8, 1, 0, 0, 0, 1, 1]], options: options)
    #expect(idx.rows == ["1", "0", "0", "1"] && idx.missing == ["0", "1", "0", "0"])
  }

  @Test("a reader that failed stays failed")
  func failed() throws {
    let reader = RecordReader(sources: [MemorySource(Array("0\nx\n0\n".utf8))])
    #expect(try reader.next(limit: 9)?.count == 1)
    for _ in 0..<2 { #expect(throws: InputError.self) { _ = try reader.next(limit: 9) } }
  }

  @Test("a record may be as long as the limit and no longer")
  func longest() {
    var options = InputOptions()
    options.maximumLineBytes = 6
    let fits = readInEveryWay([Array("0,1\n00,001\r\n".utf8)], options: options)
    #expect(fits.rows == ["01", "01"] && fits.error == nil)
    for tooLong in ["0,1\n00,0001\r\n", "0,1\n00,0001", "0,1\n00,0001,,,,,,,,,,,,\n"] {
      let reading = readInEveryWay([Array(tooLong.utf8)], options: options)
      #expect(reading.rows == ["01"])
      #expect(
        reading.error == .recordTooLong(source: "t", line: 2, limit: 6, openQuote: nil))
    }
    let quoted = readInEveryWay([Array("0,1\n0,\"\n\n\n\n\n\n1\"\n".utf8)], options: options)
    #expect(quoted.error == .recordTooLong(source: "t", line: 2, limit: 6, openQuote: 2))
  }

  @Test("a record may have as many fields as the limit and no more")
  func widest() {
    var options = InputOptions()
    options.maximumColumns = 3
    #expect(readInEveryWay([Array("0,1,1\n".utf8)], options: options).rows == ["011"])
    #expect(
      readInEveryWay([Array("0,1,1,0\n".utf8)], options: options).error
        == .tooManyColumns(source: "t", limit: 3))
  }

  @Test("an endless line is refused before it fills the memory")
  func endless() {
    final class Endless: ByteSource {
      let name = "endless"
      var given = 0
      var isReady: Bool { true }
      func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        _ = buffer.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "0"))
        given += buffer.count
        return buffer.count
      }
    }
    let source = Endless()
    let reader = RecordReader(sources: [source])
    #expect(
      throws: InputError.recordTooLong(
        source: "endless", line: 1, limit: 16 << 20, openQuote: nil)
    ) { try reader.readAll() }
    #expect(source.given <= 33 << 20)
  }

  @Test("with a threshold any finite number is 0 or 1")
  func thresholds() {
    var options = InputOptions()
    options.threshold = 127
    let text = "127,128\n127.000001,-5\n1e3,0\n1e-400,127.5e0\n123456789012345678901,0\n"
    let reading = readInEveryWay([Array(text.utf8)], options: options)
    #expect(reading.rows == ["01", "10", "10", "01", "10"])
    for bad in ["nan", "inf", "1e400", "0x80", "x", "1_000"] {
      #expect(
        readInEveryWay([Array("0,0\n0,\(bad)\n".utf8)], options: options).error
          == .cell(source: "t", line: 2, field: 2, column: nil, expected: .number, found: bad))
    }
    for (threshold, rows) in [(-1.0, ["11"]), (0, ["01"]), (0.5, ["01"]), (1, ["00"])] {
      options.threshold = threshold
      #expect(readInEveryWay([Array("0,1\n".utf8)], options: options).rows == rows)
    }
  }
}
