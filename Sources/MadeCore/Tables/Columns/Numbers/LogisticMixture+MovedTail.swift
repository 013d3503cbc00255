// How strange a number is that a flow has moved.

extension LogisticMixture {
  package func tail(
    of cell: Int, movedTo place: Double?, _ logit: (Int) -> Double, _ drawn: DrawableCells,
    _ ties: NumberWords
  ) -> CellTail {
    let outputs = (0..<self.outputs).map(logit)
    func output(_ index: Int) -> Double { outputs[index] }
    let strangeness = NumberStrangeness(self, output)
    let heights = (0..<heads).map(output)
    let marks = drawn.limits.marks
    // Of numbers all are drawn that there are: where one will lie is not known yet when it is.
    let drawnHeights = heights.enumerated().map { index, height in
      index < values.marks && !marks[index] ? -.infinity : height
    }
    let (outcome, isDrawn): (NumberStrangeness.Outcome, Bool)
    if let mark = NumberLimits.mark(of: cell) {
      let index = min(max(mark, 0), max(values.marks - 1, 0))
      (outcome, isDrawn) = (.mark(index), marks.indices.contains(mark) && marks[mark])
    } else if let listed = values.listedIndex(cell) {
      (outcome, isDrawn) = (.atom(listed - values.marks), true)
    } else if let ends = values.knownEnds(of: cell) {
      let (low, high) = (strangeness.quantile(ends.low), strangeness.quantile(ends.high))
      let place = low.toward(high, share: ties.third)
      (outcome, isDrawn) = (low.isUnresolved(to: high) ? .anywhere(place) : .place(place), true)
    } else {
      let place = place ?? values.transform(Double(cell))
      (outcome, isDrawn) = (.place(strangeness.quantile(place)), true)
    }
    let counted = isDrawn ? drawnHeights : heights
    let total = logSumExp(counted)
    let parts = counted.map { exponential($0 - total) }
    let logProbability =
      place.map { logDensity(at: $0, output) + (movable(cell)?.logWidth ?? 0) }
      ?? logProbability(ofStaying: cell, output)
    return CellTail(
      tail: strangeness.tail(
        outcome, listed: Array(parts[..<values.listed]),
        [(probability: parts[values.listed...].reduce(0, +), low: .first, high: .last)],
        tie: isDrawn ? ties.first : 1),
      logProbability: logProbability + (isDrawn ? logSumExp(heights) - total : 0))
  }
}
