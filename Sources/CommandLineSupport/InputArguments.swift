// How records come in: what made-fit and made-score read them by.

import ArgumentParser
import MadeCore

/// How records come in.
package struct InputArguments: ParsableArguments {
  /// What `--format` may say about input.
  package enum Format: String, ExpressibleByArgument, CaseIterable {
    case auto, csv, tsv, idx
  }

  /// What `--unseen` may say.
  package enum Unseen: String, ExpressibleByArgument, CaseIterable { case smooth, error }

  @Option(help: .seldom("auto, csv, tsv or idx.", valueName: "format"))
  var format = Format.auto

  @Option(
    name: [.customShort("d", allowingJoined: true), .long],
    help: ArgumentHelp("Fields are separated by CHAR.", valueName: "char"))
  var delimiter: String?

  @Flag(inversion: .prefixedNo, help: "First line is a header, or not (default: detected).")
  var header: Bool?

  @Option(
    parsing: .unconditional,
    help: .seldom("Cells are numbers; those above T are 1.", valueName: "t"))
  var threshold: Double?

  @OptionGroup var missing: MissingOption

  @Option(help: .seldom("smooth or error: values never seen in training.", valueName: "what"))
  var unseen = Unseen.smooth

  @Argument(
    help: ArgumentHelp("CSV, TSV or IDX, plain or gzip'd; - is standard input.", valueName: "file"),
    completion: .file())
  private var words: [String] = []

  /// The files, as they were named.
  package var files: [String] { PackedWords.unpacked(words) }

  package init() {}

  package mutating func validate() throws {
    if let delimiter {
      guard delimiter.utf8.count == 1, let byte = delimiter.utf8.first,
        InputOptions.isDelimiter(byte)
      else { throw ValidationError("--delimiter must be one character, not a digit or a quote") }
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
    options.missingTokens = missing.tokens
    options.unseen = unseen == .smooth ? .smooth : .error
    return options
  }

  /// Whether numbers are made 0 or 1.
  package var hasThreshold: Bool { threshold != nil }

  /// What is read: the files, or standard input.
  package var paths: [String] { files.isEmpty ? ["-"] : files }

  /// Whether standard input is among the files.
  package var readsStandardInput: Bool { paths.contains("-") }

  /// Stops if data would be read from a terminal: a file was probably forgotten.
  package func refuseTerminal(usage: String) throws {
    if readsStandardInput && isTerminal(0) {
      throw ToolFailure.usage("no input: name a file, or pipe data in", hint: usage)
    }
  }
}
