// made-score --below and --above: a grep for the improbable.

import Foundation
import Testing

@Suite("Records passed by their score")
struct PassTests {
  private func lines(_ data: some Sequence<UInt8>) -> [String] {
    String(decoding: Array(data), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test("are exactly those whose score is within the bounds, as they were, under the header")
  func bounds() throws {
    let scores = lines(run("made-score", ["-m", Shared.model, Shared.csv]).output).dropFirst()
      .compactMap { Float($0) }
    let rows = lines(Data(Shared.table.csv.utf8))
    #expect(scores.count == rows.count - 1 && scores.count > 1000)
    let sorted = scores.sorted()
    let (low, high) = (sorted[scores.count / 10], sorted[scores.count / 2])
    for (options, isWanted) in [
      (["--below", "\(low)"], { (score: Float) in score < low }),
      (["--above=\(high)"], { $0 > high }),
      (["--above", "\(low)", "--below", "\(high)"], { $0 > low && $0 < high }),
      (["--below", "-1e9"], { _ in false }),
    ] {
      for threads in ["1", "3"] {
        let outcome = run("made-score", ["-m", Shared.model, "-j", threads, Shared.csv] + options)
        expectSilentSuccess(outcome)
        let wanted = zip(rows.dropFirst(), scores).filter { isWanted($0.1) }.map(\.0)
        #expect(lines(outcome.output) == [rows[0]] + wanted, "\(options)")
      }
    }
  }

  @Test("keep their quotes and spaces; bad ones are not passed")
  func unchanged() {
    let text = "\"0\", 1 ,0,0,0,0,0,0,0,0,0,0\r\n2,0,0,0,0,0,0,0,0,0,0,0\n0,0,0,0,0,0,0,0,0,0,0,0"
    let outcome = run(
      "made-score", ["-m", Shared.bareModel, "--bad-rows", "nan", "--above", "-1e9"], input: text)
    #expect(
      String(decoding: outcome.output, as: UTF8.self)
        == "\"0\", 1 ,0,0,0,0,0,0,0,0,0,0\r\n0,0,0,0,0,0,0,0,0,0,0,0\r\n", "\(outcome)")
  }
}
