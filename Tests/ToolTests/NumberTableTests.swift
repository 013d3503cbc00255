import Foundation
import Testing

@Suite("Tables of numbers")
struct NumberTableTests {
  /// Whole numbers, amounts, holes and words; the columns hang together.
  static let csv: String = {
    var random = Choices(seed: 9)
    var text = "age,amount,kind,level\n"
    for row in 0..<900 {
      let age = Int.random(in: 18...60, using: &random) + Int.random(in: 0...30, using: &random)
      let cents = age * Int.random(in: 90...130, using: &random)
      let level = ["", "NA", "-\(row % 40).25", "\(row % 500)"][row % 4]
      let fraction = (cents % 100 < 10 ? "0" : "") + "\(cents % 100)"
      let amount = row % 3 == 0 ? "0.00" : "\(cents / 100).\(fraction)"
      text += "\(age),\(amount),\(age > 50 ? "old" : "young"),\(level)\n"
    }
    return text
  }()
  static let place = Workshop("numbers")
  /// All numbers in bins.
  static let bins = ["age", "amount", "level"].flatMap { ["--type", "\($0)=bins"] }
  static let options = Shared.quick + ["--missing", "NA"] + bins
  static let model: String = {
    let path = place.path + "/numbers.made"
    let outcome = run("made-fit", options + ["-o", path], input: csv)
    if !outcome.isSuccess { print("the model of numbers was not fitted: \(outcome)") }
    return path
  }()

  private static func scores(_ input: String, _ options: [String] = []) -> [String] {
    let outcome = run("made-score", ["-m", model] + options, input: input)
    expectSilentSuccess(outcome)
    return outcome.lines
  }

  @Test("a fit tells the kinds, the dry run too, and the model holds the bins")
  func fit() {
    let dry = run("made-fit", ["--dry-run", "--missing", "NA"], input: Self.csv)
    #expect(dry.isSuccess, "\(dry)")
    let kinds = dry.lines.dropFirst().map { $0.split(separator: ",").prefix(3).last ?? "" }
    #expect(kinds == ["integer", "real", "categorical", "real"], "\(dry)")
    let fit = run(
      "made-fit", ["--hidden", "8", "--epochs", "1", "--missing", "NA"] + Self.bins,
      input: Self.csv)
    #expect(
      fit.message.contains("4 columns: 1 categorical of 2 values, 3 of numbers in "), "\(fit)")
    #expect(fit.message.contains(" bins, 1 with missing cells\n"), "\(fit)")
    let info = run("made-masks", ["-m", Self.model, "--info"])
    #expect(info.lines.contains("column number age") && info.text.contains("bins other 0 fixed 18"))
    #expect(info.text.contains("bins other 2 fixed 0 "), "\(info)")
    #expect(info.text.contains("bins other+missing 2 shortest -3825"), "\(info)")
    expectSilentSuccess(run("made-masks", ["-m", Self.model, "--check"]))
    // Without being told, NA is missing all the same.
    let plain = run("made-fit", ["--hidden", "8", "--epochs", "1"], input: Self.csv)
    #expect(plain.message.contains(" 1 with missing cells\n"), "\(plain)")
  }

  @Test("a model of numbers is the same for any number of threads")
  func sameBytes() {
    let one = expectSilentSuccess(run("made-fit", Self.options + ["-j1"], input: Self.csv))
    #expect(one == Shared.bytes(Self.model))
    #expect(one == expectSilentSuccess(run("made-fit", Self.options + ["-j2"], input: Self.csv)))
  }

  @Test("numbers score alike in every spelling of the same value")
  func spellings() {
    let header = "age,amount,kind,level\n"
    let scores = Self.scores(header + "40,0.00,old,3.25\n")
    for row in [
      "40.0,0,old,3.25", "4e1,0.0,old,+3.25", " 40 ,\"0\",old,325e-2", "040,-0,old,3.2500",
      "40.4,0.004,old,3.254", "39.5,0.000000000000000000001,old,3.2450",
    ] {
      #expect(Self.scores(header + row + "\n") == scores, "\(row)")
    }
    #expect(Self.scores(header + "41,0.00,old,3.25\n") != scores)
    #expect(
      Self.scores(header + "40,0.00,old,NA\n") == Self.scores(header + "40,0.00,old,\n"))
  }

  @Test("the split law holds for numbers")
  func split() {
    Self.place.write("bare.csv", String(Self.csv.drop { $0 != "\n" }.dropFirst()))
    let script = """
      made-score -m numbers.made bare.csv > whole &&
      split -n l/7 --filter='made-score -m numbers.made -j1' bare.csv > parts &&
      cmp whole parts && wc -l < whole
      """
    _ = Self.model
    let outcome = shell(script, in: Self.place)
    #expect(String(decoding: expectSilentSuccess(outcome), as: UTF8.self) == "900\n")
  }

  @Test("drawn numbers look like the data, and score as --with-score says")
  func samples() throws {
    let sample = run("made-sample", ["-m", Self.model, "-n", "700", "--seed", "3", "--with-score"])
    expectSilentSuccess(sample)
    let rows = sample.lines.dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows.count == 700)
    for row in rows {
      #expect(row.count == 5 && (Int(row[0]).map { (18...90).contains($0) } ?? false), "\(row)")
      let decimals = row[1].split(separator: ".", omittingEmptySubsequences: false)
      #expect(decimals.count == 2 && decimals.last?.count == 2, "\(row)")
      let level = Double(row[3])
      #expect(row[3].isEmpty || level.map { -38.25...499 ~= $0 } == true, "\(row)")
      #expect(!(row[3].contains(".") && row[3].hasSuffix("0")), "\(row)")
    }
    let share = Double(rows.count { $0[1] == "0.00" }) / 700
    #expect(abs(share - 1 / 3) < 0.1, "\(share)")
    let scores = run("made-score", ["-m", Self.model, "--unseen", "error"], input: sample.text)
    let told = rows.map { $0[4] }
    #expect(Array(scores.lines.dropFirst(1)) == told)
    let cut = run(
      "made-sample",
      ["-m", Self.model, "-n", "5", "--offset", "400", "--seed", "3", "--with-score"])
    #expect(Array(cut.lines.dropFirst(1)) == Array(sample.lines[401...405]))
    let parts = Self.scores(sample.text, ["--per-column"])
    for (part, row) in zip(parts.dropFirst(), rows) {
      let sum = part.split(separator: ",").compactMap { Double($0) }.reduce(0, +)
      #expect(abs(sum - (Double(row[4]) ?? .nan)) < 1e-3)
    }
    let probabilities = run(
      "made-sample",
      ["-m", Self.model, "-n", "20", "--seed", "3", "--probabilities", "--with-score"])
    for (line, part) in zip(probabilities.lines.dropFirst(), parts.dropFirst()) {
      let fields = line.split(separator: ",").compactMap { Double($0) }
      let logs = fields.dropLast().map { log($0) }
      let cells = part.split(separator: ",").compactMap { Double($0) }
      try #require(fields.count == 5 && cells.count == 4, "\(line)")
      // A slot for other values, which is never drawn, makes them a little larger.
      for column in [1, 3] { #expect(abs(logs[column] - cells[column]) < 0.1, "\(line)") }
      // So does, more than that, that old and young are determined by the age.
      #expect(logs[0] + logs[2] > cells[0] + cells[2] - 1e-3, "\(line)")
    }
  }

  @Test("a number out of range is a new value, a word in its place is damage")
  func unseen() {
    let rows = "age,amount,kind,level\n40,0.00,old,1\n17,0.00,old,1\n40,1e9,old,1\n"
    let smooth = run("made-score", ["-m", Self.model], input: rows)
    #expect(
      smooth.message
        == "made-score: 2 cells with values never seen in training: age 1, amount 1\n")
    let strict = run("made-score", ["-m", Self.model, "--unseen", "error"], input: rows)
    expectFailure(
      strict, of: "made-score", status: 65,
      saying: ["standard input:3: field 1 (age): \"17\" never occurs in training"])
    let word = run("made-score", ["-m", Self.model], input: rows + "x,0.00,old,1\n")
    expectFailure(
      word, of: "made-score", status: 65,
      saying: ["standard input:5: field 1 (age): expected a number, found \"x\""])
  }

  @Test("a fit tells the mean of the scores that its validation records get")
  func means() {
    let place = Self.place
    place.write("all.csv", Self.csv)
    let script = """
      head -n 701 all.csv > train.csv; (head -n 1 all.csv; tail -n 200 all.csv) > valid.csv
      made-fit --hidden 16 --epochs 4 --missing NA --valid valid.csv -o v.made train.csv 2> told &&
      made-masks -m v.made --info | sed -n 's/^validation-log-likelihood //p' &&
      made-score -m v.made --summary -q valid.csv | sed -n 's/^200,\\(.*\\),.*/\\1/p'
      """
    let outcome = shell(script, in: place)
    let numbers = outcome.lines.compactMap { Double($0) }
    #expect(numbers.count == 2 && abs(numbers[0] - numbers[1]) < 1e-6, "\(outcome)")
  }

  @Test("--type says how a column of numbers is taken")
  func types() {
    func kind(_ rule: String) -> String {
      let fit = run(
        "made-fit",
        ["--hidden", "8", "--epochs", "1", "--missing", "NA", "--type", rule, "-o", "/dev/null"],
        input: Self.csv)
      return fit.isSuccess ? fit.message : "\(fit)"
    }
    #expect(kind("age=categorical").contains("2 categorical of"))
    #expect(kind("amount=integer").contains("3 of numbers"))
    #expect(kind("age=drop").contains("2 of numbers"))
    let word = run("made-fit", Self.options + ["--type", "kind=real"], input: Self.csv)
    expectFailure(
      word, of: "made-fit", status: 65,
      saying: ["field 3 (kind): expected a number, found"], output: "")
  }
}
