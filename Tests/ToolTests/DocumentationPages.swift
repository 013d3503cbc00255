// Reading manual pages (mdoc) and completion scripts, as far as their options go.

import Foundation

/// One option as a page documents it.
struct DocumentedOption {
  /// With their dashes: `-m`, `--model`.
  let names: Set<String>
  /// The words of its heading and of its text, macros included.
  let words: [String]
}

/// A manual page in mdoc.
struct ManualPage {
  let lines: [String]

  init(_ tool: String, section: Int = 1) throws {
    lines = try Documentation.text("man/\(tool).\(section)").components(separatedBy: "\n")
  }

  /// The lines of a section.
  func section(_ title: String) -> [String] {
    let body = lines.drop { $0 != ".Sh \(title)" }.dropFirst()
    return Array(body.prefix { !$0.hasPrefix(".Sh ") })
  }

  /// The entries of the section OPTIONS.
  var options: [DocumentedOption] {
    var entries: [DocumentedOption] = []
    var current: (names: Set<String>, words: [String])?
    func close() {
      if let current {
        entries.append(DocumentedOption(names: current.names, words: current.words))
      }
      current = nil
    }
    for line in section("OPTIONS") {
      if line.hasPrefix(".Ss ") || line.hasPrefix(".It Fl ") { close() }
      if line.hasPrefix(".It Fl ") { current = (Self.flags(in: line), []) }
      current?.words += Self.words(line)
    }
    close()
    return entries
  }

  /// All options that the page mentions, anywhere.
  var mentionedOptions: Set<String> {
    lines.filter { $0.hasPrefix(".") && !$0.hasPrefix(".\\\"") }
      .reduce(into: []) { $0.formUnion(Self.flags(in: $1)) }
  }

  /// The numbers that head the entries of EXIT STATUS.
  var exitStatuses: Set<Int> {
    Set(
      section("EXIT STATUS").filter { $0.hasPrefix(".It ") }.flatMap(Self.words).compactMap {
        Int($0)
      })
  }

  /// `Fl m`, `Fl -model`: the words after `Fl`; a lone `Fl -` is the end of options, not one.
  private static func flags(in line: String) -> Set<String> {
    let words = Self.words(line)
    let names = zip(words, words.dropFirst()).filter { $0.0 == "Fl" }.map(\.1)
    return Set(names.filter { $0 != "-" }.map { "-" + $0 })
  }

  private static func words(_ line: String) -> [String] {
    // Full stops end words and begin macros, but stay inside of numbers.
    line.split { " ,;:()|=".contains($0) }
      .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: ".")) }
      .filter { !$0.isEmpty }
  }
}

/// A command of a tool that a page or a README shows.
struct ShownCommand {
  let tool: String
  /// The long ones.
  let options: Set<String>

  /// Commands end with their line, at a pipe, a quote or a bracket.
  static func all(in text: String) -> [ShownCommand] {
    let plain = text.replacing("\\-", with: "-").replacing("\\e\n", with: " ")
      .replacing("\\\n", with: " ")
    return plain.matches(of: /\b(made-(?:fit|score|sample|masks))( [^|;&)`\n]*)/).map { match in
      let options = match.2.matches(of: /\ (--[a-z][a-z-]*)/).map { String($0.1) }
      return ShownCommand(tool: String(match.1), options: Set(options))
    }
  }
}

/// The shells there are completions for.
enum CompletionShell: String, CaseIterable, Sendable {
  case bash, zsh, fish

  func path(_ tool: DocumentedTool) -> String {
    switch self {
    case .bash: "completions/\(tool.rawValue).bash"
    case .zsh: "completions/_\(tool.rawValue)"
    case .fish: "completions/\(tool.rawValue).fish"
    }
  }

  /// The options that a script offers.
  func options(_ tool: DocumentedTool) throws -> Set<String> {
    let lines = try Documentation.text(path(tool)).components(separatedBy: "\n")
    switch self {
    case .bash:
      // local -a non_repeating_flags=(--header ...)
      return Set(
        lines.flatMap { line -> [String] in
          guard let list = line.firstMatch(of: /repeating_(?:flags|options)=\((--?.*)\)$/)
          else { return [] }
          return list.1.split(separator: " ").map(String.init)
        })
    case .zsh:
      // '(-m --model)'{-m,--model}'[...' or '--format[...'
      return Set(
        lines.filter { $0.hasPrefix("        '") }.flatMap { line in
          let head = line.prefix { $0 != "[" }
          return head.matches(of: /['{,*](--?[A-Za-z][A-Za-z-]*)/).map { String($0.1) }
        })
    case .fish:
      // complete -c 'made-score' -n '...' -s 'm' -l 'model' ...
      return Set(
        lines.filter { $0.hasPrefix("complete -c ") }.flatMap { line in
          line.matches(of: /\ -s '([A-Za-z])'/).map { "-" + $0.1 }
            + line.matches(of: /\ -l '([A-Za-z-]+)'/).map { "--" + $0.1 }
        })
    }
  }
}
