// Where the distribution of a column of numbers given other cells comes from.

/// Finds the distribution of one column of numbers for batches of records.
struct NumberDistributions {
  let sampler: ConditionalSampler
  let column: Int
  let kind: any ColumnKind
  let conditional: any ValueConditional

  /// How many cells stand for p(cell | earlier columns), under all masks together, and under each at least.
  private static let cells = (together: 256, each: 32)

  /// Those of some records of which the same cells are known.
  ///
  /// - Parameter numbers: the addresses of the records' random numbers.
  func of(
    _ evidence: Evidence, _ records: [Int], _ pattern: EvidencePattern, numbers: [Int]
  ) -> [NumberDistribution] {
    zip(records, forms(evidence, records, pattern, numbers: numbers)).map { record, form in
      NumberDistribution(
        form: form, kind: kind, conditional: conditional.inRecord(record, of: evidence.rows))
    }
  }

  private func forms(
    _ evidence: Evidence, _ records: [Int], _ pattern: EvidencePattern, numbers: [Int]
  ) -> [NumberDistribution.Form] {
    let rows = evidence.rows.rows(at: records)
    if let components = lastComponents(pattern) {
      let weighed = components.count > 1 ? pattern : nil
      let parts = components.map { self.parts(rows, $0, weighed) }
      return records.indices.map { record in .parts(parts.map { $0[record] }) }
    }
    // Of what follows from other columns few cells would stand for the right one.
    let isRuled = sampler.rules.bearing(on: pattern)?[column] == true
    if pattern.isKnown.count(where: { !$0 }) == 1, !isRuled { return weighedCells(rows) }
    let set = sampler.particles(
      evidence, records: records, numbers: numbers, keepsRows: true, of: .score)
    return records.indices.map { .cells(set.cells($0, column: column)) }
  }

  // MARK: Networks

  /// One network of the mixture.
  private struct Component {
    /// Of one mask.
    let ensemble: Ensemble
    let logPrior: Double
  }

  /// - Parameter masks: of each model.
  private func components(_ masks: [[Mask]]) -> [Component] {
    zip(zip(sampler.models, sampler.logPriors), masks).flatMap { pair, masks in
      let (model, logPrior) = pair
      return masks.map { mask in
        Component(
          ensemble: masks.count == 1 && masks == model.masks
            ? model.ensemble : Ensemble(model.parameters, masks: [mask], team: .single),
          logPrior: logPrior - logarithm(Double(masks.count)))
      }
    }
  }

  /// The networks if each of them predicts the column from the known cells, and no known cell from it; else nil.
  private func lastComponents(_ pattern: EvidencePattern) -> [Component]? {
    let known = pattern.isKnown.count { $0 }
    var masks: [[Mask]] = []
    for model in sampler.models {
      let areLast = model.masks.allSatisfy { mask in
        mask.ordering.columns.prefix(known).allSatisfy { pattern.isKnown[$0] }
          && mask.ordering.positions[column] == known
      }
      guard areLast else { return nil }
      masks.append(model.masks)
    }
    return components(masks)
  }

  /// For each row the column's conditional under one network.
  ///
  /// - Parameter pattern: which cells the weight is the probability of; nil for none.
  private func parts(
    _ rows: Rows, _ component: Component, _ pattern: EvidencePattern?
  ) -> [NumberDistribution.Part] {
    let collector = Collector(count: rows.count)
    let columns = sampler.schema.columns
    component.ensemble.forEachLogits(of: rows, mask: 0) { record, logit in
      var part = NumberDistribution.Part(logWeight: component.logPrior, outputs: [])
      var first = 0
      for (index, description) in columns.enumerated() {
        let conditional = description.kind.conditional
        let start = first
        first += conditional.outputs
        if index == column { part.outputs = (start..<first).map { Double(logit($0)) } }
        guard pattern?.isKnown[index] == true else { continue }
        part.logWeight += conditional.logProbability(
          ofColumn: index, in: { rows.code(record, $0) }
        ) { Double(logit(start + $0)) }
      }
      collector.parts[record] = part
    }
    return collector.parts
  }

  // MARK: Cells

  /// Cells that stand for p(cell | earlier columns), each with the probability of all known cells given it.
  private func weighedCells(_ rows: Rows) -> [NumberDistribution.Form] {
    let components = self.components(sampler.models.map(\.masks))
    let each = max(Self.cells.each, Self.cells.together / components.count)
    var cells = (0..<rows.count).map { _ in [(cell: Int, logWeight: Double)]() }
    for component in components {
      var all = Rows(layout: rows.layout)
      all.reserveCapacity(rows.count * each)
      var found: [(record: Int, cell: Int, logWeight: Double)] = []
      for (record, part) in parts(rows, component, nil).enumerated() {
        let conditional = conditional.inRecord(record, of: rows)
        for (cell, logWeight) in standing(for: part, conditional, count: each) {
          all.append(words: rows.words(ofRow: record))
          all.setCode(cell, all.count - 1, column)
          found.append((record, cell, logWeight))
        }
      }
      for (one, logJoint) in zip(found, component.ensemble.logLikelihoods(of: all)) {
        let logWeight = component.logPrior + logJoint + one.logWeight
        cells[one.record].append((one.cell, logWeight))
      }
    }
    return cells.map { cells in
      let total = logSumExp(cells.map(\.logWeight))
      // Without a sum above 0 all is impossible, or not a number.
      guard total > -.infinity else { return .cells([]) }
      return .cells(
        cells.map { WeightedCell($0.cell, weight: exponential($0.logWeight - total)) })
    }
  }

  /// Numbers that stand for a conditional: each for itself, and for half of what lies between it and its neighbours.
  ///
  /// - Returns: each number, and the log of the probability of all that it stands for, by its own.
  private func standing(
    for part: NumberDistribution.Part, _ conditional: RecordConditional, count: Int
  ) -> [(cell: Int, logWeight: Double)] {
    func output(_ index: Int) -> Double { part.outputs[index] }
    let all = ValueRanges.limits
    func limits(upTo last: Int) -> NumberLimits {
      NumberLimits(
        ranges: [all.lowerBound...last], marks: conditional.limits.marks.map { _ in false })
    }
    /// The probability of all numbers up to one.
    func mass(upTo last: Int) -> Double {
      exponential(conditional.logMass(within: limits(upTo: last), output))
    }
    let numbers = Set(
      conditional.evenly(output, within: limits(upTo: all.upperBound), count: count)
    ).sorted()
    let logOwn = numbers.map { conditional.logProbability(of: $0, output) }
    let upTo = numbers.map { mass(upTo: $0) }
    let whole = mass(upTo: all.upperBound)
    return numbers.indices.map { index in
      let own = exponential(logOwn[index])
      let below = index == 0 ? 0 : upTo[index - 1]
      let above =
        index == numbers.count - 1 ? whole : upTo[index + 1] - exponential(logOwn[index + 1])
      let before = max(upTo[index] - own - below, 0) * (index == 0 ? 1 : 0.5)
      let after = max(above - upTo[index], 0) * (index == numbers.count - 1 ? 1 : 0.5)
      return (numbers[index], logarithm(own + before + after) - logOwn[index])
    }
  }

  /// Where one thread collects what a closure finds.
  private final class Collector: @unchecked Sendable {
    var parts: [NumberDistribution.Part]

    init(count: Int) {
      parts = Array(repeating: NumberDistribution.Part(logWeight: 0, outputs: []), count: count)
    }
  }
}
