// Files and pipes as sources, and the promise to processes that wait for an answer.

import Foundation
import MadeCore
import Testing

private func pipeEnds() -> (reading: Int32, writing: Int32) {
  var ends: [Int32] = [0, 0]
  precondition(pipe(&ends) == 0)
  return (ends[0], ends[1])
}

private func send(_ bytes: [UInt8], to descriptor: Int32) {
  precondition(write(descriptor, bytes, bytes.count) == bytes.count)
}

@Suite("File sources")
struct FileSourceTests {
  @Test("a missing file and a directory cannot be opened")
  func refused() throws {
    let directory = try TemporaryDirectory()
    #expect(throws: FileError.cannotOpen(source: directory.file("none"), code: ENOENT)) {
      try FileSource.open(directory.file("none"))
    }
    #expect(throws: FileError.directory(source: directory.path)) {
      try FileSource.open(directory.path)
    }
    #expect(throws: FileError.cannotOpen(source: "a\0b", code: ENOENT)) {
      try FileSource.open("a\0b")
    }
    #expect(throws: FileError.cannotOpen(source: "closed", code: EBADF)) {
      try FileSource(descriptor: 999, name: "closed")
    }
  }

  @Test("several files are one stream, in their order")
  func files() throws {
    let directory = try TemporaryDirectory()
    try directory.write("a,b\n0,1\n", to: "1.csv")
    try directory.write("a,b\n1,0", to: "2.csv")
    let reader = RecordReader(paths: [directory.file("1.csv"), directory.file("2.csv")])
    #expect(try reader.readAll() == Rows(columns: 2, rows: [[false, true], [true, false]]))
    let missing = RecordReader(paths: [directory.file("1.csv"), directory.file("3.csv")])
    #expect(try missing.next(limit: 10)?.count == 1)
    #expect(throws: InputError.file(.cannotOpen(source: directory.file("3.csv"), code: ENOENT))) {
      try missing.next(limit: 10)
    }
  }

  @Test("a line sent is a record received, before the next line is sent", arguments: [false, true])
  func answers(compressed: Bool) throws {
    let ends = pipeEnds()
    let source = try FileSource(descriptor: ends.reading, name: "pipe", closesDescriptor: true)
    let reader = RecordReader(sources: [source], schema: Schema(binaryColumns: 2))
    for row in 0..<20 {
      let line = Array((row % 3 == 0 ? "0,1\n" : "1,0\r\n").utf8)
      // Each line a member of its own: what a compressing peer flushes.
      send(compressed ? gzipped(line) : line, to: ends.writing)
      let batch = try #require(try reader.next(limit: 1000))
      #expect(batch.count == 1 && batch.firstRecord == row)
      #expect(batch.rows[0, 0] == (row % 3 != 0))
    }
    // A part of a line is no record: it must not hold back the whole one before it.
    let part = Array("0,1\n1,".utf8)
    send(compressed ? gzipped(part) : part, to: ends.writing)
    #expect(try reader.next(limit: 1000)?.count == 1)
    let rest = Array("1".utf8)
    send(compressed ? gzipped(rest) : rest, to: ends.writing)
    close(ends.writing)
    let last = try #require(try reader.next(limit: 1000))
    #expect(last.count == 1 && last.rows[0, 0] && last.rows[0, 1])
    #expect(try reader.next(limit: 1000) == nil)
  }

  @Test("a gzip source with half a header at hand is not ready")
  func notReady() throws {
    let ends = pipeEnds()
    let source = GzipSource(
      try FileSource(descriptor: ends.reading, name: "pipe", closesDescriptor: true))
    #expect(!source.isReady)
    let bytes = gzipped(Array("0,1\n".utf8))
    send(Array(bytes.prefix(5)), to: ends.writing)
    #expect(!source.isReady)
    send(Array(bytes.dropFirst(5)), to: ends.writing)
    #expect(source.isReady)
    close(ends.writing)
  }

  @Test("a descriptor that does not block is waited for")
  func nonBlocking() throws {
    let ends = pipeEnds()
    #expect(fcntl(ends.reading, F_SETFL, O_NONBLOCK) == 0)
    let source = try FileSource(descriptor: ends.reading, name: "pipe", closesDescriptor: true)
    let writer = Thread {
      usleep(20_000)
      send(Array("1\n".utf8), to: ends.writing)
      usleep(20_000)
      send(Array("0\n".utf8), to: ends.writing)
      close(ends.writing)
    }
    writer.start()
    let rows = try RecordReader(sources: [source]).readAll()
    #expect(rows == Rows(columns: 1, rows: [[true], [false]]))
  }
}
