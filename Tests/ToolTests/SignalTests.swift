import Foundation
import Testing

@Suite("Signals")
struct SignalTests {
  /// A fit that goes on until it is told not to.
  private static func endlessFit(_ place: Workshop, _ arguments: String, _ prefix: String = "")
    -> Child
  {
    let rows = place.write("rows", Shared.table.rows(0..<500).csv)
    let fit =
      "exec made-fit --hidden 300 --masks 1 --epochs 1000000 --patience 1000000 --batch-size 20 '\(rows)' \(arguments)"
    let child = Child("/bin/sh", ["-c", "cd '\(place.path)'; \(prefix) \(fit)"])
    #expect(child.waitForMessage("epoch 2 "))
    return child
  }

  @Test("a stopped fit saves its model and dies of the signal", arguments: [SIGINT, SIGTERM])
  func saves(number: Int32) {
    let place = Workshop()
    place.write("out", "old")
    let child = Self.endlessFit(place, "-o out --log log --curve curve")
    kill(child.process, number)
    let outcome = child.finish()
    #expect(outcome.status == .signal(number), "\(outcome)")
    let told = outcome.message.split(separator: "\n").filter { $0.hasPrefix("made-fit:") }
    #expect(outcome.output.isEmpty && told.count == 1, "\(outcome)")
    #expect(told.first?.hasPrefix("made-fit: saved epoch ") == true, "\(outcome)")
    let sample = run("made-sample", ["-m", place.path + "/out", "-n", "3"])
    expectSilentSuccess(sample)
    #expect(sample.lines.count == 4)
    #expect(place.files == ["curve", "log", "out", "rows"])
    let picture = String(decoding: place.read("curve") ?? Data(), as: UTF8.self)
    #expect(picture.contains("best: epoch") && picture.hasSuffix("</svg>\n"))
  }

  @Test("a second signal ends a fit at once, and nothing half-written is left")
  func twice() {
    let place = Workshop()
    place.write("out", "old")
    place.write("curve", "old")
    // Batches take so long that the second signal comes before the first is heeded.
    let rows = place.write("rows", Table.chain(columns: 64, count: 9000).csv)
    let child = Child(
      "/bin/sh",
      [
        "-c",
        "cd '\(place.path)'; exec made-fit --hidden 4000,4000 --masks 1 --batch-size 4000 --epochs 1000 "
          + "'\(rows)' -o out --curve curve",
      ])
    for _ in 0..<4000 where place.files.count < 5 { usleep(5000) }
    #expect(place.files.count == 5, "\(place.files)")
    usleep(200_000)
    kill(child.process, SIGINT)
    usleep(50_000)
    kill(child.process, SIGINT)
    #expect(child.finish().status == .signal(SIGINT))
    #expect(place.files == ["curve", "out", "rows"])
    #expect(place.read("out") == Data("old".utf8) && place.read("curve") == Data("old".utf8))
  }

  @Test("a stopped fit without -o writes no model, but the curve", arguments: [SIGINT, SIGTERM])
  func writesNothing(number: Int32) {
    let place = Workshop()
    let child = Self.endlessFit(place, "--curve curve")
    kill(child.process, number)
    let outcome = child.finish()
    #expect(outcome.status == .signal(number) && outcome.output.isEmpty, "\(outcome)")
    #expect(place.files == ["curve", "rows"])
  }

  @Test("a signal that the parent ignores is ignored")
  func ignored() {
    let place = Workshop()
    let child = Self.endlessFit(place, "-o out", "trap '' INT;")
    kill(child.process, SIGINT)
    // The runner knows the epochs: several more must pass.
    #expect(child.waitForMessage("epoch 9 "))
    kill(child.process, SIGTERM)
    #expect(child.finish().status == .signal(SIGTERM))
    expectSilentSuccess(run("made-masks", ["-m", place.path + "/out", "--check"]))
  }

  @Test("a killed fit leaves the older model as it was, and the next fit succeeds")
  func killed() {
    let place = Workshop()
    let old = Shared.bytes(Shared.model)
    place.write("out", old)
    let child = Self.endlessFit(place, "-o out")
    kill(child.process, SIGKILL)
    #expect(child.finish().status == .signal(SIGKILL))
    #expect(place.read("out") == old)
    let rows = place.path + "/rows"
    expectSilentSuccess(run("made-fit", Shared.quick + ["-o", place.path + "/out", rows]))
    expectSilentSuccess(run("made-masks", ["-m", place.path + "/out", "--check"]))
  }

  @Test(
    "a score that is stopped leaves nothing half-written",
    arguments: [
      SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXCPU, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1,
      SIGUSR2,
    ])
  func scoring(number: Int32) {
    let place = Workshop()
    place.write("out", "old")
    let child = Child(
      buildDirectory + "/made-score", ["-m", Shared.model, "-o", place.path + "/out"])
    child.send(Shared.table.csv)
    // Its temporary file shows that it is under way.
    for _ in 0..<4000 where place.files.count < 2 { usleep(5000) }
    #expect(place.files.count == 2)
    kill(child.process, number)
    // The input stays open until then.
    for _ in 0..<2000 where place.files != ["out"] { usleep(1000) }
    let outcome = child.finish()
    #expect(outcome.status == .signal(number) && outcome.errors.isEmpty, "\(outcome)")
    #expect(place.files == ["out"])
    #expect(place.read("out") == Data("old".utf8))
  }

  @Test(
    "a fit that waits for a reader of its model ends at the first signal",
    arguments: [SIGINT, SIGTERM], ["> pipe", "-o pipe"])
  func unreadModel(number: Int32, output: String) throws {
    let pipe = try UnreadPipe()
    // Neither another epoch nor sharpening follows, and the model is larger than any pipe.
    let child = pipe.fit("--hidden 3000 --masks 1 --epochs 1 \(output)")
    #expect(child.waitForMessage("epoch 1 "))
    #expect(pipe.waitUntilFull())
    kill(child.process, number)
    #expect(child.finish().status == .signal(number))
  }

  @Test(
    "a fit whose reports nobody reads saves its model at the first signal",
    arguments: [SIGINT, SIGTERM], ["-q --log pipe", "2> pipe"])
  func unreadReports(number: Int32, reports: String) throws {
    let pipe = try UnreadPipe()
    let child = pipe.fit(
      "--hidden 4 --masks 1 --epochs 1000000 --patience 1000000 --batch-size 500 -o out \(reports)")
    #expect(pipe.waitUntilFull())
    // A pipe has room for a few more lines; after these the fit waits, and what it says at its end would wait, too.
    usleep(500_000)
    kill(child.process, number)
    #expect(child.finish().status == .signal(number))
    expectSilentSuccess(run("made-masks", ["-m", pipe.place.path + "/out", "--check"]))
    #expect(pipe.place.files == ["out", "pipe", "rows"])
  }

  /// A named pipe, `pipe`, that is open for reading and never read.
  private final class UnreadPipe {
    let place = Workshop()
    private let descriptor: Int32

    init() throws {
      mkfifo(place.path + "/pipe", 0o600)
      descriptor = try #require(open(place.path + "/pipe", O_RDWR | O_NONBLOCK).asDescriptor)
      place.write("rows", Shared.table.rows(0..<500).csv)
    }

    deinit { close(descriptor) }

    func fit(_ options: String) -> Child {
      Child("/bin/sh", ["-c", "cd '\(place.path)'; exec made-fit rows \(options)"])
    }

    /// Waits until no more goes in.
    func waitUntilFull() -> Bool {
      var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      for _ in 0..<12_000 {
        if poll(&request, 1, 0) == 0 { return true }
        usleep(10_000)
      }
      return false
    }
  }
}

extension Int32 {
  /// What the system gave as a descriptor, nil for a failure.
  fileprivate var asDescriptor: Int32? { self < 0 ? nil : self }
}
