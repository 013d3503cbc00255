// How probable conditions are.

/// A probability, and how well it is known.
public struct ProbabilityEstimate: Equatable, Sendable {
  /// The probability.
  public let probability: Double
  /// Its standard error; 0 if it is exact.
  public let standardError: Double

  /// A probability and its standard error.
  public init(probability: Double, standardError: Double) {
    self.probability = probability
    self.standardError = standardError
  }
}

/// Most draws that the probability of conditions takes if nobody says how many.
private let mostDraws = 1 << 16
/// Draws that are weighed together, and are one term of a mean.
private let drawsOfRound = 1024
/// The standard error, as a share of the probability, that no more draws are taken for.
private let sufficientError = 0.01

extension RowDensity {
  /// The probability that a row fulfils conditions.
  ///
  ///     P = sum of p(x) over the rows x that fulfil all of them
  ///
  /// It is exact where the columns that come before the last condition in each ordering have conditions or hold codes
  /// of which there are few choices together. Else the rows up to there are drawn within the conditions, and
  /// weighed by how probable these were (progressive sampling: Yang et al., "Deep unsupervised cardinality
  /// estimation", VLDB 2019): 2048 rows, and twice as many until the error is a hundredth of P, up to 65,536.
  ///
  /// - Parameters:
  ///   - conditions: `age>=40`, `sex=Female|Male`; see `Conditions.add`.
  ///   - particles: rows that are drawn where it takes them, at least 1; nil for as many as said above.
  ///   - threads: CPUs to use; nil for all. Bits do not depend on it.
  /// - Throws: `ConditionError`, `QuestionError.notOfNetworks`.
  public func probability(
    where conditions: [String], particles: Int? = nil, threads: Int? = nil
  ) throws -> ProbabilityEstimate {
    var all = Conditions(schema: schema)
    for condition in conditions { try all.add(condition) }
    return try probability(of: all, particles: particles, threads: threads ?? availableThreads())
  }

  /// The same of conditions that were read before.
  public func probability(
    of conditions: Conditions, particles: Int? = nil, threads: Int
  ) throws(QuestionError) -> ProbabilityEstimate {
    if conditions.isEmpty { return ProbabilityEstimate(probability: 1, standardError: 0) }
    let sampler = try ConditionalSampler(
      self, seed: 1, particles: min(particles ?? drawsOfRound, drawsOfRound), fillsMissing: false)
    let evidence = Evidence(count: 1, schema: schema, constraints: conditions.constraints)
    let isExact = sampler.isExact(evidence.pattern(row: 0))
    let most = isExact ? 1 : ((particles ?? mostDraws) + drawsOfRound - 1) / drawsOfRound
    var goal = isExact ? 1 : particles == nil ? 2 : most
    var sum = RoundSum()
    while true {
      let rounds = sum.rounds..<goal
      let found = WorkerTeam(threads: min(threads, rounds.count)).map(rounds.count) { index in
        Result { () throws(QuestionError) in
          try sampler.logLikelihoods(evidence, numbers: [rounds.lowerBound + index])
        }
      }
      for round in found {
        let (values, errors) = try round.get()
        sum.add(probability: exponential(values[0]), relativeError: errors[0])
      }
      let estimate = sum.estimate
      if goal >= most || estimate.standardError <= sufficientError * estimate.probability {
        return estimate
      }
      goal = min(2 * goal, most)
    }
  }
}

/// The mean of independent estimates.
private struct RoundSum {
  private(set) var rounds = 0
  private var probability = 0.0
  private var variance = 0.0

  mutating func add(probability: Double, relativeError: Double) {
    rounds += 1
    self.probability += probability
    let error = probability * relativeError
    variance += error * error
  }

  var estimate: ProbabilityEstimate {
    ProbabilityEstimate(
      probability: min(probability / Double(rounds), 1),
      standardError: variance.squareRoot() / Double(rounds))
  }
}
