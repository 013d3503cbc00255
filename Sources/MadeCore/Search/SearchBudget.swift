// How much a search may spend, and what it has spent.

/// What a search may spend in all.
package enum SearchBudget: Equatable, Sendable {
  /// Wall-clock time; what is chosen then depends on the machine and its load.
  case seconds(Double)
  /// Epochs of training over all candidates; what is chosen is a pure function of data and seed.
  case epochs(Int)
}

/// What is spent of a budget, in its own unit.
struct SearchAccount {
  /// Epochs of training so far.
  private(set) var epochs = 0
  private let budget: SearchBudget
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  init(_ budget: SearchBudget) {
    self.budget = budget
    start = clock.now
  }

  /// Whether the budget is of time.
  var countsTime: Bool {
    if case .seconds = budget { true } else { false }
  }

  /// Seconds or epochs since the start.
  var spent: Double {
    switch budget {
    case .seconds: (clock.now - start).inSeconds
    case .epochs: Double(epochs)
    }
  }

  /// Seconds or epochs left, at least 0.
  var left: Double {
    switch budget {
    case .seconds(let seconds): max(0, seconds - spent)
    case .epochs(let count): Double(max(0, count - epochs))
    }
  }

  /// Notes an epoch of training.
  mutating func noteEpoch() { epochs += 1 }

  /// Whether an allowance is enough to go on, if the next stretch may cost `cost`.
  func affords(_ cost: Double, of allowance: Double) -> Bool {
    switch budget {
    case .seconds: allowance > 0 && cost <= allowance
    case .epochs: allowance >= 1
    }
  }

  /// When an epoch under way is given up: at twice the allowance, so that one too large for the budget does not
  /// use it up; never if epochs are counted.
  func limit(from begun: Double, allowance: Double) -> Limit {
    switch budget {
    case .seconds: Limit(clock: clock, instant: start + .seconds(begun + 2 * allowance))
    case .epochs: Limit(clock: clock, instant: nil)
    }
  }

  /// A moment that may have passed.
  struct Limit {
    fileprivate let clock: ContinuousClock
    fileprivate let instant: ContinuousClock.Instant?

    var isPassed: Bool { instant.map { clock.now > $0 } ?? false }
  }
}
