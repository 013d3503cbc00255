// How the learning rate changes while training runs.

/// The factor by which the learning rate is multiplied at each step.
public struct LearningRateSchedule: Equatable, Sendable {
  /// How the rate goes on after the warm-up.
  public enum Course: String, CaseIterable, Sendable {
    /// It stays the same.
    case constant
    /// It falls to zero in the last epoch, along half a cosine (Loshchilov and Hutter 2017).
    case cosine
    /// It is halved whenever a third of the patience has passed without a better validation.
    case plateau
  }

  public var course = Course.constant
  /// Epochs in which the rate rises from zero, in equal steps, before it takes its course.
  public var warmUp = 0

  /// A constant rate from the start.
  public init() {}

  /// The factor at a step.
  ///
  /// - Parameters:
  ///   - epoch: epochs done, as a fraction; `epochs` is the most there will be.
  ///   - halvings: how often the rate was halved, for `.plateau`.
  package func factor(epoch: Double, epochs: Int, halvings: Int) -> Double {
    let warm = warmUp == 0 ? 1 : min(1, epoch / Double(warmUp))
    switch course {
    case .constant: return warm
    case .cosine:
      let span = Double(max(epochs - warmUp, 1))
      let done = min(max(epoch - Double(warmUp), 0) / span, 1)
      return warm * 0.5 * (1 + cosine(.pi * done))
    case .plateau:
      return warm * Double(sign: .plus, exponent: -min(halvings, 60), significand: 1)
    }
  }
}
