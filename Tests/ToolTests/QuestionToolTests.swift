// Questions at the shell: rows with holes, conditions, labels, explanations.

import Foundation
import Testing

@Suite("Questions")
struct QuestionToolTests {
  private static let place = Workshop("questions")
  private static let csv = TypedTableTests.csv

  /// A model of one ordering, and one that takes any.
  private static let models: [String] = ["ordered", "endless"].map { name in
    let path = place.path + "/\(name).made"
    let masks = name == "endless" ? ["--masks", "endless", "--evaluate-masks", "3"] : []
    let outcome = run(
      "made-fit", Shared.quick + masks + ["--missing", "?", "-o", path], input: csv)
    if !outcome.isSuccess { print("\(name) was not fitted: \(outcome)") }
    return path
  }

  private static let partial =
    "size,colour,is_old,note,id\n1,red,,fine,a1\n,blue,1,,\"b,2\"\n3,,,?,c\n"

  @Test("holes are filled, and nothing else changes", arguments: models)
  func given(model: String) {
    let outcome = run(
      "made-sample", ["-m", model, "--given", "-", "--seed", "3"], input: Self.partial)
    expectSilentSuccess(outcome)
    let lines = outcome.lines
    #expect(lines.count == 4 && lines[0] == "size,colour,is_old,note,id", "\(outcome)")
    #expect(lines[1].hasPrefix("1,red,") && lines[1].hasSuffix(",fine,a1"), "\(outcome)")
    #expect(lines[2].hasSuffix(",\"b,2\"") && lines[2].contains(",blue,1,"), "\(outcome)")
    // Missing tokens are holes, unless they are to be kept.
    #expect(!lines[3].contains("?") && !outcome.text.contains(",,"), "\(outcome)")
    let kept = run(
      "made-sample", ["-m", model, "--given", "-", "--seed", "3", "--keep-missing"],
      input: Self.partial)
    #expect(kept.lines.last?.contains(",?,c") == true, "\(kept)")
    // What was filled can be scored.
    expectSilentSuccess(run("made-score", ["-m", model], input: outcome.output))
  }

  @Test("columns that the file lacks are added, several completions follow each other")
  func absent() {
    let outcome = run(
      "made-sample",
      ["-m", Self.models[1], "--given", "-", "--seed", "3", "-n", "3", "--with-score"],
      input: "note\nfine\n?\n")
    expectSilentSuccess(outcome)
    #expect(outcome.lines.first == "note,colour,size,is_old,log_likelihood", "\(outcome)")
    #expect(outcome.lines.count == 7, "\(outcome)")
    #expect(outcome.lines[1...3].allSatisfy { $0.hasPrefix("fine,") }, "\(outcome)")
  }

  @Test("a run of completions can be cut up, and is the same for any threads", arguments: models)
  func split(model: String) {
    let rows = (0..<200).map { ["1,red,,fine", ",blue,1,", ",,,", "3,,0,?"][$0 % 4] }
    func text(_ range: Range<Int>) -> String {
      "size,colour,is_old,note\n" + rows[range].joined(separator: "\n") + "\n"
    }
    let options = ["-m", model, "--given", "-", "--seed", "9", "-n", "2"]
    let whole = expectSilentSuccess(run("made-sample", options, input: text(0..<200)))
    let other = expectSilentSuccess(run("made-sample", options + ["-j1"], input: text(0..<200)))
    #expect(whole == other)
    let first = run("made-sample", options, input: text(0..<77)).lines
    let second = run("made-sample", options + ["--offset", "154"], input: text(77..<200)).lines
    #expect(
      (first + second.dropFirst()).map { $0 + "\n" }.joined()
        == String(decoding: whole, as: UTF8.self))
  }

  @Test("drawn rows fulfil conditions, and say how they were chosen", arguments: models)
  func conditions(model: String) {
    let outcome = run(
      "made-sample",
      [
        "-m", model, "-n", "200", "--seed", "1", "-v", "--where", "size>=3", "--where",
        "colour!=red",
      ])
    #expect(outcome.isSuccess && outcome.lines.count == 201, "\(outcome)")
    #expect(
      outcome.lines.dropFirst().allSatisfy { line in
        (line.contains(",3,") || line.contains(",4,")) && !line.hasPrefix("red,")
      }, "\(outcome)")
    #expect(outcome.message.contains("200 rows"), "\(outcome)")
    let single = run(
      "made-sample", ["-m", Self.models[1], "-n", "5", "--where", "is_old=1", "-v", "--seed", "1"])
    #expect(single.message.contains("5 rows, exact conditional draws"), "\(single)")
  }

  @Test("what is most likely is the same every time", arguments: models)
  func mostLikely(model: String) {
    let options = ["-m", model, "--given", "-", "--most-likely"]
    let once = expectSilentSuccess(run("made-sample", options, input: Self.partial))
    #expect(once == expectSilentSuccess(run("made-sample", options, input: Self.partial)))
    #expect(once == expectSilentSuccess(run("made-sample", options + ["-j1"], input: Self.partial)))
    // Rows that are alike are filled alike, wherever they stand; few draws would tell them apart.
    let alike = run(
      "made-sample", options + ["--particles", "2"],
      input: "size,colour,is_old,note\n" + String(repeating: "3,,,?\n", count: 20))
    expectSilentSuccess(alike)
    #expect(alike.lines.count == 21 && Set(alike.lines.dropFirst()).count == 1, "\(alike)")
  }

  @Test("the likelihood of a row with holes has an error, 0 where it is exact")
  func marginal() {
    for model in Self.models {
      let answers = run("made-score", ["-m", model, "--marginal"], input: Self.partial)
      expectSilentSuccess(answers)
      #expect(answers.lines[0] == "log_likelihood,standard_error")
      for line in answers.lines.dropFirst() {
        let numbers = line.split(separator: ",").compactMap { Double($0) }
        #expect(numbers.count == 2 && numbers[0] < 0 && (0..<0.5).contains(numbers[1]), "\(line)")
      }
    }
    let estimated = run(
      "made-score", ["-m", Self.models[0], "--marginal", "--particles", "50"], input: Self.partial)
    expectSilentSuccess(estimated)
    // A record's answer hangs on the record alone.
    let alone = run(
      "made-score", ["-m", Self.models[0], "--marginal", "--particles", "50"],
      input: Self.partial.split(separator: "\n").filter { !$0.hasPrefix("1,") }
        .joined(separator: "\n"))
    #expect(alone.lines.dropFirst() == estimated.lines.dropFirst(2), "\(alone)")
    // Whole rows have their ordinary likelihood.
    let rows = Self.csv.split(separator: "\n").filter {
      $0.hasSuffix("fine\"") || $0.hasSuffix("note")
    }
    .prefix(20).joined(separator: "\n")
    let whole = run("made-score", ["-m", Self.models[0], "--marginal"], input: rows)
    #expect(whole.lines.dropFirst().allSatisfy { $0.hasSuffix(",0.0") }, "\(whole)")
  }

  @Test("labels have probabilities, with the column there, empty or absent", arguments: models)
  func label(model: String) {
    let there = run("made-score", ["-m", model, "--label", "colour"], input: Self.csv)
    expectSilentSuccess(there)
    #expect(there.lines[0] == "blue,\"dark, blue\",green,red", "\(there)")
    for line in there.lines.dropFirst().prefix(50) {
      let shares = line.split(separator: ",").compactMap { Float($0) }
      #expect(shares.count == 4 && abs(shares.reduce(0, +) - 1) < 1e-5, "\(line)")
    }
    let absent = Self.csv.split(separator: "\n").map { line in
      // The colour comes first, in quotes but for the header.
      line.hasPrefix("colour,")
        ? String(line.dropFirst(7))
        : String(line.dropFirst().drop { $0 != "\"" }.dropFirst(2))
    }.joined(separator: "\n")
    #expect(
      run("made-score", ["-m", model, "--label", "colour"], input: absent).lines == there.lines)
    let third = run("made-score", ["-m", model, "--label", "3", "--append"], input: Self.csv)
    #expect(third.lines[0] == "colour,size,is_old,note,0,1", "\(third)")
    // Only the label may be absent.
    let other = run("made-score", ["-m", model, "--label", "size"], input: absent)
    #expect(
      other.status == .exit(65) && other.message.contains("lacks the column \"colour\""), "\(other)"
    )
  }

  @Test("an explanation names columns, values and what was expected", arguments: models)
  func explain(model: String) {
    let odd = "colour,size,is_old,note\nred,4,0,\n"
    let outcome = run("made-score", ["-m", model, "--explain", "2"], input: odd)
    expectSilentSuccess(outcome)
    #expect(
      outcome.lines[0]
        == "log_likelihood,column_1,value_1,expected_1,surprise_1,column_2,value_2,expected_2,surprise_2"
    )
    let fields = outcome.lines[1].split(separator: ",", omittingEmptySubsequences: false)
    #expect(fields.count == 9, "\(outcome)")
    #expect(["colour", "size", "is_old", "note"].contains(fields[1]), "\(outcome)")
    #expect((Double(fields[4]) ?? 0) >= (Double(fields[8]) ?? 1), "\(outcome)")
  }

  @Test("columns conditioned on come first in every ordering, and conditions on them are exact")
  func conditionOn() {
    let path = Self.place.path + "/leading.made"
    let fit = run(
      "made-fit",
      Shared.quick + [
        "--missing", "?", "--masks", "3", "--condition-on", "is_old,size", "-o", path,
      ], input: Self.csv)
    #expect(fit.isSuccess, "\(fit)")
    for mask in 1...3 {
      let ordering = run("made-masks", ["-m", path, "--ordering", "--mask", "\(mask)"]).lines
      #expect(ordering[1].hasSuffix("is_old") && ordering[2].hasSuffix("size"), "\(ordering)")
    }
    #expect(run("made-masks", ["-m", path, "--info"]).lines.contains("condition-on 3 2"))
    let drawn = run(
      "made-sample", ["-m", path, "-n", "9", "--where", "is_old=1", "--seed", "1", "-v"])
    #expect(drawn.message.contains("exact conditional draws"), "\(drawn)")
    #expect(drawn.isSuccess)
  }

  @Test(
    "questions that make no sense are refused",
    arguments: [
      (["made-sample", "--most-likely"], "--most-likely goes with --given", 64),
      (["made-sample", "--keep-missing"], "--keep-missing goes with --given", 64),
      (["made-sample", "--particles", "3"], "--particles goes with --given or --where", 64),
      (["made-sample", "--where", "siz>3"], "there is no column \"siz\"", 64),
      (["made-sample", "--where", "siz"], "does not begin with a column", 64),
      (["made-sample", "--where", "size"], "no operator follows the name size", 64),
      (["made-sample", "--given", "-", "--most-likely", "-n", "2"], "--count has no meaning", 64),
      (["made-sample", "--given", "-", "--most-likely", "--seed", "2"], "--seed has no", 64),
      (["made-sample", "--given", "-", "--most-likely", "--offset", "2"], "--offset has no", 64),
      (["made-sample", "--where", "size>=tall"], "is a column of numbers", 64),
      (["made-sample", "--where", "colour=pink"], "no value of colour seen in training", 64),
      (["made-sample", "--where", "colour<red"], "has no order", 64),
      (["made-sample", "--given", "-", "--format", "csv"], "keep their form", 64),
      (["made-sample", "--given", "-", "--probabilities"], "does not go with", 64),
      (
        ["made-sample", "--given", "-", "--where", "colour=red"], "row 2: its colour contradicts",
        65
      ),
      (["made-score", "--label", "shape"], "no column \"shape\"", 64),
      (["made-score", "--explain", "2", "--marginal"], "--explain excludes", 64),
      (["made-score", "--explain", "0"], "at least 1", 64),
      (["made-score", "--particles", "5"], "goes with --marginal", 64),
    ] as [([String], String, Int32)])
  func refused(command: [String], message: String, status: Int32) {
    let outcome = run(
      command[0], ["-m", Self.models[0]] + command.dropFirst(), input: Self.partial)
    #expect(outcome.status == .exit(status) && outcome.message.contains(message), "\(outcome)")
  }
}
