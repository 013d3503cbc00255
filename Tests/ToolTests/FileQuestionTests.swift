// made-score --compare and --nearest: files against each other, and against copies of themselves.

import Foundation
import Testing

@Suite("Questions about files")
struct FileQuestionTests {
  private static let place = Workshop("files")
  private static let model = DensityTable.model

  /// Rows that the model draws, with its header.
  private func drawn(_ seed: Int) -> String {
    run("made-sample", ["-q", "-m", Self.model, "-n", "1500", "--seed", "\(seed)"]).text
  }

  /// The fields of each line.
  private func table(_ text: String) -> [[String]] {
    text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test("tell a damaged file, and the column, from one that is as it should be")
  func compare() throws {
    let first = Self.place.write("first.csv", drawn(1))
    let second = Self.place.write("second.csv", drawn(2))
    let rows = table(drawn(2))
    // Thousands in place of units, and signs that are turned: in the columns smooth and steps.
    let changes: [(Int, (Double) -> Double)] = [(2, { $0 * 1000 }), (7, { -$0 })]
    let damaged = changes.map { column, change -> (Int, String) in
      let changed = rows.enumerated().map { number, fields -> String in
        var fields = fields
        if number > 0, let value = Double(fields[column]) { fields[column] = "\(change(value))" }
        return fields.joined(separator: ",")
      }
      return (
        column, Self.place.write("\(column).csv", changed.joined(separator: "\n") + "\n")
      )
    }
    func compared(_ files: [String], _ options: [String] = []) -> [[String]] {
      let outcome = run("made-score", ["-m", Self.model, "--compare"] + options + files)
      return table(String(decoding: expectSilentSuccess(outcome), as: UTF8.self))
    }
    let good = compared([first, second])
    #expect(good[0] == ["measure", "column", "first", "second", "difference", "p_value"])
    #expect(good.dropFirst().map { $0[1] } == ["", ""] + rows[0])
    for line in good.dropFirst() { #expect((Double(line[5]) ?? 0) > 1e-4, "\(line)") }
    #expect(compared([first, second], ["-j", "1"]) == compared([first, second], ["-j", "3"]))
    for (column, file) in damaged {
      let found = compared([first, file])
      let line = try #require(found.first { $0[1] == rows[0][column] })
      #expect((Double(line[5]) ?? 1) < 1e-9, "\(line)")
      // Farther from the model than the good file, and no likelier.
      #expect((Double(line[3]) ?? 0) > 5 * (Double(line[2]) ?? 1), "\(line)")
      #expect((Double(found[2][3]) ?? 0) > (Double(good[2][3]) ?? 1), "\(found[2])")
      #expect((Double(found[1][4]) ?? 1) < 0, "\(found[1])")
    }
    for line in compared([first, first]).dropFirst() { #expect(line[4...] == ["0.0", "1.0"]) }
  }

  @Test("find copies, and how near the others are")
  func nearest() {
    let text = drawn(3)
    let lines = text.split(separator: "\n").map(String.init)
    let file = Self.place.write("records.csv", text)
    let some = [lines[0], lines[900], lines[1], lines[1500]].joined(separator: "\n") + "\n"
    let options = ["-q", "-m", Self.model, "--nearest", file]
    let copies = table(run("made-score", options, input: some).text)
    #expect(copies[0] == ["distance", "nearest"])
    for (line, number) in zip(copies.dropFirst(), [900, 1, 1500]) {
      #expect(line[0] == "0.0")
      // The first of equal records is named.
      let found = Int(Double(line[1]) ?? 0)
      #expect(lines[found] == lines[number] && found <= number)
    }
    let others = drawn(4)
    let one = run("made-score", options + ["-j", "1"], input: others)
    let three = run("made-score", options + ["-j", "3"], input: others)
    #expect(one.isSuccess && one.output == three.output)
    let distances = table(one.text).dropFirst().compactMap { Double($0[0]) }
    #expect(distances.count == 1500 && distances.allSatisfy { $0 >= 0 && $0 <= 1 })
    let near = run("made-score", options + ["--below", "0.01"], input: others)
    #expect(
      near.text.split(separator: "\n").count == 1 + distances.count { Float($0) < 0.01 })
    #expect(run("made-score", options + ["--summary"], input: others).text.contains("\n1500,"))
  }

  @Test(
    "are refused with what makes no sense beside them",
    arguments: [
      ["--compare"], ["--compare", "a"], ["--compare", "a", "b", "c"],
      ["--compare", "--summary", "a", "b"], ["--compare", "--append", "a", "b"],
      ["--compare", "--below", "0", "a", "b"], ["--compare", "--histogram", "a", "b"],
      ["--compare", "--unit", "bits", "a", "b"], ["--compare", "--marginal", "a", "b"],
      ["--compare", "--nearest", "c", "a", "b"], ["--compare", "--alarm", "0.1", "a", "b"],
      ["--nearest", "a", "--per-column"], ["--nearest", "a", "--label", "word"],
      ["--nearest", "a", "--where", "word=red"], ["--nearest", "a", "--unit", "p-value"],
      ["--nearest", "-"],
    ])
  func refusals(options: [String]) {
    let outcome = run("made-score", ["-m", Self.model] + options, input: "")
    expectFailure(outcome, of: "made-score", status: 64, output: "")
  }

  @Test("need files with records")
  func empty() {
    let empty = Self.place.write("empty.csv", DensityTable.header)
    let full = Self.place.write("full.csv", drawn(5))
    let nearest = run("made-score", ["-m", Self.model, "--nearest", empty, full])
    expectFailure(nearest, of: "made-score", status: 65, saying: ["has no records"], output: "")
    let compared = run("made-score", ["-m", Self.model, "--compare", empty, full])
    #expect(compared.isSuccess && compared.text.contains("log_likelihood,,nan,"), "\(compared)")
    let absent = run("made-score", ["-m", Self.model, "--compare", full, "/nowhere"])
    expectFailure(absent, of: "made-score", status: 66, output: "")
  }
}
