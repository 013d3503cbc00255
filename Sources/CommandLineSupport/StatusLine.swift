// What a person sees while records are scored or drawn.

import MadeCore

/// A line on a terminal about work that takes a while: how much is done, how fast it goes, how long it will
/// take.
///
/// It appears after two seconds, and only if standard error is a terminal and standard output is not: records
/// on the screen are progress enough, and in a log it would be clutter. The next message on standard error
/// replaces it.
package final class StatusLine: Sendable {
  private struct State {
    var isOpen = false
    var isOver = false
    var shown = 0.0
  }
  /// Shared by all lines, as there is only one terminal.
  private static let state = Lock(State())

  private let start = ContinuousClock.now
  private let total: Int?

  private static let patience = 2.0
  private static let interval = 0.2

  /// - Parameters:
  ///   - total: what `done` will be at the end, nil if that is unknown.
  ///   - isQuiet: show nothing.
  /// - Returns: nil where no line is to be shown.
  package init?(total: Int?, isQuiet: Bool) {
    if isQuiet || !isTerminal(2) || isTerminal(1) { return nil }
    self.total = total
    // A message from before this work must not count as the end of the line.
    Self.state.withLock { $0 = State() }
  }

  /// Shows how far the work is.
  ///
  /// - Parameter done: how much of `total` is done, in the same unit.
  package func show(rows: Int, done: Int) {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    Self.state.withLock { state in
      guard !state.isOver, seconds >= Self.patience, seconds - state.shown >= Self.interval else {
        return
      }
      state.shown = seconds
      state.isOpen = true
      Message.writeRaw("\r\u{1B}[K" + line(rows: rows, done: done, seconds: seconds))
    }
  }

  private func line(rows: Int, done: Int, seconds: Double) -> String {
    var text = "\(rows) rows  \(Int(Double(rows) / seconds)) rows/s"
    if let total, total > 0, done > 0 {
      let share = min(Double(done) / Double(total), 1)
      text += "  \(Int(100 * share))%  \(ProgressLine.duration(seconds / share - seconds)) left"
    }
    return text
  }

  /// Removes the line for good: the next message stays on the screen.
  package static func clear() {
    state.withLock { state in
      if state.isOpen { Message.writeRaw("\r\u{1B}[K") }
      state.isOpen = false
      state.isOver = true
    }
  }
}
