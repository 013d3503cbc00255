// What the probability of a number depends on beside its size.

/// A division of the numbers of a column into *phases*, which have an input and a probability of their own each.
package enum NumberPhasing: Hashable, Sendable {
  /// By where a number lies in its period.
  case rhythm(NumberRhythm)
  /// By how round it is.
  case heaps(NumberHeaps)

  /// How many phases there are.
  var phases: Int {
    switch self {
    case .rhythm(let rhythm): rhythm.phases
    case .heaps(let heaps): heaps.steps.count
    }
  }

  /// The phase of a number of the grid.
  func phase(of number: Int) -> Int {
    switch self {
    case .rhythm(let rhythm): rhythm.phase(of: number)
    case .heaps(let heaps): heaps.level(of: number)
    }
  }

  func fits(_ steps: NumberSteps) -> Bool {
    switch self {
    case .rhythm(let rhythm): rhythm.fits(steps)
    case .heaps(let heaps): heaps.fits(steps)
    }
  }
}
