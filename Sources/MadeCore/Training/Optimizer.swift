// The update rules: one call moves all parameters against their gradient.

import CKernels
import Synchronization

/// How parameters follow the gradient.
public struct OptimizerSettings: Equatable, Sendable {
  /// The update rule.
  public enum Rule: String, CaseIterable, Sendable {
    /// Adam (Kingma and Ba 2015).
    case adam
    /// Stochastic gradient descent, with momentum and a decaying rate.
    case sgd
    /// Adagrad (Duchi et al. 2011).
    case adagrad
    /// Adadelta (Zeiler 2012).
    case adadelta
    /// RMSprop (Tieleman and Hinton 2012).
    case rmsprop

    /// Numbers that it keeps for each parameter.
    package var moments: Int {
      switch self {
      case .sgd, .adagrad, .rmsprop: 1
      case .adam, .adadelta: 2
      }
    }
  }

  public var rule: Rule
  /// Learning rate at the first step.
  public var learningRate: Double
  /// The rate of step t is learningRate / (1 + rateDecay t).
  public var rateDecay: Double
  /// Momentum of SGD; decay of the running means of Adadelta and RMSprop; beta1 of Adam.
  public var momentum: Double
  /// Keeps divisions finite; for Adadelta it also sets the size of the first steps.
  public var epsilon: Double
  /// How the learning rate changes.
  public var schedule = LearningRateSchedule()
  /// Each step first shrinks the weights, not the biases, by the factor 1 - rate x weightDecay:
  /// decay apart from the gradient (Loshchilov and Hutter 2019).
  public var weightDecay = 0.0
  /// Gradients of a batch's mean log-likelihood longer than this are shortened to it; 0 for never.
  public var clip = 0.0

  /// A rule with its customary settings.
  public init(_ rule: Rule) {
    self.rule = rule
    rateDecay = 0
    switch rule {
    case .adam: (learningRate, momentum, epsilon) = (0.001, 0.9, 1e-8)
    case .sgd: (learningRate, momentum, epsilon) = (0.01, 0, 0)
    case .adagrad: (learningRate, momentum, epsilon) = (0.01, 0, 1e-6)
    case .adadelta: (learningRate, momentum, epsilon) = (1, 0.95, 1e-6)
    case .rmsprop: (learningRate, momentum, epsilon) = (0.001, 0.9, 1e-8)
    }
  }

  /// Adam's decay of the squared gradient.
  static let beta2 = 0.999
}

/// The state of an update rule: its running means, and how many steps it took.
package final class Optimizer: @unchecked Sendable {
  private let settings: OptimizerSettings
  package let moments: [FloatBuffer]
  private(set) var step = 0
  /// Whether a part of the gradient was refused.
  private let hasRefused = Atomic<Bool>(false)

  package init(_ settings: OptimizerSettings, count: Int) {
    self.settings = settings
    moments = (0..<settings.rule.moments).map { _ in FloatBuffer(count: count) }
  }

  /// Goes on as after `step` steps, whose moments have been restored.
  func resume(step: Int) { self.step = step }

  /// Moves `parameters` by one step; `gradient` is of the sum over `records` records.
  ///
  /// Each part of the gradient is checked before it is used. A part with an element that is infinite, NaN, or so
  /// large that its square overflows (2^63 after scaling) is refused: it moves neither its parameters nor their
  /// moments. Weights decay all the same, unless the gradient is to be clipped and its norm is not finite.
  ///
  /// - Parameters:
  ///   - weights: how many of the parameters, from the first, are weights and may decay.
  ///   - factor: of the learning rate, by its schedule.
  /// - Returns: false when a part was refused; training has diverged then.
  @discardableResult
  package func update(
    _ parameters: FloatBuffer, weights: Int, gradient: FloatBuffer, records: Int,
    factor: Double = 1, team: WorkerTeam
  ) -> Bool {
    let rate = factor * settings.learningRate / (1 + settings.rateDecay * Double(step))
    step += 1
    var scale = 1 / Double(records)
    if settings.clip > 0 {
      let norm = GradientNorm.value(of: gradient, team: team) * scale
      guard norm.isFinite else { return false }
      if norm > settings.clip { scale *= settings.clip / norm }
    }
    if settings.weightDecay > 0 {
      let remains = Float(max(0, 1 - rate * settings.weightDecay))
      team.forEachRange(of: weights / 16, size: 1 << 12) { vectors in
        Kernels.table.pointee.scale(
          parameters.base + vectors.lowerBound * 16, remains, vectors.count * 16)
      }
    }
    let constants = made_step(
      rate: Float(rate), momentum: Float(settings.momentum), second: Float(OptimizerSettings.beta2),
      epsilon: Float(settings.epsilon),
      correction1: Float(1 / (1 - power(settings.momentum, step))),
      correction2: Float(1 / (1 - power(OptimizerSettings.beta2, step))),
      scale: Float(scale))
    let limit = Float(0x1p63 / scale)
    let kernels = Kernels.table.pointee
    let rule = settings.rule
    let moments = self.moments
    team.forEachRange(of: parameters.count / 16, size: 1 << 10) { vectors in
      var constants = constants
      let start = vectors.lowerBound * 16
      let count = vectors.count * 16
      let (w, g) = (parameters.base + start, gradient.base + start)
      let first = moments[0].base + start
      guard kernels.bounded(g, limit, count) != 0 else {
        hasRefused.store(true, ordering: .relaxed)
        return
      }
      switch rule {
      case .sgd: kernels.sgd(w, g, first, count, &constants)
      case .adagrad: kernels.adagrad(w, g, first, count, &constants)
      case .rmsprop: kernels.rmsprop(w, g, first, count, &constants)
      case .adadelta: kernels.adadelta(w, g, first, moments[1].base + start, count, &constants)
      case .adam: kernels.adam(w, g, first, moments[1].base + start, count, &constants)
      }
    }
    return !hasRefused.load(ordering: .relaxed)
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    base <= 0 ? 0 : exponential(Double(exponent) * logarithm(base))
  }
}
