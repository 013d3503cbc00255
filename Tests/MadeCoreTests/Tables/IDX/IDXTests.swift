// IDX files, sound and otherwise.

import MadeCore
import Testing

private func idx(type: UInt8 = 8, _ sizes: [UInt32], _ data: [UInt8] = []) -> [UInt8] {
  let dimensions: [UInt8] = sizes.flatMap { size in
    withUnsafeBytes(of: size.bigEndian) { Array($0) }
  }
  return [0, 0, type, UInt8(sizes.count)] + dimensions + data
}

private func automatic(_ bytes: [UInt8], _ more: [UInt8]...) throws -> (Rows, Schema) {
  let sources = ([bytes] + more).map { MemorySource($0, chunk: 5) }
  let reader = RecordReader(sources: sources)
  return (try reader.readAll(), reader.schema)
}

@Suite("IDX")
struct IDXTests {
  @Test("bytes of 0 and 1 are cells, and the shape is kept")
  func binary() throws {
    let bytes = idx([2, 2, 3], [0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0])
    let reading = readInEveryWay([bytes])
    #expect(reading.rows == ["011001", "110000"] && reading.error == nil)
    #expect(reading.texts == ["0,1,1,0,0,1", "1,1,0,0,0,0"])
    let (rows, schema) = try automatic(bytes)
    #expect(rows.count == 2 && rows[0, 5] && !rows[1, 5])
    #expect(schema == Schema(binaryColumns: 6, imageShape: [2, 3]))
    #expect(readInEveryWay([idx([3], [1, 0, 1])]).rows == ["1", "0", "1"])
    #expect(try automatic(idx([3], [1, 0, 1])).1.imageShape == nil)
    #expect(readInEveryWay([idx([0, 4])]).rows == [])
    #expect(try automatic(idx([0, 4])).1.columns.count == 4)
  }

  @Test("grey levels make the threshold 127, wherever the first of them is")
  func greyLevels() throws {
    let levels: [UInt8] = [0, 1, 1, 0, 1, 1, 127, 128, 255, 2, 1, 0]
    let (rows, schema) = try automatic(idx([4, 3], levels))
    #expect(
      rows
        == Rows(
          columns: 3,
          rows: [
            [false, false, false], [false, false, false], [false, true, true],
            [false, false, false],
          ]))
    #expect(schema.threshold == 127)
    // Also when it is in a later input, and with records of text between.
    let (several, _) = try automatic(
      idx([1, 3], [1, 1, 1]), Array("1,1,1\n".utf8), idx([2, 3], [1, 1, 1, 200, 1, 0]))
    #expect(
      several
        == Rows(
          columns: 3,
          rows: [
            [false, false, false], [true, true, true], [false, false, false], [true, false, false],
          ]))
  }

  @Test("preparing first changes nothing")
  func prepared() throws {
    let reader = RecordReader(sources: [MemorySource(idx([2, 1], [1, 200]))])
    #expect(try reader.prepare())
    #expect(try reader.readAll() == Rows(columns: 1, rows: [[false], [true]]))
    #expect(reader.schema.threshold == 127 && reader.format == .idx)
  }

  @Test("the model's rule holds for every shard; the option goes before it")
  func shards() {
    let levels = idx([3, 1], [1, 127, 128])
    let grey = Schema(binaryColumns: 1, threshold: 127)
    #expect(readInEveryWay([levels], schema: grey).rows == ["0", "0", "1"])
    #expect(readInEveryWay([idx([1, 1], [1])], schema: grey).rows == ["0"])
    #expect(
      readInEveryWay([Array("0\n1\n".utf8)], schema: grey).rows == ["0", "1"],
      "the rule is for bytes, not for text")
    var options = InputOptions()
    options.threshold = 0
    #expect(readInEveryWay([levels], options: options, schema: grey).rows == ["1", "1", "1"])
    for (threshold, rows) in [
      (-1.0, "111"), (-0.5, "111"), (0.5, "111"), (1, "011"), (126.9, "011"), (127, "001"),
      (254.5, "000"), (255, "000"), (1e9, "000"),
    ] {
      options.threshold = threshold
      #expect(readInEveryWay([levels], options: options).rows.joined() == rows)
    }
  }

  @Test("without a rule a byte other than 0 and 1 is a bad record")
  func exact() {
    let reading = readInEveryWay(
      [idx([3, 2], [0, 1, 1, 7, 1, 1])], schema: Schema(binaryColumns: 2))
    #expect(reading.rows == ["01"])
    #expect(reading.error == .idxCell(source: "t", record: 2, field: 2, found: 7))
    let marked = readInEveryWay(
      [idx([3, 2], [0, 1, 1, 7, 1, 1])], schema: Schema(binaryColumns: 2), badRows: .markBad)
    #expect(marked.rows == ["01", "00", "11"] && marked.bad == [1])
  }

  @Test("every width and threshold is packed as one byte after the other would be")
  func packing() {
    for columns in Array(1...70) + [128, 129] {
      let levels = (0..<3 * columns).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ columns) }
      for threshold in [0, 1, 63, 127, 128, 129, 200, 254] as [Double] {
        var plan = ReadingPlan()
        plan.options.threshold = threshold
        let reading = read([idx([3, UInt32(columns)], levels)], plan)
        #expect(
          reading.rows.joined() == String(levels.map { Double($0) > threshold ? "1" : "0" }),
          "\(columns) columns, threshold \(threshold)")
      }
    }
  }

  private static let broken: [([UInt8], InputError)] = [
    ([0, 0], .idx(source: "t", .truncated(expected: 4, found: 2))),
    ([0, 0, 8], .idx(source: "t", .truncated(expected: 4, found: 3))),
    ([0, 0, 8, 2, 0, 0, 0, 1], .idx(source: "t", .truncated(expected: 12, found: 8))),
    (idx([]), .idx(source: "t", .dimensions)),
    (idx(type: 9, [1, 1], [0]), .idx(source: "t", .type(9, name: "signed bytes"))),
    (idx(type: 0x0b, [1]), .idx(source: "t", .type(11, name: "16-bit integers"))),
    (idx(type: 0x0c, [1]), .idx(source: "t", .type(12, name: "32-bit integers"))),
    (idx(type: 0x0d, [1]), .idx(source: "t", .type(13, name: "32-bit floats"))),
    (idx(type: 0x0e, [1]), .idx(source: "t", .type(14, name: "64-bit floats"))),
    (idx(type: 0x0a, [1]), .idx(source: "t", .type(10, name: nil))),
    (idx([2, 0]), .idx(source: "t", .emptyRecords)),
    (idx([0, 0, 3]), .idx(source: "t", .emptyRecords)),
    (idx([1, .max, .max, .max]), .idx(source: "t", .tooLarge)),
    (idx([.max, .max, .max]), .idx(source: "t", .tooLarge)),
    (idx([.max, 1 << 20, 1 << 12]), .idx(source: "t", .tooLarge)),
    (idx([1, 1 << 21]), .tooManyColumns(source: "t", limit: 1 << 20)),
    ([0, 0, 8, 255] + [UInt8](repeating: 255, count: 1020), .idx(source: "t", .tooLarge)),
    ([3, 8, 0, 0, 1, 0, 0, 0], .idx(source: "t", .byteOrder)),
    ([1, 8, 0, 0, 1, 0, 0, 0], .idx(source: "t", .byteOrder)),
    (idx([2, 2], [0, 1, 1]), .idx(source: "t", .truncated(expected: 16, found: 15))),
    (
      idx([.max, 4], [0, 1, 1]),
      .idx(source: "t", .truncated(expected: 12 + 4 * 0xffff_ffff, found: 15))
    ),
    (idx([1, 2], [0, 1, 1]), .idx(source: "t", .trailingBytes(byte: 14))),
    (idx([0, 2], [0]), .idx(source: "t", .trailingBytes(byte: 12))),
  ]

  @Test("a broken file is refused, saying why", arguments: broken)
  func refused(bytes: [UInt8], error: InputError) {
    #expect(readInEveryWay([bytes]).error == error)
  }

  @Test("the format can be insisted on")
  func format() {
    var options = InputOptions()
    options.format = .idx
    #expect(
      readInEveryWay([Array("0,1\n".utf8)], options: options).error == .notIDX(source: "t"))
    options.format = .csv
    #expect(readInEveryWay([idx([1, 1], [0])], options: options).error == .wideText(source: "t"))
  }

  @Test("inputs of different widths are refused with both")
  func widths() {
    #expect(
      readInEveryWay([idx([1, 2], [0, 1]), idx([1, 3], [0, 1, 1])]).error
        == .columnCount(source: "t2", expected: 2, found: 3))
    #expect(
      readInEveryWay([idx([1, 2], [0, 1])], schema: Schema(binaryColumns: 3)).error
        == .columnCount(source: "t", expected: 3, found: 2))
    #expect(readInEveryWay([idx([1, 2], [0, 1]), Array("1,1\n".utf8)]).rows == ["01", "11"])
  }
}
