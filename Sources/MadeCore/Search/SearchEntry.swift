// A candidate in training.

/// One candidate of a search, with its trainer while it may still be needed.
final class SearchEntry {
  let candidate: Candidate
  /// `Trainer.bestLogLikelihood` so far.
  private(set) var value: Double?
  /// Epochs up to the last validation.
  ///
  /// Later ones, after which training was stopped or diverged, are not in the model, and a command that ended
  /// there would validate once more.
  private(set) var epochs = 0
  /// Whether it can train on.
  private(set) var isOpen = true

  /// Why training could not go on.
  private(set) var failure: TrainingError?

  private let make: () throws(TrainingError) -> Trainer
  private var trainer: Trainer?
  /// The highest cost of a stretch from one validation to the next.
  private var dearest = 0.0
  /// The highest cost of an epoch, in the unit of the budget.
  private(set) var epochCost = 0.0
  /// What was spent on an epoch that did not end.
  private var unfinished = 0.0
  /// What an epoch costs, or more than that was spent on.
  var leastCost: Double { epochCost > 0 ? epochCost : unfinished }

  /// - Parameter make: sets training up; called when the candidate's turn comes, because a network
  ///   with its moments takes memory.
  init(_ candidate: Candidate, make: @escaping () throws(TrainingError) -> Trainer) {
    self.candidate = candidate
    self.make = make
  }

  /// Trains until an allowance is spent, always from one validation to the next: no command line could say where
  /// in between it stopped.
  ///
  /// A loss that is no longer finite ends the candidate; what was best before stays.
  func train(
    allowance: Double, account: inout SearchAccount,
    observe: (TrainingProgress) -> Void, shouldStop: () -> Bool
  ) {
    let start = account.spent
    while isOpen, account.affords(dearest, of: allowance - (account.spent - start)) {
      let (before, earlier) = (account.spent, epochs)
      do throws(TrainingError) {
        let trainer = try started()
        repeat {
          let limit = account.limit(from: start, allowance: allowance)
          try trainer.advance(
            observe: observe, shouldStop: { shouldStop() || limit.isPassed })
          if trainer.state != .stopped { account.noteEpoch() }
        } while trainer.state == .going && trainer.summary.epochs % trainer.validationPeriod != 0
        isOpen = trainer.state == .going
      } catch {
        failure = error
        isOpen = false
      }
      value = trainer?.bestLogLikelihood
      epochs = trainer.map { $0.summary.epochs / $0.validationPeriod * $0.validationPeriod } ?? 0
      dearest = max(dearest, account.spent - before)
      if epochs > earlier {
        epochCost = max(epochCost, (account.spent - before) / Double(epochs - earlier))
      }
    }
    if epochs == 0 { unfinished = max(unfinished, account.spent - start) }
  }

  private func started() throws(TrainingError) -> Trainer {
    if let trainer { return trainer }
    let trainer = try make()
    self.trainer = trainer
    return trainer
  }

  /// Gives the memory back; the entry cannot train any more.
  func close() {
    trainer = nil
    isOpen = false
  }

  /// The model of the best epoch.
  func model(schema: Schema) throws(TrainingError) -> Flow? {
    try trainer?.flow(schema: schema, epochs: epochs)
  }
}
