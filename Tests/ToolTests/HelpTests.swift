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

  @Test("no option is called seldom used that does not exist", arguments: DocumentedTool.allCases)
  func seldomUsed(tool: DocumentedTool) throws {
    let source = try String(
      contentsOf: Documentation.root.appending(
        path: "Sources/\(tool.rawValue)/\(tool.mainFile)"), encoding: .utf8)
    let list = try #require(source.firstMatch(of: /seldomUsed: Set<String> = \[([^\]]*)\]/)).1
    let declared = try Documentation.declaredOptions(of: tool)
      .reduce(into: Set<String>()) { $0.formUnion($1.names) }
    for name in list.matches(of: /"([^"]*)"/) {
      #expect(declared.contains(String(name.1)), "\(name.1)")
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

extension DocumentedTool {
  /// The file that declares the tool.
  fileprivate var mainFile: String {
    switch self {
    case .fit: "MadeFit.swift"
    case .score: "MadeScore.swift"
    case .sample: "MadeSample.swift"
    case .masks: "MadeMasks.swift"
    }
  }
}
