// How strange a number is: far out, or where there is little else.

extension LogisticMixture {
  /// Of numbers the stranger one is that with the smaller g.
  ///
  ///     g(y) = min(h(y), s(y))
  ///     h(y) = P(f(Y) <= f(y)),    s(y) = 2 min(P(Y <= y), P(Y >= y))
  ///
  /// for a place y on the scale of T, and f the density of places, where an atom counts as spread a little. So a number
  /// is strange that lies in a gap between others, and one that lies further out than others; how it is written (its
  /// level, how many decimals) makes no difference. A mark is as strange as numbers with g(y) P(number) = P(mark).
  ///
  /// Where a number is drawn from a component it has a place within its cell, which is lost; a random place within the
  /// cell stands for it. So places have the continuous distribution of the mixture, and all that follows is exact for
  /// any function g; see `StrangenessCurve`.
  package func tail(
    of cell: Int, _ logit: (Int) -> Double, _ drawn: DrawableCells, _ ties: NumberWords
  ) -> CellTail {
    let limits = drawn.limits
    // Each is asked for more than once.
    let outputs = (0..<self.outputs).map(logit)
    func output(_ index: Int) -> Double { outputs[index] }
    let strangeness = NumberStrangeness(self, output)
    let allowed = allowed(limits, output)
    let total = logSumExp((0..<heads).map(output))
    let inside = logSumExp(allowed.logMasses)
    let logProbability = logProbability(of: cell, output)
    let (outcome, isDrawn) = outcome(of: cell, strangeness, limits, output, ties)
    if isDrawn {
      let listed = (0..<values.listed).map { exponential(allowed.logMasses[$0] - inside) }
      let shares = allowed.shares.map { share in
        (
          probability: exponential(share.logMass - inside),
          low: strangeness.quantile(share.low), high: strangeness.quantile(share.high)
        )
      }
      return CellTail(
        tail: strangeness.tail(outcome, listed: listed, shares, tie: ties.first),
        logProbability: logProbability + total - inside)
    }
    let listed = (0..<values.listed).map { exponential(output($0) - total) }
    let numbers = (values.listed..<heads).reduce(0) { $0 + exponential(output($1) - total) }
    return CellTail(
      tail: strangeness.tail(
        outcome, listed: listed, [(probability: numbers, low: .first, high: .last)], tie: 1),
      logProbability: logProbability)
  }

  /// What a cell is, and whether it can be drawn.
  private func outcome(
    of cell: Int, _ strangeness: NumberStrangeness, _ limits: NumberLimits,
    _ output: (Int) -> Double, _ ties: NumberWords
  ) -> (NumberStrangeness.Outcome, isDrawn: Bool) {
    if let mark = NumberLimits.mark(of: cell) {
      let index = min(max(mark, 0), max(values.marks - 1, 0))
      return (.mark(index), limits.marks.indices.contains(mark) && limits.marks[mark])
    }
    let isDrawn = limits.ranges.contains { $0.contains(cell) }
    // The parts that may have made the number, in proportion to their probabilities.
    let listed = values.listedIndex(cell)
    let atom = listed.map { exponential(output($0) - strangeness.largest) } ?? 0
    var parts: [(mass: Double, low: Quantile, high: Quantile)] = []
    if let ends = values.knownEnds(of: cell) {
      let (low, high) = (strangeness.quantile(ends.low), strangeness.quantile(ends.high))
      let weight = exponential(output(heads - 2) - strangeness.largest)
      parts.append((weight * max(low.mass(to: high), 0), low, high))
    }
    let ends = values.ends(of: cell)
    let low = strangeness.quantile(values.transform(ends.low))
    let high = strangeness.quantile(values.transform(ends.high))
    var weight = exponential(output(heads - 1) - strangeness.largest)
    if let phase = values.phasing?.phase(of: cell) {
      weight *= exponential(logPhases(output)[phase]) / Double(values.numbersOfPhase)
    }
    parts.append((weight * max(low.mass(to: high), 0), low, high))
    let whole = parts.reduce(atom) { $0 + $1.mass }
    var left = ties.second * whole
    if left < atom, let listed { return (.atom(listed - values.marks), isDrawn) }
    left -= atom
    for (index, part) in parts.enumerated() {
      if left < part.mass || index == parts.count - 1 {
        let place = part.low.toward(part.high, share: ties.third)
        return (part.low.isUnresolved(to: part.high) ? .anywhere(place) : .place(place), isDrawn)
      }
      left -= part.mass
    }
    return (.place(low), isDrawn)
  }
}

/// How strange the numbers of one conditional are.
struct NumberStrangeness {
  /// What a cell turned out to be.
  enum Outcome {
    case mark(Int)
    case atom(Int)
    case place(Quantile)
    /// About there: too little of the mixture for a place, which is stranger than all that has one.
    case anywhere(Quantile)
  }

  /// The largest of the logits of parts.
  let largest: Double
  private let marks: Int
  private let components: [(weight: Double, place: Double, scale: Double)]
  private let curve: StrangenessCurve
  /// log g of the atoms.
  private let atomLevels: [Double]

  /// How far an atom counts as spread to either side, on the scale of T.
  private static let spread = 0.25
  /// Where a component has knots, in its scales, and the least weight of those that have some.
  private static let steps = [-5, -1.7, 0, 1.7, 5]
  private static let leastWeight = 0.003

  init(_ mixture: LogisticMixture, _ output: (Int) -> Double) {
    let (values, heads, count) = (mixture.values, mixture.heads, mixture.components)
    let heights = (0..<heads).map(output)
    let largest = heights.max() ?? 0
    let parts = heights.map { exponential($0 - largest) }
    let logits = (0..<count).map { output(heads + $0) }
    let total = logSumExp(logits)
    let components = (0..<count).map { k in
      (
        weight: exponential(logits[k] - total), place: output(heads + count + k),
        scale: mixture.scale(k, output)
      )
    }
    self.components = components
    self.largest = largest
    marks = values.marks
    // Of all numbers, how many are no atoms, and how many each atom.
    let numbers = parts[values.marks...].reduce(0, +)
    let spread = parts[values.listed...].reduce(0, +) / numbers
    let atoms = parts[values.marks..<values.listed].map { $0 / numbers }
    let heaviest = components.map(\.weight).max() ?? 1
    let knots = components.filter { !($0.weight < min(Self.leastWeight, heaviest)) }
      .flatMap { component in Self.steps.map { component.place + $0 * component.scale } }.sorted()
    let (quantiles, densities) = Self.measure(knots, components)
    let (atomQuantiles, atomDensities) = Self.measure(values.atomPlaces, components)
    // log f, atoms included.
    func logDensity(_ place: Double, _ density: Double) -> Double {
      var sum = spread * density
      for (atom, center) in zip(atoms, values.atomPlaces) {
        let distance = (place - center) / Self.spread
        guard abs(distance) < 1 else { continue }
        let shape = 1 - distance * distance
        sum += atom * 0.9375 * shape * shape / Self.spread
      }
      return logarithm(max(sum, CellTail.least))
    }
    let logDensities = zip(knots, densities).map(logDensity)
    let atomLogDensities = zip(values.atomPlaces, atomDensities).map(logDensity)
    let density = StrangenessCurve(quantiles, levels: logDensities)
    func level(_ place: Double, _ quantile: Quantile, _ logDensity: Double) -> Double {
      var rare = spread * density.mass(upTo: logDensity)
      var (below, above) = (spread * quantile.below, spread * quantile.above)
      for index in atoms.indices {
        let (atom, center) = (atoms[index], values.atomPlaces[index])
        if atomLogDensities[index] <= logDensity { rare += atom }
        if center <= place { below += atom }
        if center >= place { above += atom }
      }
      return logarithm(max(min(rare, 2 * min(below, above)), CellTail.least))
    }
    curve = StrangenessCurve(
      quantiles, levels: knots.indices.map { level(knots[$0], quantiles[$0], logDensities[$0]) })
    atomLevels = atoms.indices.map {
      level(values.atomPlaces[$0], atomQuantiles[$0], atomLogDensities[$0])
    }
  }

  /// Where a place lies in the mixture.
  func quantile(_ place: Double) -> Quantile { Self.measure([place], components).quantiles[0] }

  private static func measure(
    _ places: [Double], _ components: [(weight: Double, place: Double, scale: Double)]
  ) -> (quantiles: [Quantile], densities: [Double]) {
    var quantiles: [Quantile] = []
    var densities: [Double] = []
    quantiles.reserveCapacity(places.count)
    densities.reserveCapacity(places.count)
    for place in places {
      var (below, above, density) = (0.0, 0.0, 0.0)
      for component in components {
        let x = (place - component.place) / component.scale
        // 1 / (1 + exp(-|x|)), and what is left of 1.
        let small = exponential(-abs(x))
        let larger = component.weight / (1 + small)
        let smaller = larger * small
        below += x < 0 ? smaller : larger
        above += x < 0 ? larger : smaller
        density += smaller / (1 + small) / component.scale
      }
      quantiles.append(Quantile(below: below, above: above))
      densities.append(density)
    }
    return (quantiles, densities)
  }

  /// The probability of what is no less strange than an outcome.
  ///
  /// - Parameters:
  ///   - listed: the probabilities of marks and atoms.
  ///   - shares: of all other numbers, between which places they lie.
  ///   - tie: how much of what is equally strange counts.
  func tail(
    _ outcome: Outcome, listed: [Double],
    _ shares: [(probability: Double, low: Quantile, high: Quantile)], tie: Double
  ) -> Double {
    let numbers = listed[marks...].reduce(0, +) + shares.reduce(0) { $0 + $1.probability }
    switch outcome {
    case .mark(let mark):
      guard mark < marks else { return 1 }
      // Of numbers as many are stranger as the mark is probable.
      var sum = min(listed[mark], numbers)
      for other in listed[..<marks] {
        if other < listed[mark] {
          sum += other
        } else if other == listed[mark] {
          sum += tie * other
        }
      }
      return sum
    case .atom(let atom):
      return withMarks(
        numbersUpTo(atomLevels[atom], listed, shares, tie: tie), listed)
    case .place(let quantile):
      return withMarks(numbersUpTo(curve.level(at: quantile), listed, shares, tie: 1), listed)
    case .anywhere(let quantile):
      let level =
        shares.contains { $0.low.isUnresolved(to: $0.high) }
        ? -.infinity : curve.level(at: quantile)
      return withMarks(numbersUpTo(level, listed, shares, tie: tie), listed)
    }
  }

  private func withMarks(_ tail: Double, _ listed: [Double]) -> Double {
    listed[..<marks].reduce(tail) { $1 <= tail ? $0 + $1 : $0 }
  }

  private func numbersUpTo(
    _ level: Double, _ listed: [Double],
    _ shares: [(probability: Double, low: Quantile, high: Quantile)], tie: Double
  ) -> Double {
    var sum = 0.0
    for share in shares where share.probability > 0 {
      if share.low.isUnresolved(to: share.high) {
        sum += (level == -.infinity ? tie : 1) * share.probability
        continue
      }
      let whole = share.low.mass(to: share.high)
      sum += share.probability * curve.mass(upTo: level, from: share.low, to: share.high) / whole
    }
    for (index, atom) in atomLevels.enumerated() {
      let probability = listed[marks + index]
      if atom < level { sum += probability } else if atom == level { sum += tie * probability }
    }
    return sum
  }
}
