// Weighted draws of the unknown part of records, and what is read off them.

/// For each of some records, draws of what is unknown with their weights.
///
/// With draws x_j of the unknown cells from the model, each given what was drawn and known before it, and
///
///     w_j = p(component of j) / (draws of that component) * product over the known columns d of
///           p(x_d | known and drawn columns before d)
///
/// the sum of the w_j estimates p(known) without bias, and a draw taken in proportion to the w_j follows
/// p(unknown | known) in the limit of many (likelihood weighting: Fung and Chang, 1990; sampling importance
/// resampling: Rubin, 1987). Where no unknown column comes before a known one nothing is estimated: all draws of
/// a component have the same weight, one is enough, and both are exact. Exact, too, is a component whose particles
/// are all choices of the unknown cells that matter, each with its probability for a weight (`Component`).
struct ParticleSet {
  /// Whole records, known cells included: those of the first record, then those of the second, ...;
  /// empty if they were not kept.
  private var rows: Rows
  /// log w_j, in the same order.
  private var logWeights: [Double] = []
  /// For each record, how many particles each part of a component has (`Component.shares`), and whether it is exact.
  private var counts: [[Int]]
  private var isExact: [[Bool]]
  /// For each record the index of its first particle; one more element is the end.
  private var starts: [Int] = []

  /// A set for `count` records; `expect` says how many particles each will have.
  init(count: Int, layout: RowLayout) {
    rows = Rows(layout: layout)
    counts = Array(repeating: [], count: count)
    isExact = counts.map { _ in [] }
  }

  // MARK: Filling

  /// Sets how many particles of each part of a component a record will have.
  mutating func expect(_ counts: [Int], of isExact: [Bool], for record: Int) {
    self.counts[record] = counts
    self.isExact[record] = isExact
  }

  /// Allocates memory for all particles that are expected.
  mutating func makeRoom(forRows keepsRows: Bool) {
    var total = 0
    for counts in counts {
      starts.append(total)
      total += counts.reduce(0, +)
    }
    starts.append(total)
    logWeights = Array(repeating: -.infinity, count: total)
    if keepsRows { rows.appendZeros(count: total) }
  }

  /// Takes a particle; indices of a record's particles run on from one of its components to the next.
  mutating func take(_ logWeight: Double, particle: Int, of record: Int) {
    logWeights[starts[record] + particle] = logWeight
  }

  /// Keeps the cells of a particle.
  mutating func keep(_ words: some Collection<UInt64>, particle: Int, of record: Int) {
    rows.set(words: words, ofRow: starts[record] + particle)
  }

  // MARK: Answers

  private func range(_ record: Int) -> Range<Int> { starts[record]..<starts[record + 1] }

  /// The particles of each part of a record, counted from the record's first.
  private func parts(_ record: Int) -> [Range<Int>] {
    var next = 0
    return counts[record].map { count in
      defer { next += count }
      return next..<next + count
    }
  }

  /// log p(known) of a record, in nats; minus infinity if what is known is impossible.
  func logLikelihood(_ record: Int) -> Double {
    let sum = logSumExp(logWeights[range(record)])
    return sum.isNaN ? -.infinity : sum
  }

  /// The normalised weights of a record's particles.
  func weights(_ record: Int) -> [Double] {
    let total = logLikelihood(record)
    guard total > -.infinity else { return range(record).map { _ in 0 } }
    return range(record).map { exponential(logWeights[$0] - total) }
  }

  /// The standard error of `logLikelihood`, by the delta method; 0 where it is exact.
  ///
  ///     variance of log p = sum over the parts of n / (n - 1) sum over its n draws of (W_j - mean)^2
  func standardError(_ record: Int) -> Double {
    let weights = weights(record)
    var variance = 0.0
    for (part, isExact) in zip(parts(record), isExact[record]) where !isExact {
      let own = weights[part]
      let mean = own.reduce(0, +) / Double(own.count)
      let squares = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      variance += squares * Double(own.count) / Double(own.count - 1)
    }
    return variance.squareRoot()
  }

  /// How many unweighted draws a record's are worth, 1 / (sum of squared weights of draws that are not
  /// exact); infinite when all are exact. (Kish, 1965.)
  func effectiveSize(_ record: Int) -> Double {
    let weights = weights(record)
    var squares = 0.0
    for (part, isExact) in zip(parts(record), isExact[record]) where !isExact {
      squares += weights[part].reduce(0) { $0 + $1 * $1 }
    }
    return 1 / squares
  }

  /// The particle at which the sum of a record's weights passes `fraction`, a number in [0, 1), and its
  /// component, where these have one part each.
  func choose(_ record: Int, at fraction: Double) -> (particle: Int, component: Int) {
    let weights = weights(record)
    let share = fraction * weights.reduce(0, +)
    var sum = 0.0
    let passed = weights.firstIndex { weight in
      sum += weight
      return sum > share
    }
    let particle = passed ?? weights.lastIndex { $0 > 0 } ?? 0
    return (particle, parts(record).firstIndex { $0.contains(particle) } ?? 0)
  }

  /// The cells of a column among a record's particles.
  func cells(_ record: Int, column: Int) -> [WeightedCell] {
    zip(range(record), weights(record)).map { place, weight in
      WeightedCell(rows.code(place, column), weight: weight)
    }
  }
}
