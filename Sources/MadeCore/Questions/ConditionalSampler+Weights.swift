// What the particles of one component weigh.

extension ConditionalSampler {
  /// Takes a particle, the logarithm of its weight, and its cells.
  typealias Take = (
    _ particle: Particle, _ logWeight: Double, _ words: UnsafeBufferPointer<UInt64>
  ) -> Void

  /// Makes the particles of a component and weighs them.
  ///
  /// Drawn in the component's own ordering, a particle h weighs p(known cells | what is drawn and known before
  /// each), K below. That is a poor choice where much is known of late columns. A model that takes any ordering
  /// can draw h given all that is known, from q; but q is the distribution of another ordering, and the weight has
  /// to make up for that. So has that of a q that draws only what rules allow (`RuleLimits`). A share a of the
  /// particles comes from q, the others from r, the component's own draws:
  ///
  ///     weight = p(known, h) / (a q(h) + (1 - a) r(h)),   p(known, h) = K r(h)
  ///
  /// Whichever it came from, it is never above K / (1 - a). The mean weight is p(known), as it is for r alone.
  /// (The balance heuristic: Veach and Guibas, 1995; defensive mixtures: Hesterberg, 1995.)
  func weigh(
    _ evidence: Evidence, _ component: Component, _ particles: [Particle], _ take: Take
  ) {
    switch component.method {
    case .drawn:
      // Rows that rules do not allow are not among those that are drawn, and have a probability for scores.
      draw(
        evidence, component, by: component.network,
        component.fillsHoles ? component.narrowing : nil, particles, take)
    case .listed(let choices): list(evidence, component, choices, particles, take)
    case .balanced(let early): balance(evidence, component, early, particles, take)
    }
  }

  /// Records that are weighed together, at most.
  private static let together = 2048

  private func list(
    _ evidence: Evidence, _ component: Component, _ choices: Choices, _ particles: [Particle],
    _ take: Take
  ) {
    let first = particles.first?.place ?? 0
    for start in stride(from: 0, to: particles.count, by: Self.together) {
      let part = particles[start..<min(particles.count, start + Self.together)]
      var rows = evidence.rows.rows(at: part.map(\.record))
      for (row, particle) in part.enumerated() {
        choices.set(particle.place - first, in: &rows, row: row)
      }
      let found = weigh(rows, of: part, evidence, component, models[component.model].ensemble)
      for (row, particle) in part.enumerated() {
        let logWeight = found[row].known + found[row].drawn(choices)
        rows.words(ofRow: row).withUnsafeBufferPointer {
          take(particle, logWeight.isNaN ? -.infinity : logWeight, $0)
        }
      }
    }
  }

  private func balance(
    _ evidence: Evidence, _ component: Component, _ early: DrawnNetwork, _ particles: [Particle],
    _ take: Take
  ) {
    let first = particles.first?.place ?? 0
    let proposals = component.proposals
    let ends = proposals.reduce(into: [first]) { $0.append(($0.last ?? first) + $1.count) }
    let logShares = proposals.map {
      logarithm(Double($0.count)) - logarithm(Double(component.particles))
    }
    for start in stride(from: 0, to: particles.count, by: Self.together) {
      let part = Array(particles[start..<min(particles.count, start + Self.together)])
      var rows = Rows(layout: evidence.rows.layout)
      rows.appendZeros(count: part.count)
      // A record's particles follow each other, and those of its proposals.
      for (index, proposal) in proposals.enumerated() {
        let places = ends[index]..<ends[index + 1]
        let own = part.indices.filter { places.contains(part[$0].place) }
        var next = own.startIndex
        draw(
          evidence, component, by: proposal.isEarly ? early : component.network,
          proposal.narrowing, own.map { part[$0] }
        ) { _, _, words in
          rows.set(words: words, ofRow: own[next])
          next += 1
        }
      }
      let verdicts = proposals.map { proposal in
        proposal.isEarly
          ? weigh(
            rows, of: part[...], evidence, component, Ensemble(early.network), mask: 0,
            early.mask.ordering, proposal.narrowing)
          : weigh(rows, of: part[...], evidence, component, models[component.model].ensemble)
      }
      for (row, particle) in part.enumerated() {
        let own = verdicts[proposals.count - 1][row]
        let logProposal = logSumExp(
          zip(logShares, verdicts).map { $0 + $1[row].allDrawn })
        let logWeight = own.known + own.allDrawn - logProposal
        rows.words(ofRow: row).withUnsafeBufferPointer {
          take(particle, logWeight.isNaN ? -.infinity : logWeight, $0)
        }
      }
    }
  }

  // MARK: Probabilities of drawn cells

  /// What a network says of a record.
  private struct Verdict {
    /// log p of what is known, given what comes before each.
    var known = 0.0
    /// The same of what was drawn, within what is allowed; by column, 0 for known ones.
    var drawn: [Double]

    var allDrawn: Double { drawn.reduce(0, +) }
    func drawn(_ choices: Choices) -> Double {
      choices.columns.reduce(0) { $0 + drawn[$1.column] }
    }
  }

  private final class Verdicts: @unchecked Sendable {
    var list: [Verdict]
    init(_ count: Int, columns: Int) {
      list = Array(
        repeating: Verdict(drawn: Array(repeating: 0, count: columns)), count: count)
    }
  }

  /// What a network says of records whose columns that matter are all drawn.
  ///
  /// - Parameters:
  ///   - mask: the network's index in the ensemble; nil for that of the component.
  ///   - ordering: in which holes were drawn that rules narrow.
  ///   - narrowing: how these do; nil for not at all.
  private func weigh(
    _ rows: Rows, of particles: ArraySlice<Particle>, _ evidence: Evidence,
    _ component: Component, _ ensemble: Ensemble, mask: Int? = nil,
    _ ordering: Ordering? = nil, _ narrowing: EvidenceLanes.Narrowing? = nil
  ) -> [Verdict] {
    let verdicts = Verdicts(rows.count, columns: rows.columns)
    let records = particles.map(\.record)
    // The same columns come first in either ordering.
    let columns = component.network.mask.ordering.columns.prefix(component.positions).map {
      (
        column: $0, conditional: schema.columns[$0].kind.conditional,
        first: component.network.mask.firstOutputs[$0]
      )
    }
    ensemble.forEachLogits(of: rows, mask: mask ?? component.maskIndex) { row, logit in
      for (column, conditional, first) in columns {
        func output(_ index: Int) -> Double { Double(logit(first + index)) }
        func cell(_ column: Int) -> Int { rows.code(row, column) }
        let knowledge = evidence.knowledge(row: records[row], column: column)
        if let ordering, let narrowing, narrowing.isBearing[column] {
          let limits = narrowing.rules.proposal(
            conditional.allLimits(knowledge), of: column,
            leavesOutMarks: narrowing.leavesOutMarks
          ) { other in
            if ordering.positions[other] < ordering.positions[column] { return .cell(cell(other)) }
            return evidence.knowledge(row: records[row], column: other) ?? .nothing
          }
          // How probable it is that a hole is as the rules have it is nothing that is known.
          verdicts.list[row].drawn[column] =
            conditional.logShares(
              ofColumn: column, in: cell, within: .numbers(limits), output
            ).own
          continue
        }
        switch knowledge {
        case .cell:
          verdicts.list[row].known += conditional.logProbability(
            ofColumn: column, in: cell, output)
        case .nothing, nil:
          verdicts.list[row].drawn[column] = conditional.logProbability(
            ofColumn: column, in: cell, output)
        case .limit(let limit):
          let (mass, own) = conditional.logShares(
            ofColumn: column, in: cell, within: limit, output)
          verdicts.list[row].known += mass
          verdicts.list[row].drawn[column] = own
        }
      }
    }
    return verdicts.list
  }
}

extension Conditional {
  /// What is drawn of a column of numbers, if the model alone decides.
  fileprivate func allLimits(_ knowledge: CellKnowledge?) -> NumberLimits {
    if case .limit(.numbers(let limits)) = knowledge { return limits }
    let marks = ofValues?.limits.marks.map { _ in true } ?? []
    return NumberLimits(ranges: [ValueRanges.limits], marks: marks)
  }

  /// log of the probability of all that a limit allows, and of a record's cell within it.
  fileprivate func logShares(
    ofColumn column: Int, in cell: (_ column: Int) -> Int, within limit: CellLimit,
    _ output: (Int) -> Double
  ) -> (mass: Double, own: Double) {
    switch limit {
    case .numbers(let limits):
      guard let values = ofValues?.inRecord(cell) else { return (0, 0) }
      let mass = values.logMass(within: limits, output)
      let own = cell(column)
      return (
        mass, limits.allow(own) ? values.logProbability(of: own, output) - mass : -.infinity
      )
    case .shares(let shares):
      guard let codes = ofCodes else { return (0, 0) }
      let scores = codes.scores(output)
      let weighed = zip(scores, shares).map { $0 + logarithm(Double($1)) }
      let total = logSumExp(weighed)
      return (total - logSumExp(scores), weighed[cell(column)] - total)
    }
  }
}
