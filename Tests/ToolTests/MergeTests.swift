// made-fit --merge: training rounds over shards, and what it refuses.

import Foundation
import Testing

@Suite("Merging")
struct MergeTests {
  private static let table = Table.chain(columns: 12, count: 2400, seed: 5)

  /// Mean log-likelihood of a table's records.
  private func mean(_ model: String, in place: Workshop, _ table: Table) -> Double {
    let outcome = run("made-score", ["-m", model, "--summary"], input: table.csv)
    expectSilentSuccess(outcome)
    return outcome.lines.last?.split(separator: ",").dropFirst().first.flatMap { Double($0) } ?? 0
  }

  @Test("rounds over shards come near to the fit of the whole, and are byte for byte repeatable")
  func rounds() {
    func train() -> (Workshop, Data) {
      let place = Workshop()
      for shard in 0..<4 {
        let rows = Self.table.rows.enumerated().filter { $0.offset % 4 == shard }.map(\.element)
        place.write("shard\(shard)", Table(names: Self.table.names, rows: rows).csv)
      }
      let outcome = shell(
        """
        set -e
        made-fit -q --hidden 24 --holdout 0 --epochs 1 -o start shard0
        for round in 1 2 3 4 5 6; do
          for shard in 0 1 2 3; do
            made-fit -q --initial start --holdout 0 --epochs 5 --seed $round \
              --learning-rate 0.003 --batch-size 25 -o part$shard shard$shard
          done
          made-fit --merge -o start part0 part1 part2 part3
        done
        """, in: place)
      expectSilentSuccess(outcome)
      return (place, place.read("start") ?? Data())
    }
    let (place, model) = train()
    #expect(train().1 == model)
    place.write("whole.csv", Self.table.csv)
    // Batches of four times the records: as many updates as each shard makes in six rounds.
    let fit = "made-fit -q --hidden 24 --holdout 0 --epochs 30 --learning-rate 0.003"
    expectSilentSuccess(
      shell("\(fit) -o whole whole.csv && \(fit) --batch-size 25 -o alone shard0", in: place))
    let test = Table.chain(columns: 12, count: 2000, seed: 6)
    let whole = mean(place.path + "/whole", in: place, test)
    let rounds = mean(place.path + "/start", in: place, test)
    let alone = mean(place.path + "/alone", in: place, test)
    // Measured by hand on other draws of this chain: 4.4 % apart.
    #expect(whole < -1 && rounds > whole * 1.08, "\(rounds) in rounds, \(whole) at once")
    #expect(rounds > alone, "\(rounds) merged, \(alone) for one shard alone")
    let info = run("made-masks", ["-m", place.path + "/start", "--info"])
    #expect(info.lines.contains("records 2400") && info.lines.contains("epochs 5"))
  }

  @Test("models come from files and standard input, results go to either output")
  func streams() {
    let place = Workshop()
    let (a, b) = (Shared.model, Shared.fit("named-2.made", Shared.table.rows(0..<900)))
    let toFile = run("made-fit", ["--merge", a, b, "-o", place.path + "/m"])
    #expect(expectSilentSuccess(toFile).isEmpty)
    let piped = run("made-fit", ["--merge", a, "-"], input: Shared.bytes(b))
    #expect(expectSilentSuccess(piped) == place.read("m"))
    #expect(place.files == ["m"])
    let told = run("made-fit", ["--merge", "-v", a, b])
    #expect(told.message == "made-fit: 2 models of 2610 records merged\n")
    // In place of one of its parts, in another precision.
    place.write("a", Shared.bytes(a))
    let replaced = shell("made-fit --merge --precision bf16 -o a a && made-score -m a", in: place)
    #expect(replaced.isSuccess)
  }

  @Test("unlike models are refused in a sentence that names both, and nothing is written")
  func unlike() {
    let place = Workshop()
    let narrow = Shared.fit("narrow.made", Shared.table.columns([0, 1, 2]))
    var renamed = Shared.table
    renamed.names?[3] = "other"
    let cases = [
      (narrow, "a model of 3 columns, \(Shared.model) has 12"),
      (Shared.bareModel, "column 1 is not that of \(Shared.model)"),
      (Shared.fit("renamed.made", renamed), "column 4 (other) is not that of \(Shared.model)"),
      (Shared.fit("wider.made", Shared.table, ["--hidden", "25"]), "a network of another shape"),
      (Shared.fit("seed.made", Shared.table, ["--seed", "2"]), "other masks than"),
      (Shared.fourMasks, "other masks than"), (Shared.endless, "other masks than"),
    ]
    for (model, sentence) in cases {
      let outcome = run("made-fit", ["--merge", Shared.model, model, "-o", place.path + "/m"])
      expectFailure(
        outcome, of: "made-fit", status: 65, saying: ["\(model): ", sentence, "--initial"],
        output: "")
    }
    #expect(place.files.isEmpty)
  }

  @Test("files that are no models, and none at all, are refused")
  func misuse() {
    expectFailure(
      run("made-fit", ["--merge", Shared.model, Shared.csv]), of: "made-fit", status: 65,
      saying: ["not a made model"], output: "")
    expectFailure(
      run("made-fit", ["--merge", Shared.model, "/nonexistent/m"]), of: "made-fit", status: 66,
      saying: ["/nonexistent/m"], output: "")
    expectFailure(
      run("made-fit", ["--merge"]), of: "made-fit", status: 64, saying: ["name their files"],
      output: "")
  }

  /// What a merge is told: which files, and how they are written.
  private static let taken: Set = [
    "--merge", "--precision", "--force", "--output", "--threads", "--quiet", "--verbose",
    "--help-all", "--help", "--version",
  ]

  /// Every other option, with a value that is not its default and with the options that it needs.
  private static let refused = [
    "--format csv", "--delimiter ;", "--header", "--no-header", "--threshold 1", "--missing NA",
    "--unseen error", "--type 1=drop", "--types x", "--rules", "--no-rules", "--valid x",
    "--holdout 0.2", "--hidden 3", "--flow 2", "--flow-step spline --flow 2",
    "--flow-direction iaf --flow 2",
    "--residual --hidden 3,3,3", "--direct", "--no-direct", "--masks 2", "--masks endless",
    "--evaluate-masks 2 --masks endless", "--choose-masks 32 --masks endless",
    "--resample full --masks 2", "--ordering natural", "--activation tanh", "--mask-weights",
    "--condition-on 1", "--initialisation orthogonal", "--optimizer sgd", "--dropout 0.3",
    "--input-dropout 0.1", "--learning-rate 0.1", "--average 0", "--batch-size 10", "--epochs 3",
    "--rate-decay 0.1", "--momentum 0.5", "--epsilon 0.1", "--patience 3", "--weight-decay 0.1",
    "--sharpen", "--no-sharpen", "--clip 1", "--schedule plateau", "--warm-up 1", "--compute bf16",
    "--seed 2",
    "--auto", "--budget 5s --auto", "--initial x", "--log x", "--curve x", "--checkpoint x",
    "--checkpoint-every 2 --checkpoint x", "--resume --checkpoint x", "--dry-run",
  ].map { $0.split(separator: " ").map(String.init) }

  @Test("options that say how to read or to learn are refused by name, all there are")
  func refusedOptions() throws {
    let declared = try Documentation.declaredOptions(of: .fit).flatMap(\.names)
      .filter { $0.hasPrefix("--") }
    #expect(Set(declared) == Self.taken.union(Self.refused.map { $0[0] }))
    for words in Self.refused {
      let outcome = run("made-fit", ["--merge", Shared.model] + words)
      expectFailure(outcome, of: "made-fit", status: 64, saying: ["--merge averages"], output: "")
      let named = words.contains { outcome.message.contains("it takes no \($0)\n") }
      #expect(named, "\(words): \(outcome)")
    }
  }
}
