import Foundation
import Testing

/// A table whose columns of numbers are of all sorts that a density has.
enum DensityTable {
  static let header = "word,bit,smooth,amount,price,digits,binned,steps\n"
  /// What asks for densities.
  static let kinds = ["smooth", "amount", "price", "digits", "steps"]
    .flatMap { ["--type", "\($0)=density"] }
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
        ? ""
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

  @Test("are columns of all the sorts that there are, and only if they are asked for")
  func sorts() {
    let info = expectSilentSuccess(run("made-masks", ["-m", Self.model, "--info"]))
    let lines = String(decoding: info, as: UTF8.self).split(separator: "\n")
    func has(_ start: String) -> Bool { lines.contains { $0.hasPrefix(start) } }
    #expect(has("outputs ") && !has("inputs "))
    #expect(has("column density smooth") && has("column number binned"))
    #expect(has("atoms 0") && has("known ") && has("density other+missing 1 "))
    #expect(has("density other 0 fixed 25 0 ") && has("density other 7 shortest 1 4 "), "\(lines)")
    let plain = run("made-fit", ["--dry-run"], input: Self.input)
    #expect(plain.isSuccess && !plain.text.contains("density"), "\(plain)")
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
      ("made-sample", ["--format", "idx"], "columns hold numbers with a density"),
      (
        "made-sample", ["--format", "png", "-o", "/dev/null"], "columns hold numbers with a density"
      ),
      ("made-sample", ["--where", "steps=26"], "no number on the grid of steps satisfies it"),
      ("made-sample", ["--where", "smooth>1", "--where", "smooth<1"], "no number on the grid"),
      ("made-sample", ["--where", "smooth=red"], "\"red\" is not a number"),
      ("made-score", ["--label", "smooth"], "column 3 holds numbers with a density, not labels"),
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
      run("made-fit", ["--type", "word=density", "--epochs", "1"], input: Self.input),
      of: "made-fit", status: 65, saying: ["(word): expected a number"], output: "")
    let bins = DensityTable.place.path + "/bins.made"
    expectSilentSuccess(run("made-fit", Shared.quick + ["-o", bins], input: Self.input))
    expectFailure(
      run("made-fit", ["--merge", Self.model, bins]), of: "made-fit", status: 65,
      saying: ["column 3 (smooth) is not that of"], output: "")
    expectFailure(
      run("made-score", ["-m", Self.model, "-m", bins], input: Self.input), of: "made-score",
      status: 65, saying: ["not a model of the same columns"], output: "")
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
