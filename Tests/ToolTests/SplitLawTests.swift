import Foundation
import Testing

@Suite("A row's result depends on that row alone")
struct SplitLawTests {
  static let models = [
    ("one mask", Shared.model), ("no names", Shared.bareModel), ("four masks", Shared.fourMasks),
    ("endless masks", Shared.endless),
  ]

  @Test("parts scored one by one give the bytes of the whole", arguments: models, [1, 2, 3])
  func randomCuts(model: (String, String), seed: Int) {
    var random = Choices(seed: UInt64(seed))
    let table = Shared.table.bare
    let cuts = (0..<9).map { _ in Int.random(in: 0...table.rows.count, using: &random) }
    let ends = [0] + cuts.sorted() + [table.rows.count]
    let form = [["--quiet"], ["--append"], ["--unit", "bits"]][seed - 1]
    let arguments = ["-m", model.1] + form
    let parts = zip(ends, ends.dropFirst()).map { start, end in
      expectSilentSuccess(run("made-score", arguments, input: table.rows(start..<end).csv))
    }
    let whole = expectSilentSuccess(run("made-score", arguments, input: table.csv))
    #expect(parts.reduce(Data(), +) == whole, "\(model.0), cut at \(ends)")
  }

  @Test("parts of a file whose header is in the first part only make the whole")
  func headerInFirstPart() {
    let outcome = shell(
      """
      split -n l/7 --filter='made-score -m named.made' rows.csv > parts &&
      made-score -m named.made rows.csv | cmp - parts && wc -l < parts; rm parts
      """, in: sharedPlace)
    #expect(String(decoding: expectSilentSuccess(outcome), as: UTF8.self).contains("2001"))
  }

  /// The shared directory with its files written.
  private var sharedPlace: Workshop {
    _ = (Shared.csv, Shared.bareCSV, Shared.model)
    return Shared.place
  }

  @Test("rows in another order give the same scores in that order")
  func order() {
    let order = (0..<2000).map { ($0 * 7 + 3) % 2000 }
    let shuffled = Table(names: nil, rows: order.map { Shared.table.rows[$0] })
    let plain = run("made-score", ["-m", Shared.endless], input: Shared.table.bare.csv).lines
    let outcome = run("made-score", ["-m", Shared.endless], input: shuffled.csv)
    #expect(outcome.lines == order.map { plain[$0] })
  }

  @Test("the number of threads changes no byte", arguments: ["2", "3", "8"])
  func threads(count: String) {
    let csv = Data(Shared.table.csv.utf8)
    let commands: [(String, [String], Data)] = [
      ("made-score", ["-m", Shared.model], csv), ("made-score", ["-m", Shared.endless], csv),
      ("made-score", ["-m", Shared.model, "--per-column"], csv),
      ("made-score", ["-m", Shared.fourMasks, "--summary"], csv),
      ("made-sample", ["-m", Shared.model, "-n", "3000", "--seed", "5"], Data()),
      (
        "made-sample", ["-m", Shared.fourMasks, "-n", "300", "--seed", "5", "--with-score"], Data()
      ),
      ("made-fit", Shared.quick, csv),
      ("made-fit", Shared.quick + ["--masks", "endless", "--dropout", "0.2"], csv),
      ("made-fit", Shared.quick + ["--hidden", "40,30", "--masks", "3", "--batch-size", "7"], csv),
      ("made-masks", ["-m", Shared.endless, "--check"], Data()),
    ]
    for (tool, arguments, input) in commands {
      let one = expectSilentSuccess(run(tool, arguments + ["-j", "1"], input: input))
      let many = expectSilentSuccess(run(tool, arguments + ["-j", count], input: input))
      #expect(one == many, "\(tool) \(arguments) -j \(count)")
    }
  }

  @Test("bytes that trickle in one by one give the same scores", arguments: [false, true])
  func trickle(isCompressed: Bool) {
    let table = Shared.table.rows(0..<30)
    let csv = Data(table.csv.utf8)
    let bytes = isCompressed ? Shared.gzip(csv) : csv
    let child = Child(buildDirectory + "/made-score", ["-m", Shared.model])
    for (index, byte) in bytes.enumerated() {
      child.send(Data([byte]))
      if index % 9 == 0 { usleep(1000) }
    }
    let outcome = child.finish()
    #expect(
      expectSilentSuccess(outcome) == run("made-score", ["-m", Shared.model], input: csv).output)
    #expect(outcome.lines.count == 31)
  }

  @Test("batches, larger inputs and their neighbours leave no trace")
  func largeInput() {
    // More rows than any buffer or batch holds, each the repetition of one of the table.
    let bare = Shared.table.bare.csv
    let one = run("made-score", ["-m", Shared.model], input: bare)
    let outcome = run(
      "made-score", ["-m", Shared.model],
      input: Data(String(repeating: bare, count: 37).utf8))
    #expect(expectSilentSuccess(outcome) == Data(String(repeating: one.text, count: 37).utf8))
  }

  @Test(
    "what is passed on keeps line ends and the byte order mark", arguments: ["\n", "\r\n"],
    ["", "\u{FEFF}"])
  func unchanged(lineEnd: String, mark: String) {
    let text = mark + Shared.table.rows(0..<20).text(lineEnd: lineEnd)
    let passed = run("made-score", ["-m", Shared.model, "--below", "0"], input: text)
    #expect(expectSilentSuccess(passed) == Data(text.utf8))
    let given = run(
      "made-sample", ["-m", Shared.model, "--given", "-", "--seed", "1"], input: text)
    #expect(expectSilentSuccess(given) == Data(text.utf8))
    let bare = mark + Shared.table.bare.rows(0..<20).text(lineEnd: lineEnd)
    let records = run("made-score", ["-m", Shared.bareModel, "--below", "0"], input: bare)
    #expect(expectSilentSuccess(records) == Data(bare.utf8))
  }
}
