// Runs the built executables as a shell would: with pipes at all three ends.

import Foundation

/// How a process ended and what it said.
struct Outcome: CustomStringConvertible {
  enum Status: Equatable {
    case exit(Int32)
    case signal(Int32)
    case timeout
  }
  let status: Status
  let output: Data
  let errors: Data

  /// Standard output as text.
  var text: String { String(decoding: output, as: UTF8.self) }
  /// Standard error as text.
  var message: String { String(decoding: errors, as: UTF8.self) }
  /// Lines of standard output.
  var lines: [String] {
    let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
    return parts.dropLast(parts.last == "" ? 1 : 0).map(String.init)
  }
  var isSuccess: Bool { status == .exit(0) }

  var description: String {
    "\(status), \(output.count) bytes: \(text.prefix(300).debugDescription), "
      + "errors: \(message.prefix(600).debugDescription)"
  }
}

/// The four tools.
let toolNames = ["made-fit", "made-score", "made-sample", "made-masks"]

/// The directory of the built executables: the one that holds the test bundle.
let buildDirectory: String = {
  let candidates =
    ["/proc/self/exe", CommandLine.arguments[0]].map {
      URL(fileURLWithPath: $0).resolvingSymlinksInPath()
    } + Bundle.allBundles.map(\.bundleURL)
  let directories = candidates.map { $0.deletingLastPathComponent().path }
  return directories.first {
    FileManager.default.isExecutableFile(atPath: $0 + "/made-score")
  } ?? "."
}()

/// Runs a tool with the given bytes on standard input.
func run(
  _ tool: String, _ arguments: [String] = [], input: Data = Data(),
  environment: [String: String] = [:], seconds: Double = 60
) -> Outcome {
  Child(buildDirectory + "/" + tool, arguments, environment: environment)
    .finish(input: input, seconds: seconds)
}

/// Runs a tool with the given text on standard input.
func run(
  _ tool: String, _ arguments: [String] = [], input: String,
  environment: [String: String] = [:]
) -> Outcome {
  run(tool, arguments, input: Data(input.utf8), environment: environment)
}

/// Runs a script with `/bin/sh`, the tools on its path and `directory` as its own.
func shell(
  _ script: String, in directory: Workshop, input: Data = Data(), seconds: Double = 60
) -> Outcome {
  Child("/bin/sh", ["-c", "cd '\(directory.path)' || exit 99\n\(script)"], environment: [:])
    .finish(input: input, seconds: seconds)
}

/// The processor time of a command, which does not depend on what else the machine does.
func cpuSeconds(_ command: String, in directory: Workshop) -> Double {
  let script = "TIMEFORMAT='%U %S'; time \(command) > /dev/null 2>&1"
  let outcome = Child(
    "/usr/bin/env", ["bash", "-c", "cd '\(directory.path)' && { \(script); }"], environment: [:]
  ).finish(seconds: 120)
  return outcome.message.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    .reduce(0, +)
}
