// After training with endless masks: which of them make the best mixture.

extension MadeModel {
  /// The model of endless masks with others in its ensemble: of the first `candidates` masks of its schedule as
  /// many as it has, those whose mixture makes validation records likeliest.
  ///
  /// Some orderings suit data better than others, and some go well together. Each choice adds the mask that
  /// is best beside those chosen before:
  ///
  ///     chosen <- chosen + argmax over m of the sum over records n of log(p_m(x_n) + sum over chosen k of p_k(x_n))
  ///
  /// Of equals the earlier mask is taken. Questions choose orderings of their own, and are not concerned.
  ///
  /// Source of the greedy choice: Caruana, Niculescu-Mizil, Crew and Ksikes, ICML 2004, "Ensemble selection from
  /// libraries of models".
  ///
  /// - Parameter validation: records that were not trained on; of very many only each so-manieth is used, so that
  ///   probabilities of at most 2^26 pairs of a record and a candidate are kept.
  /// - Returns: nil if a list of masks is all there is, or there are fewer candidates than masks.
  public func choosingMasks(
    from candidates: Int, on validation: PackedRows, threads: Int = 1
  ) -> MadeModel? {
    guard schedule.regime == .endless, candidates >= masks.count, validation.count > 0 else {
      return nil
    }
    let team = WorkerTeam(threads: threads)
    let all = schedule.ensemble(count: candidates, for: architecture)
    let period = (validation.count * candidates - 1) / MaskTable.mostPairs + 1
    let records = stride(from: 0, to: validation.count, by: period).map { $0 }
    let table = MaskTable(
      parameters, all, period == 1 ? validation : validation.rows(at: records), team)
    let chosen = table.best(masks.count, team: team).map { all[$0] }
    func mean(_ masks: [Mask]) -> Double {
      let ensemble = Ensemble(parameters, masks: masks, team: team)
      return ensemble.logLikelihoods(of: validation).reduce(0, +) / Double(validation.count)
    }
    var summary = summary
    if let old = summary.validationLogLikelihood {
      summary.validationLogLikelihood = old + mean(chosen) - mean(masks)
    }
    return MadeModel(
      schema: schema, architecture: architecture, schedule: schedule, masks: chosen,
      parameters: parameters, summary: summary)
  }
}

/// The probabilities of records under masks.
private struct MaskTable: Sendable {
  /// Most pairs of a mask and a record.
  static let mostPairs = 1 << 26

  /// p of record n under mask m, divided by the largest of any mask, at `m count + n`.
  private let shares: DoubleBuffer
  private let masks: Int
  private let count: Int

  init(_ parameters: Parameters, _ masks: [Mask], _ rows: PackedRows, _ team: WorkerTeam) {
    self.masks = masks.count
    count = rows.count
    shares = DoubleBuffer(count: masks.count * rows.count)
    for (number, mask) in masks.enumerated() {
      let scores = Ensemble(parameters, masks: [mask], team: team).logLikelihoods(of: rows)
      for (row, score) in scores.enumerated() { shares.base[number * count + row] = score }
    }
    for row in 0..<count {
      let most = masks.indices.map { shares.base[$0 * count + row] }.max() ?? 0
      for number in masks.indices {
        // A record that no mask gives a probability to says nothing about them. A share too small for a Double
        // counts as the least one: of masks that each hardly know some record the better ones still lead.
        let share = exponential(shares.base[number * count + row] - most)
        shares.base[number * count + row] =
          share.isFinite ? max(share, .leastNormalMagnitude) : 1
      }
    }
  }

  /// The numbers of so many masks, in the order of their choice.
  func best(_ wanted: Int, team: WorkerTeam) -> [Int] {
    let sums = DoubleBuffer(count: count)
    var rest = Array(0..<masks)
    var chosen: [Int] = []
    for _ in 0..<wanted {
      let left = rest
      let values = team.map(left.count) { value(of: left[$0], beside: sums) }
      var best = 0
      for place in left.indices where values[place] > values[best] { best = place }
      let mask = rest.remove(at: best)
      chosen.append(mask)
      for row in 0..<count { sums.base[row] += shares.base[mask * count + row] }
    }
    return chosen
  }

  private func value(of mask: Int, beside sums: DoubleBuffer) -> Double {
    var total = 0.0
    for row in 0..<count { total += logarithm(sums.base[row] + shares.base[mask * count + row]) }
    return total
  }
}
