// Filling holes with what is expected there: modes of words, means of numbers.

extension ConditionalSampler {
  /// Fills the holes of records with the modes, or among numbers the means, of p(hole | what is known).
  ///
  /// Holes are filled independently, so values of correlated columns may be inconsistent. For models that take
  /// any ordering the conditionals are exact, and take one forward pass under each mask; for others they are the
  /// shares of values among weighted draws, with the same random numbers each time.
  ///
  /// - Parameter constraints: for each column what conditions allow; nil for anything.
  /// - Throws: `QuestionError` of the first record that has no completion.
  package func expectations(
    _ evidence: Evidence, records: [Int], numbers: [Int], constraints: [Constraint?]? = nil
  ) throws(QuestionError) -> (Completion, CompletionTally) {
    try check(evidence, records)
    let filler = HoleFiller(schema: schema, constraints: constraints)
    var result = Completion(rows: evidence.rows.rows(at: records))
    result.values = Array(repeating: nil, count: records.count * evidence.columns)
    var tally = CompletionTally()
    var impossible: [Int] = []
    for (pattern, members) in evidence.groups(records) {
      let theirs = members.map { records[$0] }
      if let answers = exactConditionals(evidence, theirs, pattern) {
        for (index, shares) in zip(members, answers) {
          filler.fill(&result, row: index, with: shares.map { $0.map { .shares($0) } })
          tally.add(effective: .infinity)
        }
        continue
      }
      let set = particles(
        evidence, records: theirs, numbers: members.map { numbers[$0] }, keepsRows: true)
      for (place, index) in members.enumerated() {
        if set.logLikelihood(place) == -.infinity { impossible.append(records[index]) }
        let beliefs = schema.columns.indices.map { column in
          pattern.isKnown[column] ? nil : CellBelief.cells(set.cells(place, column: column))
        }
        filler.fill(&result, row: index, with: beliefs)
        tally.add(effective: set.effectiveSize(place))
      }
    }
    if let first = impossible.min() { throw .impossible(record: first) }
    return (result, tally)
  }

  /// For each record, the conditional probabilities of the codes of each hole given the known cells, nil for
  /// columns that are known.
  ///
  ///     p(x_d | known) = sum over the masks m of w_m p_m(x_d | known),  w_m in proportion to p_m(known)
  ///
  /// Nil if a hole has a condition or is one of numbers, or if a model does not take any ordering.
  package func exactConditionals(
    _ evidence: Evidence, _ records: [Int], _ pattern: EvidencePattern
  ) -> [[[Double]?]]? {
    guard !zip(pattern.isLimited, pattern.isKnown).contains(where: { $0 && !$1 }) else {
      return nil
    }
    let isCode = schema.columns.map { $0.kind.conditional.ofCodes != nil }
    guard zip(pattern.isKnown, isCode).allSatisfy({ $0 || $1 }) else { return nil }
    let rows = evidence.rows.rows(at: records)
    var sums = records.map { _ in WeightedConditionals() }
    for (model, logPrior) in zip(models, logPriors) {
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

  /// The log-likelihood of one record's known cells, and its holes' conditionals, from logits under one mask.
  private func conditionals(
    of rows: Rows, _ record: Int, _ pattern: EvidencePattern, logit: (Int) -> Double
  ) -> (logLikelihood: Double, shares: [[Double]?]) {
    var sum = 0.0
    var shares: [[Double]?] = []
    var first = 0
    for (column, description) in schema.columns.enumerated() {
      let conditional = description.kind.conditional
      func output(_ index: Int) -> Double { logit(first + index) }
      if let conditional = conditional.ofCodes {
        let scores = conditional.scores(output)
        if pattern.isKnown[column] {
          shares.append(nil)
          sum += scores[rows.code(record, column)] - logSumExp(scores)
          first += conditional.outputs
          continue
        }
        let possible = fillable(scores, column: column, of: rows, record, pattern)
        let total = logSumExp(possible)
        shares.append(possible.map { exponential($0 - total) })
      } else {
        // A hole is never a number here.
        shares.append(nil)
        sum += conditional.logProbability(
          ofColumn: column, in: { rows.code(record, $0) }, output)
      }
      first += conditional.outputs
    }
    return (sum, shares)
  }
}

/// A weighted mean of conditionals, whose weights are given as logarithms.
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

/// Turns what is believed of holes into what is expected there.
private struct HoleFiller {
  let schema: Schema
  let constraints: [Constraint?]?

  func fill(_ completion: inout Completion, row: Int, with beliefs: [CellBelief?]) {
    for (column, description) in schema.columns.enumerated() {
      guard let belief = beliefs[column] else { continue }
      let (code, value) = description.kind.expectation(
        belief, allowed: constraints?[column]?.values ?? .all)
      completion.rows.setCode(code, row, column)
      completion.values[row * schema.columns.count + column] = value
    }
  }
}
