import Foundation
import Testing

@Suite("Headers and column names")
struct HeaderTests {
  static let scored = run("made-score", ["-m", Shared.model], input: Shared.table.bare.csv).text

  @Test("scores have a header if and only if the rows have one")
  func mirrored() {
    let named = run("made-score", ["-m", Shared.model], input: Shared.table.csv)
    #expect(
      String(decoding: expectSilentSuccess(named), as: UTF8.self)
        == "log_likelihood\n" + Self.scored)
    #expect(Self.scored.split(separator: "\n").allSatisfy { Float($0) ?? 1 < 0 })
  }

  @Test("a model without names takes rows with a header and mirrors it")
  func namelessModel() {
    let bare = run("made-score", ["-m", Shared.bareModel], input: Shared.table.bare.csv)
    let named = run("made-score", ["-m", Shared.bareModel], input: Shared.table.csv)
    #expect(expectSilentSuccess(named) == Data("log_likelihood\n".utf8) + bare.output)
  }

  @Test("columns are found by name in any order, others are ignored", arguments: [1, 2, 3])
  func anyOrder(seed: Int) {
    var random = Choices(seed: UInt64(seed))
    var table = Shared.table.columns((0..<12).shuffled(using: &random))
    let other = Int.random(in: 0...12, using: &random)
    table.names?.insert("unknown", at: other)
    for row in table.rows.indices { table.rows[row].insert(7, at: other) }
    let outcome = run("made-score", ["-m", Shared.model], input: table.csv)
    #expect(outcome.text == "log_likelihood\n" + Self.scored, "\(outcome)")
  }

  @Test("--append keeps the fields as they were and adds the score")
  func append() {
    let csv = Shared.table.csv
    let outcome = run("made-score", ["-m", Shared.model, "-a"], input: csv)
    expectSilentSuccess(outcome)
    let scores = ["log_likelihood"] + Self.scored.split(separator: "\n").map(String.init)
    let expected = zip(csv.split(separator: "\n"), scores).map { "\($0),\($1)\n" }.joined()
    #expect(outcome.text == expected)
    let tabs = run(
      "made-score", ["-m", Shared.model, "-a"], input: Shared.table.text(delimiter: "\t"))
    #expect(tabs.text == expected.replacing(",", with: "\t"))
  }

  @Test("--append keeps fields that the model does not know, quotes and line ends in them included")
  func appendOthers() {
    let names = (Shared.table.names ?? []).joined(separator: ",")
    let row = "0,1,0,1,0,1,0,1,0,1,0,1"
    let score = run("made-score", ["-m", Shared.model], input: row).lines.first ?? "none"
    let notes = ["x", "\"two\r\nlines, \"\"quoted\"\"\"", "", "日本"]
    for end in ["\n", "\r\n"] {
      let input = ([names + ",note"] + notes.map { row + "," + $0 }).joined(separator: end)
      let outcome = run("made-score", ["-m", Shared.model, "-a"], input: input)
      // Lines end as those of the input do.
      let expected =
        names + ",note,log_likelihood\(end)"
        + notes.map { "\(row),\($0),\(score)\(end)" }.joined()
      #expect(String(decoding: expectSilentSuccess(outcome), as: UTF8.self) == expected)
    }
  }

  @Test("--per-column names the model's columns, and its rows sum to the score")
  func perColumn() {
    let outcome = run("made-score", ["-m", Shared.model, "--per-column"], input: Shared.table.csv)
    expectSilentSuccess(outcome)
    #expect(outcome.lines.first == (Shared.table.names ?? []).joined(separator: ","))
    let sums = outcome.lines.dropFirst().map {
      $0.split(separator: ",").compactMap { Double($0) }.reduce(0, +)
    }
    let scores = Self.scored.split(separator: "\n").compactMap { Double($0) }
    #expect(sums.count == scores.count)
    #expect(zip(sums, scores).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test(
    "a shard's first line is a header when it equals the model's names, even if they are numbers")
  func numericNames() {
    let place = Workshop()
    var table = Shared.table.rows(0..<400)
    table.names = (1...12).map(String.init)
    let model = place.path + "/m"
    expectSilentSuccess(
      run("made-fit", Shared.quick + ["--header", "-o", model], input: table.csv))
    let whole = run("made-score", ["-m", model], input: table.csv)
    let bare = run("made-score", ["-m", model], input: table.bare.csv)
    #expect(whole.lines == ["log_likelihood"] + bare.lines, "\(whole)")
    #expect(bare.lines.count == 400)
  }

  @Test("--no-header takes the first line as data, --header as names")
  func forced() {
    let asData = run("made-score", ["-m", Shared.model, "--no-header"], input: Shared.table.csv)
    expectFailure(asData, of: "made-score", status: 65, saying: [":1: field 1", "c1"], output: "")
    let asNames = run(
      "made-score", ["-m", Shared.bareModel, "--header"], input: "0,1,0,1,0,1,0,1,0,1,0,1\n")
    #expect(expectSilentSuccess(asNames) == Data("log_likelihood\n".utf8))
  }

  @Test("names with delimiters, quotes and blanks survive fit, sample and score")
  func quotedNames() {
    let place = Workshop()
    let model = place.path + "/m"
    let header = #""a,b","say ""hi""",three words,zwölf,日本"#
    let rows = Shared.table.columns([0, 1, 2, 3, 4]).rows(0..<300).bare.csv
    expectSilentSuccess(
      run("made-fit", Shared.quick + ["-o", model], input: header + "\n" + rows))
    let sample = run("made-sample", ["-m", model, "-n", "3", "--seed", "1"])
    expectSilentSuccess(sample)
    #expect(sample.lines.first == header)
    let score = run("made-score", ["-m", model, "--per-column"], input: sample.output)
    expectSilentSuccess(score)
    #expect(score.lines.first == header)
    #expect(score.lines.count == 4)
  }

  @Test(
    "no rows at all are scored in silence",
    arguments: [
      ("", ""), ("\n", ""), ("c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11,c12\n", "log_likelihood\n"),
      ("c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11,c12", "log_likelihood\n"), ("\u{FEFF}", ""),
    ])
  func noRows(input: String, output: String) {
    let outcome = run("made-score", ["-m", Shared.model], input: input)
    #expect(String(decoding: expectSilentSuccess(outcome), as: UTF8.self) == output, "\(outcome)")
  }

  @Test("nothing can be learnt from no rows", arguments: ["", "\n", "a,b,c\n", "a,b,c"])
  func nothingToFit(input: String) {
    let place = Workshop()
    let outcome = run("made-fit", ["-o", place.path + "/m"], input: input)
    expectFailure(outcome, of: "made-fit", status: 65, saying: ["no records"], output: "")
    #expect(place.files.isEmpty)
  }
}

/// A generator for choices in tests, repeatable.
struct Choices: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
