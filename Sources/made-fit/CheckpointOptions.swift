// `--checkpoint FILE`: the state of a fit is saved while it runs, in case the machine goes down.

import ArgumentParser
import CommandLineSupport
import MadeCore

/// Whether, where and when the state of a fit is saved.
struct CheckpointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Save the state of the fit in FILE now and then.", valueName: "file"),
    completion: .file())
  private var checkpoint: String?
  @Option(
    help: .seldom("Save every N epochs (default: once ten seconds have passed).", valueName: "n"))
  private var checkpointEvery: Int?
  @Flag(help: "Go on from the --checkpoint, if there is one.")
  private var resume = false

  mutating func validate() throws {
    if let checkpoint, checkpoint.isEmpty || EpochLog.standardStream(checkpoint) != nil {
      throw ValidationError("--checkpoint needs the name of a file")
    }
    if checkpoint == nil && checkpointEvery != nil {
      throw ValidationError("--checkpoint-every goes with --checkpoint")
    }
    if checkpoint == nil && resume { throw ValidationError("--resume goes with --checkpoint") }
    if let checkpointEvery, checkpointEvery < 1 {
      throw ValidationError("--checkpoint-every must be at least 1")
    }
  }

  /// Where the state is saved, nil if it is not.
  var path: String? { checkpoint }

  /// The file, nil without the option; throws now, before the hours of training, if it cannot be
  /// created.
  func file() throws -> CheckpointFile? {
    try checkpoint.map { try CheckpointFile(path: $0, period: checkpointEvery, resumes: resume) }
  }
}
