// How every tool starts and ends.

import ArgumentParser
import MadeCore

/// A command of the family: parses, runs, and turns every error into one line and a status.
package protocol Tool: ParsableCommand {
  /// Whether there are operands, which are files.
  static var takesFiles: Bool { get }

  /// Does the work.
  mutating func work() throws
}

extension Tool {
  package static var takesFiles: Bool { false }

  /// The name that messages begin with.
  package static var toolName: String { configuration.commandName ?? "made" }

  package mutating func run() throws { try work() }

  /// Writes a remark, which is not a failure, on standard error in the tool's name.
  ///
  /// Control characters are made harmless: names and values from the data may be in it.
  package static func tell(_ text: String) { Message.write("\(toolName): \(harmless(text))\n") }

  /// Entry point of the executable.
  package static func main() {
    StandardStreams.occupyClosed()
    outliveFileSizeLimit()
    Memory.shareHeap()
    do {
      try showAllHelpIfAsked()
      greetIfAlone()
      var command = try parseAsRoot(
        takesFiles ? PackedWords.packed(commandLineArguments) : commandLineArguments)
      try command.run()
      StatusLine.clear()
      endProcess(0)
    } catch {
      Interrupt.removeUnfinishedFiles()
      endProcess(report(error))
    }
  }

  /// Ends the process after `--help-all`, whatever else is on the line, as the parser does for `--help`.
  private static func showAllHelpIfAsked() throws {
    let words = CommandLine.arguments.dropFirst().prefix { $0 != "--" }
    if words.contains("--help-all") {
      try printText(helpMessage(columns: HelpPage.width))
      endProcess(0)
    }
  }

  /// Typed at a terminal without arguments, a tool says what it is.
  private static func greetIfAlone() {
    guard CommandLine.arguments.count == 1, isTerminal(0), isTerminal(2) else { return }
    // The examples of the help are its indented lines.
    let examples = configuration.discussion.split(separator: "\n").filter { $0.hasPrefix("  ") }
    Message.write(
      "\(configuration.abstract)\n\n  usage: \(configuration.usage ?? toolName)\n\n"
        + examples.prefix(2).joined(separator: "\n")
        + "\n\n\(toolName): see '\(toolName) --help'\n")
    endProcess(ExitStatus.usage)
  }

  /// What `--help` prints.
  private static var shortHelp: String {
    // Longer than any line, so that the parser does not wrap.
    let generated = HelpPage.$isShort.withValue(true) { helpMessage(columns: 10_000) }
    return HelpPage(generated: generated).text(tool: toolName)
  }

  private static func printText(_ text: String) throws {
    let sink = FileSink.standardOutput()
    try sink.write(text + "\n")
    try sink.flush()
  }

  /// Reports an error on standard error (help and version on standard output); returns the exit status.
  private static func report(_ error: any Error) -> Int32 {
    switch error {
    case let failure as ToolFailure: return report(failure)
    case let failure as InputError: return report(.input(failure))
    case let failure as FileError: return report(.input(.file(failure)))
    case let failure as OutputError: return report(.output(failure))
    case let failure as TrainingError: return report(.training(failure))
    default: break
    }
    if let code = error as? ExitCode { return code.rawValue }
    let status = exitCode(for: error).rawValue
    if status == 0 {
      let text = fullMessage(for: error)
      do {
        try printText(text.hasPrefix("OVERVIEW: ") ? shortHelp : text)
      } catch {
        return report(error)
      }
    } else if status == ExitStatus.usage {
      return report(
        .usage(sentence(message(for: error)), hint: "see '\(toolName) --help'"))
    } else {
      // No known error gets here. The status is not 1: that is how made-masks says no.
      tell(message(for: error))
      return ExitStatus.software
    }
    return status
  }

  private static func report(_ failure: ToolFailure) -> Int32 {
    if case .output(.brokenPipe) = failure {
      // The reader is gone: end as SIGPIPE would have ended us, had it not been ignored.
      dieBySignal(brokenPipeSignal)
    }
    // File names and arguments may hold anything.
    var text = "\(toolName): \(harmless(failure.sentence))\n"
    if let hint = failure.hint { text += "\(toolName): \(harmless(hint))\n" }
    Message.write(text)
    return failure.status
  }

  /// The parser's message in our form: one line, lower case at its start, no full stop.
  private static func sentence(_ message: String) -> String {
    let line = message.split(whereSeparator: \.isNewline)
      .map { $0.drop { $0 == " " } }.joined(separator: ", ")
    let text = line.prefix(1).lowercased() + line.dropFirst()
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}

/// Text for people, on standard error; nothing to do when even that cannot be written.
package enum Message {
  /// Writes all of `text` at once, in place of a status line.
  package static func write(_ text: String) {
    StatusLine.clear()
    writeRaw(text)
  }

  static func writeRaw(_ text: String) {
    let givesUp = Interrupt.isNoted ? { Interrupt.signal != nil } : nil
    _ = FileSink.write(Array(text.utf8), to: 2, givesUp: givesUp)
  }
}
