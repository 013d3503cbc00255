// Options that several tools share, declared once.

import ArgumentParser
import MadeCore

/// Options of every tool.
package struct CommonOptions: ParsableArguments {
  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: ArgumentHelp("Use N CPUs (default: all); results do not change.", valueName: "n"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "Print nothing but errors on standard error.")
  package var quiet = false

  @Flag(name: .shortAndLong, help: "Say more on standard error.")
  package var verbose = false

  // Seen before anything is parsed; declared for the help, the completions and the manual pages.
  @Flag(help: "Show all options.")
  var helpAll = false

  package init() {}

  package mutating func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be from 1 to 1024")
    }
    if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other") }
  }

  /// CPUs to use.
  package var cpus: Int { threads ?? availableThreads() }
}

/// How data come in.
package struct InputArguments: ParsableArguments {
  /// What `--format` may say about input.
  package enum Format: String, ExpressibleByArgument, CaseIterable {
    case auto, csv, tsv, idx
  }

  /// What `--unseen` may say.
  package enum Unseen: String, ExpressibleByArgument, CaseIterable { case smooth, error }

  @Option(help: ArgumentHelp("auto, csv, tsv or idx.", valueName: "format"))
  var format = Format.auto

  @Option(
    name: [.customShort("d", allowingJoined: true), .long],
    help: ArgumentHelp("Fields are separated by CHAR.", valueName: "char"))
  var delimiter: String?

  @Flag(inversion: .prefixedNo, help: "First line is a header, or not (default: detected).")
  var header: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Cells are numbers; those above T are 1.", valueName: "t"))
  var threshold: Double?

  @Option(
    help: ArgumentHelp(
      "Cells with one of these are missing, as empty ones.", valueName: "na,..."))
  package var missing: String?

  @Option(
    help: ArgumentHelp("smooth or error: values never seen in training.", valueName: "what"))
  var unseen = Unseen.smooth

  @Argument(
    help: ArgumentHelp("CSV, TSV or IDX, plain or gzip'd; - is standard input.", valueName: "file"),
    completion: .file())
  package var files: [String] = []

  package init() {}

  package mutating func validate() throws {
    if let delimiter {
      guard delimiter.utf8.count == 1, let byte = delimiter.utf8.first,
        InputOptions.isDelimiter(byte)
      else { throw ValidationError("--delimiter must be one character, not a digit or a quote") }
    }
    if let missing, missing.split(separator: ",", omittingEmptySubsequences: false).contains("") {
      throw ValidationError("--missing takes words, as in NA,? (an empty cell always is missing)")
    }
    if let threshold, !threshold.isFinite { throw ValidationError("--threshold must be finite") }
  }

  /// The reader's form of these options.
  package var options: InputOptions {
    var options = InputOptions()
    options.format =
      switch format {
      case .auto: .automatic
      case .csv: .csv
      case .tsv: .tsv
      case .idx: .idx
      }
    options.delimiter = delimiter?.utf8.first
    options.header = header.map { $0 ? .present : .absent } ?? .automatic
    options.threshold = threshold
    options.missingTokens = missing.map { $0.split(separator: ",").map { Array($0.utf8) } } ?? []
    options.unseen = unseen == .smooth ? .smooth : .error
    return options
  }

  /// The names of the options that were given and differ from the defaults.
  package var given: [String] {
    let all: [(String, Bool)] = [
      ("--format", format != .auto), ("--delimiter", delimiter != nil),
      (header == false ? "--no-header" : "--header", header != nil),
      ("--threshold", threshold != nil), ("--missing", missing != nil),
      ("--unseen", unseen != .smooth),
    ]
    return all.filter(\.1).map(\.0)
  }

  /// Whether numbers are made 0 or 1.
  package var hasThreshold: Bool { threshold != nil }

  /// Whether standard input is among the files.
  package var readsStandardInput: Bool { files.isEmpty || files.contains("-") }

  /// Stops when data would have to be typed at a terminal: somebody forgot to name a file.
  package func refuseTerminal(usage: String) throws {
    if readsStandardInput && isTerminal(0) {
      throw ToolFailure.usage("no input: name a file, or pipe data in", hint: usage)
    }
  }
}
