// After training with endless masks: which of them make the best mixture.

extension MadeModel {
  /// The model with other masks in its ensemble: as many as now, chosen from `candidates` masks so that their
  /// mixture makes validation records likeliest.
  ///
  /// Some orderings suit data better than others, and some go well together. The first half of the candidates are
  /// the first masks of the schedule. The others come in four rounds from the masks that are the best choice so
  /// far: each is one of them with one column moved to another position of its ordering. Columns that lead all
  /// orderings stay where they are, and where masks share their ordering all candidates are the schedule's.
  /// Questions choose their own orderings, and are not affected.
  ///
  /// - Parameter validation: records that were not trained on. If there are too many, every k-th is used:
  ///   probabilities of at most 2^26 pairs of a record and a candidate are kept.
  /// - Returns: nil if the schedule is a list of masks, if there are fewer candidates than masks, or no records.
  public func choosingMasks(
    from candidates: Int, on validation: Rows, threads: Int = 1
  ) -> MadeModel? {
    guard schedule.regime == .endless, candidates >= masks.count, validation.count > 0 else {
      return nil
    }
    let team = WorkerTeam(threads: threads)
    let period = (validation.count * candidates - 1) / MaskCandidates.mostPairs + 1
    let records = stride(from: 0, to: validation.count, by: period).map { $0 }
    var table = MaskCandidates(
      parameters, period == 1 ? validation : validation.rows(at: records), room: candidates, team)
    let isMoving = schedule.resample != .connectivity
    let first = isMoving ? max(candidates / 2, masks.count) : candidates
    table.add(schedule.ensemble(count: first, for: architecture))
    var chosen = table.best(masks.count)
    var random = RandomStream(seed: schedule.seed, purpose: .maskChoice)
    let round = (candidates - first + 3) / 4
    while table.masks.count < candidates {
      let count = min(round, candidates - table.masks.count)
      table.add(
        (0..<count).map {
          let mask = chosen[$0 % chosen.count]
          return Mask(
            ordering: mask.ordering.movingColumn(after: schedule.leading.count, using: &random)
              .following(mask.shapes.map(\.sources)),
            degrees: mask.degrees, shapes: mask.shapes)
        })
      chosen = table.best(masks.count)
    }
    func mean(_ masks: [Mask]) -> Double {
      Ensemble(parameters, masks: masks, team: team).meanLogLikelihood(of: validation, team: team)
    }
    var summary = summary
    if let old = summary.validationLogLikelihood {
      summary.validationLogLikelihood = old + mean(chosen) - mean(masks)
    }
    return with(masks: chosen, summary: summary)
  }
}

/// Masks to choose from: the probabilities of records under each, and which make the best mixture.
package struct MaskCandidates: Sendable {
  /// Most pairs of a mask and a record.
  static let mostPairs = 1 << 26

  /// The masks that can be chosen.
  package private(set) var masks: [Mask] = []
  private let parameters: Parameters
  private let rows: Rows
  private let team: WorkerTeam
  /// p of record n under mask m, divided by its largest p under the masks first added, at `m rows.count + n`.
  private let shares: DoubleBuffer
  /// log p of each record under the mask that suits it best, among those first added.
  private var references: [Double] = []

  /// - Parameter room: how many masks can be added in all.
  package init(_ parameters: Parameters, _ rows: Rows, room: Int, _ team: WorkerTeam) {
    self.parameters = parameters
    self.rows = rows
    self.team = team
    shares = DoubleBuffer(count: room * rows.count)
  }

  /// Adds masks to choose from, at most `room` in all.
  package mutating func add(_ added: [Mask]) {
    let first = masks.count * rows.count
    for (number, mask) in added.enumerated() {
      let scores = Ensemble(parameters, masks: [mask], team: team)
        .logLikelihoods(of: rows, team: team)
      for (row, score) in scores.enumerated() {
        shares.base[first + number * rows.count + row] = score
      }
    }
    if masks.isEmpty {
      references = (0..<rows.count).map { row in
        added.indices.map { shares.base[$0 * rows.count + row] }.max() ?? 0
      }
    }
    masks += added
    for place in first..<masks.count * rows.count {
      // A record with probability 0 under all masks does not favour any. Shares out of the range of a Double are
      // clamped: better masks still lead.
      let difference = shares.base[place] - references[place % rows.count]
      shares.base[place] = difference.isNaN ? 1 : exponential(min(max(difference, -700), 600))
    }
  }

  /// The best mixture of `wanted` masks, chosen greedily: each time the mask that is best together with those
  /// chosen before.
  ///
  ///     chosen <- chosen + argmax over m of the sum over records n of log(p_m(x_n) + sum over chosen k of p_k(x_n))
  ///
  /// Of equals the earlier mask is taken.
  ///
  /// Source: Caruana, Niculescu-Mizil, Crew and Ksikes, ICML 2004, "Ensemble selection from libraries of models".
  package func best(_ wanted: Int) -> [Mask] {
    let sums = DoubleBuffer(count: rows.count)
    var rest = Array(masks.indices)
    var chosen: [Mask] = []
    for _ in 0..<wanted {
      let left = rest
      let values = team.map(left.count) { value(of: left[$0], beside: sums) }
      var best = 0
      for place in left.indices where values[place] > values[best] { best = place }
      let mask = rest.remove(at: best)
      chosen.append(masks[mask])
      for row in 0..<rows.count { sums.base[row] += shares.base[mask * rows.count + row] }
    }
    return chosen
  }

  private func value(of mask: Int, beside sums: DoubleBuffer) -> Double {
    var total = 0.0
    for row in 0..<rows.count {
      total += logarithm(sums.base[row] + shares.base[mask * rows.count + row])
    }
    return total
  }
}
