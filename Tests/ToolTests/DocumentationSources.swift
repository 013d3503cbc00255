// Where the documentation tests get their facts: the built tools, the pages, the completions.

import Foundation

/// The four tools.
enum DocumentedTool: String, CaseIterable, Sendable {
  case fit = "made-fit"
  case score = "made-score"
  case sample = "made-sample"
  case masks = "made-masks"

  /// Exit statuses the tool ends with; those above 128 are signals, as a shell sees them.
  var exitStatuses: Set<Int> {
    let common: Set = [0, 64, 65, 66, 70, 73, 74, 130, 141, 143]
    switch self {
    case .fit: return common.union([75])
    case .masks: return common.union([1])
    case .score, .sample: return common
    }
  }
}

/// One option or flag, as a tool declares it.
struct DeclaredOption {
  /// With their dashes: `-m`, `--model`.
  let names: Set<String>
  /// As the tool prints it; nil where there is none, or where only its help text tells.
  let defaultValue: String?
  /// The values it takes, when they are words from a list.
  let values: [String]

  /// A name to call it by in a message.
  var name: String { names.max { $0.count < $1.count } ?? "" }
}

/// What went wrong before anything could be compared.
struct DocumentationFault: Error, CustomStringConvertible {
  let description: String
}

enum Documentation {
  /// The root of the package.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The directory of the built tools: that of the test bundle.
  static func buildDirectory() throws -> URL {
    var places = [Bundle.main.bundleURL, Bundle.main.executableURL].compactMap { $0 }
    places += CommandLine.arguments.filter { $0.contains(".xctest") }.map { URL(filePath: $0) }
    places += Bundle.allBundles.map(\.bundleURL)
    for place in places {
      var directory = place.standardizedFileURL
      // A bundle of macOS is a directory with the executable three levels down.
      for _ in 0..<5 {
        let tool = directory.appending(path: DocumentedTool.fit.rawValue)
        if FileManager.default.isExecutableFile(atPath: tool.path(percentEncoded: false)) {
          return directory
        }
        directory.deleteLastPathComponent()
      }
    }
    throw DocumentationFault(description: "no built tools near \(places.map(\.path))")
  }

  /// What a program writes to standard output, and its status.
  static func run(
    _ program: URL, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> (output: Data, status: Int32) {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (output, process.terminationStatus)
  }

  /// The text of a file of the package.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The manual pages, as paths from the root.
  static func pages() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "man").path)
      .filter { $0.firstMatch(of: /\.[1-8]$/) != nil }.sorted().map { "man/\($0)" }
  }

  /// The README of the package and those of its folders, as paths from the root.
  static func readmes() throws -> [String] {
    let inFolders = try ["Sources", "Tests"].flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
        .filter { $0.hasSuffix("README.md") }.map { "\(folder)/\($0)" }
    }
    return ["README.md"] + inFolders.sorted()
  }

  /// The options that a tool declares, from its own description.
  static func declaredOptions(of tool: DocumentedTool) throws -> [DeclaredOption] {
    let program = try buildDirectory().appending(path: tool.rawValue)
    let description = try run(program, ["--experimental-dump-help"]).output
    let dump = try JSONDecoder().decode(HelpDump.self, from: description)
    return dump.command.arguments.filter { $0.kind != "positional" && $0.shouldDisplay }.map {
      DeclaredOption(
        names: Set(($0.names ?? []).map { ($0.kind == "short" ? "-" : "--") + $0.name }),
        defaultValue: $0.defaultValue, values: $0.allValues ?? [])
    }
  }
}

/// The part of `--experimental-dump-help` that matters here.
private struct HelpDump: Decodable {
  struct Command: Decodable { let arguments: [Argument] }
  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }
    let kind: String
    let names: [Name]?
    let defaultValue: String?
    let allValues: [String]?
    let shouldDisplay: Bool
  }
  let command: Command
}
