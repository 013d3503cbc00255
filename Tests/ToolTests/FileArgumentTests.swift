import Foundation
import Testing

@Suite("Files, standard input and options as arguments")
struct FileArgumentTests {
  static let place: Workshop = {
    let place = Workshop("arguments")
    let table = Shared.table
    place.write("m", Shared.bytes(Shared.model))
    place.write("all.csv", table.csv)
    place.write("a.csv", table.rows(0..<700).csv)
    place.write("b.csv", table.rows(700..<1400).csv)
    place.write("b.bare", table.rows(700..<1400).bare.csv)
    place.write("b.gz", Shared.gzip(Data(table.rows(700..<1400).csv.utf8)))
    place.write("c.csv", table.rows(1400..<2000).csv)
    place.write("c.tsv", table.rows(1400..<2000).text(delimiter: "\t"))
    place.write("empty.csv", "")
    place.write("-x.csv", table.csv)
    place.write("lies.csv", Shared.gzip(Data(table.csv.utf8)))
    place.write("lies.csv.gz", table.csv)
    return place
  }()

  @Test(
    "several inputs are one stream with one header",
    arguments: [
      "made-score -m m all.csv", "made-score -m m < all.csv", "cat all.csv | made-score -m m -",
      "made-score -m m a.csv b.csv c.csv", "made-score -m m a.csv - c.csv < b.csv",
      "made-score -m m a.csv b.gz c.tsv", "made-score -m m a.csv b.bare c.csv",
      "made-score -m m empty.csv a.csv empty.csv b.csv c.csv", "made-score -m m -- -x.csv",
      "made-score -m m lies.csv", "made-score -m m lies.csv.gz", "made-score all.csv -m m",
      "made-score -mm -j2 all.csv", "made-score --model=m all.csv",
      "made-score --model m --threads 2 --format csv all.csv", "made-score -m ./m ./all.csv",
      "gzip -c all.csv | made-score -m m", "(cat a.csv; sed 1d b.csv c.csv) | made-score -m m; :",
      "made-score -m m -o out all.csv && cat out", "made-score -m m -oout2 all.csv && cat out2",
      "made-score -m m -o /dev/stdout all.csv", "made-score -m m -o - all.csv",
      "made-score -m /dev/fd/3 all.csv 3< m", "cat m | made-score -m - all.csv",
      "mkfifo f$$; cat all.csv > f$$ & made-score -m m f$$", "made-score -m m /dev/stdin < all.csv",
    ])
  func inputs(script: String) {
    // Removing the headers of both files takes two commands; sed counts lines across files.
    let script = script.replacing("sed 1d b.csv c.csv", with: "sed 1d b.csv; sed 1d c.csv")
    let outcome = shell(script, in: Self.place)
    #expect(expectSilentSuccess(outcome) == InputFormTests.scores, "\(script): \(outcome)")
  }

  @Test(
    "the model that is fitted does not depend on how the rows come",
    arguments: [
      "all.csv", "< all.csv", "a.csv b.csv c.csv", "a.csv - c.csv < b.csv", "a.csv b.gz c.tsv",
      "a.csv b.bare c.csv", "-- -x.csv", "lies.csv", "-j2 all.csv", "-o out.made all.csv",
    ])
  func fit(arguments: String) {
    let script =
      "made-fit \(Shared.quick.joined(separator: " ")) \(arguments)"
      + (arguments.contains("out.made") ? " && cat out.made" : "")
    #expect(expectSilentSuccess(shell(script, in: Self.place)) == InputFormTests.fitted)
  }

  @Test("numbers joined to their short options are read", arguments: ["-n7", "-n 7", "--count=7"])
  func joinedNumbers(count: String) {
    let script = "made-sample -mm \(count) -j1 --seed=3"
    let plain = run("made-sample", ["-m", Shared.model, "-n", "7", "--seed", "3"])
    #expect(expectSilentSuccess(shell(script, in: Self.place)) == expectSilentSuccess(plain))
    #expect(plain.lines.count == 8)
  }

  @Test(
    "help and version go to standard output", arguments: toolNames, ["--help", "-h", "--version"])
  func help(tool: String, option: String) {
    let outcome = run(tool, [option])
    let text = String(decoding: expectSilentSuccess(outcome), as: UTF8.self)
    #expect(text.contains(tool), "\(outcome)")
    #expect(option == "--version" || text.contains("--version"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test("the locale changes nothing", arguments: ["de_DE.UTF-8", "tr_TR.UTF-8", "C"])
  func locale(name: String) {
    let outcome = run(
      "made-score", ["-m", Shared.model], input: Data(Shared.table.csv.utf8),
      environment: ["LC_ALL": name, "LANG": name])
    #expect(expectSilentSuccess(outcome) == InputFormTests.scores)
  }
}
