// What is expected of every failure, whatever its cause.

import Foundation
import Testing

/// Checks that a tool failed as the family does: its status, nothing but one line and at most one
/// line of what to do, both in the tool's name, and the given words among them.
func expectFailure(
  _ outcome: Outcome, of tool: String, status: Int32, saying words: [String] = [],
  output: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.status == .exit(status), "\(outcome)", sourceLocation: sourceLocation)
  let lines = outcome.message.split(separator: "\n", omittingEmptySubsequences: false)
  #expect(
    (2...3).contains(lines.count) && lines.last == "", "one or two lines: \(outcome)",
    sourceLocation: sourceLocation)
  for line in lines.dropLast() {
    #expect(
      line.hasPrefix(tool + ": ") && !line.hasSuffix("."), "\(outcome)",
      sourceLocation: sourceLocation)
  }
  #expect(
    outcome.errors.allSatisfy { $0 == 0x0A || $0 >= 0x20 && $0 != 0x7F },
    "control characters: \(outcome)", sourceLocation: sourceLocation)
  for word in words {
    #expect(
      outcome.message.contains(word), "no \"\(word)\" in \(outcome)",
      sourceLocation: sourceLocation)
  }
  if let output {
    #expect(outcome.text == output, "\(outcome)", sourceLocation: sourceLocation)
  }
}

/// Checks that a tool succeeded without a word on standard error; returns its output.
@discardableResult
func expectSilentSuccess(
  _ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation
) -> Data {
  #expect(outcome.isSuccess, "\(outcome)", sourceLocation: sourceLocation)
  #expect(outcome.errors.isEmpty, "\(outcome)", sourceLocation: sourceLocation)
  return outcome.output
}
