// The checkpoint while a fit runs: when it is saved, how a fit resumes, and what is said of it.

import CommandLineSupport
import MadeCore

/// The file that a running fit leaves its state in.
final class CheckpointFile {
  private let path: String
  private let period: Int?
  private let resumes: Bool
  private var identity: RunIdentity?
  private var failure: OutputError?
  private let clock = ContinuousClock()
  private var lastSaved: ContinuousClock.Instant?
  private var lastCost = Duration.zero

  init(path: String, period: Int?, resumes: Bool) throws {
    (self.path, self.period, self.resumes) = (path, period, resumes)
    // Only to find out that it can be created: nothing is left of this one.
    _ = try Output(path: path)
  }

  /// Prepares a trainer, and resumes it if that was asked for and there is a checkpoint; returns the
  /// epochs that are done already.
  func begin(
    _ trainer: Trainer, plan: FitPlan, note: (String) -> Void
  ) throws -> [TrainingProgress] {
    let identity = trainer.identity(
      schema: plan.data.schema, program: Version.text("made-fit"))
    self.identity = identity
    lastSaved = clock.now
    guard resumes else { return [] }
    do {
      try trainer.resume(from: try FileSource.open(path), identity: identity)
    } catch let error as FileError where error.isMissingFile {
      // The same command line starts a fit and takes it up again.
      note("\(harmless(path)): no checkpoint yet, starting from the beginning")
      return []
    } catch let error as CheckpointError {
      throw ToolFailure.data("\(path): \(error.sentence)", hint: error.hint)
    }
    note("\(harmless(path)): going on after epoch \(trainer.history.count)")
    return trainer.finishedEpochs
  }

  /// Saves the state if it is time to, and at the end of training in any case.
  ///
  /// A failure is reported once and leaves the older state in place; training goes on, and later
  /// states are tried again.
  func epochEnded(_ trainer: Trainer, note: (String) -> Void) {
    guard trainer.state == .finished || isDue(after: trainer.history.count), let identity
    else { return }
    let start = clock.now
    do {
      let output = try Output(path: path)
      try trainer.writeCheckpoint(to: output, identity: identity)
      try output.finish()
      failure = nil
    } catch let error as OutputError {
      if failure == nil { note("made-fit: \(harmless(error.sentence)): training goes on") }
      failure = error
    } catch {}
    lastSaved = clock.now
    lastCost = clock.now - start
  }

  /// Saving takes a twentieth of the time at most, unless a period is given.
  private func isDue(after epochs: Int) -> Bool {
    if let period { return epochs % period == 0 }
    return lastSaved.map { clock.now - $0 >= max(.seconds(10), lastCost * 20) } ?? true
  }

  /// Throws if the last state could not be saved.
  func finish() throws {
    if let failure { throw failure }
  }
}

extension CheckpointError {
  var sentence: String {
    switch self {
    case .notACheckpoint: "not a checkpoint of made-fit"
    case .damaged(let how): "the checkpoint is damaged: \(how)"
    case .other(.program): "a checkpoint of another version of made-fit"
    case .other(.options): "a checkpoint of a fit with other options"
    case .other(.data): "a checkpoint of a fit to other records"
    case .other(.start): "a checkpoint of another network, or with other masks or column names"
    }
  }

  var hint: String? {
    switch self {
    case .notACheckpoint: nil
    case .damaged: "start anew without --resume"
    case .other: "resume with the command that began it, or start anew without --resume"
    }
  }
}
