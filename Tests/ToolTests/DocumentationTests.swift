// Pages and completions against the tools themselves: drift in either direction fails.

import Foundation
import Testing

@Suite("Documentation")
struct DocumentationTests {
  @Test(
    "every option has an entry in the manual page, and every entry an option",
    arguments: DocumentedTool.allCases)
  func manualPageOptions(tool: DocumentedTool) throws {
    let declared = try Documentation.declaredOptions(of: tool)
    let entries = try ManualPage(tool.rawValue).options
    try #require(declared.count > 5)
    for option in declared {
      let matching = entries.filter { !$0.names.isDisjoint(with: option.names) }
      #expect(
        matching.count == 1,
        "man/\(tool.rawValue).1 has \(matching.count) entries for \(option.name)")
      #expect(
        matching.first?.names == option.names,
        "man/\(tool.rawValue).1: \(option.name) is \(option.names.sorted())")
    }
    let names = declared.reduce(into: Set<String>()) { $0.formUnion($1.names) }
    for entry in entries {
      #expect(
        entry.names.isSubset(of: names),
        "man/\(tool.rawValue).1 documents \(entry.names.sorted()), which does not exist")
    }
  }

  @Test(
    "every default and every value of an option is in its entry",
    arguments: DocumentedTool.allCases)
  func defaultsAndValues(tool: DocumentedTool) throws {
    let entries = try ManualPage(tool.rawValue).options
    for option in try Documentation.declaredOptions(of: tool) {
      let words = entries.first { !$0.names.isDisjoint(with: option.names) }?.words ?? []
      for value in option.values {
        #expect(words.contains(value), "man/\(tool.rawValue).1: \(option.name) can be \(value)")
      }
      guard let value = option.defaultValue else { continue }
      let isThere = words.contains {
        $0 == value || Double($0) != nil && Double($0) == Double(value)
      }
      #expect(isThere, "man/\(tool.rawValue).1: the default of \(option.name) is \(value)")
    }
  }

  @Test("no page mentions an option that no tool has")
  func mentionedOptions() throws {
    let existing = try DocumentedTool.allCases.flatMap(Documentation.declaredOptions)
      .reduce(into: Set<String>()) { $0.formUnion($1.names) }
    var pages = try DocumentedTool.allCases.map { ($0.rawValue, try ManualPage($0.rawValue)) }
    pages.append(("made-model", try ManualPage("made-model", section: 5)))
    for name in ["made-columns", "made-cookbook"] {
      pages.append((name, try ManualPage(name, section: 7)))
    }
    for (name, page) in pages {
      let unknown = page.mentionedOptions.subtracting(existing)
      #expect(unknown.isEmpty, "the page of \(name) mentions \(unknown.sorted())")
    }
  }

  @Test("commands in pages and READMEs have only options of their tool")
  func shownCommands() throws {
    let commands = try (Documentation.pages() + Documentation.readmes()).flatMap { path in
      try ShownCommand.all(in: Documentation.text(path)).map { (path, $0) }
    }
    for tool in DocumentedTool.allCases {
      let existing = try Documentation.declaredOptions(of: tool)
        .reduce(into: Set<String>()) { $0.formUnion($1.names) }
      let shown = commands.filter { $0.1.tool == tool.rawValue }
      #expect(shown.contains { !$0.1.options.isEmpty }, "no command of \(tool.rawValue)")
      for (path, command) in shown {
        let unknown = command.options.subtracting(existing)
        #expect(unknown.isEmpty, "\(path): \(tool.rawValue) has no \(unknown.sorted())")
      }
    }
  }

  @Test("what READMEs name is there")
  func namedFiles() throws {
    let readmes = try Documentation.readmes()
    try #require(readmes.contains("README.md") && readmes.contains("Tests/README.md"))
    for readme in readmes {
      let text = try Documentation.text(readme)
      let folder = Documentation.root.appending(path: readme).deletingLastPathComponent()
      let links = text.matches(of: /\]\(([^)#:]+)\)/).map { folder.appending(path: String($0.1)) }
      let paths = text.matches(of: /\b(?:Sources|Tests|man|completions)\/[\w.\/-]*\w\b(?![$*-])/)
        .map { Documentation.root.appending(path: String($0.0)) }
      for file in links + paths {
        let path = file.path(percentEncoded: false)
        #expect(FileManager.default.fileExists(atPath: path), "\(readme) names \(path)")
      }
    }
  }

  @Test(
    "completions offer every option, and nothing else",
    arguments: DocumentedTool.allCases, CompletionShell.allCases)
  func completions(tool: DocumentedTool, shell: CompletionShell) throws {
    let declared = try Documentation.declaredOptions(of: tool)
      .reduce(into: Set<String>()) { $0.formUnion($1.names) }
    let offered = try shell.options(tool)
    let (missing, extra) = (declared.subtracting(offered), offered.subtracting(declared))
    #expect(missing.isEmpty, "\(shell.path(tool)) lacks \(missing.sorted())")
    #expect(extra.isEmpty, "\(shell.path(tool)) offers \(extra.sorted())")
  }

  @Test("completions are what the script makes of the tools")
  func completionsAreCurrent() throws {
    let script = Documentation.root.appending(path: "Tests/ToolTests/regenerate-completions.sh")
    let directory = try Documentation.buildDirectory().path(percentEncoded: false)
    let result = try Documentation.run(
      URL(filePath: "/bin/sh"), [script.path(percentEncoded: false), "--check"],
      environment: ["BUILD": directory])
    #expect(result.status == 0, "run Tests/ToolTests/regenerate-completions.sh")
  }

  @Test("pages list the exit statuses in use, and no others", arguments: DocumentedTool.allCases)
  func exitStatuses(tool: DocumentedTool) throws {
    #expect(try ManualPage(tool.rawValue).exitStatuses == tool.exitStatuses)
  }

  @Test("every exit status that the source names is on some page")
  func sourceStatuses() throws {
    let source = try Documentation.text("Sources/CommandLineSupport/ToolFailure.swift")
    let named = source.matches(of: /static let \w+: Int32 = (\d+)/).compactMap { Int($0.1) }
    try #require(named.count >= 6)
    let listed = DocumentedTool.allCases.reduce(into: Set<Int>()) { $0.formUnion($1.exitStatuses) }
    for status in named { #expect(listed.contains(status), "status \(status)") }
  }

  @Test("made-model(5) has every key that headers are written with, and no other")
  func modelKeys() throws {
    let source = try Documentation.text("Sources/MadeCore/Models/File/ModelHeader.swift")
    let columns = try Documentation.text("Sources/MadeCore/Models/File/ModelColumns.swift")
    let dialect = try Documentation.text("Sources/MadeCore/Tables/Columns/TableDialect.swift")
    let leftOut = try Documentation.text("Sources/MadeCore/Tables/Columns/LeftOutField.swift")
    // Lines of columns are written as wholes: a key, perhaps a word, and what is put in. Kinds list their own.
    let kinds = ["Words/Categories", "Bins/Bins", "Numbers/Numbers"]
    let ofKinds = try kinds.flatMap { kind in
      try Documentation.text("Sources/MadeCore/Tables/Columns/\(kind)+File.swift")
        .matches(of: /headerKeys: \[String\] \{\s*\[([^\]]*)\]\s*\}/)
        .flatMap { $0.1.matches(of: /"([a-z-]+)"/).map { String($0.1) } }
    }
    try #require(ofKinds.count > kinds.count)
    // One key is this or that.
    let keys = source.matches(of: /add\([^"\n]*"([a-z-]+)"(?: : "([a-z-]+)")?/)
      .flatMap { [$0.1] + ($0.2.map { [$0] } ?? []) }
    let written = Set(keys.map(String.init))
      .union(columns.matches(of: /"([a-z-]+) (?:[a-z]+ |1 )?\\\(/).map { String($0.1) })
      .union(ofKinds)
      .union(leftOut.matches(of: #/"([a-z-]+)(?: \\\(|", "\\\()/#).map { String($0.1) })
      .union(dialect.matches(of: #/append\("([a-z]+) /#).map { String($0.1) })
      .union(dialect.matches(of: #/\("(lines-[a-z]+)", /#).map { String($0.1) })
    try #require(written.count > 15)
    let page = try ManualPage("made-model", section: 5)
    let documented = Set(
      page.section("HEADER").compactMap { $0.firstMatch(of: /^\.It Ic ([a-z-]+)/) }.map {
        String($0.1)
      })
    #expect(documented == written)
  }
}
