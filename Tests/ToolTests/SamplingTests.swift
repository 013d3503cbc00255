import Foundation
import Testing

@Suite("Samples")
struct SamplingTests {
  static let models = [
    ("one mask", Shared.model), ("no names", Shared.bareModel), ("four masks", Shared.fourMasks),
    ("endless masks", Shared.endless),
  ]

  /// Rows of the model drawn with a seed, without a header.
  private func sample(_ model: String, _ arguments: String...) -> Outcome {
    let outcome = run("made-sample", ["-m", model] + arguments)
    expectSilentSuccess(outcome)
    return outcome
  }

  @Test("a seed repeats a run, another seed does not, nor does none")
  func seeds() {
    let first = sample(Shared.model, "-n", "50", "--seed", "7")
    #expect(sample(Shared.model, "-n", "50", "--seed", "7").output == first.output)
    #expect(sample(Shared.model, "-n", "50", "--seed", "8").output != first.output)
    let unseeded = (0..<3).map { _ in sample(Shared.model, "-n", "50").output }
    #expect(Set(unseeded).count == 3)
  }

  @Test("-v tells the seed that repeats an unseeded run")
  func toldSeed() {
    let outcome = run("made-sample", ["-m", Shared.model, "-n", "20", "-v"])
    let seed = outcome.message.split(separator: " ").last.map {
      String($0).trimmingCharacters(in: .newlines)
    }
    #expect(outcome.message.hasPrefix("made-sample: seed "))
    #expect(sample(Shared.model, "-n", "20", "--seed", seed ?? "").output == outcome.output)
  }

  @Test("shards by --offset make the single run", arguments: models)
  func offset(name: String, model: String) {
    let whole = sample(model, "-n", "1000", "--seed", "7", "--no-header").output
    var parts = Data()
    for (start, end) in [(0, 1), (1, 64), (64, 65), (65, 500), (500, 500), (500, 1000)] {
      parts +=
        sample(
          model, "-n", "\(end - start)", "--seed", "7", "--offset", "\(start)", "--no-header"
        ).output
    }
    #expect(parts == whole, "\(name)")
    let far = sample(model, "-n", "2", "--seed", "7", "--offset", "1000000000000", "--no-header")
    #expect(far.lines.count == 2)
  }

  @Test("rows of different numbers and seeds differ")
  func variety() {
    let table = Shared.place.path + "/wide.made"
    _ = Shared.fit("wide.made", .chain(columns: 40, count: 200))
    let lines = run("made-sample", ["-m", table, "-n", "200", "--seed", "1", "--no-header"]).lines
    #expect(Set(lines).count > 190)
  }

  @Test("a header comes with the names of the model and on demand only")
  func headers() {
    let header = (Shared.table.names ?? []).joined(separator: ",") + "\n"
    #expect(sample(Shared.model, "-n", "0").text == header)
    #expect(sample(Shared.model, "-n", "0", "--no-header").text == "")
    #expect(sample(Shared.bareModel, "-n", "0").text == "")
    #expect(sample(Shared.model, "--seed", "1").lines.count == 2)
    let refused = run("made-sample", ["-m", Shared.bareModel, "--header"])
    expectFailure(refused, of: "made-sample", status: 65, saying: ["no names"], output: "")
  }

  @Test("--with-score adds what made-score says of the row", arguments: models)
  func scores(name: String, model: String) {
    let with = sample(model, "-n", "500", "--seed", "3", "--with-score")
    let rows = sample(model, "-n", "500", "--seed", "3")
    let appended = run("made-score", ["-m", model, "--append"], input: rows.output)
    #expect(expectSilentSuccess(appended) == with.output, "\(name)")
  }

  @Test("--probabilities are those that the cells were drawn with")
  func probabilities() {
    let probabilities = sample(Shared.bareModel, "-n", "300", "--seed", "3", "--probabilities")
    let rows = sample(Shared.bareModel, "-n", "300", "--seed", "3")
    let scores = run("made-score", ["-m", Shared.bareModel], input: rows.output).lines
    #expect(probabilities.lines.count == 300)
    for (index, line) in probabilities.lines.enumerated() {
      let chances = line.split(separator: ",").compactMap { Double($0) }
      let cells = rows.lines[index].split(separator: ",").map { $0 == "1" }
      #expect(chances.count == 12 && chances.allSatisfy { (0...1).contains($0) })
      let sum = zip(chances, cells).reduce(0) { $0 + log($1.1 ? $1.0 : 1 - $1.0) }
      #expect(abs(sum - (Double(scores[index]) ?? 0)) < 1e-4, "row \(index)")
    }
  }

  @Test("rows come back from every format", arguments: ["csv", "tsv", "idx"])
  func formats(format: String) {
    let csv = sample(Shared.model, "-n", "200", "--seed", "4", "--no-header")
    let expected = expectSilentSuccess(run("made-score", ["-m", Shared.model], input: csv.output))
    let header = format == "idx" ? [] : ["--no-header"]
    let rows = run(
      "made-sample", ["-m", Shared.model, "-n", "200", "--seed", "4", "--format", format] + header)
    let scores = run("made-score", ["-m", Shared.model], input: expectSilentSuccess(rows))
    #expect(expectSilentSuccess(scores) == expected)
  }

  @Test("-o and standard output carry the same bytes", arguments: ["csv", "idx"])
  func toFile(format: String) {
    let place = Workshop()
    let arguments = ["-m", Shared.model, "-n", "5000", "--seed", "4", "--format", format]
    let direct = run("made-sample", arguments)
    let outcome = run("made-sample", arguments + ["-o", place.path + "/rows"])
    #expect(expectSilentSuccess(outcome).isEmpty)
    #expect(place.read("rows") == expectSilentSuccess(direct))
    #expect(place.files == ["rows"])
  }
}
