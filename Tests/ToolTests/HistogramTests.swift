// made-score --histogram.

import Foundation
import Testing

@Suite("Histograms of scores")
struct HistogramTests {
  private func histogram(_ options: [String] = [], input: Data = Data(Shared.table.csv.utf8))
    -> Outcome
  {
    run("made-score", ["-m", Shared.model, "--histogram"] + options, input: input)
  }

  /// The number beside a word.
  private func value(_ name: String, _ text: String) -> Double {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ")
      if parts.dropLast().joined(separator: " ") == name { return Double(parts.last ?? "") ?? .nan }
    }
    return .nan
  }

  @Test("percentiles are those of the scores, which stay as they are")
  func percentiles() {
    let plain = run("made-score", ["-m", Shared.model], input: Shared.table.csv)
    let outcome = histogram()
    #expect(outcome.isSuccess && outcome.output == plain.output)
    let scores = plain.lines.dropFirst().compactMap { Double($0) }.sorted()
    #expect(outcome.message.hasPrefix("made-score: 2000 scores, nats\n"))
    func expect(_ name: String, _ exact: Double) {
      let found = value(name, outcome.message)
      #expect(abs(found - exact) <= 2e-4 * abs(exact), "\(name): \(found), not \(exact)")
    }
    for (name, share) in [
      ("0.1 %", 0.001), ("1 %", 0.01), ("5 %", 0.05), ("25 %", 0.25), ("50 %", 0.5),
      ("75 %", 0.75), ("95 %", 0.95), ("99 %", 0.99),
    ] {
      expect(name, scores[Int((share * 2000).rounded(.up)) - 1])
    }
    expect("min", scores[0])
    expect("max", scores[1999])
    expect("mean", scores.reduce(0, +) / 2000)
  }

  @Test("a range's share is what --below passes; lines have at most 80 columns")
  func ranges() {
    let lines = histogram().message.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    let ranges = lines.drop { !$0.contains("below") }.dropFirst().map { $0.split(separator: " ") }
    #expect((5...25).contains(ranges.count))
    #expect(ranges.reduce(0) { $0 + (Int($1[1]) ?? 0) } == 2000)
    for range in ranges where range[0] != "less" {
      let passed = run(
        "made-score", ["-m", Shared.model, "--below", String(range[0])], input: Shared.table.csv)
      let share = Double(passed.lines.count - 1) / 20
      #expect(abs((Double(range[2]) ?? .nan) - share) <= 0.1, "\(range)")
    }
  }

  @Test("does not depend on threads, chunks, or what else is printed")
  func same() {
    let expected = histogram(["-j", "1"]).message
    #expect(histogram(["-j", "3"]).message == expected)
    #expect(histogram(["--append"]).message == expected)
    let summary = histogram(["--summary"])
    #expect(summary.message == expected && summary.lines.count == 2)
    let passed = histogram(["--below", "-7"])
    #expect(passed.message == expected)
    let plain = run("made-score", ["-m", Shared.model, "--below", "-7"], input: Shared.table.csv)
    #expect(passed.output == plain.output)
    let place = Workshop()
    place.write("rows", Shared.table.csv)
    place.write("M", Shared.bytes(Shared.model))
    let slow = shell(
      "(head -n 3 rows; sleep 0.1; tail -n +4 rows) | made-score -m M --histogram", in: place)
    #expect(slow.message == expected)
  }

  @Test("follows the unit; bad records do not count")
  func units() {
    let bits = histogram(["--unit", "bits"]).message
    #expect(bits.hasPrefix("made-score: 2000 scores, bits\n"))
    let ratio = value("min", bits) / value("min", histogram().message)
    #expect(abs(ratio - 1 / log(2)) < 1e-3)
    let bad = "0,1\n" + Shared.table.rows(0..<50).bare.csv
    for what in ["nan", "skip"] {
      let outcome = histogram(["--bad-rows", what], input: Data(bad.utf8))
      #expect(outcome.message.hasPrefix("made-score: 50 scores, nats\n"), "\(outcome)")
    }
  }

  @Test("of none, of one and of equal scores have an end")
  func few() {
    #expect(histogram(input: Data()).message == "made-score: 0 scores, nats\n")
    for count in [1, 3] {
      let row = Shared.table.rows(0..<1).rows[0]
      let table = Table(names: nil, rows: Array(repeating: row, count: count))
      let message = histogram(input: Data(table.csv.utf8)).message
      #expect(message.hasPrefix("made-score: \(count) scores, nats\n"))
      #expect(value("min", message) == value("50 %", message))
      #expect(value("max", message) == value("mean", message))
      #expect(message.contains("####"))
    }
  }
}
