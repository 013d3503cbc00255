// Sinks: nothing may be lost silently, and a file is whole or not there.

import Foundation
import MadeCore
import Testing

@Suite("Sinks")
struct SinkTests {
  @Test("what is written arrives, in pieces of any size")
  func pieces() throws {
    let directory = try TemporaryDirectory()
    let descriptor = open(directory.file("out"), O_WRONLY | O_CREAT, 0o600)
    let sink = FileSink(descriptor: descriptor, name: "out", capacity: 16)
    var expected = ""
    for length in 0..<70 {
      let piece = String(repeating: length % 2 == 0 ? "é" : "a", count: length)
      try sink.write(piece)
      expected += piece
    }
    try sink.close()
    try sink.close()
    #expect(try directory.text(of: "out") == expected)
    #expect(fcntl(descriptor, F_GETFD) == -1)
  }

  @Test("a full disk is an error, at the latest when closing")
  func full() throws {
    let sink = FileSink(descriptor: open("/dev/full", O_WRONLY), name: "full")
    try sink.write("0\n")
    #expect(throws: OutputError.writeFailed(name: "full", code: ENOSPC)) { try sink.close() }
    let long = FileSink(descriptor: open("/dev/full", O_WRONLY), name: "full")
    #expect(throws: OutputError.writeFailed(name: "full", code: ENOSPC)) {
      try long.write([UInt8](repeating: 48, count: 1 << 20))
    }
  }

  @Test("a reader that went away is told apart")
  func brokenPipe() throws {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    let sink = FileSink(descriptor: ends[1], name: "pipe")
    try sink.write("0\n")
    #expect(throws: OutputError.brokenPipe(name: "pipe")) { try sink.flush() }
    close(ends[1])
  }

  @Test("closing a sink over a closed descriptor fails")
  func closed() throws {
    let sink = FileSink(descriptor: 998, name: "closed")
    #expect(throws: OutputError.writeFailed(name: "closed", code: EBADF)) { try sink.close() }
  }
}

@Suite("Atomic files")
struct AtomicFileTests {
  @Test("a file appears with commit, whole, and nothing else does")
  func commit() throws {
    let directory = try TemporaryDirectory()
    let file = try AtomicFile(path: directory.file("model"))
    try file.write("whole")
    #expect(try !directory.names.contains("model"))
    #expect(try directory.names == [URL(filePath: file.temporaryPath ?? "").lastPathComponent])
    try file.commit()
    #expect(try directory.names == ["model"])
    #expect(try directory.text(of: "model") == "whole")
    #expect(file.temporaryPath == nil)
  }

  @Test("without commit the older file stays and nothing is left", arguments: [false, true])
  func discard(explicitly: Bool) throws {
    let directory = try TemporaryDirectory()
    try directory.write("older", to: "model")
    do {
      let file = try AtomicFile(path: directory.file("model"))
      try file.write("half")
      if explicitly { file.discard() }
    }
    #expect(try directory.names == ["model"])
    #expect(try directory.text(of: "model") == "older")
  }

  @Test("an existing file keeps its permissions, a new one gets those of the umask")
  func permissions() throws {
    let directory = try TemporaryDirectory()
    try directory.write("older", to: "old")
    #expect(chmod(directory.file("old"), 0o640) == 0)
    for name in ["old", "new"] {
      let file = try AtomicFile(path: directory.file(name))
      try file.write("text")
      try file.commit()
    }
    // Read without changing it: other tests run in this process.
    let reference = open(directory.file("reference"), O_WRONLY | O_CREAT, 0o666)
    close(reference)
    func mode(_ name: String) -> mode_t {
      var status = stat()
      return stat(directory.file(name), &status) == 0 ? status.st_mode & 0o7777 : 0
    }
    #expect(mode("old") == 0o640)
    #expect(mode("new") == mode("reference"))
  }

  @Test("a symbolic link stays, the file it points to is replaced", arguments: [true, false])
  func link(exists: Bool) throws {
    let directory = try TemporaryDirectory()
    #expect(mkdir(directory.file("sub"), 0o755) == 0)
    if exists { try directory.write("older", to: "sub/model") }
    #expect(symlink("sub/model", directory.file("link")) == 0)
    #expect(symlink(directory.file("link"), directory.file("sub/second")) == 0)
    let file = try AtomicFile(path: directory.file("sub/second"))
    try file.write("new")
    try file.commit()
    #expect(try directory.text(of: "sub/model") == "new")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: directory.file("link"))
        == "sub/model")
    #expect(try directory.names == ["link", "sub"])
  }

  @Test("a link to a name that is not UTF-8 is followed to that name and no other one")
  func strangeLink() throws {
    let directory = try TemporaryDirectory()
    let target: [CChar] = "caf".utf8.map { CChar($0) } + [CChar(bitPattern: 0xe9), 0]
    let made = symlink(target, directory.file("link"))
    #expect(made == 0)
    let file = try AtomicFile(path: directory.file("link"))
    try file.write("new")
    try file.commit()
    var information = stat()
    #expect(stat(directory.file("link"), &information) == 0 && information.st_size == 3)
    #expect(try directory.names.count == 2)
  }

  @Test("what cannot be created says so")
  func refused() throws {
    let directory = try TemporaryDirectory()
    #expect(throws: OutputError.directory(name: directory.path)) {
      try AtomicFile(path: directory.path)
    }
    #expect(throws: OutputError.directory(name: directory.path + "/")) {
      try AtomicFile(path: directory.path + "/")
    }
    #expect(throws: OutputError.cannotCreate(name: directory.file("no/model"), code: ENOENT)) {
      try AtomicFile(path: directory.file("no/model"))
    }
    #expect(symlink("loop", directory.file("loop")) == 0)
    #expect(throws: OutputError.cannotCreate(name: directory.file("loop"), code: ELOOP)) {
      try AtomicFile(path: directory.file("loop"))
    }
    #expect(throws: OutputError.cannotCreate(name: "", code: ENOENT)) { try AtomicFile(path: "") }
  }

  @Test("devices, FIFOs and descriptors are written directly")
  func direct() throws {
    let full = try AtomicFile(path: "/dev/full")
    #expect(full.temporaryPath == nil)
    try full.write("0")
    #expect(throws: OutputError.writeFailed(name: "/dev/full", code: ENOSPC)) {
      try full.commit()
    }
    let directory = try TemporaryDirectory()
    let descriptor = open(directory.file("out"), O_WRONLY | O_CREAT, 0o600)
    #expect(write(descriptor, "first ", 6) == 6)
    let named = try AtomicFile(path: "/dev/fd/\(descriptor)")
    try named.write("second")
    try named.commit()
    close(descriptor)
    #expect(try directory.text(of: "out") == "first second")
    #expect(mkfifo(directory.file("fifo"), 0o600) == 0)
    let reading = open(directory.file("fifo"), O_RDONLY | O_NONBLOCK)
    let fifo = try AtomicFile(path: directory.file("fifo"))
    try fifo.write("through")
    try fifo.commit()
    var bytes = [UInt8](repeating: 0, count: 20)
    #expect(Foundation.read(reading, &bytes, 20) == 7)
    close(reading)
    #expect(try directory.names == ["fifo", "out"])
  }
}
