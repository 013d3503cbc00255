// Mixtures of logistics on a grid, by the definition: they are distributions, and are drawn from.

import Foundation
import MadeCore
import Testing

@Suite("A mixture on a grid")
struct LogisticMixtureTests {
  /// Mixtures, and a range of numbers beyond which there is next to nothing.
  private static let cases: [(name: String, mixture: LogisticMixture, wide: ClosedRange<Int>)] = [
    ("plain", mixture(), -80...80),
    ("all parts", mixture(marks: 2, atoms: [0, 4], known: [-3, -1, 2]), -80...80),
    (
      "on steps of 5",
      mixture(
        NumberTransform(center: 0, bend: 0, mean: 0, deviation: 9),
        steps: NumberSteps(step: 5, digits: 0), atoms: [10], known: [-15, 0, 5], range: -60...60),
      -600...600
    ),
    (
      "of three digits",
      mixture(
        NumberTransform(center: 0, bend: 0, mean: 900, deviation: 150),
        steps: NumberSteps(step: 1, digits: 3), range: 0...2000), -9000...11_000
    ),
    (
      "bent",
      mixture(
        NumberTransform(center: 2, bend: 3, mean: 0.2, deviation: 0.25), atoms: [7], known: [3, 9],
        range: -100...100), -3000...3000
    ),
    (
      "of three clusters",
      mixture(
        NumberTransform(
          center: -60, bend: 3, mean: 1, deviation: 0.4,
          others: [
            NumberTransform.Bend(center: 0, distance: 1.5),
            NumberTransform.Bend(center: 70, distance: 4),
          ]), atoms: [7], known: [3, 9, 71], range: -100...100), -3000...3000
    ),
    (
      "with a rhythm",
      mixture(
        NumberTransform(center: 0, bend: 0, mean: 2, deviation: 9),
        steps: NumberSteps(step: 2, digits: 0), marks: 2, atoms: [4], range: -40...40,
        phasing: .rhythm(NumberRhythm(period: 28, phases: 7, start: 6))), -1200...1200
    ),
    (
      "with a rhythm and known values",
      mixture(
        NumberTransform(center: 4, bend: 6, mean: 0, deviation: 0.15), atoms: [0, 7],
        known: [-9, 3, 8], range: -30...30, components: 3,
        phasing: .rhythm(NumberRhythm(period: 7, phases: 7, start: 4))), -6000...6000
    ),
    (
      // Ends of its cells are exact as floats.
      "with heaps",
      mixture(
        NumberTransform(center: 0, bend: 0, mean: 2, deviation: 32),
        steps: NumberSteps(step: 2, digits: 0), marks: 2, atoms: [4], range: -400...400,
        phasing: .heaps(NumberHeaps(steps: [2, 4, 20, 100]))), -6000...6000
    ),
    (
      "with heaps and known values",
      mixture(
        NumberTransform(center: 4, bend: 6, mean: 0, deviation: 0.15), atoms: [0, 20],
        known: [-15, 3, 8], range: -300...300, components: 3,
        phasing: .heaps(NumberHeaps(steps: [1, 5, 10]))), -6000...6000
    ),
    ("with gaps", mixture(atoms: [4], known: [-3, 2], gaps: [-4, -1, 0, 1, 5, 40]), -80...80),
    (
      "with gaps between digits",
      mixture(
        NumberTransform(center: 0, bend: 0, mean: 0, deviation: 40),
        steps: NumberSteps(step: 1, digits: 2), range: -200...200,
        gaps: [-110, -100, -99, 98, 100]),
      -4000...4000
    ),
  ]

  private static func numbers(_ mixture: LogisticMixture, _ range: ClosedRange<Int>) -> [Int] {
    range.filter { mixture.values.nearest(to: $0) == $0 }
  }

  private static func marks(_ mixture: LogisticMixture) -> [Int] {
    (0..<mixture.values.marks).map { NumberLimits.cell(ofMark: $0) }
  }

  @Test("sums to 1 over marks and numbers")
  func sum() {
    for (name, mixture, wide) in Self.cases {
      for seed in 1...4 {
        let outputs = mixture.someOutputs(seed: seed)
        let terms = (Self.marks(mixture) + Self.numbers(mixture, wide)).map {
          mixture.logProbability(of: $0) { outputs[$0] }
        }
        let sum = exp(logSumExp(terms))
        // Ends of cells are kept as floats.
        #expect(abs(sum - 1) < 3e-6, "\(name), \(seed): \(sum)")
      }
    }
  }

  @Test("has no gap, whatever is read or allowed")
  func gaps() {
    let values = mixture(gaps: [-4, -1, 0, 1, 5]).values
    #expect(
      (-6...6).map { values.nearest(to: $0) } == [-6, -5, -3, -3, -2, 2, 2, 2, 2, 3, 4, 6, 6])
    #expect(values.range(-4...1) == -3...(-2) && values.range(-1...1) == nil)
    #expect(values.range(5...5) == nil && values.range(0...6) == 2...6)
    let left = mixture(steps: NumberSteps(step: 5, digits: 0)).leavingOut([7, 5, -10, 1 << 52, 5])
    #expect(left.values.gaps == [-10, 5])
    #expect(left != mixture(steps: NumberSteps(step: 5, digits: 0)))
    // Far out there is nothing that could be drawn in its place but its neighbour.
    let far = mixture(gaps: [1000])
    let outputs = far.someOutputs(seed: 2)
    for index in 0..<50 {
      let words = NumberWords(seed: 1, purpose: .sampledNumber, index: UInt64(index), position: 0)
      let limits = NumberLimits(ranges: [999...1001], marks: [false])
      #expect(far.draw({ outputs[$0] }, within: limits, words).cell != 1000)
    }
  }

  @Test("falls with the distance beyond the training records, and is never 0")
  func tails() {
    for (name, mixture, _) in Self.cases {
      let outputs = mixture.someOutputs(seed: 9)
      for sign in [-1, 1] {
        let first =
          100 * (sign > 0 ? mixture.values.range.upperBound : -mixture.values.range.lowerBound)
        // Cells that all are of the same width on the grid; those of limited digits grow tenfold at times.
        let numbers = (1...40).map { mixture.values.nearest(to: sign * (first + 1000 * $0)) }
        let found = numbers.map { number in mixture.logProbability(of: number) { outputs[$0] } }
        let hasAlike = mixture.values.steps.digits == 0 && mixture.values.phasing == nil
        for (one, other) in zip(found, found.dropFirst()) where hasAlike {
          #expect(other < one, "\(name), \(sign)")
        }
        #expect(found.allSatisfy { $0.isFinite && $0 < -3 }, "\(name), \(sign): \(found[0])")
      }
    }
  }

  /// Draws many cells in both ways, and compares them with their probabilities.
  private func check(_ mixture: LogisticMixture, _ limits: NumberLimits, _ name: String) {
    let outputs = mixture.someOutputs(seed: 12)
    func words(_ index: Int, _ attempt: Int) -> NumberWords {
      NumberWords(
        seed: 4, purpose: .sampledNumber, index: UInt64(index), position: index % 3,
        attempt: attempt)
    }
    check(mixture, limits, outputs, "\(name), ruled out first") { index in
      let drawn = mixture.draw({ outputs[$0] }, within: limits, words(index, 0))
      return (drawn.cell, drawn.logMass)
    }
    // The outputs of the second of three lanes.
    let floats = outputs.flatMap { [.nan, Float($0), .nan] }
    floats.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let lane = LaneOutputs(base, lanes: 3, lane: 1)
      check(mixture, limits, outputs, "\(name), drawn again") { index in
        (mixture.draw(lane, within: limits) { words(index, $0) }, nil)
      }
    }
  }

  private func check(
    _ mixture: LogisticMixture, _ limits: NumberLimits, _ outputs: [Double], _ name: String,
    draw: (Int) -> (cell: Int, logMass: Double?)
  ) {
    let allowed =
      Self.marks(mixture).enumerated().filter { limits.marks[$0.offset] }.map(\.element)
      + limits.ranges.flatMap { Self.numbers(mixture, $0) }
    let logs = allowed.map { cell in mixture.logProbability(of: cell) { outputs[$0] } }
    let mass = logSumExp(logs)
    var found: [Int: Double] = [:]
    let count = 40_000
    for index in 0..<count {
      let drawn = draw(index)
      found[drawn.cell, default: 0] += 1
      guard index == 0, let logMass = drawn.logMass else { continue }
      #expect(abs(logMass - mass) < 1e-5, "\(name): \(logMass), \(mass)")
    }
    #expect(Set(found.keys).isSubset(of: allowed), "\(name)")
    var (statistic, cells) = (0.0, -1.0)
    var rare = (expected: 0.0, found: 0.0)
    for (cell, log) in zip(allowed, logs) {
      let expected = exp(log - mass) * Double(count)
      let times = found[cell] ?? 0
      if expected < 10 {
        rare = (rare.expected + expected, rare.found + times)
      } else {
        statistic += (times - expected) * (times - expected) / expected
        cells += 1
      }
    }
    if rare.expected >= 10 {
      statistic += (rare.found - rare.expected) * (rare.found - rare.expected) / rare.expected
      cells += 1
    }
    #expect(
      cells < 1 || statistic - cells < 5 * (2 * cells).squareRoot() + 5,
      "\(name): \(statistic) of \(cells)")
  }

  @Test("is drawn from in proportion (chi-squared), within any limits")
  func drawing() {
    for (name, mixture, wide) in Self.cases {
      let all = Array(repeating: true, count: mixture.values.marks)
      let none = all.map { _ in false }
      check(mixture, NumberLimits(ranges: [wide], marks: all), "\(name), everything")
      check(mixture, mixture.limits, "\(name), in the range of training")
      let grid = Self.numbers(mixture, mixture.values.range)
      let part = [grid[0]...grid[2], grid[4]...grid[4], grid[6]...grid[grid.count - 2]]
      check(mixture, NumberLimits(ranges: part, marks: none), "\(name), parts")
      check(mixture, NumberLimits(ranges: [grid[3]...grid[3]], marks: none), "\(name), one")
      check(mixture, NumberLimits(ranges: [], marks: all), "\(name), no number")
      // Far out the mixture has next to nothing, and yet it is drawn from.
      let far = mixture.values.nearest(to: 40 * mixture.values.range.upperBound)
      check(mixture, NumberLimits(ranges: [far...far], marks: none), "\(name), far out")
    }
  }
}
