// Drawing what is not known of records, given what is.

import CKernels

/// Answers questions about records with holes under a mixture of networks, by weighted draws.
///
/// Every particle of a record is drawn as `Sampler` draws records, except that a known cell is not drawn: it
/// stays, and multiplies the particle's weight by its probability. The answer about record `number` is a pure
/// function of (density, particles, seed, number, what is known of it): not of the records beside it or of
/// threads. May be used from several threads at a time.
public final class ConditionalSampler: Sendable {
  /// Particles of a record by default.
  public static let defaultParticles = 128

  /// Particles of a record whose likelihood has to be estimated, shared out among all components.
  public let particles: Int
  /// The distribution that is asked about.
  public let density: any RowDensity
  let seed: UInt64
  /// The networks of which the density is a mixture.
  let models: [MadeModel]
  /// The log-weight of each model.
  let logPriors: [Double]
  /// For each column a code that no hole is filled with, beside the one that is never drawn.
  private let unfilled: [Int?]
  /// The same where holes are summed over, not filled: none.
  private let nothingUnfilled: [Int?]
  /// For each column both of these.
  let undrawn: [[Int]]
  /// For each column the dependencies that it is part of.
  let dependencies: [[Dependency]]
  /// What rules leave of holes.
  let rules: RuleLimits
  /// Masks of all models: the most components that a pattern can have.
  private let mostComponents: Int
  /// Networks to draw records by, and those that draw from p itself, codes without a text included.
  private let (networks, wholeNetworks): (NetworkCache, NetworkCache)
  private let spaces: Lock<[[Space]]>

  /// Workspaces for the records of one model that are drawn side by side.
  private struct Space {
    let drawing: DrawingSpace
    let evidence: EvidenceLanes
  }

  /// A sampler for one density.
  ///
  /// - Parameters:
  ///   - particles: of a record whose likelihood has to be estimated; at least 1.
  ///   - fillsMissing: whether a hole is always filled with a value, never left missing.
  /// - Throws: `QuestionError.notOfNetworks`, or `.count` without particles.
  public init(
    _ density: any RowDensity, seed: UInt64, particles: Int = defaultParticles, fillsMissing: Bool
  ) throws(QuestionError) {
    guard particles >= 1 else { throw .count(particles) }
    guard let weighted = density.networks else { throw .notOfNetworks }
    self.density = density
    self.seed = seed
    self.particles = particles
    let models = weighted.map(\.model)
    self.models = models
    logPriors = weighted.map { logarithm($0.weight) }
    unfilled =
      fillsMissing
      ? models[0].schema.columns.map(\.kind.missingCode)
      : Array(repeating: nil, count: models[0].schema.columns.count)
    undrawn = zip(models[0].schema.columns, unfilled).map {
      [$0.kind.otherCode, $1].compactMap { $0 }
    }
    dependencies = models[0].schema.dependenciesOfColumns
    rules = RuleLimits(models[0].schema)
    mostComponents = models.reduce(0) { $0 + $1.masks.count }
    nothingUnfilled = unfilled.map { _ in nil }
    networks = NetworkCache(models, unfilled: unfilled)
    wholeNetworks = NetworkCache(models, unfilled: nothingUnfilled, areWhole: true)
    spaces = Lock(models.map { _ in [] })
  }

  /// The most particles that a record can have.
  var mostParticles: Int { mostComponents * mostEach }

  /// How many records to ask about together, which affects speed and memory only: they have about 30,000
  /// particles.
  var recordsAtOnce: Int { max(1, min(2048, 30_000 / mostParticles)) }

  var schema: Schema { models[0].schema }

  /// Whether log p of what is known is exact for all records with these known cells.
  package func isExact(_ pattern: EvidencePattern) -> Bool {
    components(for: pattern, of: .score, keepsRows: false).allSatisfy(\.isExact)
  }

  /// Which distribution particles are drawn from.
  enum Target {
    /// That of rows as they are drawn: codes without a text left out, dependencies kept to, and what is known first
    /// where the model takes any ordering. Weights do not add up to the likelihood that scores have.
    case rows
    /// The one that scores are of: the mixture of the models' own masks.
    case score
  }

  /// Draws and weighs particles of records.
  ///
  /// - Parameters:
  ///   - records: indices into `evidence`, of records without a contradiction.
  ///   - numbers: one for each record; its random numbers are addressed by it.
  ///   - keepsRows: whether particles are kept as whole records, and of exact components as many as of others.
  ///     Else they end after the last known column, and one is enough for an exact component.
  func particles(
    _ evidence: Evidence, records: [Int], numbers: [Int], keepsRows: Bool, of target: Target = .rows
  ) -> ParticleSet {
    let groups = evidence.groups(records).map { pattern, members in
      (members, components(for: pattern, of: target, keepsRows: keepsRows))
    }
    var set = ParticleSet(count: records.count, layout: evidence.rows.layout)
    for (members, components) in groups {
      for member in members {
        set.expect(
          components.flatMap(\.shares),
          of: components.flatMap { component in component.shares.map { _ in component.isExact } },
          for: member)
      }
    }
    set.makeRoom(forRows: keepsRows)
    var conflicts = Conflicts(records: records.count, layout: evidence.rows.layout)
    for (members, components) in groups {
      var offset = 0
      let canConflict = components.contains { $0.dependencies.canBeBroken }
      for component in components {
        let particles = members.flatMap { member in
          (offset..<offset + component.particles).map {
            Particle(record: records[member], number: numbers[member], place: $0, member: member)
          }
        }
        weigh(evidence, component, particles) { particle, weight, words in
          set.take(
            component.logShare + weight, particle: particle.place, of: particle.member)
          if keepsRows { set.keep(words, particle: particle.place, of: particle.member) }
          if canConflict && weight > -.infinity {
            conflicts.count(words, component.dependencies, particle)
          }
        }
        offset += component.particles
      }
    }
    for particle in conflicts.losers {
      set.take(-.infinity, particle: particle.place, of: particle.member)
    }
    return set
  }

  /// Particle `chosen[i]` of each record as a whole: it repeats what it drew when it was weighed, and
  /// goes on to the end.
  func rows(
    _ evidence: Evidence, records: [Int], numbers: [Int], particles chosen: [Int],
    components chosenComponents: [Int]
  ) -> Rows {
    var rows = Rows(layout: evidence.rows.layout)
    rows.appendZeros(count: records.count)
    for (pattern, members) in evidence.groups(records) {
      let components = components(for: pattern, of: .rows, keepsRows: true)
      for (index, component) in components.enumerated() {
        let particles = members.filter { chosenComponents[$0] == index }.map {
          Particle(record: records[$0], number: numbers[$0], place: chosen[$0], member: $0)
        }
        draw(
          evidence, component, by: component.network, component.narrowing, particles
        ) { particle, _, words in
          rows.set(words: words, ofRow: particle.member)
        }
      }
    }
    return rows
  }

  // MARK: Parts

  /// Particles of a component that is not exact; at least two, or no error could be estimated.
  private var mostEach: Int { max(2, (particles + mostComponents - 1) / mostComponents) }

  func components(
    for pattern: EvidencePattern, of target: Target, keepsRows: Bool
  ) -> [Component] {
    let narrowing = rules.bearing(on: pattern).map {
      EvidenceLanes.Narrowing(rules: rules, isBearing: $0)
    }
    return models.indices.flatMap { number -> [Component] in
      let model = models[number]
      let masks = target == .rows ? model.masks(for: pattern) : model.masks
      let early = target == .rows ? masks : model.masks(for: pattern)
      return masks.indices.map { index in
        let mask = masks[index]
        let cache = target == .rows ? networks : wholeNetworks
        var component = Component(
          model: number, maskIndex: index, network: cache.network(model: number, mask: mask),
          positions: keepsRows ? mask.ordering.count : pattern.lastPosition(in: mask.ordering),
          fillsHoles: target == .rows, logPrior: logPriors[number] - logarithm(Double(masks.count)),
          dependencies: target == .score
            ? .none
            : KnownDependencies(dependencies, pattern: pattern, ordering: mask.ordering),
          narrowing: narrowing)
        if pattern.isExact(in: mask.ordering) {
          component.isExact = true
          component.particles = keepsRows ? mostEach : 1
          return component
        }
        component.particles = mostEach
        guard target == .score else { return component }
        component.particles = mostOfScore
        let last = keepsRows ? component.positions : component.positions - 1
        if let choices = choices(mask.ordering.columns.prefix(last).filter { !pattern.isKnown[$0] })
        {
          component.isExact = true
          component.method = .listed(choices)
          component.particles = choices.count
        } else if narrowing != nil || early[index].ordering != mask.ordering {
          component.method = .balanced(cache.network(model: number, mask: early[index]))
        }
        return component
      }
    }
  }

  /// All that some columns may hold, if these are columns of codes and there are not more choices than particles.
  private func choices(_ columns: [Int]) -> Choices? {
    let most = max(mostEach, Self.mostListed)
    var choices = Choices()
    for column in columns {
      guard let states = schema.columns[column].kind.conditional.ofCodes?.states,
        states <= most / choices.count
      else { return nil }
      choices.columns.append((column, states))
    }
    return choices
  }

  /// The same where likelihoods are asked for: of fewer the error is a matter of luck.
  private var mostOfScore: Int { max(mostEach, 8) }

  /// Unknown cells with at most this many choices together are listed and not drawn, even if particles are fewer.
  private static let mostListed = 64

  /// A particle to draw.
  struct Particle {
    /// Its record's index in the evidence.
    let record: Int
    /// The address of its record's random numbers.
    let number: Int
    /// Its index among the record's particles.
    let place: Int
    /// Its record's index among those asked about.
    let member: Int
  }

  /// What the particles of records contradict.
  private struct Conflicts {
    private var found: [(particle: Particle, conflicts: Int)] = []
    /// For each record the fewest that one of its particles has.
    private var fewest: [Int]
    private var row: Rows

    init(records: Int, layout: RowLayout) {
      fewest = Array(repeating: .max, count: records)
      row = Rows(layout: layout)
      row.appendZeros(count: 1)
    }

    /// Counts those of one particle that is possible.
    mutating func count(
      _ words: some Collection<UInt64>, _ dependencies: KnownDependencies,
      _ particle: Particle
    ) {
      row.set(words: words, ofRow: 0)
      let conflicts = dependencies.contradictions(in: row, row: 0)
      found.append((particle, conflicts))
      fewest[particle.member] = min(fewest[particle.member], conflicts)
    }

    /// Particles with more conflicts than others of their record.
    var losers: [Particle] {
      found.filter { $0.conflicts > fewest[$0.particle.member] }.map(\.particle)
    }
  }

  /// Draws particles of one component, in the ordering of a network; `take` gets the logarithm of each one's
  /// weight, minus infinity if that is NaN, and its cells.
  ///
  /// - Parameter narrowing: how holes are narrowed by rules; nil for not at all.
  func draw(
    _ evidence: Evidence, _ component: Component, by network: DrawnNetwork,
    _ narrowing: EvidenceLanes.Narrowing?, _ particles: some RandomAccessCollection<Particle>,
    _ take: Take
  ) {
    let particles = Array(particles)
    let (mask, positions) = (network.mask, component.positions)
    // Addresses of a record's particles; to wrap round takes more rows than anyone has.
    let most = UInt64(mostComponents * (component.fillsHoles ? mostEach : mostOfScore))
    let space = takeSpace(component.model)
    for start in stride(from: 0, to: particles.count, by: DrawingSpace.lanes) {
      let drawn = particles[start..<min(particles.count, start + DrawingSpace.lanes)]
      space.evidence.fill(
        evidence, rows: drawn.map(\.record), mask: mask,
        filled: (component.fillsHoles ? unfilled : nothingUnfilled).map { $0 != nil },
        narrowing: narrowing)
      component.dependencies.narrow(
        space.evidence, evidence, rows: drawn.map(\.record), mask: mask, undrawn: undrawn)
      // If nothing is known, no column has to be drawn.
      if positions > 0 {
        space.drawing.draw(
          drawn.map {
            UInt64(truncatingIfNeeded: $0.number) &* most &+ UInt64($0.place)
          },
          from: network, seed: seed, purpose: .particle, kernels: Kernels.table,
          evidence: space.evidence, positions: positions)
      }
      for (lane, particle) in drawn.enumerated() {
        let weight = space.evidence.weights.base[lane]
        take(
          particle, weight.isNaN ? -.infinity : weight,
          UnsafeBufferPointer(rebasing: space.drawing.row(lane)))
      }
    }
    spaces.withLock { $0[component.model].append(space) }
  }

  private func takeSpace(_ model: Int) -> Space {
    spaces.withLock { $0[model].popLast() }
      ?? Space(
        drawing: DrawingSpace(models[model].architecture, layout: schema.layout),
        evidence: EvidenceLanes(models[model].architecture))
  }
}
