import Foundation
import Testing

@Suite("Tables of words")
struct TypedTableTests {
  /// A table of words, small numbers, holes, and 0 and 1; its columns hang together.
  static let csv: String = {
    var random = Choices(seed: 7)
    let colours = ["red", "green", "blue", "dark, blue"]
    var text = "colour,size,is_old,note\n"
    for _ in 0..<600 {
      let colour = Int.random(in: 0..<4, using: &random)
      let size = (colour + Int.random(in: 0..<2, using: &random)) % 4 + 1
      let isOld = Int.random(in: 0..<10, using: &random) < 3 * size - 3 ? 1 : 0
      let note = ["", "?", "say \"\"so\"\"", "fine"][(size + isOld) % 4]
      text += "\"\(colours[colour])\",\(size),\(isOld),\"\(note)\"\n"
    }
    return text
  }()
  static let place = Workshop("typed")
  static let model: String = {
    let path = place.path + "/typed.made"
    let outcome = run(
      "made-fit", Shared.quick + ["--missing", "?", "-o", path], input: csv)
    if !outcome.isSuccess { print("the typed model was not fitted: \(outcome)") }
    return path
  }()

  private static func scores(_ input: String, _ options: [String] = []) -> [String] {
    let outcome = run("made-score", ["-m", model] + options, input: input)
    expectSilentSuccess(outcome)
    return outcome.lines
  }

  @Test("a fit tells the kinds at its end, and the model holds them")
  func fit() {
    let outcome = run(
      "made-fit", ["--hidden", "8", "--epochs", "1", "--missing", "?"], input: Self.csv)
    #expect(outcome.isSuccess)
    #expect(
      outcome.message.contains(
        "\nmade-fit: 4 columns: 4 categorical of 12 values, 1 with missing cells\n"),
      "\(outcome)")
    let info = run("made-masks", ["-m", Self.model, "--info"])
    for line in [
      "column categorical colour", "categories other blue dark,%20blue green red",
      "column categorical is_old", "categories other 0 1", "missing ?",
    ] {
      #expect(info.lines.contains(line), "\(line) in \(info)")
    }
    expectSilentSuccess(run("made-masks", ["-m", Self.model, "--check"]))
  }

  @Test("a model of words is the same for any number of threads, and from a pipe or a file")
  func sameBytes() {
    let file = Self.place.write("rows.csv", Self.csv)
    let options = Shared.quick + ["--missing", "?"]
    let one = expectSilentSuccess(run("made-fit", options + ["-j1", file]))
    #expect(one == Shared.bytes(Self.model))
    #expect(one == expectSilentSuccess(run("made-fit", options + ["-j2"], input: Self.csv)))
    // Line ends are remembered, and change nothing else.
    let crlf = Self.csv.replacing("\n", with: "\r\n")
    let other = expectSilentSuccess(run("made-fit", options, input: crlf))
    Self.place.write("crlf.made", other)
    func scores(_ model: String) -> [String] {
      run("made-score", ["-m", model], input: Self.csv).lines
    }
    #expect(one != other)
    #expect(scores(Self.model) == scores(Self.place.path + "/crlf.made"))
  }

  @Test("rows score alike in every spelling: quotes, line ends, columns in another order")
  func spellings() {
    let scores = Self.scores(Self.csv)
    #expect(scores.count == 601 && scores[0] == "log_likelihood")
    #expect(Self.scores(Self.csv.replacing("\n", with: "\r\n")) == scores)
    #expect(Self.scores(Self.csv.replacing("\"red\"", with: " red ")) == scores)
    let turned = Self.csv.split(separator: "\n").map { line -> String in
      guard line.hasPrefix("\""), let end = line.dropFirst().firstIndex(of: "\"") else {
        return "other,size,is_old,note,colour"
      }
      return "w" + line[line.index(after: end)...] + "," + line[...end]
    }
    #expect(Self.scores(turned.joined(separator: "\n")) == scores)
    let bare = Self.csv.drop { $0 != "\n" }.dropFirst()
    #expect(Self.scores(String(bare)) == Array(scores.dropFirst()))
  }

  @Test("the split law holds for words")
  func split() {
    let place = Self.place
    place.write("bare.csv", String(Self.csv.drop { $0 != "\n" }.dropFirst()))
    let script = """
      made-score -m typed.made bare.csv > whole &&
      split -n l/7 --filter='made-score -m typed.made -j1' bare.csv > parts &&
      cmp whole parts && wc -l < whole
      """
    _ = Self.model
    let outcome = shell(script, in: place)
    #expect(String(decoding: expectSilentSuccess(outcome), as: UTF8.self) == "600\n")
  }

  @Test("what is drawn has the columns and words of the data, and can be scored and learnt from")
  func samples() {
    let sample = run("made-sample", ["-m", Self.model, "-n", "400", "--seed", "3", "--with-score"])
    expectSilentSuccess(sample)
    #expect(sample.lines[0] == "colour,size,is_old,note,log_likelihood")
    let words = Set(
      sample.lines.dropFirst().map { String($0.dropFirst().prefix { $0 != "," && $0 != "\"" }) })
    // In quotes as the words of the table are, and with its token for missing cells.
    #expect(words == ["red", "green", "blue", "dark"])
    #expect(sample.text.contains("\"say \"\"so\"\"\"") && sample.text.contains("?"))
    // The score is a field that the model does not know; it is what made-score finds.
    let scores = Self.scores(sample.text)
    let drawn = sample.lines.map { String($0.split(separator: ",").last ?? "") }
    #expect(scores == drawn)
    expectSilentSuccess(
      run(
        "made-fit", Shared.quick + ["-o", "/dev/null", "--type", "log_likelihood=drop"],
        input: sample.output))
    let again = run("made-sample", ["-m", Self.model, "-n", "2", "--offset", "1", "--seed", "3"])
    let cut = sample.lines[2...3].map { $0[..<($0.lastIndex(of: ",") ?? $0.endIndex)] }
    #expect(again.lines.dropFirst().map { $0[...] } == Array(cut), "\(again)")
    let idx = run("made-sample", ["-m", Self.model, "--format", "idx"])
    expectFailure(idx, of: "made-sample", status: 64, saying: ["hold words"], output: "")
  }

  @Test("--per-column has a field for each column, --append keeps the record")
  func columns() {
    let rows = Self.csv.split(separator: "\n").prefix(20).joined(separator: "\n")
    let parts = Self.scores(rows, ["--per-column"])
    #expect(parts[0] == "colour,size,is_old,note")
    let scores = Self.scores(rows)
    for (line, score) in zip(parts, scores).dropFirst() {
      let sum = line.split(separator: ",").compactMap { Double($0) }
      #expect(sum.count == 4 && abs(sum.reduce(0, +) - (Double(score) ?? .nan)) < 1e-4)
    }
    let appended = Self.scores(rows, ["--append"])
    #expect(appended == zip(rows.split(separator: "\n"), scores).map { "\($0),\($1)" })
  }

  @Test("a new value has a small probability and is counted, or is an error")
  func unseen() {
    let rows = "colour,size,is_old,note\nred,1,0,fine\npink,1,0,fine\nred,,0,fine\n"
    let smooth = run("made-score", ["-m", Self.model], input: rows)
    #expect(smooth.isSuccess && smooth.lines.count == 4, "\(smooth)")
    #expect(
      smooth.message
        == "made-score: 2 cells with values never seen in training: colour 1, size 1\n")
    let scores = smooth.lines.dropFirst().compactMap { Double($0) }
    #expect(scores.count == 3 && scores[1] < scores[0] - 1 && scores[2] < scores[0] - 1)
    let quiet = run("made-score", ["-m", Self.model, "-q"], input: rows)
    #expect(expectSilentSuccess(quiet) == smooth.output)
    let strict = run("made-score", ["-m", Self.model, "--unseen", "error"], input: rows)
    expectFailure(
      strict, of: "made-score", status: 65,
      saying: ["standard input:3: field 1 (colour): \"pink\" never occurs in training"],
      output: "log_likelihood\n" + smooth.lines[1] + "\n")
    let skipped = run(
      "made-score", ["-m", Self.model, "--unseen", "error", "--bad-rows", "nan", "-q"], input: rows)
    #expect(skipped.lines == [smooth.lines[0], smooth.lines[1], "nan", "nan"])
    let hole = run(
      "made-score", ["-m", Self.model, "--unseen", "error"],
      input: "colour,size,is_old,note\nred,,0,fine\n")
    expectFailure(
      hole, of: "made-score", status: 65, saying: [":2: field 2 (size): missing value"])
    // Among words 0 and 1 are words, too.
    let bits = Self.scores("colour,size,is_old,note\nred,1,0,fine\nred,1,0.0,fine\n")
    #expect(bits[1] == bits[2])
    let two = run(
      "made-score", ["-m", Self.model], input: "colour,size,is_old,note\nred,1,2,fine\n")
    #expect(two.isSuccess && two.message.contains("is_old 1"), "\(two)")
    let refused = run(
      "made-score", ["-m", Self.model, "--unseen", "error"],
      input: "colour,size,is_old,note\nred,1,2,fine\n")
    expectFailure(
      refused, of: "made-score", status: 65,
      saying: [":2: field 3 (is_old): \"2\" never occurs in training"])
    let idx = run("made-score", ["-m", Self.model], input: Shared.table.idx)
    expectFailure(idx, of: "made-score", status: 65, saying: ["IDX", "words"], output: "")
  }

  @Test("--dry-run prints the table that --types reads")
  func types() {
    let place = Workshop()
    var text = "id,colour,size,weight,flat\n"
    for row in 0..<300 {
      text += "\(row),\(["red", "green"][row % 2]),\(row % 3 + 1),\(row % 120).5,7\n"
    }
    place.write("rows.csv", text)
    let dry = run("made-fit", ["--dry-run", place.path + "/rows.csv"])
    #expect(dry.isSuccess)
    #expect(
      dry.text == """
        column,name,kind,values,missing,remark,detail
        1,id,drop,300,0,numbers the records,
        2,colour,categorical,2,0,,
        3,size,categorical,3,0,,
        4,weight,real,120,0,,grid 0.5; linear
        5,flat,categorical,1,0,constant,

        """)
    place.write("types.csv", dry.text.replacing("weight,real", with: "weight,categorical"))
    let fit = shell(
      "made-fit --hidden 8 --epochs 1 -v --types types.csv --type colour=drop -o m rows.csv",
      in: place)
    #expect(fit.isSuccess, "\(fit)")
    #expect(fit.message.contains("3 columns: 3 categorical of 124 values; 2 left out"), "\(fit)")
    let auto = shell(
      "made-fit --hidden 8 --epochs 1 --type weight=drop -o n rows.csv && made-sample -m n",
      in: place)
    #expect(auto.lines[0] == "id,colour,size,flat")
    #expect(
      auto.message.hasPrefix(
        "made-fit: column 5 (flat) constant: drawn as it is, and surprising where it changes\n"
          + "made-fit: column 1 (id) left out, and counted on in samples: it numbers the records; "
          + "--type id=categorical keeps it\n"), "\(auto)")
    #expect(auto.lines[1].hasPrefix("0,") && auto.lines[1].hasSuffix(",7"))
    for (types, words) in [
      ("colour,categorical\n", "the first line names no"),
      ("name,kind\ncolour,what\n", "unknown kind"),
      ("name,kind\nhue,drop\n", "there is no column \"hue\""),
      ("name,kind\n,drop\n", "no column is named"),
      ("name,kind\nx\n", "expected 2 fields"),
    ] {
      place.write("bad.csv", types)
      let bad = shell("made-fit --types bad.csv rows.csv > /dev/null", in: place)
      expectFailure(bad, of: "made-fit", status: 65, saying: [words])
    }
  }

  @Test("rows without a header may have the fields that were left out, or not")
  func leftOut() {
    let place = Workshop()
    let rows = (0..<200).map { "\($0 + 10),\(["a", "b"][$0 % 2]),\(["x", "y", "z"][$0 % 3])\n" }
    place.write("rows.csv", rows.joined())
    let script = """
      made-fit -q --hidden 8 --epochs 1 -o m rows.csv && made-score -m m rows.csv > all &&
      cut -d, -f2- rows.csv | made-score -m m | cmp - all &&
      made-sample -m m -n 5 | made-score -m m | wc -l &&
      made-sample -m m -n 5 | grep -c '^1[0-4],[ab],[xyz]$' &&
      made-sample -m m -n 5 --offset 7 --where 1=a --with-score | grep -cE '^(1[7-9]|2[01]),a,[xyz],-' &&
      made-sample -m m -n 5 --probabilities | grep -c '^[01][.0-9]*,[01][.0-9]*$'
      """
    let outcome = shell(script, in: place)
    #expect(String(decoding: expectSilentSuccess(outcome), as: UTF8.self) == "5\n5\n5\n5\n")
    let wrong = run("made-score", ["-m", place.path + "/m"], input: "a\n")
    expectFailure(wrong, of: "made-score", status: 65, saying: ["expected 2 fields, found 1"])
  }

  @Test("options about columns that contradict others are refused")
  func usage() {
    for (options, words) in [
      (["--type", "a=drop", "--threshold", "1"], "--threshold makes all columns binary"),
      (["--types", "t", "--initial", "m"], "--initial knows its columns"),
      (["--missing", "NA,,?"], "--missing takes words"), (["--type", "drop"], "--type"),
      (["--type", "a=thing"], "--type"), (["--types", "-"], "standard input cannot be both"),
    ] {
      let outcome = run("made-fit", options, input: "0\n")
      expectFailure(outcome, of: "made-fit", status: 64, saying: [words], output: "")
    }
  }

  @Test("validation records may have new values, which is told")
  func validation() {
    let place = Workshop()
    place.write("valid.csv", "colour,size,is_old,note\nred,1,0,fine\npink,1,0,fine\n")
    let outcome = run(
      "made-fit",
      ["--hidden", "8", "--epochs", "1", "--valid", place.path + "/valid.csv", "-o", "/dev/null"],
      input: Self.csv)
    #expect(
      outcome.message.contains("valid.csv: 1 cell with values never seen in training: colour 1"),
      "\(outcome)")
  }
}
