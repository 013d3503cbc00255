// Finding a good configuration: successive halving, then the neighbours of the best.

/// What a search reports while it runs.
package enum SearchEvent: Sendable {
  /// A round begins with this many candidates.
  case round(candidates: Int)
  /// A candidate is training.
  case training(Candidate, TrainingProgress)
  /// A candidate has had its share of the round; its value is nil if it diverged at once, or if the
  /// share is too small for one epoch.
  case tried(Candidate, epochs: Int, validationLogLikelihood: Double?)
}

/// What a search chose.
package struct SearchResult: Sendable {
  /// The best configuration.
  package var candidate: Candidate
  /// Epochs that it was trained for; training the configuration for as many makes the same model again.
  package var epochs: Int
  /// Its model; without transforms unless the configuration has some.
  package var model: Flow
}

/// Chooses a configuration by the log-likelihood of validation records.
///
/// Successive halving (Jamieson and Talwalkar 2016): the candidates of a list train for equal shares of a round's
/// budget, the best third trains on in the next round with as much budget again, until one is left. The winners
/// of the first lists meet in a final; then the neighbours of the best so far go through their rounds, and the
/// winner meets the best so far, until nothing is better or nothing is left. What a candidate does not use,
/// because its patience ran out, goes to others.
package final class Search {
  private let architecture: Architecture
  private let schedule: MaskSchedule
  private let options: TrainingOptions
  private let training: Rows
  private let validation: Rows
  private let observe: (SearchEvent) -> Void
  private let shouldStop: () -> Bool
  private let team: WorkerTeam
  private let plain: Candidate
  private let flows: Bool
  private var account: SearchAccount
  private var schema: Schema?
  private var seen: Set<Candidate> = []
  /// Seconds of an epoch for each weight, once one is known and if seconds count.
  private var costOfWeight: Double?
  /// Why the first candidate that failed did.
  private var failure: TrainingError?

  /// Candidates with more weights than this are skipped: training takes 24 bytes for each weight, and a round
  /// keeps several networks.
  static let mostWeights = 0x1p25

  /// Sets a search up, which `run` starts.
  ///
  /// - Parameters:
  ///   - architecture, schedule, options: what is not searched; a candidate replaces the rest.
  ///   - validation: at least one record.
  ///   - plain: where the search begins: the defaults for the table.
  ///   - flows: whether transforms may be tried where there are columns that move.
  package init(
    architecture: Architecture, schedule: MaskSchedule, options: TrainingOptions,
    training: Rows, validation: Rows, plain: Candidate, flows: Bool = false, budget: SearchBudget,
    observe: @escaping (SearchEvent) -> Void = { _ in },
    shouldStop: @escaping () -> Bool = { false }
  ) {
    self.architecture = architecture
    self.schedule = schedule
    self.options = options
    self.training = training
    self.validation = validation
    // The base architecture's `direct` may have been asked for.
    self.plain = plain.with { $0.direct = architecture.direct }
    self.flows = flows && MovableColumns(architecture.conditionals).count > 0
    self.observe = observe
    self.shouldStop = shouldStop
    team = WorkerTeam(threads: options.threads)
    account = SearchAccount(budget)
  }

  /// Searches until the budget is spent, nothing gets better, or `shouldStop`.
  ///
  /// - Throws: `TrainingError.noRecords` without training or validation records; `.diverged` if every candidate
  ///   did; `.noTime` if no candidate reached a validation.
  package func run(schema: Schema) throws(TrainingError) -> SearchResult {
    guard training.count > 0, validation.count > 0 else { throw .noRecords }
    self.schema = schema
    let whole = account.left
    let families = SearchSpace.families(plain, flows: flows)
    var winners: [SearchEntry] = []
    for (number, family) in families.enumerated() {
      // A quarter of the budget for the families, another for their final.
      let end = whole / 4 * Double(number + 1) / Double(families.count)
      winners += halve(
        family.filter(isAffordable).map(entry), allowance: end - account.spent)
    }
    var best = self.best(1, of: winners, allowance: whole / 2 - account.spent).first
    if best == nil, account.left > 0, !shouldStop() {
      // A budget too small for a list may be enough for one candidate.
      best = self.best(1, of: [entry(plain)], allowance: account.left).first
    }
    while let champion = best, account.left > 0, !shouldStop() {
      let epochs = account.epochs
      let challengers = challengers(of: champion, allowance: account.left / 2)
      let winner = halve(challengers, allowance: account.left / 2)
      best =
        self.best(
          1, of: [champion] + winner,
          allowance: challengers.isEmpty ? account.left : account.left / 2
        ).first ?? champion
      if account.epochs == epochs { break }
    }
    guard let best, let model = try best.model(schema: schema) else {
      throw failure ?? .noTime
    }
    return SearchResult(candidate: best.candidate, epochs: best.epochs, model: model)
  }

  /// As many neighbours of the best so far as the allowance can give a fair start.
  private func challengers(of champion: SearchEntry, allowance: Double) -> [SearchEntry] {
    let neighbours = SearchSpace.neighbours(of: champion.candidate, flows: flows)
      .filter { isAffordable($0) && !seen.contains($0) }
    let start = Self.fairStart(champion.epochs) * max(champion.epochCost, .leastNormalMagnitude)
    let count = (0...neighbours.count).last { count in
      Double(count * Self.rounds(for: count)) * start <= allowance
    }
    return neighbours.prefix(count ?? 0).map(entry)
  }

  /// The least first share of a challenger, in epochs of the best so far, which has had `epochs` of them: a
  /// comparison after fewer says little.
  private static func fairStart(_ epochs: Int) -> Double { max(10, Double(epochs) / 8) }

  /// Takes entries through rounds until only the best is left; empty if no entry has a value.
  private func halve(_ entries: [SearchEntry], allowance: Double) -> [SearchEntry] {
    let end = account.spent + allowance
    var entries = entries
    for round in (1...Self.rounds(for: entries.count)).reversed() where !entries.isEmpty {
      entries = best(
        (entries.count + 2) / 3, of: entries, allowance: (end - account.spent) / Double(round))
    }
    return entries
  }

  /// How many rounds it takes until one candidate is left, if each round keeps a third.
  private static func rounds(for count: Int) -> Int {
    count <= 1 ? 1 : 1 + rounds(for: (count + 2) / 3)
  }

  /// Whether a share is enough for an epoch of a candidate, as far as what the others took can tell.
  ///
  /// On a busy machine, or with a small budget, a large network would use up its share for nothing.
  private func isWorthwhile(_ entry: SearchEntry, share: Double) -> Bool {
    guard let costOfWeight, entry.epochs == 0, entry.candidate != plain else { return true }
    return costOfWeight * weights(of: entry) <= share
  }

  /// Keeps what an epoch takes for each weight, of those that it took least of.
  private func noteCost(of entry: SearchEntry) {
    guard account.countsTime, entry.leastCost > 0 else { return }
    let cost = entry.leastCost / weights(of: entry)
    costOfWeight = min(costOfWeight ?? cost, cost)
  }

  private func weights(of entry: SearchEntry) -> Double {
    max(weights(of: entry.candidate), 1)
  }

  private func isAffordable(_ candidate: Candidate) -> Bool {
    candidate == plain
      || weights(of: candidate) <= Self.mostWeights
  }

  /// Those of all its networks.
  private func weights(of candidate: Candidate) -> Double {
    Double(candidate.transforms + 1) * candidate.architecture(architecture).fullWeightCount
  }

  /// An entry for a candidate, which is not proposed again.
  private func entry(_ candidate: Candidate) -> SearchEntry {
    seen.insert(candidate)
    let (architecture, schedule) = (self.architecture, self.schedule)
    let (options, training, validation) = (self.options, self.training, self.validation)
    let (schema, team) = (self.schema, self.team)
    return SearchEntry(candidate) { () throws(TrainingError) in
      try Trainer(
        architecture: candidate.architecture(architecture),
        schedule: candidate.schedule(schedule), options: candidate.options(options),
        training: training, validation: validation, initial: nil, schema: schema,
        flow: candidate.flow(architecture), team: team)
    }
  }

  /// One round: equal shares of the allowance; the best `count` entries are left, best first.
  ///
  /// What an entry does not use is shared among those after it.
  private func best(
    _ count: Int, of entries: [SearchEntry], allowance: Double
  ) -> [SearchEntry] {
    let end = account.spent + allowance
    let open = entries.count(where: \.isOpen)
    // A round in which nobody trains only compares what there is.
    if open > 0 && allowance > 0 && !shouldStop() { observe(.round(candidates: open)) }
    var ranking: [(entry: SearchEntry, value: Double)] = []
    for (number, entry) in entries.enumerated() {
      let waiting = entries[number...].count(where: \.isOpen)
      let share = (end - account.spent) / Double(max(waiting, 1))
      if entry.isOpen && !shouldStop() && isWorthwhile(entry, share: share) {
        entry.train(
          allowance: share, account: &account,
          observe: { observe(.training(entry.candidate, $0)) }, shouldStop: shouldStop)
        noteCost(of: entry)
        failure = failure ?? entry.failure
        observe(
          .tried(
            entry.candidate, epochs: entry.epochs, validationLogLikelihood: entry.value))
      }
      // Of equals the earlier one stays ahead.
      if let value = entry.value {
        let place = ranking.firstIndex { value > $0.value } ?? ranking.count
        ranking.insert((entry, value), at: place)
      }
      while ranking.count > count { ranking.removeLast().entry.close() }
    }
    return ranking.map(\.entry)
  }
}
