// From the values of a column to its mixture: which values stand alone, which are known, and the scale.

/// What the mixture of a column is to be, chosen by the values of its cells.
struct NumberChoice {
  private let counts: ValueCounts
  private let steps: NumberSteps
  private let cells: Int
  /// Whether they may be round, as dates are not.
  private let mayBeHeaped: Bool
  /// What may repeat in the numbers, the likelier ones first.
  private let rhythms: [NumberRhythm]
  private let perPower: Int

  /// Components of a mixture.
  static let components = 10
  /// A value is an atom if at least this share of the cells has it, and at least `fewest` of them; in a column of
  /// `fewValues` different ones at most, which are hardly a curve, these alone.
  private static let atomShare = 0.005
  private static let fewValues = 256
  private static let fewest = 20
  private static let mostAtoms = 128
  /// Values are known if pairs of equal cells are this many times as many as chance would have, and this share of
  /// the cells repeats others: a column of few repeats is a smooth one, whose new values are nothing strange.
  private static let knownFactor = 1.5
  private static let knownShare = 0.5
  private static let mostKnown = 1 << 16
  /// Cells of a part of the column that is taken to be uniform.
  private static let cellsOfPart = 64
  /// The least scale, in parts of a typical cell of the grid, and within these limits; besides it is the deviation of
  /// the cells divided by the root of their number: what few cells say is not to be taken for a spike.
  private static let cellShare = 0.25
  private static let leastScales = 0x1p-13...0x1p-4

  /// - Parameters:
  ///   - hasPowers: whether cells are written with powers of ten, and so with a number of digits.
  ///   - mayHaveDigits: whether they may have a limited number of digits, as dates have not.
  ///   - keptDigits: how many digits their texts keep, nil for all.
  ///   - bySize: their steps, if these depend on their size.
  ///   - rhythms: what may repeat in them, the likelier ones first.
  ///   - perPower: how many there are in each power of ten, where they are places (`PowerScale`).
  init(
    _ grid: DecimalGrid, cells: Int, hasPowers: Bool = false, mayHaveDigits: Bool = true,
    keptDigits: Int? = nil, bySize: [SizeStep] = [], rhythms: [NumberRhythm] = [],
    perPower: Int = 0
  ) {
    var steps = Self.steps(grid.counts, hasPowers: hasPowers, mayHaveDigits: mayHaveDigits)
    if let given = NumberSteps(bySize: bySize) { steps = given }
    if let keptDigits { steps = steps.limited(to: keptDigits, in: grid.counts) }
    self.steps = steps
    counts = ValueCounts(
      sorted: zip(grid.counts.values, grid.counts.counts).map { (steps.within($0), $1) })
    self.cells = cells
    mayBeHeaped = mayHaveDigits
    self.rhythms = rhythms.map { $0.aligned(steps) }.filter { $0.fits(steps) }
    self.perPower = perPower
  }

  /// - Parameters:
  ///   - counts: of differences on a grid.
  ///   - cells: all of the column, numbers or not.
  init(differences counts: ValueCounts, steps: NumberSteps, cells: Int) {
    self.counts = counts
    self.steps = steps
    self.cells = cells
    mayBeHeaped = true
    rhythms = []
    perPower = 0
  }

  /// The grid of the numbers: of fewer decimals or digits where they are larger, if that says more than an even grid,
  /// with heaps on the multiples of a step perhaps.
  private static func steps(
    _ counts: ValueCounts, hasPowers: Bool, mayHaveDigits: Bool
  ) -> NumberSteps {
    let steps = evenSteps(counts, hasPowers: hasPowers, mayHaveDigits: mayHaveDigits)
    guard mayHaveDigits, !hasPowers, let bySize = NumberSteps(sizesOf: counts) else { return steps }
    // 0 is a multiple of every step, and says nothing for one.
    let counts = ValueCounts(
      sorted: zip(counts.values, counts.counts).filter { $0.0 != 0 }
        .map { (value: $0.0, count: $0.1) })
    var coarseness = steps.coarseness(counts)
    if steps.digits == 0 {
      let values = zip(counts.values, counts.counts).map { (value: steps.within($0), count: $1) }
      if let heaps = NumberHeaps(values, step: steps.step) {
        coarseness = max(coarseness, heaps.coarseness(values))
      }
    }
    return bySize.coarseness(counts) > coarseness + Self.muchCoarser ? bySize : steps
  }

  /// In nats.
  private static let muchCoarser = 0.25

  private static func evenSteps(
    _ counts: ValueCounts, hasPowers: Bool, mayHaveDigits: Bool
  ) -> NumberSteps {
    let steps = NumberSteps(counts, prefersDigits: hasPowers, mayHaveDigits: mayHaveDigits)
    if hasPowers || steps.digits == 0 { return steps }
    let even = NumberSteps(counts, mayHaveDigits: false)
    let values = zip(counts.values, counts.counts).map { (value: even.within($0), count: $1) }
    guard let heaps = NumberHeaps(values, step: even.step),
      heaps.coarseness(values) > steps.coarseness(counts)
    else { return steps }
    return even
  }

  func mixture(marks: Int) -> LogisticMixture {
    let atoms = self.atoms
    let isAtom = Set(atoms)
    let rest = zip(counts.values, counts.counts).filter { !isAtom.contains($0.0) }
    let known = repeatsMeanSomething(rest) ? rest.filter { $0.1 > 1 }.map(\.0) : []
    let sample = Self.sample(rest.isEmpty ? zip(counts.values, counts.counts).map { $0 } : rest)
    let choice = TransformChoice(
      sample, among: rest.isEmpty ? [] : Self.sample(zip(counts.values, counts.counts).map { $0 }),
      perPower: perPower)
    let transform = choice.best
    let values = NumberValues(
      transform: transform, steps: steps, marks: marks, atoms: atoms, known: known,
      range: (counts.values.first ?? 0)...(counts.values.last ?? 0), phasing: phasing(rest))
    let widths = sample.map {
      let ends = values.ends(of: Int($0))
      return transform.width(from: ends.low, to: ends.high)
    }.sorted()
    let limits = Self.leastScales
    let least = min(
      max(
        Self.cellShare * widths[widths.count / 2], choice.narrowest / Double(cells).squareRoot(),
        limits.lowerBound), limits.upperBound)
    return LogisticMixture(values: values, components: Self.components, least: Float(least))
  }

  /// What the probability of a number depends on beside its size.
  private func phasing(_ rest: [(Int, Int)]) -> NumberPhasing? {
    if let rhythm = rhythm(rest) { return .rhythm(rhythm) }
    guard mayBeHeaped, steps.areEven else { return nil }
    return NumberHeaps(rest.map { (value: $0.0, count: $0.1) }, step: steps.step)
      .map { .heaps($0) }
  }

  /// What repeats in the numbers: what the cells say, or else what is likeliest.
  ///
  /// It is there also where the numbers by themselves do not show it: other columns may.
  private func rhythm(_ rest: [(Int, Int)]) -> NumberRhythm? {
    let cells = rest.reduce(0) { $0 + $1.1 }
    guard let first = rest.first?.0, let last = rest.last?.0 else { return nil }
    let possible = rhythms.filter {
      cells >= Self.cellsOfPhase * $0.phases && last - first >= Self.fewestPeriods * $0.period
    }
    let gains = possible.map { $0.gain(rest) }
    guard let best = gains.max(), let index = gains.firstIndex(of: best), best > 0 else {
      // The finest ones need proof.
      return possible.first { $0.phases <= Self.fewPhases }
    }
    return possible[index]
  }

  /// A rhythm needs as many cells for each phase, as many periods, and, with more phases than `fewPhases`, proof.
  private static let cellsOfPhase = 5
  private static let fewestPeriods = 4
  private static let fewPhases = 24

  /// The most frequent values, if they are frequent enough to stand alone, and those far from all others; ascending.
  private var atoms: [Int] {
    let share = counts.values.count <= Self.fewValues ? 0 : Self.atomShare
    let least = max(Self.fewest, Int(share * Double(cells)))
    let frequent = counts.counts.indices.filter { counts.counts[$0] >= least }
      // Of equals the lower value.
      .sorted { (counts.counts[$1], $0) < (counts.counts[$0], $1) }
      .map { counts.values[$0] }
    var far = FarValues(counts).values
    // Far below all small numbers, too.
    if perPower > 0, counts.values.contains(0) && !far.contains(0) { far.append(0) }
    return (far + frequent.filter { !far.contains($0) }).prefix(Self.mostAtoms).sorted()
  }

  /// Whether values repeat more often than those of a smooth distribution on the grid would.
  ///
  /// Within each of many short parts of the column, n cells on m numbers of the grid have n (n - 1) / m ordered pairs
  /// of equal ones by chance.
  ///
  /// - Parameter values: ascending, each with its count.
  private func repeatsMeanSomething(_ values: [(Int, Int)]) -> Bool {
    let repeated = values.filter { $0.1 > 1 }
    func sum(_ values: [(Int, Int)]) -> Double { Double(values.reduce(0) { $0 + $1.1 }) }
    guard repeated.count <= Self.mostKnown, sum(repeated) >= Self.knownShare * sum(values)
    else { return false }
    var (found, expected) = (0.0, 0.0)
    var (cells, pairs, first) = (0, 0.0, 0)
    for (place, (value, count)) in values.enumerated() {
      if cells == 0 { first = value }
      cells += count
      pairs += Double(count) * Double(count - 1)
      guard cells >= Self.cellsOfPart || place == values.count - 1 else { continue }
      let step = steps.above(value) - steps.below(value)
      let numbers = max((Double(value) - Double(first)) / step + 1, 1)
      found += pairs
      expected += Double(cells) * Double(cells - 1) / numbers
      (cells, pairs) = (0, 0)
    }
    return found > Self.knownFactor * expected + 2 * expected.squareRoot() + 8
  }

  /// Cells spread evenly over the ranks of all.
  private static func sample(_ values: [(Int, Int)]) -> [Double] {
    let most = 4096
    let total = values.reduce(0) { $0 + $1.1 }
    let count = min(total, most)
    var sample: [Double] = []
    sample.reserveCapacity(count)
    var below = 0
    for (value, times) in values {
      below += times
      while sample.count < count, (2 * sample.count + 1) * total < 2 * count * below {
        sample.append(Double(value))
      }
    }
    return sample
  }
}
