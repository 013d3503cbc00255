// Filling holes with what is expected there: modes of words, means of numbers.

extension ConditionalSampler {
  /// Fills the holes of records with the modes, or among numbers the means, of p(hole | what is known).
  ///
  /// Each hole is filled by itself: two holes that hang together may get values that do not go together.
  /// For models that take any ordering the conditionals are exact, one forward pass under each mask; for
  /// others they are the shares of values among weighted draws. The result is the same each time.
  ///
  /// - Parameter within: for each column the values that conditions allow, see `Conditions`; nil for all.
  /// - Throws: `QuestionError` of the first record that has no completion.
  public func expectations(
    _ evidence: Evidence, records: [Int], numbers: [Int], within: [[ClosedRange<Int>]?]? = nil
  ) throws(QuestionError) -> (Completion, CompletionTally) {
    try check(evidence, records)
    let filler = HoleFiller(schema: schema, within: within)
    var result = Completion(rows: evidence.rows.rows(at: records))
    result.values = Array(repeating: nil, count: records.count * evidence.columns)
    var tally = CompletionTally()
    var impossible: [Int] = []
    for (pattern, members) in evidence.groups(records) {
      let theirs = members.map { records[$0] }
      if let answers = exactConditionals(evidence, theirs, pattern) {
        for (index, shares) in zip(members, answers) {
          filler.fill(&result, row: index, with: shares)
          tally.add(effective: .infinity)
        }
        continue
      }
      let set = particles(
        evidence, records: theirs, numbers: members.map { numbers[$0] }, keepsRows: true)
      for (place, index) in members.enumerated() {
        if set.logLikelihood(place) == -.infinity { impossible.append(records[index]) }
        var first = 0
        var shares: [[Double]?] = []
        for (column, slots) in slots.enumerated() {
          shares.append(
            pattern.isKnown[column]
              ? nil : set.frequencies(place, firstSlot: first, slots: slots))
          first += slots
        }
        filler.fill(&result, row: index, with: shares)
        tally.add(effective: set.effectiveSize(place))
      }
    }
    if let first = impossible.min() { throw .impossible(record: first) }
    return (result, tally)
  }

  /// For each record, the conditional probabilities of the slots of each hole given the known cells (of a
  /// binary column those of 0 and 1), nil for columns that are known.
  ///
  ///     p(x_d | known) = sum over the masks m of w_m p_m(x_d | known),  w_m in proportion to p_m(known)
  ///
  /// Nil if there are conditions, or a model that does not take any ordering.
  package func exactConditionals(
    _ evidence: Evidence, _ records: [Int], _ pattern: EvidencePattern
  ) -> [[[Double]?]]? {
    guard !zip(pattern.isLimited, pattern.isKnown).contains(where: { $0 && !$1 }) else {
      return nil
    }
    let rows = evidence.rows.rows(at: records)
    var sums = records.map { _ in WeightedConditionals() }
    for (model, logPrior) in zip(models, logPriors) where logPrior > -.infinity {
      guard let masks = model.masksWithTiedHoles(for: pattern) else { return nil }
      let ensemble = Ensemble(model.parameters, masks: masks, team: .single)
      for mask in masks.indices {
        let collector = Collector(count: records.count)
        ensemble.forEachLogits(of: rows, mask: mask) { record, logit in
          collector.answers[record] = self.conditionals(
            of: rows, record, pattern, logit: { Double(logit($0)) })
        }
        for (record, answer) in collector.answers.enumerated() {
          let share = logPrior - logarithm(Double(masks.count)) + answer.logLikelihood
          sums[record].add(answer.shares, logWeight: share)
        }
      }
    }
    return sums.map(\.shares)
  }

  /// From the logits of one record under one mask.
  private func conditionals(
    of rows: Rows, _ record: Int, _ pattern: EvidencePattern, logit: (Int) -> Double
  ) -> (logLikelihood: Double, shares: [[Double]?]) {
    var sum = 0.0
    var shares: [[Double]?] = []
    var first = 0
    for (column, count) in slots.enumerated() {
      let logits = Categorical.logits(from: first, count: count, logit)
      if pattern.isKnown[column] {
        shares.append(nil)
        let slot = rows.slot(inRow: record, from: first, count: count)
        sum += Categorical.logLikelihood(of: slot, logits: logits)
      } else {
        let possible = logits.indices.map {
          $0 == barred[column] || $0 == unfilled[column] ? -.infinity : logits[$0]
        }
        let total = logSumExp(possible)
        shares.append(possible.map { exponential($0 - total) })
      }
      first += count
    }
    return (sum, shares)
  }
}

/// A sum of conditionals, each with its weight in logarithms.
private struct WeightedConditionals {
  private var logWeight = -Double.infinity
  private(set) var shares: [[Double]?] = []

  mutating func add(_ more: [[Double]?], logWeight newWeight: Double) {
    if shares.isEmpty {
      (shares, logWeight) = (more, newWeight)
      return
    }
    let total = logAddExp(logWeight, newWeight)
    guard total > -.infinity else { return }
    let (old, new) = (exponential(logWeight - total), exponential(newWeight - total))
    shares = zip(shares, more).map { a, b in
      guard let a, let b else { return nil }
      return zip(a, b).map { old * $0 + new * $1 }
    }
    logWeight = total
  }
}

/// Where one thread collects what a closure finds.
private final class Collector: @unchecked Sendable {
  var answers: [(logLikelihood: Double, shares: [[Double]?])]

  init(count: Int) { answers = Array(repeating: (0, []), count: count) }
}

/// Turns the shares of a hole's slots into what is expected there.
private struct HoleFiller {
  private let schema: Schema
  /// For each column the values of each slot that are allowed, numbers in units and words by their numbers;
  /// none for columns each of whose slots is that of one value.
  private let parts: [[UnitRanges]]

  init(schema: Schema, within: [[ClosedRange<Int>]?]?) {
    self.schema = schema
    parts = schema.columns.enumerated().map { index, column in
      let allowed = within?[index].map { UnitRanges($0) } ?? .all
      return column.sharedRanges.map { UnitRanges([$0]).intersection(allowed) }
    }
  }

  func fill(_ completion: inout Completion, row: Int, with shares: [[Double]?]) {
    var first = 0
    for (column, kind) in schema.columns.enumerated() {
      defer { first += kind.slots }
      guard let shares = shares[column] else { continue }
      // The first of equals: the same every time.
      let likelihoods = isWord(column) ? Self.ofValues(shares, parts[column]) : shares
      let largest = likelihoods.max() ?? 0
      var slot = likelihoods.firstIndex(of: largest) ?? 0
      if case .number(let bins) = kind.kind, slot != bins.missingSlot {
        let value = Self.mean(shares, parts[column]) ?? bins.ranges[0].lowerBound
        slot = bins.ranges.firstIndex { $0.contains(value) } ?? slot
        completion.values[row * schema.columns.count + column] = value
      }
      if kind.slots > 1 || slot == 1 {
        completion.rows[row, first + (kind.slots == 1 ? 0 : slot)] = true
      }
    }
  }

  private func isWord(_ column: Int) -> Bool {
    if case .categorical = schema.columns[column].kind { true } else { false }
  }

  /// The probabilities of any one value of each slot.
  private static func ofValues(_ shares: [Double], _ parts: [UnitRanges]) -> [Double] {
    var result = shares
    for (slot, part) in parts.enumerated() where part.count > 1 {
      result[slot] /= Double(part.count)
    }
    return result
  }

  /// The mean of the values of bins, of which all in one part are equally likely, moved to the nearest value
  /// of a part; nil if there is none.
  private static func mean(_ shares: [Double], _ parts: [UnitRanges]) -> Int? {
    var sum = 0.0
    var total = 0.0
    for (share, part) in zip(shares, parts) where part.count > 0 {
      let middles = part.ranges.map {
        (Double($0.lowerBound) + Double($0.upperBound)) / 2 * Double($0.count)
      }
      sum += share * middles.reduce(0, +) / Double(part.count)
      total += share
    }
    let ranges = parts.flatMap(\.ranges)
    // What a broken network says of them may be no number.
    guard let mean = Int(exactly: (sum / total).rounded()) else { return ranges.first?.lowerBound }
    let nearest = ranges.map { min(max(mean, $0.lowerBound), $0.upperBound) }
    return nearest.min { abs($0 - mean) < abs($1 - mean) }
  }
}
