import Foundation
import Testing

/// A table whose columns of numbers are of all sorts that a density has.
enum DensityTable {
  static let header = "word,bit,smooth,amount,price,digits,binned,steps\n"
  /// What asks for densities.
  static let kinds =
    ["smooth", "amount", "price", "digits", "steps"]
    .flatMap { ["--type", "\($0)=real"] } + ["--type", "binned=bins"]
  /// Fewer columns with holes than kinds of parts: atoms, known values, missing cells, significant digits, steps.
  static let rows: String = {
    var random = Choices(seed: 12)
    func choose(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    func decimals(_ units: Int) -> String {
      let last = "\(1000 + abs(units) % 1000)".dropFirst()
      return "\(units < 0 ? "-" : "")\(abs(units) / 1000).\(last)"
    }
    let prices = (0..<200).map { _ in choose(0...3_000_000) }
    var text = ""
    for _ in 0..<1100 {
      let kind = choose(0...2)
      let smooth = kind * 2000 + (0..<4).map { _ in choose(-900...900) }.reduce(0, +)
      let size = choose(1...5)
      let amount =
        choose(0...9) == 0
        ? smooth % 2 == 0 ? "NA" : ""
        : choose(0...9) < 4
          ? "0" : "\(choose(-9...99) * Int(pow(7, Double(size)))).\(choose(1...9))"
      let price = choose(0...9) < 8 ? prices[choose(0...199)] : choose(0...3_000_000)
      let digits = "\(choose(1001...9999))e\(choose(-7...3))"
      text +=
        "\(["red", "green", "blue"][kind]),\(choose(0...1)),\(decimals(smooth)),\(amount),\(price),"
      text += "\(digits),\(smooth / 300).\(choose(0...9)),\(25 * (smooth / 90 + choose(-9...9)))\n"
    }
    return text
  }()
  /// Numbers beyond those of the table, between those of its grids, and cells that were never missing.
  static let far = """
    red,1,100000,-1e7,0,0,999,-100000
    blue,0,,,,,,
    green,1,1.23456,0.04,3.7,1.23456789,0.25,26
    red,1,NaN,null,off,n/a,0.25,\\N
    red,1,NaN,NA,5,7,0.25,75

    """
  static let place = Workshop("densities")
  static let model: String = {
    let path = place.path + "/densities.made"
    let outcome = run("made-fit", Shared.quick + kinds + ["-o", path], input: header + rows)
    if !outcome.isSuccess { print("the model of densities was not fitted: \(outcome)") }
    return path
  }()
}

@Suite("Numbers with densities")
struct DensityToolTests {
  static let model = DensityTable.model
  static let input = DensityTable.header + DensityTable.rows

  @Test("are columns of all the sorts that there are, and bins only if they are asked for")
  func sorts() {
    let info = expectSilentSuccess(run("made-masks", ["-m", Self.model, "--info"]))
    let lines = String(decoding: info, as: UTF8.self).split(separator: "\n")
    func has(_ start: String) -> Bool { lines.contains { $0.hasPrefix(start) } }
    #expect(has("outputs ") && !has("inputs "))
    #expect(has("column density smooth") && has("column number binned"))
    #expect(has("atoms 0") && has("known ") && has("density other+missing 1 "))
    #expect(has("density other 0 fixed 25 0 ") && has("density other 7 e1.3 1 4 "), "\(lines)")
    let plain = run("made-fit", ["--dry-run"], input: Self.input)
    #expect(plain.isSuccess && plain.text.contains(",binned,real,"), "\(plain)")
    expectSilentSuccess(run("made-masks", ["-m", Self.model, "--check"]))
  }

  @Test(
    "are refused where they cannot do what is asked",
    arguments: [
      (
        "made-sample", ["--probabilities"],
        "--probabilities: the model has columns of numbers with a density"
      ),
      ("made-sample", ["--probabilities", "--with-score"], "--with-score tells how likely"),
      ("made-sample", ["--format", "idx"], "columns hold words or other numbers"),
      (
        "made-sample", ["--format", "png", "-o", "/dev/null"], "columns hold words or other numbers"
      ),
      ("made-sample", ["--where", "steps=26"], "no number on the grid of steps satisfies it"),
      ("made-sample", ["--where", "smooth>1", "--where", "smooth<1"], "no number on the grid"),
      ("made-sample", ["--where", "smooth=red"], "\"red\" is not a number"),
      (
        "made-score", ["--label", "binned", "--quantiles", "0.5"],
        "--quantiles: column 7 does not hold numbers with a density"
      ),
      ("made-score", ["--quantiles", "0.5"], "--quantiles goes with --label"),
      ("made-score", ["--label", "smooth", "--quantiles", "0,0.5"], "invalid for '--quantiles"),
      ("made-score", ["--label", "smooth", "--quantiles", "0.5,"], "invalid for '--quantiles"),
      ("made-score", ["--unit", "density", "--per-column"], "--unit density is that of whole"),
      ("made-score", ["--unit", "density", "--fit-weights"], "no --per-column, --fit-weights"),
      ("made-score", ["--unit", "density", "--label", "word"], "--marginal, --label or --explain"),
    ])
  func refusals(tool: String, options: [String], words: String) {
    expectFailure(
      run(tool, ["-m", Self.model] + options, input: tool == "made-score" ? Self.input : ""),
      of: tool, status: 64, saying: [words], output: "")
  }

  @Test("are no words, and not the columns of another model")
  func faults() {
    expectFailure(
      run("made-fit", ["--type", "word=real", "--epochs", "1"], input: Self.input),
      of: "made-fit", status: 65, saying: ["(word): expected a number"], output: "")
    let bins = DensityTable.place.path + "/bins.made"
    expectSilentSuccess(
      run(
        "made-fit", Shared.quick + DensityTable.kinds + ["--type", "smooth=bins", "-o", bins],
        input: Self.input))
    expectFailure(
      run("made-fit", ["--merge", Self.model, bins]), of: "made-fit", status: 65,
      saying: ["column 3 (smooth) is not that of"], output: "")
    expectFailure(
      run("made-score", ["-m", Self.model, "-m", bins], input: Self.input), of: "made-score",
      status: 65, saying: ["not a model of the same columns"], output: "")
  }

  @Test("labels are quantiles, as the column writes its numbers")
  func labels() {
    let words = Self.input.split(separator: "\n").prefix(60).joined(separator: "\n") + "\n"
    func answers(_ options: [String], _ input: String = words) -> [String] {
      let bytes = expectSilentSuccess(
        run("made-score", ["-m", Self.model] + options, input: input))
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { String($0) }
    }
    let smooth = answers(["--label", "smooth"])
    #expect(smooth.count == 60 && smooth[0] == "smooth_q0.05,smooth_q0.5,smooth_q0.95")
    for line in smooth.dropFirst() {
      let fields = line.split(separator: ",")
      #expect(fields.count == 3 && fields.allSatisfy { $0.split(separator: ".").last?.count == 3 })
      let numbers = fields.compactMap { Double($0) }
      #expect(numbers == numbers.sorted() && numbers.count == 3, "\(line)")
    }
    #expect(
      answers(["--label", "steps", "--quantiles", "0.5"]).dropFirst().allSatisfy {
        Int($0).map { $0 % 25 == 0 } ?? false
      })
    // Neither what the column has nor how the input arrives plays a part.
    let header = DensityTable.header
    let without = words.split(separator: "\n").dropFirst().map { line in
      var fields = line.split(separator: ",", omittingEmptySubsequences: false)
      fields[2] = ""
      return fields.joined(separator: ",") + "\n"
    }
    #expect(answers(["--label", "smooth"], header + without.joined()) == smooth)
    #expect(answers(["--label", "smooth", "-j", "1"]) == smooth)
    #expect(
      answers(["--label", "smooth"], header + without.suffix(20).joined()).dropFirst()
        == smooth.suffix(20))
    // With holes beside it, and draws in place of sums.
    let holes = without.map { line in
      var fields = line.split(separator: ",", omittingEmptySubsequences: false)
      fields[0] = ""
      return fields.joined(separator: ",")
    }
    let marginal = answers(
      ["--label", "smooth", "--marginal", "--append"], header + holes.joined())
    #expect(marginal.count == 60 && marginal[1].hasPrefix(holes[0].dropLast() + ","))
    #expect(
      answers(["--label", "smooth", "--marginal", "-j", "1", "--append"], header + holes.joined())
        == marginal)
  }

  @Test("are never drawn where --missing names them, and sum to 1 without")
  func holes() {
    var random = Choices(seed: 5)
    let table =
      "x,y\n"
      + (0..<1500).map { _ in
        let x = Int.random(in: -9...9, using: &random)
        return "\(x),\(5 * x + 5 * Int.random(in: -9...9, using: &random))\n"
      }.joined()
    let path = DensityTable.place.path + "/holes.made"
    expectSilentSuccess(
      run(
        "made-fit",
        Shared.quick + [
          "--missing=3,-40", "--type", "x=real", "--type", "y=real", "-o", path,
        ],
        input: table))
    let drawn = run("made-sample", ["-m", path, "-n", "5000", "--seed", "1"]).lines.dropFirst()
    let cells = drawn.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    // A cell of 3 is a missing one, as often as in training.
    #expect(cells.count == 5000 && cells.allSatisfy { $0[0] != "" && $0[1] != "" })
    #expect(cells.contains { $0[0] == "3" } && cells.contains { $0[0] == "4" && $0[1] == "-35" })
    // Missing, and all numbers but 3; of other values next to nothing is left.
    let numbers = (-400...400).filter { $0 != 3 && $0 != -40 }
    let sums = run(
      "made-score", ["-m", path, "--marginal"],
      input: "x,y\n" + numbers.map { "\($0),\n" }.joined())
    let masses = sums.lines.dropFirst().compactMap {
      $0.split(separator: ",").first.flatMap { Double($0) }
    }
    let missing = Double(cells.count { $0[0] == "3" }) / 5000
    let sum = masses.reduce(missing) { $0 + exp($1) }
    #expect(masses.count == numbers.count && abs(sum - 1) < 0.03, "\(sum)")
    let asked = run("made-sample", ["-m", path, "-n", "9", "--where", "x=3"]).lines.dropFirst()
    #expect(asked.count == 9 && asked.allSatisfy { $0.hasPrefix("3,") })
    expectFailure(
      run("made-sample", ["-m", path, "--where", "y=-44..-36"]), of: "made-sample", status: 64,
      saying: ["no number on the grid of y satisfies it"], output: "")
  }

  @Test("a density is the probability by the size of the last place")
  func unit() throws {
    let rows = "red,1,1.5,0,7,1675,1,25\nred,1,1.5,0,7,0.01675,1,25\nred,1,1.5,,7,1675,1,25\n"
    func scores(_ options: [String]) -> [Double] {
      run("made-score", ["-m", Self.model] + options, input: rows).lines.compactMap { Double($0) }
    }
    let (nats, density) = (scores([]), scores(["--unit", "density"]))
    try #require(nats.count == 3 && density.count == 3)
    // Three decimals, one, none, four digits, steps of whole numbers.
    for (row, lastPlaces) in [0.001 * 0.1 * 1, 0.001 * 0.1 * 1e-5, 0.001 * 1].enumerated() {
      let expected = nats[row] - log(lastPlaces)
      #expect(abs(density[row] - expected) < 1e-4, "\(nats), \(density)")
    }
  }
}
