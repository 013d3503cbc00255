// After training: how bold the conditionals of a mixture should be.

/// Factors on the weights of the outputs, of a trained model.
///
///     z = b + hidden V h + direct A x
///
/// Training raises the mean over masks of log p_m(x), and each p_m has to hedge by itself. What counts in
/// the end is the logarithm of the mean of all p_m(x), for which each may be bolder: where one is wrong, others
/// are not. Dropout and weight decay, too, leave weights smaller than is best. Biases stay: with factors of 0
/// this would be the model of independent columns.
///
/// The factors are chosen on validation records, as an epoch is, and are those of the highest posterior density under a
/// prior by which their logarithms are normal with mean 0 and standard deviation s = 0.1:
///
///     maximise over h, d   sum over the validation records n of log p(x_n | h, d)  -  (ln^2 h + ln^2 d) / (2 s^2)
///
/// Where there are thousands of records, factors are about as far from 1 as that, and the prior says nothing; some dozens, which
/// a model that is too bold may happen to predict, leave them near 1. With both alike and one mask this is the
/// temperature of Guo, Pleiss, Sun and Weinberger, ICML 2017, arXiv 1706.04599, but for the biases.
public struct Sharpening: Equatable, Sendable {
  /// Of the weights from the last hidden layer, V.
  public internal(set) var hidden = 1.0
  /// Of the direct weights, A; 1 without any.
  public internal(set) var direct = 1.0
  /// By how many nats the mean log-likelihood of the validation records has risen.
  public internal(set) var gain = 0.0

  /// The standard deviation of their logarithms before records are seen.
  static let deviation = 0.1
  /// Factors lie between a quarter and four.
  static let limit = 4.0
  /// A step of the search multiplies by one of these, the first one as long as that helps.
  static let steps = [1.1, 1.02]
  /// Validation records that gain less than this together, in nats and less what the prior takes, may do so by chance.
  static let leastGain = 2.0
}

extension MadeModel {
  /// The model with the factors that make validation records likeliest, and these factors.
  ///
  /// The search goes from 1 to better neighbours, both factors together or one of them, until no neighbour is
  /// better: it scores the validation records some twenty times. The model stays as it is where they would gain
  /// less than 2 nats together, or if the search was stopped.
  ///
  /// - Parameters:
  ///   - validation: records that were not trained on.
  ///   - shouldStop: is asked before all records are scored once more.
  public func sharpened(
    on validation: Rows, threads: Int = 1, shouldStop: () -> Bool = { false }
  ) -> (model: MadeModel, factors: Sharpening) {
    guard validation.count > 0, !shouldStop() else { return (self, Sharpening()) }
    let search = SharpeningSearch(self, validation, team: WorkerTeam(threads: threads))
    guard let factors = search.run(shouldStop: shouldStop),
      search.worth(factors) >= Sharpening.leastGain
    else { return (self, Sharpening()) }
    var summary = summary
    summary.validationLogLikelihood = summary.validationLogLikelihood.map { $0 + factors.gain }
    return (with(parameters: search.parameters(factors), summary: summary), factors)
  }
}

/// A search for factors, which scores all validation records for each that it tries.
private struct SharpeningSearch {
  private let original: Parameters
  private let scaled: Parameters
  private let ensemble: Ensemble
  private let team: WorkerTeam
  private let validation: Rows
  private let start: Double

  init(_ model: MadeModel, _ validation: Rows, team: WorkerTeam) {
    original = model.parameters
    scaled = model.parameters.copy()
    ensemble = Ensemble(scaled, masks: model.masks, team: team)
    self.validation = validation
    self.team = team
    start = ensemble.meanLogLikelihood(of: validation, team: team)
  }

  /// The best factors; nil if the search was stopped.
  func run(shouldStop: () -> Bool) -> Sharpening? {
    var best = Sharpening()
    for step in Sharpening.steps {
      // Each direction as long as it helps; again if one has.
      var isMoving = true
      while isMoving {
        isMoving = false
        for (hidden, direct) in directions(step) {
          while true {
            var next = best
            next.hidden *= hidden
            next.direct *= direct
            guard [next.hidden, next.direct].allSatisfy({ isWithinLimits($0) }) else { break }
            if shouldStop() { return nil }
            next.gain = value(next) - start
            // What is not finite is not better.
            guard worth(next) > worth(best) else { break }
            best = next
            isMoving = true
          }
        }
      }
    }
    return best
  }

  /// Up, then down: both factors together, then one of them.
  private func directions(_ step: Double) -> [(hidden: Double, direct: Double)] {
    [step, 1 / step].flatMap { factor -> [(hidden: Double, direct: Double)] in
      original.shape.direct == nil
        ? [(factor, 1)] : [(factor, factor), (factor, 1), (1, factor)]
    }
  }

  /// By how many nats factors raise the posterior density over that of 1 and 1.
  func worth(_ factors: Sharpening) -> Double {
    let distance = [factors.hidden, factors.direct].reduce(0) { $0 + logarithm($1) * logarithm($1) }
    return factors.gain * Double(validation.count)
      - distance / (2 * Sharpening.deviation * Sharpening.deviation)
  }

  private func isWithinLimits(_ factor: Double) -> Bool {
    factor <= Sharpening.limit && factor * Sharpening.limit >= 1
  }

  private func value(_ factors: Sharpening) -> Double {
    original.scale(by: factors, into: scaled)
    ensemble.refresh(team: team)
    return ensemble.meanLogLikelihood(of: validation, team: team)
  }

  /// The parameters of the model with some factors.
  func parameters(_ factors: Sharpening) -> Parameters {
    let result = original.copy()
    original.scale(by: factors, into: result)
    return result
  }
}

extension Parameters {
  /// Sets the output weights of other parameters of the same shape to these times factors.
  fileprivate func scale(by factors: Sharpening, into other: Parameters) {
    let top = shape.architecture.outputLayer
    for matrix in shape.matrices where matrix.connection.to == top {
      let isHidden = matrix.connection.from == top - 1
      scale(matrix, by: Float(isHidden ? factors.hidden : factors.direct), into: other)
    }
  }

  private func scale(_ matrix: MatrixLayout, by factor: Float, into other: Parameters) {
    for row in 0..<matrix.rows {
      for place in matrix.live(row) {
        let index = Int(matrix.offset[row]) + place
        other.values.base[index] = values.base[index] * factor
      }
    }
  }
}
