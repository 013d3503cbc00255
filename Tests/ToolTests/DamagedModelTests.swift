import Foundation
import Testing

@Suite("Models that are damaged or are none")
struct DamagedModelTests {
  static let commands: [(String, [String])] = [
    ("made-score", []), ("made-sample", []), ("made-masks", ["--check"]),
  ]

  /// Runs a command with a file of these bytes as its model, data being there.
  private func use(_ bytes: Data, _ command: (String, [String])) -> Outcome {
    let place = Workshop()
    let model = place.write("model.made", bytes)
    let row = command.0 == "made-score" ? "0,1,0,1,0,1,0,1,0,1,0,1\n" : ""
    return run(command.0, ["-m", model] + command.1, input: row)
  }

  static let files: [(String, Data, String)] = {
    let model = Shared.bytes(Shared.model)
    return [
      ("an empty file", Data(), "an empty file"),
      ("a text", Data("0,1,0\n".utf8), "looks like text"),
      ("one byte", Data([0x89]), "truncated"),
      (
        "half a model", model.prefix(model.count / 2),
        "truncated: \(model.count / 2) of \(model.count)"
      ),
      ("all but a byte", model.dropLast(), "truncated"),
      ("a model and a byte", model + Data([0]), "more bytes follow"),
      ("a model and a line end", model + Data([10]), "more bytes follow"),
      ("two models", model + model, "more bytes follow"),
      ("a compressed model", Shared.gzip(model), "looks like gzip"),
      ("a model sent as text", Data(model.map { $0 == 13 ? 10 : $0 }), "not a made model"),
      (
        "bytes of nothing", Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 * 131 >> 3) }),
        "model"
      ),
      ("zeros", Data(count: 4096), "not a made model"),
    ]
  }()

  @Test("a file that is no model is refused with status 65", arguments: files, commands)
  func notAModel(file: (String, Data, String), command: (String, [String])) {
    let outcome = use(file.1, command)
    expectFailure(
      outcome, of: command.0, status: 65, saying: ["model.made: ", file.2], output: "")
  }

  @Test("no cut of a model is taken for one")
  func cuts() {
    let model = Shared.bytes(Shared.model)
    for length in stride(from: 0, to: model.count, by: 61) {
      let outcome = use(model.prefix(length), Self.commands[1])
      #expect(outcome.status == .exit(65), "\(length) bytes: \(outcome)")
    }
  }

  @Test("no flipped bit goes unnoticed")
  func flips() {
    let model = Shared.bytes(Shared.model)
    var random = Choices(seed: 5)
    for index in Array(0..<40)
      + (0..<60).map({ _ in Int.random(in: 0..<model.count, using: &random) })
    {
      var damaged = model
      damaged[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      let outcome = use(damaged, Self.commands[0])
      expectFailure(outcome, of: "made-score", status: 65, saying: ["model.made"], output: "")
    }
  }

  @Test("a fit does not start from what is no model")
  func initial() {
    let place = Workshop()
    let broken = place.write("broken", Shared.bytes(Shared.model).dropLast(3))
    let outcome = run(
      "made-fit", ["--quiet", "--initial", broken, "-o", place.path + "/out"],
      input: Shared.table.csv)
    expectFailure(outcome, of: "made-fit", status: 65, saying: ["broken: truncated"], output: "")
    #expect(place.files == ["broken"])
  }

  @Test("a model is read from a pipe as from a file")
  func pipe() {
    let model = Shared.bytes(Shared.model)
    let sample = run("made-sample", ["-m", "-", "-n", "9", "--seed", "2"], input: model)
    #expect(
      expectSilentSuccess(sample)
        == run("made-sample", ["-m", Shared.model, "-n", "9", "--seed", "2"]).output)
    let masks = run("made-masks", ["-m", "-", "--check"], input: model)
    #expect(
      expectSilentSuccess(masks) == run("made-masks", ["-m", Shared.model, "--check"]).output)
  }
}
