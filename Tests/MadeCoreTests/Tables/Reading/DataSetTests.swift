// Real files: the same records in every format they come in.

import Foundation
import MadeCore
import Testing

@Suite(
  "Data sets",
  .enabled(if: dataDirectory != nil, "no data: set MADE_DATA to the directory of the data sets"))
struct DataSetTests {
  @Test("binarized MNIST is the same table as text and as IDX", arguments: ["valid", "test"])
  func binarizedMNIST(split: String) throws {
    let directory = try #require(dataDirectory).appending(path: "binarized_mnist").path
    let text = RecordReader(paths: ["\(directory)/\(split).csv.gz"])
    let idx = RecordReader(paths: ["\(directory)/\(split)-images-idx3-ubyte.gz"])
    let rows = try text.readAll()
    #expect(rows.count == 10_000 && rows.columns == 784)
    #expect(try idx.readAll() == rows)
    #expect(idx.schema == Schema(binaryColumns: 784, imageShape: [28, 28]))
    #expect(text.schema == Schema(binaryColumns: 784))
  }

  @Test("grey levels of MNIST get a threshold, labels one column")
  func mnist() throws {
    let directory = try #require(dataDirectory).appending(path: "mnist").path
    let images = RecordReader(paths: ["\(directory)/t10k-images-idx3-ubyte.gz"])
    #expect(try images.readAll().count == 10_000)
    #expect(images.schema.threshold == 127)
    let labels = RecordReader(paths: ["\(directory)/t10k-labels-idx1-ubyte.gz"])
    #expect(try labels.readAll().columns == 1)
  }
}

@Suite("Sizes")
struct SizeTests {
  @Test("a hundred thousand columns are a record like any other")
  func wide() throws {
    let columns = 100_000
    let line = String(repeating: "0,1,", count: columns / 2 - 1) + "1,1\r\n"
    for usesFastPath in [true, false] {
      let source = MemorySource(Array((line + line).utf8), chunk: 65_537)
      let rows = try RecordReader(sources: [source], usesFastPath: usesFastPath).readAll()
      #expect(rows.count == 2 && rows.columns == columns)
      #expect(rows[1, columns - 2] && rows[1, 1] && !rows[1, 0])
    }
  }

  @Test("a wrong record far down is found at its line")
  func deep() {
    var text = [UInt8]()
    for _ in 0..<100_000 { text += Array("0,1\n".utf8) }
    text += Array("0\n".utf8)
    let reader = RecordReader(sources: [MemorySource(text)])
    #expect(
      throws: InputError.fieldCount(source: "memory", line: 100_001, expected: 2, found: 1)
    ) { try reader.readAll() }
  }
}
