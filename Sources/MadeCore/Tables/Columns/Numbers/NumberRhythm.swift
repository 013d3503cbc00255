// What repeats in the numbers of a column: the days of the week, the hours of the day.

/// Periods of equal length that are divided into phases of equal length, such as weeks into days.
///
/// Numbers of the same phase have a probability in common, and an input. The numbers of a phase in one period are
/// equally likely.
package struct NumberRhythm: Hashable, Sendable {
  /// In units; a multiple of `phases`.
  package let period: Int
  /// How many phases a period has.
  package let phases: Int
  /// The first number of a period, from 0 until the period.
  package let start: Int

  package init(period: Int, phases: Int, start: Int) {
    self.period = period
    self.phases = phases
    self.start = start
  }

  /// Most phases: the hours of a week.
  package static let mostPhases = 168
  static let mostUnits = 1 << 40

  /// The length of a phase.
  var phase: Int { period / phases }

  /// Whether each phase has the same numbers of a grid, from its first one on.
  func fits(_ steps: NumberSteps) -> Bool {
    (2...Self.mostPhases).contains(phases) && (1...Self.mostUnits).contains(period)
      && (0..<period).contains(start) && period % phases == 0 && steps.areEven
      && steps.step > 0 && phase % steps.step == 0 && start % steps.step == 0
  }

  /// The same on a grid: it begins with the first number of the grid.
  func aligned(_ steps: NumberSteps) -> NumberRhythm {
    guard steps.step > 0 else { return self }
    let first = (start + steps.step - 1) / steps.step * steps.step
    return NumberRhythm(period: period, phases: phases, start: first % max(period, 1))
  }

  /// The number of a number's period, and how far from the beginning of the period it is.
  func place(of number: Int) -> (period: Int, offset: Int) {
    let distance = number - start
    let offset = (distance % period + period) % period
    return ((distance - offset) / period, offset)
  }

  /// The number of a number's phase.
  func phase(of number: Int) -> Int { place(of: number).offset / phase }

  /// The first number of a period.
  func first(ofPeriod index: Int) -> Int { start + index * period }
}

extension NumberRhythm {
  /// What the cells of a column say for a rhythm rather than against it, in nats: by how much likelier the phases of
  /// cells are as they are than if all were alike, less what as many probabilities cost (Schwarz, "Estimating the
  /// dimension of a model", 1978).
  func gain(_ counts: [(Int, Int)]) -> Double {
    var cells = [Int](repeating: 0, count: phases)
    for (value, count) in counts { cells[phase(of: value)] += count }
    let total = Double(cells.reduce(0, +))
    guard total > 0 else { return 0 }
    let likelihood = cells.reduce(0.0) {
      $1 == 0 ? $0 : $0 + Double($1) * logarithm(Double($1) / total * Double(phases))
    }
    return likelihood - Double(phases - 1) / 2 * logarithm(total)
  }
}
