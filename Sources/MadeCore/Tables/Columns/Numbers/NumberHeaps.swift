// How round the numbers of a column are: 12 and 12.5 are recorded more often than 12.47.

/// Steps of which each is a multiple of the one before, such as 1, 10 and 100; people heap numbers on the larger ones.
///
/// The *level* of a number is the largest step of which it is a multiple. All numbers of a level are neighbours of each
/// other, so that their grid cells cover the line between them: half way to the next number of the level, where two
/// numbers of a higher level do not lie between, or to the one that does.
package struct NumberHeaps: Hashable, Sendable {
  /// In units, ascending, the first one that of the grid; two at least.
  package let steps: [Int]

  package init(steps: [Int]) { self.steps = steps }

  /// Most levels of a column.
  package static let mostLevels = 20

  /// Whether these are steps, on a grid.
  func fits(_ grid: NumberSteps) -> Bool {
    (2...Self.mostLevels).contains(steps.count) && grid.digits == 0 && steps[0] == grid.step
      && grid.step > 0 && steps[steps.count - 1] <= ValueRanges.limits.upperBound
      && zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 && $1 % $0 == 0 }
  }

  /// The level of a number of the grid, from 0.
  func level(of number: Int) -> Int {
    var level = 0
    while level + 1 < steps.count, number % steps[level + 1] == 0 { level += 1 }
    return level
  }

  /// Whether a number is above a level.
  private func isAbove(_ level: Int, _ number: Int) -> Bool {
    level + 1 < steps.count && number % steps[level + 1] == 0
  }

  /// Where the grid cell of a number begins, and where it ends.
  func ends(of number: Int) -> (low: Double, high: Double) {
    let level = level(of: number)
    let step = steps[level]
    let half = Double(step) / 2
    return (
      Double(number) - (isAbove(level, number - step) ? Double(step) : half),
      Double(number) + (isAbove(level, number + step) ? Double(step) : half)
    )
  }

  /// The first and the last number of a level in a range; nil if there are none.
  func numbers(of level: Int, in range: ClosedRange<Int>) -> ClosedRange<Int>? {
    let step = steps[level]
    var first = Self.divideUp(range.lowerBound, step) * step
    var last = -(Self.divideUp(-range.upperBound, step)) * step
    if isAbove(level, first) { first += step }
    if isAbove(level, last) { last -= step }
    return first <= last ? first...last : nil
  }

  private static func divideUp(_ number: Int, _ step: Int) -> Int {
    let (quotient, rest) = number.quotientAndRemainder(dividingBy: step)
    return rest > 0 ? quotient + 1 : quotient
  }

  /// The number of a level in whose cell a value lies.
  func number(of level: Int, at value: Double) -> Int {
    let step = steps[level]
    let limits = ValueRanges.limits
    let place = (value / Double(step)).rounded()
    let most = Double(limits.upperBound / step)
    let nearest = Int(min(max(place, -most), most)) * step
    if !isAbove(level, nearest) { return nearest }
    return value < Double(nearest) ? nearest - step : nearest + step
  }
}

extension NumberHeaps {
  /// What proof of a level there has to be, in nats, beside what its probability costs.
  private static let proof = 4.0
  /// The numbers reach over as many steps of a level.
  private static let fewestSteps = 4
  private static let ratios = [2, 5, 10]

  /// The levels of a column with these values; nil if none stands out.
  ///
  /// Level by level the next step is the multiple r of the last one for which the share of multiples is furthest from
  /// the 1 / r that chance has, in nats, if that is worth a probability (Schwarz, "Estimating the dimension of a model",
  /// 1978).
  ///
  /// - Parameter values: ascending, each with its count.
  package init?(_ values: [(value: Int, count: Int)], step: Int) {
    guard step > 0, let first = values.first?.value, let last = values.last?.value else {
      return nil
    }
    let reach = last - first
    var steps = [step]
    var rest = values
    while steps.count < Self.mostLevels {
      let cells = Double(rest.reduce(0) { $0 + $1.count })
      var best: (gain: Double, step: Int)?
      for ratio in Self.ratios {
        let (step, overflow) = steps[steps.count - 1].multipliedReportingOverflow(by: ratio)
        guard !overflow, step <= reach / Self.fewestSteps else { continue }
        let multiples = Double(rest.reduce(0) { $1.value % step == 0 ? $0 + $1.count : $0 })
        let gain = Self.gain(multiples, of: cells, chance: 1 / Double(ratio))
        if gain > (best?.gain ?? 0) { best = (gain, step) }
      }
      guard let best, best.gain > Self.proof + logarithm(cells) / 2 else { break }
      steps.append(best.step)
      rest = rest.filter { $0.value % best.step == 0 }
    }
    guard steps.count > 1 else { return nil }
    self.init(steps: steps)
  }

  /// By how much likelier cells are with the share of multiples that they have than by chance, if it is larger.
  private static func gain(_ multiples: Double, of cells: Double, chance: Double) -> Double {
    guard multiples > chance * cells else { return 0 }
    let others = cells - multiples
    func term(_ count: Double, _ expected: Double) -> Double {
      count > 0 ? count * logarithm(count / (cells * expected)) : 0
    }
    return term(multiples, chance) + term(others, 1 - chance)
  }
}
