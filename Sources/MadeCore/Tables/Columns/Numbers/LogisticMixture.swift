// The loss of a number: listed cells, and a mixture of logistics integrated over the grid.

import CKernels

/// A mixture of logistic distributions on the grid of a column of numbers, beside cells that are listed.
///
///     p(cell) = sum over listed cells l of w_l [cell = l] + w_known M(known cell of v) + w_new M(grid cell of v)
///     M(cell) = sum over components k of pi_k (F((high - m_k) / s_k) - F((low - m_k) / s_k))
///     F(x)    = 1 / (1 + exp(-x)),    s_k = least + exp(r_k),    r_k no further from 0 than 60
///
/// for a cell with the number v. Ends of cells lie on the scale T of the column. The grid cell of v reaches half a
/// step to either side, and further down where the numbers below stand for a missing cell; the known cell of v, if
/// the column is known to have it, half way to its neighbours among the known values, the outermost ones to infinity.
/// Either kind of cell covers the real line, so all probabilities sum to 1.
///
/// The outputs are the logits of w (listed cells, then known if there are any, then new), then of pi, then
/// all m, then all r. Weights are softmaxes of their logits.
///
/// With a rhythm (`NumberRhythm`) the grid cell of v is that of its whole period, and the last part is
///
///     w_new M(grid cell of v) u_p / n
///
/// where p is the phase of v, n how many numbers a phase has in one period, and u another softmax, of the outputs that
/// follow all r. Numbers of one period and all phases have M(grid cell) together. With heaps (`NumberHeaps`) the grid
/// cell of v reaches to its neighbours on its level, p is that level, and n is 1.
///
/// Sources: Uria, Murray and Larochelle, "RNADE: The real-valued neural autoregressive density-estimator", 2013,
/// equation 12; for logistics integrated over a grid, Salimans et al., "PixelCNN++", 2017, section 2.1.
package struct LogisticMixture: ValueConditional {
  package let values: NumberValues
  /// K.
  package let components: Int
  /// The least scale.
  package let least: Float
  /// What its numbers are counted from, and when it is missing.
  package var rule: NumberRule? {
    didSet { (hasRule, stretchedValues) = (rule != nil, valuesStretched()) }
  }
  /// As a value of its own: to compare the rule with nil is to copy it, for each cell.
  package private(set) var hasRule = false
  /// Its values in records in which nothing says what they are counted from; nil if they lie there as elsewhere.
  private var stretchedValues: NumberValues?

  /// Most components.
  package static let mostComponents = Int(MADE_COMPONENTS)

  package init(values: NumberValues, components: Int, least: Float) {
    precondition((1...Self.mostComponents).contains(components) && least > 0)
    self.values = values
    self.components = components
    self.least = least
  }

  /// The same without numbers that stand for a missing cell.
  package func leavingOut(_ units: some Sequence<Int>) -> LogisticMixture {
    let gaps = Set(units).filter {
      NumberValues.gapLimits.contains($0) && values.steps.nearest(to: $0) == $0
    }
    let rest = NumberValues(
      transform: values.transform, steps: values.steps, marks: values.marks, atoms: values.atoms,
      known: values.known, range: values.range, gaps: gaps.sorted(),
      phasing: gaps.isEmpty ? values.phasing : nil)
    return LogisticMixture(values: rest, components: components, least: least)
  }

  package var stretched: any ValueConditional {
    guard let stretchedValues else { return self }
    return LogisticMixture(values: stretchedValues, components: components, least: least)
  }

  /// Listed and known values stay what they are, and so all probabilities still sum to 1.
  private func valuesStretched() -> NumberValues? {
    guard let stretch = rule?.relation?.stretch, stretch != 1 else { return nil }
    let transform = values.transform.stretched(by: stretch)
    guard transform.isLegal else { return nil }
    let (low, high) = (Double(values.range.lowerBound), Double(values.range.upperBound))
    func number(_ value: Double, _ margin: Double) -> Int {
      values.nearest(
        to: NumberRelation.whole(transform.preimage(of: values.transform(value) + margin)))
    }
    let margin = Double(least) * NumberRelation.leastScalesOfStretch / 2
    let ends = [number(low, -margin), number(high, margin)]
    return NumberValues(
      transform: transform, steps: values.steps, marks: values.marks, atoms: values.atoms,
      known: values.known, range: min(ends[0], ends[1])...max(ends[0], ends[1]),
      gaps: values.gaps, phasing: values.phasing)
  }

  /// How many logits of w there are.
  package var heads: Int { values.listed + (values.hasKnown ? 2 : 1) }
  package var outputs: Int { heads + 3 * components + values.phases }
  package var ones: Int { values.listed + values.phases }
  package var reals: Int { 1 }
  package var kernel: Int32 { Int32(MADE_MIXTURE.rawValue) }
  package var cellRows: Int { values.cellRows }

  package func place(_ cell: Int) -> ValuePlace { values.place(cell) }

  package func frame(_ cell: (_ column: Int) -> Int) -> NumberFrame {
    rule?.frame(step: values.steps.step, cell) ?? .plain
  }

  package var step: Int { values.steps.step }
  package func numbers(in range: ClosedRange<Int>) -> ClosedRange<Int>? { values.range(range) }

  private var description: made_mixture {
    made_mixture(
      heads: Int32(heads), listed: Int32(values.listed), components: Int32(components),
      least: least, phases: Int32(values.phases), share: Float(logShareOfPhase))
  }

  package func evaluate(
    _ z: UnsafeMutablePointer<Float>, _ cells: LaneCells, columns: Int, gradient: Bool,
    sums: UnsafeMutablePointer<Double>
  ) {
    let kernels = Kernels.table.pointee
    let lanes = cells.lanes
    var description = description
    for column in 0..<columns {
      let z = z + column * outputs * lanes
      let (codes, values) = (cells.codes + column * lanes, cells.values + column * cellRows * lanes)
      if gradient {
        kernels.mixture_backward(&description, z, lanes, codes, values, lanes, cells.count, sums)
      } else {
        kernels.mixture_log_likelihood(&description, z, lanes, codes, values, lanes, sums)
      }
    }
  }

  // MARK: By the definition

  package func logProbability(of cell: Int, _ output: (Int) -> Double) -> Double {
    let place = place(cell)
    let total = logSumExp((0..<heads).map(output))
    var terms: [Double] = []
    // The ones after those of listed cells are of phases.
    if let index = values.listedIndex(cell) { terms.append(output(index)) }
    let cells = place.rows.lowHalf
    let parts = [(heads - 1, cells.lowHalf), (heads - 2, cells.highHalf)]
    let phase = NumberLimits.mark(of: cell) == nil ? values.phasing?.phase(of: cell) : nil
    for (head, cell) in parts.prefix(values.hasKnown ? 2 : 1)
    where cell[3] > -NumberValues.farthest / 2 {
      let ofPhase =
        head == heads - 1 ? phase.map { logShare(ofPhase: $0, output) } ?? 0 : 0
      terms.append(
        output(head) + ofPhase
          + logMass(Double(cell[0]), Double(cell[1]), Double(cell[2]), output))
    }
    return logSumExp(terms) - total
  }

  /// -log n.
  private var logShareOfPhase: Double {
    values.numbersOfPhase == 1 ? 0 : -logarithm(Double(values.numbersOfPhase))
  }

  /// log(u_p / n).
  private func logShare(ofPhase phase: Int, _ output: (Int) -> Double) -> Double {
    logPhases(output)[phase] + logShareOfPhase
  }

  /// log u_p of all phases.
  func logPhases(_ output: (Int) -> Double) -> [Double] {
    let logits = (0..<values.phases).map { output(heads + 3 * components + $0) }
    let total = logSumExp(logits)
    return logits.map { $0 - total }
  }

  /// s_k.
  func scale(_ component: Int, _ output: (Int) -> Double) -> Double {
    let r = output(heads + 2 * components + component)
    return Double(least) + exponential(r > 60 ? 60 : r < -60 ? -60 : r)
  }

  /// log of the mixture's mass between two places on the scale of T.
  func logMass(
    _ low: Double, _ high: Double, _ width: Double, _ output: (Int) -> Double
  ) -> Double {
    let weights = (0..<components).map { output(heads + $0) }
    let masses = (0..<components).map { k in
      let m = output(heads + components + k)
      return weights[k]
        + Logistic(logWeight: 0, place: m, scale: scale(k, output))
        .logMass(between: low, and: high, width: width)
    }
    return logSumExp(masses) - logSumExp(weights)
  }
}
