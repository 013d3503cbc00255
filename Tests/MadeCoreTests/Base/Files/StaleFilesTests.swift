// Temporary files of writers that were killed go away with the next save; all other files stay.

import Foundation
import MadeCore
import Testing

@Suite("Files left by the dead")
struct StaleFilesTests {
  @Test("only .NAME.PID-N.part is a temporary file of NAME")
  func names() {
    for name in [".m.made.1-0.part", ".m.made.4194304-9999.part"] {
      #expect(StaleFiles.isTemporary(name, of: "m.made"), "\(name)")
    }
    for name in [
      "m.made", ".m.made.part", ".m.made.1.part", ".m.made.1-.part", ".m.made.-0.part",
      ".m.made.1-0-0.part", ".m.made.1-0.par", "m.made.1-0.part", ".m.made.x-0.part",
      ".m.made.+1-0.part", ".m.made. 1-0.part", ".m.1-0.part", ".m.made.made.1-0.part",
      ".m.made.١-0.part", ".", "..", "", ".m.made.",
    ] {
      #expect(!StaleFiles.isTemporary(name, of: "m.made"), "\(name)")
    }
  }

  @Test("a save removes what a dead one has left, and nothing else")
  func dead() throws {
    let directory = try TemporaryDirectory()
    try directory.write("half", to: ".out.1-0.part")
    try directory.write("half", to: ".out.99999-12.part")
    try directory.write("mine", to: ".other.1-0.part")
    try directory.write("mine", to: ".out.1-0.part.bak")
    try directory.write("mine", to: "elsewhere")
    // Names that are none of ours for all that: nothing is removed, opened or waited for.
    symlink(directory.file("elsewhere"), directory.file(".out.1-1.part"))
    mkfifo(directory.file(".out.1-2.part"), 0o600)
    mkdir(directory.file(".out.1-3.part"), 0o700)
    let sink = try AtomicFile(path: directory.file("out"))
    try sink.write("new")
    try sink.commit()
    #expect(try directory.text(of: "out") == "new")
    #expect(
      try directory.names == [
        ".other.1-0.part", ".out.1-0.part.bak", ".out.1-1.part", ".out.1-2.part", ".out.1-3.part",
        "elsewhere", "out",
      ])
    #expect(try directory.text(of: "elsewhere") == "mine")
  }

  @Test("the file of a writer that lives is left to it, up to its commit")
  func living() throws {
    let directory = try TemporaryDirectory()
    let first = try AtomicFile(path: directory.file("out"))
    try first.write("first")
    let second = try AtomicFile(path: directory.file("out"))
    try second.write("second")
    #expect(try directory.names.count == 2)
    try first.commit()
    #expect(try directory.text(of: "out") == "first")
    try second.commit()
    #expect(try directory.text(of: "out") == "second")
    #expect(try directory.names == ["out"])
  }

  @Test("saves at once from many threads, each of which removes what it takes for stale")
  func crowd() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("out")
    await withTaskGroup(of: Bool.self) { group in
      for writer in 0..<8 {
        group.addTask {
          for round in 0..<40 {
            do {
              let sink = try AtomicFile(path: path)
              try sink.write(String(repeating: "\(writer)", count: 1000 + round))
              try sink.commit()
            } catch {
              Issue.record("writer \(writer): \(error)")
              return false
            }
          }
          return true
        }
      }
      for await success in group { #expect(success) }
    }
    let text = try directory.text(of: "out")
    #expect(text.count >= 1000 && Set(text).count == 1)
    #expect(try directory.names == ["out"])
  }

  @Test("no descriptor is kept, whatever the end")
  func descriptors() throws {
    func open() -> Int { (0..<256).count { fcntl($0, F_GETFD) != -1 } }
    let directory = try TemporaryDirectory()
    // Other tests open files at the same time: what is kept would show in every round.
    let before = open()
    for _ in 0..<100 {
      try AtomicFile(path: directory.file("a")).commit()
      try AtomicFile(path: directory.file("b")).discard()
      _ = try AtomicFile(path: directory.file("c"))
    }
    #expect(open() < before + 50)
    #expect(try directory.names == ["a"])
  }
}
