// What a person sees while a model is fitted.

import MadeCore

/// Progress on standard error: a line that is rewritten on a terminal, one plain line an epoch
/// elsewhere, and nothing at all when quiet.
package final class ProgressLine {
  private let isQuiet: Bool
  private let isOnTerminal = isTerminal(2)
  private var lastShown = -1.0
  private var isOpen = false

  /// - Parameter isQuiet: show nothing.
  package init(isQuiet: Bool) { self.isQuiet = isQuiet }

  /// Shows the state, on a terminal at most ten times a second.
  package func show(_ state: TrainingProgress) {
    if isQuiet { return }
    let isEpochEnd = state.batch == state.batches
    if !isOnTerminal {
      if isEpochEnd { Message.write(line(state) + "\n") }
      return
    }
    guard isEpochEnd || state.seconds - lastShown >= 0.1 else { return }
    lastShown = state.seconds
    isOpen = true
    Message.write("\r\u{1B}[K" + line(state))
  }

  /// Writes a line that stays, above the rewritten one.
  package func note(_ text: String) {
    if isQuiet { return }
    Message.write((isOpen ? "\r\u{1B}[K" : "") + text + "\n")
    isOpen = false
  }

  /// Shows the state on a terminal only, for work that writes notes of its own.
  package func showOnTerminal(_ state: TrainingProgress, of what: String) {
    guard isOnTerminal, !isQuiet, state.batch == state.batches || state.seconds - lastShown >= 0.1
    else { return }
    lastShown = state.batch == state.batches ? -1 : state.seconds
    isOpen = true
    Message.write("\r\u{1B}[K" + what + ": " + line(state))
  }

  /// Ends the rewritten line.
  package func end() {
    if isOpen { Message.write("\n") }
    isOpen = false
  }

  private func line(_ state: TrainingProgress) -> String {
    var text = "epoch \(state.epoch)"
    if state.batch < state.batches { text += " (\(100 * state.batch / state.batches)%)" }
    text += "  train \(fixedPoint(state.trainingLogLikelihood, digits: 3))"
    if let value = state.validationLogLikelihood {
      text += "  valid \(fixedPoint(value, digits: 3))"
    }
    text += "  best \(state.bestEpoch)"
    text += "  \(Int(state.recordsPerSecond)) rows/s"
    if isOnTerminal && state.batches > 0 {
      let done = Double(state.epoch - 1) + Double(state.batch) / Double(state.batches)
      let left = done > 0 ? state.seconds / done * (Double(state.epochs) - done) : 0
      text += "  at most \(Self.duration(left)) left"
    }
    return text
  }

  static func duration(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9))
    if whole >= 3600 { return "\(whole / 3600) h \(whole / 60 % 60) min" }
    return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
  }
}
