// Numbers that a flow moves: the mixture as a density.

extension LogisticMixture: MovableConditional {
  /// Numbers that are counted from others, or have phases, are where these say, and stay there.
  ///
  /// The density of numbers that move covers the grid cells of those that stay, too, and what lies there counts as nothing:
  /// so there may be no more of these than matter little. Of a few tens of whole numbers that each are frequent, none moves.
  package var movable: (any MovableConditional)? {
    rule == nil && values.phasing == nil && widthOfStaying <= Self.mostOfStaying ? self : nil
  }

  /// How wide the grid cells of atoms and known values are together, on the scale T, whose deviation is 1.
  private var widthOfStaying: Double {
    (values.atoms + values.known).reduce(0) { sum, number in
      let ends = values.ends(of: number)
      return sum + values.transform.width(from: ends.low, to: ends.high)
    }
  }

  /// With a density of 0.4 at most, as the normal one has, 2.5 % of the probability is lost.
  private static var mostOfStaying: Double { 1.0 / 16 }

  package func movable(_ cell: Int) -> MovableNumber? {
    guard values.listedIndex(cell) == nil, NumberLimits.mark(of: cell) == nil,
      values.knownEnds(of: cell) == nil
    else { return nil }
    let ends = values.ends(of: cell)
    let transform = values.transform
    return MovableNumber(
      place: transform(Double(cell)), low: transform(ends.low), high: transform(ends.high),
      logWidth: logarithm(transform.width(from: ends.low, to: ends.high)))
  }

  package func logDensity(at place: Double, _ output: (Int) -> Double) -> Double {
    let weights = (0..<components).map { output(heads + $0) }
    let densities = (0..<components).map { k in
      let scale = scale(k, output)
      let z = (place - output(heads + components + k)) / scale
      return weights[k] - logarithm(scale) - logAddExp(0, z) - logAddExp(0, -z)
    }
    return output(heads - 1) - logSumExp((0..<heads).map(output)) + logSumExp(densities)
      - logSumExp(weights)
  }

  package func logProbability(ofStaying cell: Int, _ output: (Int) -> Double) -> Double {
    let total = logSumExp((0..<heads).map(output))
    if let index = values.listedIndex(cell) { return output(index) - total }
    guard let known = values.knownEnds(of: cell) else { return -.infinity }
    return output(heads - 2) - total
      + logMass(known.low, known.high, known.high - known.low, output)
  }

  package var logWidthOfCell: Double {
    let ends = values.ends(of: values.number(at: 0))
    return logarithm(values.transform.width(from: ends.low, to: ends.high))
  }

  package var places: Range<Int> { heads + components..<heads + 2 * components }

  package func number(at t: Double) -> Int { values.number(at: t) }

  package func drawMovable(
    _ outputs: LaneOutputs, within limits: NumberLimits, _ words: (_ attempt: Int) -> NumberWords
  ) -> MovableDraw {
    for attempt in 0..<Self.attempts {
      let words = words(attempt)
      let head = Self.choose(heads, words.first) { outputs[$0] }.index
      if head < values.listed {
        let cell = values.listedCell(head)
        if limits.allow(cell) { return .stays(cell) }
        continue
      }
      let place = place(outputs, words)
      if head == heads - 1 { return .moves(place.isNaN ? 0 : place) }
      let cell = values.knownNumber(at: place)
      if limits.allow(cell) { return .stays(cell) }
    }
    // What is not allowed is ruled out first. A number of the range that comes out is a place like any other.
    let cell = draw({ outputs[$0] }, within: limits, words(Self.attempts)).cell
    return movable(cell).map { .moves($0.place) } ?? .stays(cell)
  }
}
