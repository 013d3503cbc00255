// How round the numbers of a column are: 12 and 12.5 are recorded more often than 12.47.

/// Steps of which each is a multiple of the one before, such as 1, 10 and 100; people heap numbers on the larger ones.
///
/// The *level* of a number is that of the largest step of which it is a multiple. The grid cells of the numbers of one
/// level cover the whole line: each reaches half way to its neighbours on the level, or, where a number of a higher level
/// lies between, to that one. So the probabilities of all numbers of a level sum to 1, and those of all levels to the sum
/// of their shares.
package struct NumberHeaps: Hashable, Sendable {
  /// In units, ascending, the first one that of the grid; two at least.
  package let steps: [Int]

  package init(steps: [Int]) { self.steps = steps }

  /// Most levels of a column.
  package static let mostLevels = 20

  /// Whether these are steps, on a grid.
  func fits(_ grid: NumberSteps) -> Bool {
    (2...Self.mostLevels).contains(steps.count) && grid.areEven && steps[0] == grid.step
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
    func end(_ neighbour: Int) -> Double {
      isAbove(level, neighbour) ? Double(neighbour) : NumberSteps.halfWay(number, neighbour)
    }
    return (end(number - step), end(number + step))
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
  private static let proof = 2.0
  /// The numbers reach over as many steps of a level.
  private static let fewestSteps = 4
  private static let ratios = [2, 5, 10, 100, 1000]

  /// The levels of a column with these values; nil if none stands out.
  ///
  /// Level by level the next step is the multiple r of the last one for which the share of multiples exceeds the 1 / r
  /// that chance has by most, in nats, if that is worth a probability (Schwarz, "Estimating the dimension of a model",
  /// 1978). Then levels between two of these are looked for in the same way.
  ///
  /// - Parameter values: ascending, each with its count.
  package init?(_ values: [(value: Int, count: Int)], step: Int) {
    guard step > 0, let first = values.first?.value, let last = values.last?.value else {
      return nil
    }
    let longest = (last - first) / Self.fewestSteps
    var steps = [step]
    var rest = Multiples(values)
    while steps.count < Self.mostLevels, let next = Self.next(rest, steps, longest) {
      steps.append(next)
      rest = rest.of(next)
    }
    guard steps.count > 1 else { return nil }
    var index = 1
    while index < steps.count, steps.count < Self.mostLevels {
      let level = Multiples(values).of(steps[index - 1]).notOf(steps[index])
      if let step = Self.between(steps[index - 1], steps[index], level) {
        steps.insert(step, at: index)
      } else {
        index += 1
      }
    }
    self.init(steps: steps)
  }

  /// The mean logarithm of the widths of cells, less that of what their levels are likely: how coarse a grid is, in
  /// nats, as `NumberSteps` compares them.
  func coarseness(_ values: [(value: Int, count: Int)]) -> Double {
    var cells = [Int](repeating: 0, count: steps.count)
    for (value, count) in values { cells[level(of: value)] += count }
    let total = Double(max(cells.reduce(0, +), 1))
    return zip(steps, cells).reduce(0) { sum, level in
      let (step, cells) = (level.0, Double(level.1))
      return cells == 0
        ? sum : sum + cells / total * (logarithm(Double(step)) + logarithm(cells / total))
    }
  }

  /// A step between two others of which more or fewer cells of the lower level are multiples than chance has it; nil if
  /// there is none.
  private static func between(_ low: Int, _ high: Int, _ level: Multiples) -> Int? {
    let ratio = high / low
    var best: (gain: Double, step: Int)?
    for part in [2, 5, 10, 20, 50, 100, 200, 500] where part < ratio && ratio % part == 0 {
      // Of the numbers between two multiples of the higher step.
      let chance = Double(ratio / part - 1) / Double(ratio - 1)
      let gain = level.gain(of: low * part, chance: chance)
      if gain > (best?.gain ?? 0) { best = (gain, low * part) }
    }
    guard let best, isProof(best.gain, level.cells) else { return nil }
    return best.step
  }

  private static func isProof(_ gain: Double, _ cells: Int) -> Bool {
    cells > 0 && gain > proof + logarithm(Double(cells)) / 2
  }

  /// The step of the next level; nil if none stands out.
  private static func next(_ rest: Multiples, _ steps: [Int], _ longest: Int) -> Int? {
    var best: (gain: Double, step: Int)?
    for ratio in ratios {
      let (step, overflow) = steps[steps.count - 1].multipliedReportingOverflow(by: ratio)
      let chance = 1 / Double(ratio)
      guard !overflow, step <= longest, rest.share(of: step) > chance else { continue }
      let gain = rest.gain(of: step, chance: chance)
      if gain > (best?.gain ?? 0) { best = (gain, step) }
    }
    guard let best, isProof(best.gain, rest.cells) else { return nil }
    return best.step
  }
}

/// Some values of a column, each with its count.
private struct Multiples {
  private let values: [(value: Int, count: Int)]
  let cells: Int

  init(_ values: [(value: Int, count: Int)]) {
    self.values = values
    cells = values.reduce(0) { $0 + $1.count }
  }

  func of(_ step: Int) -> Multiples { Multiples(values.filter { $0.value % step == 0 }) }
  func notOf(_ step: Int) -> Multiples { Multiples(values.filter { $0.value % step != 0 }) }

  /// The cells of the most frequent values: a few that are frequent by themselves, such as 0 and 1, are multiples of
  /// many steps, and no heaps.
  private var spikes: Int {
    var largest = Array(repeating: 0, count: Self.mostSpikes)
    for (_, count) in values where count > largest[0] {
      largest[0] = count
      largest.sort()
    }
    return largest.reduce(0, +)
  }
  private static let mostSpikes = 3

  /// The share of cells that are multiples, but for spikes among these.
  func share(of step: Int) -> Double {
    let multiples = of(step)
    let spikes = multiples.spikes
    return Double(multiples.cells - spikes) / Double(max(cells - spikes, 1))
  }

  /// By how much likelier all cells are with the share that multiples of a step have than with that of chance, in nats;
  /// spikes among the multiples do not count.
  func gain(of step: Int, chance: Double) -> Double {
    let among = of(step)
    let spikes = among.spikes
    let (multiples, cells) = (among.cells - spikes, self.cells - spikes)
    func term(_ count: Int, _ chance: Double) -> Double {
      count == 0 ? 0 : Double(count) * logarithm(Double(count) / (Double(cells) * chance))
    }
    return term(multiples, chance) + term(cells - multiples, 1 - chance)
  }
}
