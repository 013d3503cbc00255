// Several models as one: scores, fitted weights and samples, in real pipes.

import Foundation
import Testing

@Suite("Mixtures of models")
struct MixtureToolTests {
  /// Tables of two different sources, with the same columns.
  static let first = Table.chain(columns: 10, count: 1500, seed: 2)
  static let second = Table(
    names: first.names,
    rows: Table.chain(columns: 10, count: 1500, seed: 3).rows.map { $0.map { 1 - $0 } })
  static let a = Shared.fit("mix a.made", first, ["--masks", "1", "--epochs", "8"])
  static let b = Shared.fit("mix b.made", second, ["--epochs", "8", "--masks", "3"])
  static let both = ["-m", a, "-m", b]
  /// Three records of the first source for each of the second.
  static let valid = Table(
    names: first.names, rows: Array(first.rows[0..<900] + second.rows[0..<300]))

  private func scores(_ arguments: [String], _ input: String) -> [Double] {
    let outcome = run("made-score", arguments, input: input)
    expectSilentSuccess(outcome)
    return outcome.lines.compactMap { Double($0) }
  }

  // MARK: Scores

  @Test(
    "probabilities of all rows sum to 1 and are the weighted means",
    arguments: [nil, "1,3", "0.9,0.1", "0,1"])
  func normalised(weights: String?) {
    let numbers = (weights ?? "1,1").split(separator: ",").compactMap { Double($0) }
    let everything = NormalisationTests.everything.csv
    let mixed = scores(Self.both + (weights.map { ["--mixture-weights", $0] } ?? []), everything)
    #expect(mixed.count == 1024)
    #expect(abs(mixed.reduce(0) { $0 + exp($1) } - 1) < 1e-4)
    let alone = [Self.a, Self.b].map { scores(["-m", $0], everything) }
    for row in 0..<1024 {
      let sum = numbers[0] * exp(alone[0][row]) + numbers[1] * exp(alone[1][row])
      #expect(abs(mixed[row] - log(sum / (numbers[0] + numbers[1]))) < 1e-5)
    }
  }

  @Test("equal weights are the default, and a weight of 0 leaves a model out, byte for byte")
  func equalAndZero() {
    func bytes(_ arguments: [String]) -> Data {
      expectSilentSuccess(run("made-score", arguments, input: Self.valid.csv))
    }
    #expect(bytes(Self.both + ["--mixture-weights", "2,2"]) == bytes(Self.both))
    #expect(bytes(Self.both + ["--mixture-weights=0,5"]) == bytes(["-m", Self.b]))
    #expect(bytes(["-m", Self.a, "--mixture-weights", "3"]) == bytes(["-m", Self.a]))
  }

  // MARK: Fitted weights

  @Test("fitted weights are a line that --mixture-weights takes, and the best")
  func fittedWeights() {
    let place = Workshop()
    place.write("valid.csv", Self.valid.csv)
    let script = """
      w=$(made-score -m '\(Self.a)' -m '\(Self.b)' --fit-weights < valid.csv) && echo "$w" &&
      for x in "$w" 1,1 1,0 0,1 3,1 70,30 80,20; do
        made-score -m '\(Self.a)' -m '\(Self.b)' --mixture-weights "$x" --summary valid.csv |
          tail -n 1
      done
      """
    let outcome = shell(script, in: place)
    expectSilentSuccess(outcome)
    let weights = outcome.lines.first?.split(separator: ",").compactMap { Double($0) } ?? []
    #expect(weights.count == 2 && abs(weights.reduce(0, +) - 1) < 1e-12, "\(outcome)")
    #expect(abs((weights.first ?? 0) - 0.75) < 0.1, "\(outcome)")
    let means = outcome.lines.dropFirst().compactMap { Double($0.split(separator: ",")[1]) }
    #expect(means.count == 7 && (means.first ?? 0) + 1e-6 >= means.max() ?? 0, "\(outcome)")
  }

  @Test("fitted weights depend neither on threads nor on how the records arrive")
  func independent() {
    let arguments = Self.both + ["--fit-weights"]
    let one = expectSilentSuccess(
      run("made-score", arguments + ["-j", "1"], input: Self.valid.csv))
    for threads in ["2", "5"] {
      let many = run("made-score", arguments + ["-j", threads], input: Self.valid.csv)
      #expect(expectSilentSuccess(many) == one)
    }
    let child = Child(buildDirectory + "/made-score", arguments)
    for line in Self.valid.csv.split(separator: "\n") { child.send(line + "\n") }
    #expect(expectSilentSuccess(child.finish()) == one)
  }

  @Test("-v tells the means of the models, of equal and of fitted weights, in the unit")
  func verbose() {
    func mean(_ arguments: [String]) -> String {
      let outcome = run("made-score", arguments + ["--summary"], input: Self.valid.csv)
      return String(outcome.lines.last?.split(separator: ",")[1].prefix(9) ?? "none")
    }
    for unit in [[], ["--unit", "bits-per-dim"]] {
      let outcome = run(
        "made-score", Self.both + ["--fit-weights", "-v"] + unit, input: Self.valid.csv)
      #expect(outcome.isSuccess && outcome.lines.count == 1)
      let fitted = ["--mixture-weights", outcome.lines.first ?? ""]
      let expected = [
        (Self.a, mean(["-m", Self.a] + unit)), (Self.b, mean(["-m", Self.b] + unit)),
        ("equal weights", mean(Self.both + unit)),
        ("fitted weights", mean(Self.both + fitted + unit)),
      ]
      for (name, value) in expected {
        #expect(
          outcome.message.contains("\(name): mean log-likelihood \(value)"), "\(outcome)")
      }
      #expect(outcome.message.contains("below the largest"), "\(outcome)")
    }
  }

  @Test("bad rows fail, or are left out, and no rows have no weights")
  func badRows() {
    let arguments = Self.both + ["--fit-weights"]
    let good = expectSilentSuccess(run("made-score", arguments, input: Self.valid.csv))
    let bad = Self.valid.csv + "1,2,3\n"
    let failed = run("made-score", arguments, input: bad)
    expectFailure(failed, of: "made-score", status: 65, saying: ["1202"], output: "")
    let marked = run("made-score", arguments + ["--bad-rows", "nan"], input: bad)
    #expect(expectSilentSuccess(marked) == good)
    let skipped = run("made-score", arguments + ["--bad-rows", "skip"], input: bad)
    #expect(skipped.output == good && skipped.message == "made-score: 1 of 1201 rows skipped\n")
    for input in ["", "c1,c2,c3,c4,c5,c6,c7,c8,c9,c10\n"] {
      expectFailure(
        run("made-score", arguments, input: input), of: "made-score", status: 65,
        saying: ["no records to fit weights to"], output: "")
    }
  }

  // MARK: Samples

  @Test("sampled rows are those of their models, and carry the mixture's score")
  func samples() {
    let mixture = Self.both + ["--mixture-weights", "3,1"]
    let run = ["-n", "600", "--seed", "5", "--offset", "40"]
    func sample(_ arguments: [String]) -> Outcome {
      let outcome = ToolTests.run("made-sample", arguments + run)
      expectSilentSuccess(outcome)
      return outcome
    }
    let rows = sample(mixture)
    let alone = [Self.a, Self.b].map { sample(["-m", $0]).lines }
    let fromFirst = (1...600).filter { rows.lines[$0] == alone[0][$0] }
    let fromSecond = (1...600).filter { rows.lines[$0] == alone[1][$0] }
    #expect(Set(fromFirst).union(fromSecond).count == 600)
    #expect((400...500).contains(fromFirst.count) && (100...200).contains(fromSecond.count))

    let appended = ToolTests.run("made-score", mixture + ["--append"], input: rows.output)
    #expect(sample(mixture + ["--with-score"]).output == expectSilentSuccess(appended))
    let chances = sample(mixture + ["--probabilities"]).lines
    let theirs = [Self.a, Self.b].map { sample(["-m", $0, "--probabilities"]).lines }
    for row in fromFirst where !fromSecond.contains(row) { #expect(chances[row] == theirs[0][row]) }
    for row in fromSecond where !fromFirst.contains(row) { #expect(chances[row] == theirs[1][row]) }
  }

  @Test("shards make the single run, for any number of threads")
  func shards() {
    let mixture = Self.both + ["--mixture-weights", "3,1", "--seed", "8", "--with-score"]
    func sample(_ offset: Int, _ count: Int, _ threads: Int) -> Data {
      let range = ["-n", "\(count)", "--offset", "\(offset)", "-j", "\(threads)", "--no-header"]
      return expectSilentSuccess(run("made-sample", mixture + range))
    }
    let whole = sample(0, 20_000, 1)
    #expect(sample(0, 20_000, 3) == whole)
    #expect(sample(0, 1, 1) + sample(1, 7000, 2) + sample(7001, 12_999, 5) == whole)
  }

  @Test("weights fitted to samples are those that they were drawn with")
  func roundTrip() {
    let outcome = shell(
      """
      made-sample -m '\(Self.a)' -m '\(Self.b)' --mixture-weights 0.2,0.8 -n 20000 --seed 1 |
        made-score -m '\(Self.a)' -m '\(Self.b)' --fit-weights
      """, in: Workshop())
    expectSilentSuccess(outcome)
    let weights = outcome.text.split(separator: ",").compactMap {
      Double($0.trimmingCharacters(in: .newlines))
    }
    #expect(weights.count == 2 && abs(weights[0] - 0.2) < 0.02, "\(outcome)")
  }

  @Test(
    "models of other columns are refused by both tools", arguments: ["made-score", "made-sample"])
  func otherColumns(tool: String) {
    let outcome = run(tool, ["-m", Self.a, "-m", Shared.model], input: Self.valid.csv)
    expectFailure(outcome, of: tool, status: 65, saying: ["same columns"], output: "")
  }
}
