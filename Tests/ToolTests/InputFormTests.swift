import Foundation
import Testing

@Suite("Forms of input")
struct InputFormTests {
  /// Scores of the shared table under its model, header line included.
  static let scores = run("made-score", ["-m", Shared.model], input: Shared.table.csv).output
  /// The bytes of a model fitted to the shared table.
  static let fitted = run("made-fit", Shared.quick, input: Shared.table.csv).output

  /// The shared table in many spellings.
  static let spellings: [(String, Data)] = {
    let table = Shared.table
    let csv = table.csv
    func data(_ text: String) -> Data { Data(text.utf8) }
    let half = table.rows(0..<1000).csv
    let rest = table.rows(1000..<2000).bare.csv
    return [
      ("as written", data(csv)),
      ("with CRLF", data(table.text(lineEnd: "\r\n"))),
      ("with a byte order mark", Data([0xEF, 0xBB, 0xBF]) + data(csv)),
      (
        "with a byte order mark and CRLF",
        Data([0xEF, 0xBB, 0xBF]) + data(table.text(lineEnd: "\r\n"))
      ),
      ("without the last line end", data(String(csv.dropLast()))),
      ("with CRLF, without the last line end", data(table.text(lineEnd: "\r\n")).dropLast(2)),
      ("with an empty line at the end", data(csv + "\n")),
      ("with tabs", data(table.text(delimiter: "\t"))),
      ("with semicolons", data(table.text(delimiter: ";"))),
      ("with blanks after commas", data(table.text(delimiter: ", "))),
      (
        "with quoted names",
        data(
          "\""
            + csv.replacing("\n", with: "\"\n", maxReplacements: 1)
            .replacing(",", with: "\",\"", maxReplacements: 11))
      ),
      ("with quoted cells", data(csv.replacing(",1,", with: ",\"1\","))),
      ("with decimals", data(csv.replacing(",1,", with: ",1.0,"))),
      ("as gzip", Shared.gzip(data(csv))),
      ("as two gzip members", Shared.gzip(data(half)) + Shared.gzip(data(rest))),
      (
        "as gzip members that meet inside a line",
        Shared.gzip(data(csv).prefix(5001)) + Shared.gzip(data(csv).dropFirst(5001))
      ),
      ("as gzip padded with zeros", Shared.gzip(data(csv)) + Data(count: 512)),
    ]
  }()

  @Test("a table scores alike in every spelling", arguments: spellings)
  func score(name: String, bytes: Data) {
    let outcome = run("made-score", ["-m", Shared.model], input: bytes)
    #expect(expectSilentSuccess(outcome) == Self.scores, "\(name): \(outcome)")
    #expect(outcome.lines.count == 2001)
  }

  /// What `made-masks --info` tells of a model, but for how its table was spelled, and what the model says of rows.
  static func told(of model: Data) -> [String] {
    let place = Workshop()
    place.write("m", model)
    let info = run("made-masks", ["-m", place.path + "/m", "--info"])
    let scores = run("made-score", ["-m", place.path + "/m"], input: Shared.table.csv)
    return info.lines.filter { !$0.hasPrefix("dialect ") } + scores.lines
  }

  @Test(
    "a table gives the same model in every spelling, which the model remembers",
    arguments: spellings)
  func fit(name: String, bytes: Data) {
    let outcome = run("made-fit", Shared.quick, input: bytes)
    let model = expectSilentSuccess(outcome)
    #expect(Self.told(of: model) == Self.told(of: Self.fitted), "\(name)")
  }

  @Test("IDX is scored as the same rows in text, without a header", arguments: [false, true])
  func idx(isCompressed: Bool) {
    let bytes = isCompressed ? Shared.gzip(Shared.table.idx) : Shared.table.idx
    let outcome = run("made-score", ["-m", Shared.model], input: bytes)
    let bare = run("made-score", ["-m", Shared.model], input: Shared.table.bare.csv)
    #expect(expectSilentSuccess(outcome) == bare.output)
    #expect(outcome.lines.count == 2000)
  }

  @Test("a model of IDX bytes above 127 scores the grey rows and their 0/1 form alike")
  func greyLevels() {
    let place = Workshop()
    var grey = Shared.table.bare.rows(0..<500)
    for row in grey.rows.indices {
      grey.rows[row] = grey.rows[row].map { $0 == 1 ? 200 : 20 }
    }
    let data = place.write("grey.idx", grey.idx)
    let model = place.path + "/grey.made"
    expectSilentSuccess(run("made-fit", Shared.quick + ["-o", model, data]))
    let ofGrey = expectSilentSuccess(run("made-score", ["-m", model, data]))
    let ofText = run("made-score", ["-m", model], input: Shared.table.rows(0..<500).bare.csv)
    #expect(ofGrey == expectSilentSuccess(ofText))
  }

  @Test("--threshold makes any number 0 or 1", arguments: ["0.5", "0", "-1.5", "1e2"])
  func threshold(value: String) {
    let limit = Double(value) ?? 0
    let text = Shared.table.rows.prefix(300).map { row in
      row.map { $0 == 1 ? "\(limit + 0.25)" : "\(limit)" }.joined(separator: ",") + "\n"
    }.joined()
    let outcome = run("made-score", ["-m", Shared.model, "--threshold", value], input: text)
    let plain = run("made-score", ["-m", Shared.model], input: Shared.table.rows(0..<300).bare.csv)
    #expect(expectSilentSuccess(outcome) == plain.output)
  }

  @Test("a delimiter that would not be guessed can be named", arguments: ["|", ":", " "])
  func delimiter(character: String) {
    let text = Shared.table.text(delimiter: character)
    let outcome = run("made-score", ["-m", Shared.model, "-d", character], input: text)
    #expect(expectSilentSuccess(outcome) == Self.scores)
    let joined = run("made-score", ["-m", Shared.model, "-d\(character)"], input: text)
    #expect(expectSilentSuccess(joined) == Self.scores)
  }
}
