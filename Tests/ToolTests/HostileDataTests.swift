// Input made to exhaust or confuse: answered with one line and status 65, in little memory.

import Foundation
import Testing

@Suite("Hostile data")
struct HostileDataTests {
  /// A script that writes the input, and what is said about it.
  struct Attack: CustomStringConvertible, Sendable {
    let description: String
    let script: String
    let words: [String]
  }

  private static let row = "0,1,0,1,0,1,0,1,0,1,0,1"
  /// 16 MiB of one byte without a line end, compressed a thousandfold, as often as told.
  private static func bomb(_ byte: String, times: Int) -> String {
    """
    head -c 16777216 /dev/zero | tr '\\0' '\(byte)' | gzip -c > m; \
    for i in $(seq \(times)); do cat m; done
    """
  }

  static let attacks = [
    Attack(
      description: "a bomb of one line of 1 GiB", script: bomb("0", times: 64),
      words: [":1: line longer than 16777216 bytes"]),
    Attack(
      description: "a bomb inside a quote",
      script: "printf '\"' | gzip -c; " + bomb(",", times: 20),
      words: ["line longer than 16777216 bytes"]),
    Attack(
      description: "a row after four million empty lines",
      script: "yes '' | head -n 4000000; echo \(row)", words: [": empty line"]),
    Attack(
      description: "a bomb of zeros", script: bomb("\\0", times: 64), words: ["IDX"]),
    Attack(
      description: "an endless line", script: "yes 1 | tr -d '\\n'",
      words: [":1: line longer than 16777216 bytes"]),
    Attack(
      description: "an endless quote over many lines", script: "printf '\"'; yes 0,1",
      words: ["line longer than 16777216 bytes", "the quote that opens at line 1"]),
    Attack(
      description: "endless columns", script: "yes 0, | tr -d '\\n'",
      words: [": more than 1048576 columns"]),
    Attack(
      description: "NULs in cells", script: "printf '\(row)\\n0,\\0,0,1,0,1,0,1,0,1,0,1\\n'",
      words: [":2: field 2"]),
    Attack(
      description: "invalid UTF-8", script: "printf '\(row)\\n0,\\377\\300,0,1,0,1,0,1,0,1,0,1\\n'",
      words: [":2: field 2"]),
    Attack(
      description: "a ragged row far on", script: "yes \(row) | head -n 300000; echo 0,1,0",
      words: [":300001: expected 12 fields, found 3"]),
    Attack(
      description: "IDX of 2^32 records in 16 bytes",
      script: "printf '\\0\\0\\10\\2\\377\\377\\377\\377\\0\\0\\0\\14\\0\\1\\0\\1'",
      words: ["truncated"]),
    Attack(
      description: "IDX of 2^96 cells",
      script: "printf '\\0\\0\\10\\3\\377\\377\\377\\377\\377\\377\\377\\377\\377\\377\\377\\377'",
      words: ["IDX"]),
  ]

  /// Runs a tool on what a script writes, with so many KiB of address space.
  private func run(_ tool: String, on script: String, kilobytes: Int) -> Outcome {
    shell(
      """
      { \(script); } 2>/dev/null | (ulimit -v \(kilobytes); exec \(tool))
      """, in: Workshop(), seconds: 60)
  }

  @Test("made-score answers in 256 MiB of addresses", arguments: attacks)
  func score(attack: Attack) {
    let outcome = run(
      "made-score -j 8 -m '\(Shared.model)'", on: attack.script, kilobytes: 1 << 18)
    expectFailure(outcome, of: "made-score", status: 65, saying: attack.words)
  }

  @Test("made-fit learns nothing from it, in 256 MiB of addresses", arguments: attacks)
  func fit(attack: Attack) {
    // Where the columns are still to be found, words are as good as numbers.
    if ["NULs in cells", "invalid UTF-8"].contains(attack.description) { return }
    let outcome = run("made-fit -q -j 8 --epochs 1", on: attack.script, kilobytes: 1 << 18)
    expectFailure(outcome, of: "made-fit", status: 65, saying: attack.words, output: "")
  }

  @Test(
    "what takes more memory than there is ends with a sentence",
    arguments: [
      ("yes 0,1 | head -n 500000 | tr '\\n' , | sed 's/,$//'", "-j 1", "1000000 columns"),
      ("yes \(row)", "-j 1", "more than"), ("yes red,1.5,0", "-j 1", "more than"),
      (
        "awk 'BEGIN { while (1) print i++ % 997 \",\" i % 787 \",\" i % 611 }'", "-j 2", "more than"
      ),
      ("yes \(row) | head -n 100", "-j 1 --hidden 8000,8000", "a network of"),
    ])
  func memory(script: String, options: String, words: String) {
    let outcome = run(
      "made-fit -q --epochs 1 \(options)", on: script, kilobytes: 1 << 18)
    expectFailure(
      outcome, of: "made-fit", status: 74, saying: ["not enough memory for", words, " MB"],
      output: "")
  }

  @Test("a bomb of good rows is scored as it comes, in 256 MiB of addresses")
  func rows() {
    let script = """
      yes \(Self.row) | head -n 200000 | gzip -c > m; for i in 1 2 3 4 5; do cat m; done
      """
    let outcome = run(
      "made-score -j 8 -m '\(Shared.model)' --summary", on: script, kilobytes: 1 << 18)
    #expect(outcome.lines.last?.hasPrefix("1000000,") == true, "\(outcome)")
  }

  @Test("a million columns are told to be too many for the model, or for a network")
  func wide() {
    let script = "yes 0,1 | head -n 500000 | tr '\\n' , | sed 's/,$//'"
    let scored = run("made-score -j 8 -m '\(Shared.model)'", on: script, kilobytes: 1 << 18)
    expectFailure(
      scored, of: "made-score", status: 65, saying: [":1: expected 12 fields, found 1000000"],
      output: "")
    let fitted = run("made-fit -q -j 8 --hidden 5000", on: script, kilobytes: 1 << 21)
    expectFailure(
      fitted, of: "made-fit", status: 64, saying: ["a network of more than 2^31 weights"],
      output: "")
  }
}
