// What is asked of a distribution at the shell: probabilities of conditions, several labels, which columns hang together.

import Foundation
import Testing

@Suite("Conditions and information")
struct ConditionToolTests {
  private static let place = Workshop("conditions")
  private static let colours = ["red", "blue", "dark, blue", "green"]

  private static let models: [String] = ["ordered", "endless"].map { name in
    let path = place.path + "/\(name).made"
    let masks = name == "endless" ? ["--masks", "endless", "--evaluate-masks", "3"] : []
    let outcome = run(
      "made-fit", Shared.quick + masks + ["--missing", "?", "-o", path], input: TypedTableTests.csv)
    if !outcome.isSuccess { print("\(name) was not fitted: \(outcome)") }
    return path
  }

  /// The numbers of a line.
  private func numbers(_ line: String) -> [Double] {
    line.split(separator: ",").compactMap { Double($0) }
  }

  @Test("without a file one line has the probability and its error", arguments: models)
  func probability(model: String) {
    func ask(_ conditions: String..., more: [String] = []) -> [Double] {
      let outcome = run(
        "made-score", ["-m", model] + conditions.flatMap { ["--where", $0] } + more,
        input: "no,one\nreads,this\n")
      expectSilentSuccess(outcome)
      #expect(outcome.lines.count == 1, "\(outcome)")
      return numbers(outcome.lines[0])
    }
    let each = Self.colours.map { ask("colour=\($0)") }
    let sum = each.reduce(0) { $0 + $1[0] }
    #expect(sum < 1.02 && sum > 0.9, "\(each)")
    #expect(each.allSatisfy { $0.count == 2 && $0[1] >= 0 && $0[1] < 0.02 })
    let (red, both) = (each[0][0], ask("colour=red", "is_old=1"))
    #expect(both[0] < red + 4 * both[1] && both[0] > 0, "\(both)")
    #expect(ask("colour=red", "is_old=1", more: ["-j", "1"]) == both)
    #expect(ask("colour=red", "is_old=1", more: ["--particles", "3000"]).count == 2)
    // The model may come from standard input, for nothing else does.
    let piped = run(
      "made-score", ["-m", "-", "--where", "colour=red"],
      input: FileManager.default.contents(atPath: model) ?? Data())
    #expect(numbers(piped.lines[0]) == each[0], "\(piped)")
  }

  @Test("with a file each row has the probability given its cells", arguments: models)
  func given(model: String) {
    let rows = "size,colour,is_old,note\n1,red,,fine\n,blue,1,\n3,,,?\n"
    let outcome = run("made-score", ["-m", model, "--where", "colour=red", "-"], input: rows)
    expectSilentSuccess(outcome)
    #expect(outcome.lines[0] == "probability,standard_error")
    #expect(outcome.lines[1] == "1.0,0.0" && outcome.lines[2] == "0.0,0.0", "\(outcome)")
    let open = numbers(outcome.lines[3])
    #expect(open.count == 2 && open[0] > 0 && open[0] < 1 && open[1] < 0.1, "\(outcome)")
    let appended = run(
      "made-score", ["-m", model, "--where", "colour=red", "-a", "-j", "1", "-"], input: rows)
    #expect(appended.lines[3] == "3,,,?," + outcome.lines[3], "\(appended)")
  }

  @Test("made-sample says how probable conditions are, and that training did not meet them")
  func sampled() {
    let drawn = run(
      "made-sample",
      ["-m", Self.models[0], "-n", "3", "--seed", "1", "--where", "colour=red", "-v"])
    #expect(
      drawn.isSuccess && drawn.message.contains("the conditions have probability"), "\(drawn)")
    #expect(!drawn.message.contains("practically never"), "\(drawn)")
    let quiet = run(
      "made-sample",
      ["-m", Self.models[0], "-n", "3", "--seed", "1", "--where", "colour=red", "-q"])
    #expect(quiet.lines == drawn.lines)
    expectSilentSuccess(quiet)
  }

  @Test("several labels have joint probabilities that sum to 1", arguments: models)
  func joint(model: String) {
    let outcome = run(
      "made-score", ["-m", model, "--label", "colour,is_old"], input: TypedTableTests.csv)
    expectSilentSuccess(outcome)
    #expect(outcome.lines[0].hasPrefix("colour=blue & is_old=0,colour=blue & is_old=1,\"colour="))
    let single = run("made-score", ["-m", model, "--label", "is_old"], input: TypedTableTests.csv)
    #expect(single.lines[0] == "0,1" && single.lines.count == outcome.lines.count)
    for line in outcome.lines.dropFirst().prefix(50) {
      let shares = numbers(line)
      #expect(shares.count == 8 && abs(shares.reduce(0, +) - 1) < 1e-5, "\(line)")
    }
  }

  @Test("mutual information has a line for each pair, and a picture")
  func information() {
    let outcome = run("made-masks", ["-m", Self.models[0], "--information"])
    expectSilentSuccess(outcome)
    #expect(outcome.lines[0] == "column,other,nats,standard_error")
    #expect(outcome.lines.count == 7, "\(outcome)")
    let ranked = run(
      "made-masks", ["-m", Self.models[0], "--information", "--column", "colour", "-j", "1"])
    expectSilentSuccess(ranked)
    #expect(ranked.lines[0] == "column,nats,standard_error" && ranked.lines.count == 4)
    let nats = ranked.lines.dropFirst().compactMap { numbers($0).first }
    #expect(nats == nats.sorted(by: >) && nats.count == 3, "\(ranked)")
    let path = Self.place.path + "/information.png"
    let picture = run(
      "made-masks", ["-m", Self.models[0], "--information", "--format", "png", "-o", path])
    expectSilentSuccess(picture)
    let bytes = FileManager.default.contents(atPath: path) ?? Data()
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }

  @Test(
    "questions that make no sense are refused",
    arguments: [
      (["made-score", "--where", "colour=red", "--marginal", "-"], "of its own", 64),
      (["made-score", "--where", "colour=red", "--summary", "-"], "prints probabilities", 64),
      (["made-score", "--where", "colour=red", "--unit", "bits"], "prints probabilities", 64),
      (["made-score", "--where", "colour=red", "--per-column", "-"], "does not go with", 64),
      (["made-score", "--where", "colour=red", "-a"], "reads no rows", 64),
      (["made-score", "--where", "colour=pink"], "no value of colour seen in training", 64),
      (["made-score", "--where", "shade=pink"], "there is no column \"shade\"", 64),
      (["made-score", "--label", "colour,colour"], "names a column twice", 64),
      (["made-score", "--label", "colour,shade"], "no column \"shade\"", 64),
      (["made-masks", "--column", "colour"], "goes with --information", 64),
      (["made-masks", "--information", "--column", "shade"], "no column \"shade\"", 64),
      (["made-masks", "--information", "--check"], "exclude each other", 64),
      (["made-masks", "--information", "--mask", "1"], "with all its masks", 64),
      (
        ["made-masks", "--information", "--column", "colour", "--format", "png"], "draws all pairs",
        64
      ),
    ] as [([String], String, Int32)])
  func refused(command: [String], message: String, status: Int32) {
    let outcome = run(
      command[0], ["-m", Self.models[0]] + command.dropFirst(), input: "size,colour\n1,red\n")
    #expect(outcome.status == .exit(status) && outcome.message.contains(message), "\(outcome)")
  }
}
