// `made-fit --checkpoint` and `--resume`, as a batch system would use them.

import Foundation
import Testing

@Suite("made-fit --checkpoint")
struct CheckpointToolTests {
  /// A fit of a second or so whose every epoch is saved.
  static let fit = [
    "made-fit", "--hidden", "60", "--epochs", "60", "--patience", "60", "rows", "-j", "2",
  ].joined(separator: " ")
  static let saved = fit + " --checkpoint state --checkpoint-every 1 -o out --log log"
  static let place: Workshop = {
    let place = Workshop("checkpoints")
    place.write("rows", Shared.table.csv)
    expectSilentSuccess(shell("\(fit) -q -o whole --log wholelog", in: place))
    return place
  }()

  private func workshop() -> Workshop {
    let place = Workshop()
    place.write("rows", Shared.table.csv)
    return place
  }

  /// A log without its seconds.
  private func epochs(_ log: Data?) -> [Substring] {
    String(decoding: log ?? Data(), as: UTF8.self).split(separator: "\n").map {
      $0[..<($0.lastIndex(of: ",") ?? $0.endIndex)]
    }
  }

  @Test("a fit that is killed again and again, and resumed, ends as the unbroken one")
  func killed() {
    let place = workshop()
    var random = Choices(seed: 3)
    var kills = 0
    for turn in 0..<6 {
      let child = Child(
        "/bin/sh", ["-c", "cd '\(place.path)'; exec \(Self.saved) --resume"])
      // Every run ends an epoch, and is stopped while it saves it or anywhere later.
      guard child.waitForMessage("train ") else { break }
      usleep(.random(in: 0..<30_000, using: &random))
      kill(child.process, turn % 3 == 2 ? SIGTERM : SIGKILL)
      if child.finish().status != .exit(0) { kills += 1 }
    }
    #expect(kills >= 2)
    let last = shell(Self.saved + " --resume", in: place)
    #expect(last.isSuccess, "\(last)")
    #expect(place.read("out") == Self.place.read("whole"))
    #expect(epochs(place.read("log")) == epochs(Self.place.read("wholelog")))
    // Once more: nothing is left to do, and the model is the same.
    let again = shell(Self.saved + " --resume", in: place)
    #expect(again.isSuccess && again.message.contains("state: going on after epoch 60"))
    #expect(!again.message.contains("rows/s"), "\(again)")
    #expect(place.read("out") == Self.place.read("whole"))
  }

  @Test("a first run with --resume starts from the beginning and says so")
  func first() {
    let place = workshop()
    let outcome = shell(Self.saved + " --resume", in: place)
    #expect(outcome.isSuccess && outcome.message.hasPrefix("state: no checkpoint yet"))
    #expect(place.read("out") == Self.place.read("whole"))
    #expect(place.files == ["log", "out", "rows", "state"])
  }

  @Test("a checkpoint of something else is refused with status 65, and stays")
  func others() {
    let place = workshop()
    expectSilentSuccess(shell(Self.saved + " -q --epochs 3", in: place))
    let state = place.read("state")
    place.write("other", Table.chain(columns: 12, count: 2000, seed: 8).csv)
    for (change, words) in [
      ("", "other options"), ("--epochs 3 --seed 4", "other options"),
      ("--epochs 3 --holdout 0.3", "other records"), ("instead", "other records"),
      // Twice as many records have other defaults.
      ("--epochs 3 other", "other options"),
      ("--epochs 3 --masks 2", "another network, or with other masks"),
      ("--epochs 3 --initial out --hidden", "another network"),
    ] {
      let command =
        switch change {
        case "instead": Self.saved.replacing(" rows ", with: " other ") + " --epochs 3"
        case _ where change.contains("--initial"):
          Self.saved.replacing("--hidden 60", with: "") + " --epochs 3 --initial out"
        default: Self.saved + " " + change
        }
      let outcome = shell(command + " --resume", in: place)
      expectFailure(
        outcome, of: "made-fit", status: 65, saying: ["state: a checkpoint of", words], output: "")
    }
    #expect(place.read("state") == state)
    for (bytes, words) in [
      (Data("not one, but as long as one".utf8), "not a checkpoint"), (Data(), "ends early"),
      (state?.dropLast() ?? Data(), "ends early"), ((state ?? Data()) + [0], "more bytes follow"),
    ] {
      place.write("state", bytes)
      let outcome = shell(Self.saved + " --epochs 3 --resume", in: place)
      expectFailure(
        outcome, of: "made-fit", status: 65, saying: ["state: ", words], output: "")
      #expect(place.read("state") == bytes)
    }
  }

  @Test("a checkpoint that cannot be written does not cost the model, and ends with status 74")
  func fullDisk() {
    let place = workshop()
    place.write("state", "old")
    let command = "\(Self.fit) -q --epochs 3 --checkpoint /dev/full --checkpoint-every 1 -o out"
    let outcome = shell(command, in: place)
    expectFailure(
      outcome, of: "made-fit", status: 74, saying: ["/dev/full: cannot write"], output: "")
    expectSilentSuccess(run("made-masks", ["-m", place.path + "/out", "--check"]))
    let missing = shell("\(Self.fit) --checkpoint missing/state -o out2", in: place)
    expectFailure(
      missing, of: "made-fit", status: 73, saying: ["missing/state: cannot create"], output: "")
    #expect(place.files == ["out", "rows", "state"])
  }

  @Test("an interrupted fit leaves the checkpoint of a finished epoch")
  func interrupted() {
    let place = workshop()
    let child = Child("/bin/sh", ["-c", "cd '\(place.path)'; exec \(Self.saved)"])
    #expect(child.waitForMessage("epoch 3 "))
    kill(child.process, SIGINT)
    #expect(child.finish().status == .signal(SIGINT))
    #expect(place.files == ["log", "out", "rows", "state"])
    let outcome = shell(Self.saved + " --resume", in: place)
    #expect(outcome.isSuccess && outcome.message.contains("going on after epoch"), "\(outcome)")
    #expect(place.read("out") == Self.place.read("whole"))
  }
}
