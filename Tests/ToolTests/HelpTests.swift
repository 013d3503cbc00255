// Help fits on a screen, begins with examples, and leaves nothing out for good.

import Foundation
import Testing

@Suite("Help")
struct HelpTests {
  @Test("--help fits on a screen", arguments: DocumentedTool.allCases)
  func short(tool: DocumentedTool) throws {
    let lines = try page(tool, "--help")
    #expect(lines.count <= 45, "\(tool.rawValue) --help has \(lines.count) lines")
    for line in lines { #expect(line.count <= 80, "\(line)") }
  }

  @Test("examples come before the usage, and options after it", arguments: DocumentedTool.allCases)
  func order(tool: DocumentedTool) throws {
    let lines = try page(tool, "--help")
    let example = try #require(lines.firstIndex { $0.hasPrefix("  \(tool.rawValue) ") })
    let usage = try #require(lines.firstIndex { $0.hasPrefix("usage: \(tool.rawValue) ") })
    let option = try #require(lines.firstIndex { $0.hasPrefix("  -") })
    #expect(example < usage && usage < option)
  }

  @Test("--help-all has every option, and --help no other", arguments: DocumentedTool.allCases)
  func complete(tool: DocumentedTool) throws {
    let short = try page(tool, "-h").joined(separator: "\n")
    let all = try page(tool, "--help-all").joined(separator: "\n")
    let declared = try Documentation.declaredOptions(of: tool)
      .reduce(into: Set<String>()) { $0.formUnion($1.names) }
    for name in declared { #expect(all.contains(name), "\(name)") }
    let shown = Set(
      short.matches(of: /(?m)^  (?:-\w, )?(--[a-z-]+)/).map { String($0.1) })
    try #require(shown.count > 10)
    #expect(shown.subtracting(declared).isEmpty)
  }

  @Test("--help leaves out what is seldom used, and nothing else of what --help-all has")
  func seldomUsed() throws {
    for (tool, often, seldom) in [
      (DocumentedTool.fit, ["--hidden", "--seed", "--quiet"], ["--format", "--direct", "--clip"]),
      (.score, ["--label", "--append"], ["--particles", "--mixture-weights"]),
      (.sample, ["--where", "--count"], ["--particles", "--offset"]),
      (.masks, ["--check", "--layer"], ["--verbose", "--help-all"]),
    ] {
      let short = try page(tool, "--help").joined(separator: "\n")
      let all = try page(tool, "--help-all").joined(separator: "\n")
      for name in often { #expect(short.contains("\(name) ") && all.contains("\(name) ")) }
      // The last line of the short page names one of them.
      for name in seldom { #expect(!short.contains("  \(name)") && all.contains(name)) }
    }
  }

  private func page(_ tool: DocumentedTool, _ option: String) throws -> [String] {
    let program = try Documentation.buildDirectory().appending(path: tool.rawValue)
    let result = try Documentation.run(program, [option])
    #expect(result.status == 0)
    var lines = String(decoding: result.output, as: UTF8.self).components(separatedBy: "\n")
    #expect(lines.last == "")
    lines.removeLast()
    return lines
  }
}
