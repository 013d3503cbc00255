// Command lines from a fixed seed: whatever the words, a tool ends in one of the documented ways.

import Foundation
import Testing

@Suite("Command lines at random")
struct ArgumentMutationTests {
  static let common = [
    "-h", "--version", "-q", "-v", "-j", "-j2", "--threads=0", "-o", "-oout", "--output=", "-o-",
    "--header", "--no-header", "-d;", "--delimiter", "--threshold", "-0.5", "--format", "idx",
    "csv", "png", "rows", "m", "missing", "-", "--", "", "\u{1B}[1m", "é", "0", "-1", "3", "1,2",
    "99999999999999999999", "nan", "--modle", "-m", "-mm", "--model", "--seed", "=", "--=", "---",
  ]
  static let own = [
    "made-fit": [
      "--dry-run", "--hidden", "--hidden=3,3,3", "--residual", "--masks", "endless", "--valid",
      "--holdout", "0.5", "--initial", "--ordering", "natural", "--epochs", "--auto", "--budget",
      "1e", "--checkpoint", "--resume", "--checkpoint-every", "--log", "--curve", "--schedule",
    ],
    "made-score": [
      "--append", "--per-column", "--summary", "--below", "--above", "--alarm", "--bad-rows",
      "skip",
      "--unit", "bits", "p-value", "--mixture-weights", "--fit-weights", "--histogram",
      "--line-buffered",
    ],
    "made-sample": [
      "-n", "-n2", "--count=3", "--offset", "--with-score", "--shape", "4x3", "--grid",
    ],
    "made-masks": [
      "--check", "--info", "--inputs", "--hidden", "--layer", "--mask", "--degrees", "--ordering",
    ],
  ]

  @Test("every one ends with a documented status and at most two lines", arguments: toolNames)
  func ends(tool: String) {
    let place = Workshop()
    place.write("rows", Shared.table.rows(0..<30).csv)
    place.write("m", Shared.bytes(Shared.model))
    let words = Self.common + (Self.own[tool] ?? [])
    // Nothing is fitted in earnest, and little is drawn.
    let always = ["made-fit": ["--dry-run"], "made-sample": ["-n", "2"]][tool] ?? []
    var random = Choices(seed: 21)
    for _ in 0..<60 {
      let count = Int.random(in: 0...6, using: &random)
      let arguments = (0..<count).map { _ in words.randomElement(using: &random) ?? "" } + always
      let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
      let outcome = shell("\(tool) \(quoted)", in: place, seconds: 20)
      guard case .exit(let status) = outcome.status else {
        Issue.record("\(tool) \(quoted): \(outcome)")
        continue
      }
      #expect([0, 1, 64, 65, 66, 73, 74].contains(status), "\(tool) \(quoted): \(outcome)")
      let isTold = status == 0 || (1...2).contains(outcome.message.split(separator: "\n").count)
      #expect(isTold || status == 1, "\(tool) \(quoted): \(outcome)")
      for line in outcome.message.split(separator: "\n") where status > 1 {
        #expect(line.hasPrefix(tool + ": "), "\(tool) \(quoted): \(outcome)")
      }
      #expect(!outcome.message.contains("\u{1B}"), "\(tool) \(quoted): \(outcome)")
    }
  }
}
