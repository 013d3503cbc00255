// `--help` on one screen: what the parser knows about the options, set out for a person at a terminal.

import ArgumentParser

extension ArgumentHelp {
  /// The help of an option that is seldom used, which `--help` leaves to `--help-all` and the manual page.
  package static func seldom(_ abstract: String, valueName: String? = nil) -> ArgumentHelp {
    ArgumentHelp(
      abstract, valueName: valueName, visibility: HelpPage.isShort ? .hidden : .default)
  }
}

/// The parser's help, taken apart, so that it can be shown in part and in another order.
///
/// The declarations of the options stay the only source: this reads the text that the parser makes of
/// them when lines may be of any length, so that each entry is one line, or two where its label is long.
struct HelpPage {
  /// One option, or the operands.
  struct Entry {
    /// Names and value, as in `-n, --count <n>`.
    let label: String
    /// What it does, and its default.
    let text: String
  }

  /// Most columns of a line.
  static let width = 80

  /// Whether the parser is asked for the options of a short page: it reads the declarations anew for each.
  @TaskLocal static var isShort = false

  private var abstract = ""
  private var examples: [String] = []
  private var usage: [String] = []
  private var sections: [(title: String, entries: [Entry])] = []

  /// - Parameter generated: the parser's help, made for lines of any length.
  init(generated: String) {
    var isUsage = false
    for line in generated.split(separator: "\n", omittingEmptySubsequences: false) {
      if let text = line.dropping(prefix: "OVERVIEW: ") {
        abstract = text
      } else if let text = line.dropping(prefix: "USAGE: ") {
        usage = [text]
        isUsage = true
      } else if line.isEmpty {
        isUsage = false
      } else if isUsage {
        usage.append(String(line.trimmed))
      } else if usage.isEmpty {
        // Above the usage, what is indented is an example, and the rest is for the manual page.
        if line.hasPrefix("  ") { examples.append(String(line)) }
      } else if !line.hasPrefix(" ") {
        sections.append((String(line), []))
      } else {
        add(line)
      }
    }
  }

  private mutating func add(_ line: Substring) {
    guard var section = sections.popLast() else { return }
    let body = String(line.trimmed)
    if line.hasPrefix("   "), let last = section.entries.popLast() {
      // The text of a label that fills its line.
      section.entries.append(Entry(label: last.label, text: Self.withoutValues(body)))
    } else {
      let (label, text) = body.splitAtGap
      section.entries.append(Entry(label: label, text: Self.withoutValues(text)))
    }
    sections.append(section)
  }

  /// The text without the parser's list of values: our texts name them, or the manual page does.
  private static func withoutValues(_ text: String) -> String {
    guard let list = text.firstRange(of: " (values: ") else { return text }
    let rest = text[list.upperBound...]
    guard let standard = String(rest).firstRange(of: "default: ") else {
      return String(text[..<list.lowerBound])
    }
    return text[..<list.lowerBound] + " (" + String(rest)[standard.lowerBound...]
  }

  /// The page that `--help` shows.
  ///
  /// - Parameter tool: the tool's name, for the last line.
  func text(tool: String) -> String {
    var lines = Self.wrapped(abstract, indent: 0) + [""] + examples + [""]
    lines.append("usage: " + (usage.first ?? tool))
    lines += usage.dropFirst().map { "       " + $0 }
    for section in sections {
      lines += ["", section.title]
      for entry in section.entries { lines += Self.lines(of: entry) }
    }
    lines += ["", "All options: \(tool) --help-all. Everything about them: man \(tool)"]
    return lines.joined(separator: "\n")
  }

  private static let labelWidth = 26

  private static func lines(of entry: Entry) -> [String] {
    let label = "  " + entry.label
    var text = wrapped(entry.text, indent: labelWidth)
    if label.count + 2 <= labelWidth, let first = text.first {
      text[0] = label + first.dropFirst(label.count)
      return text
    }
    // A label that is a little too long moves its text to the right where that still fits.
    if text.count == 1, label.count + 2 + entry.text.count <= width {
      return [label + "  " + entry.text]
    }
    return [label] + text
  }

  private static func wrapped(_ text: String, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty && indent + line.count + 1 + word.count > width {
        lines.append(margin + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + [margin + line]
  }
}

extension StringProtocol {
  /// What follows the prefix, or nil without it.
  fileprivate func dropping(prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }

  /// The parts before and after the first run of two spaces or more.
  fileprivate var splitAtGap: (String, String) {
    guard let gap = String(self).firstRange(of: "  ") else { return (String(self), "") }
    let text = String(self)
    return (String(text[..<gap.lowerBound]), String(text[gap.upperBound...].trimmed))
  }
}
