// Drawing a number where hardly any is ruled out: what is not allowed is drawn again.

extension LogisticMixture {
  /// After as many attempts what is not allowed is ruled out before a cell is drawn.
  static let attempts = 8

  /// Draws from the whole distribution, until the cell is allowed.
  ///
  /// A cell that is allowed comes out in proportion to its probability, as it does where the others are ruled out
  /// first; but that takes the mass of each component between all limits, and this one logistic number.
  package func draw(
    _ outputs: LaneOutputs, within limits: NumberLimits, _ words: (_ attempt: Int) -> NumberWords
  ) -> Int {
    for attempt in 0..<Self.attempts {
      if let cell = draw(outputs, words(attempt)), limits.allow(cell) { return cell }
    }
    return draw({ outputs[$0] }, within: limits, words(Self.attempts)).cell
  }

  /// Draws a cell from all that there are; nil if the outputs are no numbers.
  private func draw(_ outputs: LaneOutputs, _ words: NumberWords) -> Int? {
    let (head, rest) = Self.choose(heads, words.first) { outputs[$0] }
    if head < values.listed { return values.listedCell(head) }
    let place = place(outputs, words)
    if place.isNaN { return nil }
    if head < heads - 1 { return values.knownNumber(at: place) }
    guard let phasing = values.phasing else { return values.number(at: place) }
    let (phase, left) = Self.choose(phasing.phases, rest) { outputs[heads + 3 * components + $0] }
    switch phasing {
    case .heaps(let heaps):
      let value = values.transform.preimage(of: place)
      return value.isNaN ? nil : heaps.number(of: phase, at: value)
    case .rhythm(let rhythm):
      return values.number(
        at: place, rhythm, ValueRanges.limits, rhythm.offsets(of: phase, step: values.steps.step),
        left)
    }
  }

  /// A place drawn from the mixture.
  func place(_ outputs: LaneOutputs, _ words: NumberWords) -> Double {
    let component = Self.choose(components, words.second) { outputs[heads + $0] }.index
    let odds = logarithm(words.third) - logarithm(1 - words.third)
    return outputs[heads + components + component] + scale(component) { outputs[$0] } * odds
  }

  /// Chooses an index in proportion to exp of its logit, and says which fraction of its share was left: as evenly
  /// spread in [0, 1) as the fraction that chooses, whatever the index.
  @inline(__always)
  static func choose(
    _ count: Int, _ fraction: Double, _ logit: (Int) -> Double
  ) -> (index: Int, rest: Double) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { shares in
      var largest = -Double.infinity
      for index in 0..<count {
        let logit = logit(index)
        shares.initializeElement(at: index, to: logit)
        if logit > largest { largest = logit }
      }
      var whole = 0.0
      for index in 0..<count {
        shares[index] = exponential(shares[index] - largest)
        whole += shares[index]
      }
      var left = fraction * whole
      for index in 0..<count {
        if left < shares[index] {
          return (index, min(left / shares[index], 0x1.fffffffffffffp-1))
        }
        left -= shares[index]
      }
      // By rounding, or among numbers that are none.
      return (shares.lastIndex { $0 > 0 } ?? 0, 0.5)
    }
  }
}
