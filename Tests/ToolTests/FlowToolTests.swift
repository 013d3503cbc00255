// made-fit --flow, and what the other tools do with a flow.

import Foundation
import Testing

@Suite("Flows")
struct FlowToolTests {
  static let model = fitted([])
  static let splines = fitted(["--flow-step", "spline"])
  static let inverse = fitted(["--flow-direction", "iaf"])
  /// The options of each kind of step, and a model of it.
  static let kinds: [(String, [String], String)] = [
    ("affine", [], model), ("spline", ["--flow-step", "spline"], splines),
    ("affine iaf", ["--flow-direction", "iaf"], inverse),
  ]

  private static func fitted(_ options: [String]) -> String {
    let path = DensityTable.place.path + "/flow\(options.joined()).made"
    let outcome = run("made-fit", small + options + ["-o", path], input: input)
    if !outcome.isSuccess { print("the flow was not fitted: \(outcome)") }
    return path
  }

  private static let small =
    ["--hidden", "16", "--epochs", "2", "--quiet", "--flow", "2"] + DensityTable.kinds
  static let input = DensityTable.header + DensityTable.rows

  @Test("tell their steps, and are the same for any number of threads", arguments: kinds)
  func steps(step: String, options: [String], model: String) {
    let info = expectSilentSuccess(run("made-masks", ["-m", model, "--info"]))
    let lines = String(decoding: info, as: UTF8.self).split(separator: "\n")
    #expect(lines.filter { $0 == "step \(step) 16" }.count == 2, "\(lines)")
    let fits = ["1", "2"].map { threads in
      expectSilentSuccess(
        run("made-fit", Self.small + options + ["-j", threads], input: Self.input))
    }
    #expect(fits[0] == fits[1] && fits[0] == Shared.bytes(model))
    let plan = run("made-fit", Self.small + options + ["--dry-run"], input: Self.input)
    #expect(
      String(decoding: plan.errors, as: UTF8.self).contains("2 \(step) steps before 16"), "\(plan)")
  }

  @Test("of no steps are what a fit without --flow is")
  func none() {
    let quick = Shared.quick + DensityTable.kinds
    let plain = expectSilentSuccess(run("made-fit", quick, input: Self.input))
    #expect(
      expectSilentSuccess(run("made-fit", quick + ["--flow", "0"], input: Self.input)) == plain)
  }

  @Test(
    "score what is cut up as the whole, and draw any rows of a run by themselves", arguments: kinds)
  func splits(step: String, options: [String], model: String) {
    let rows = DensityTable.rows.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    func scores(_ rows: some Sequence<Substring>, _ threads: String = "1") -> String {
      let text = rows.map { $0 + "\n" }.joined()
      let outcome = run(
        "made-score", ["-m", model, "-j", threads, "--no-header"], input: text)
      return String(decoding: expectSilentSuccess(outcome), as: UTF8.self)
    }
    let whole = scores(rows)
    #expect(whole.split(separator: "\n").count == 1100 && !whole.contains("nan"))
    #expect(scores(rows, "2") == whole)
    #expect(scores(rows.prefix(1)) + scores(rows[1..<370]) + scores(rows[370...]) == whole)
    func drawn(_ options: [String]) -> String {
      let outcome = run(
        "made-sample", ["-m", model, "--seed", "5", "--no-header"] + options)
      return String(decoding: expectSilentSuccess(outcome), as: UTF8.self)
    }
    let all = drawn(["-n", "500"])
    #expect(drawn(["-n", "500", "-j", "3"]) == all)
    #expect(drawn(["-n", "77"]) + drawn(["-n", "423", "--offset", "77"]) == all)
    // What is drawn is read and scored as any other rows.
    let scored = drawn(["-n", "40", "--with-score"]).split(separator: "\n").map {
      String($0.split(separator: ",").last ?? "")
    }
    let again = scores(drawn(["-n", "40"]).split(separator: "\n"))
      .split(separator: "\n").map(String.init)
    #expect(scored == again)
  }

  @Test("mix with other models, and answer what takes no network's columns")
  func mixtures() {
    let models = [Self.model, Self.splines, Self.inverse, DensityTable.model].flatMap {
      ["-m", $0]
    }
    for options in [
      models, models + ["--mixture-weights", "3,1,2,1"], models + ["--fit-weights"],
      ["-m", Self.splines, "--unit", "density"], ["-m", Self.model, "--label", "word"],
      ["-m", Self.model, "--summary"], ["-m", Self.model, "--append"],
      ["-m", Self.model, "--below", "-30"],
    ] {
      expectSilentSuccess(run("made-score", options, input: Self.input))
    }
    expectSilentSuccess(run("made-sample", models + ["-n", "20", "--seed", "1"]))
  }

  @Test(
    "refuse questions about single columns",
    arguments: [
      ("made-score", ["--per-column"]), ("made-score", ["--marginal"]),
      ("made-score", ["--where", "bit=1"]),
      ("made-sample", ["--where", "bit=1", "--seed", "1"]),
      ("made-sample", ["--given", "-", "--seed", "1"]),
    ])
  func questions(tool: String, options: [String]) {
    expectFailure(
      run(tool, ["-m", Self.model] + options, input: Self.input), of: tool, status: 64,
      saying: ["columns one by one", "without --flow"], output: "")
  }

  @Test("answer what is asked about the columns of their last network")
  func strangeness() throws {
    let rows = Workshop()
    let file = rows.write("rows.csv", Self.input)
    let pValues = run("made-score", ["-m", Self.model, "--unit", "p-value"], input: Self.input)
    expectSilentSuccess(pValues)
    #expect(pValues.lines.dropFirst().compactMap { Double($0) }.allSatisfy { $0 > 0 && $0 <= 1 })
    let explained = run("made-score", ["-m", Self.model, "--explain", "2"], input: Self.input)
    expectSilentSuccess(explained)
    let alarms = run(
      "made-score", ["-m", Self.model, "--alarm", "1", "--explain", "1"], input: Self.input)
    expectSilentSuccess(alarms)
    #expect(alarms.lines.count == pValues.lines.count)
    let equal = run("made-score", ["-m", Self.model, "--compare", file, file])
    expectSilentSuccess(equal)
    let distance = try #require(equal.lines.first { $0.hasPrefix("distance,,") })
    #expect(distance.split(separator: ",", omittingEmptySubsequences: false)[4] == "0.0")
  }

  @Test("refuse what asks for a single network", arguments: ["", "--check", "--information"])
  func masks(option: String) {
    let options = option.isEmpty ? [] : [option]
    expectFailure(
      run("made-masks", ["-m", Self.model] + options), of: "made-masks", status: 65,
      saying: ["a flow of 2 steps", "--info"], output: "")
  }

  @Test(
    "are refused by made-fit where they cannot be, and never passed over",
    arguments: [
      (["--flow", "2", "--masks", "3"], "--masks does not go with --flow"),
      (["--flow", "2", "--masks", "endless"], "--masks does not go with --flow"),
      (["--flow", "2", "--mask-weights"], "--mask-weights does not go with --flow"),
      (
        ["--flow", "2", "--residual", "--hidden", "8,8,8"], "--residual does not go with --flow"
      ),
      (["--flow", "2", "--input-dropout", "0.1"], "--input-dropout does not go with --flow"),
      (["--flow", "2", "--sharpen"], "--sharpen does not go with --flow"),
      (["--flow", "2", "--auto"], "--auto chooses for itself"),
      (["--flow", "2", "--initial", "m"], "--initial brings its network"),
      (["--flow", "2", "--merge", "m"], "it takes no --flow"),
      (["--flow-step", "spline"], "it goes with --flow"),
      (["--flow", "0", "--flow-step", "affine"], "it goes with --flow"),
      (["--flow", "2", "--flow-step", "cubic"], "'cubic'"),
      (["--flow-direction", "iaf"], "it goes with --flow"),
      (["--flow", "0", "--flow-direction", "maf"], "it goes with --flow"),
      (["--flow", "2", "--flow-direction", "fia"], "'fia'"),
      (["--flow-direction", "iaf", "--auto"], "it goes with --flow"),
      (["--flow", "65"], "--flow must be from 0 to 64"),
      (["--flow", "-1"], "--flow must be from 0 to 64"),
    ])
  func conflicts(options: [String], words: String) {
    expectFailure(
      run("made-fit", options, input: Self.input), of: "made-fit", status: 64, saying: [words],
      output: "")
  }

  @Test("keep rules, if they are asked to: columns that are counted from others do not move")
  func rules() {
    let rows = (1...300).map { row in
      let (a, b, c) = (row * 7919 % 10_007, row * 104_729 % 9_973, row * 611_953 % 10_009)
      return "\(a),\(b),\(a + b),\(c)\n"
    }.joined()
    let options = ["--flow", "1", "--hidden", "8", "--epochs", "2", "-q"]
    func info(_ more: [String]) -> (model: Data, lines: [Substring]) {
      let model = expectSilentSuccess(run("made-fit", options + more, input: "a,b,sum,c\n" + rows))
      let text = expectSilentSuccess(run("made-masks", ["-m", "-", "--info"], input: model))
      return (model, String(decoding: text, as: UTF8.self).split(separator: "\n"))
    }
    #expect(!info([]).lines.contains { $0.hasPrefix("relation ") })
    let ruled = info(["--rules"])
    #expect(ruled.lines.contains { $0.hasPrefix("relation ") })
    #expect(ruled.lines.contains("step affine 8"))
    let drawn = expectSilentSuccess(
      run(
        "made-sample", ["-m", "-", "-n", "200", "--seed", "1", "--no-header"], input: ruled.model))
    for row in String(decoding: drawn, as: UTF8.self).split(separator: "\n") {
      let numbers = row.split(separator: ",").compactMap { Int($0) }
      #expect(numbers.count == 4 && numbers[0] + numbers[1] == numbers[2], "\(row)")
    }
  }

  @Test("take a column that moves, and start nothing else")
  func refusals() {
    expectFailure(
      run("made-fit", ["--flow", "1"], input: Shared.table.csv), of: "made-fit", status: 65,
      saying: ["no column that a flow could move"], output: "")
    for options in [["--initial", Self.model], ["--merge", Self.model, Self.model]] {
      expectFailure(
        run("made-fit", options, input: Self.input), of: "made-fit", status: 65,
        saying: ["a flow of 2 steps"], output: "")
    }
  }
}
