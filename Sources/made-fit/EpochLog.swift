// `--log FILE`: one line an epoch, for plotting.

import CommandLineSupport
import MadeCore

/// Writes epochs as CSV while training runs.
final class EpochLog {
  private let sink: FileSink
  private var failure: OutputError?

  init(path: String) throws {
    // If it were opened by name, a standard stream that is redirected to a file would be emptied.
    sink =
      try Self.standardStream(path).map { FileSink(descriptor: $0, name: path) }
      ?? FileSink.creating(path: path)
    // A pipe that nobody reads must not keep a fit from being stopped.
    sink.givesUp = { Interrupt.signal != nil }
    try sink.write("epoch,training_log_likelihood,validation_log_likelihood,best,seconds\n")
    try sink.flush()
  }

  /// The open descriptor that `path` names, nil if it is the name of a file.
  static func standardStream(_ path: String) -> Int32? {
    path == "-" ? 1 : AtomicFile.descriptorNumber(path)
  }

  /// Writes the end of an epoch and ignores other reports.
  ///
  /// A failure is kept for `finish`.
  func record(_ state: TrainingProgress) {
    guard state.batch == state.batches, failure == nil else { return }
    let validation = state.validationLogLikelihood.map { "\(Float($0))" } ?? ""
    do throws(OutputError) {
      try sink.write(
        "\(state.epoch),\(Float(state.trainingLogLikelihood)),\(validation),"
          + "\(state.isBest ? 1 : 0),\(Float(state.seconds))\n")
      try sink.flush()
    } catch { failure = error }
  }

  func finish() throws {
    if let failure { throw failure }
    try sink.close()
  }
}
