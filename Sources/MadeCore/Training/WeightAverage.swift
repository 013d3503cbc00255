// The moving average of the parameters over the steps of training.

import CKernels

/// An exponential moving average of parameters, which is what is validated and saved.
///
///     a_t = a_{t-1} + (1 - d_t) (w_t - a_{t-1}),   d_t = min(decay, (1 + t) / (10 + t))
///
/// The smaller decay at the beginning keeps the random start out of the average. Averaging removes
/// the noise of the last minibatches, much as a falling learning rate would (Polyak and Juditsky 1992).
final class WeightAverage {
  let parameters: Parameters
  private let decay: Float
  private var steps: Float = 0

  init(of parameters: Parameters, decay: Double) {
    self.parameters = parameters.copy()
    self.decay = Float(decay)
  }

  /// Goes on as after `step` steps, whose average has been restored.
  func resume(step: Int) {
    // A Float that counts by ones gets no further than this.
    steps = Float(min(step, 1 << 24))
  }

  /// Moves the average towards the parameters after one more step.
  func follow(_ current: Parameters, team: WorkerTeam) {
    steps += 1
    let share = 1 - min(decay, (1 + steps) / (10 + steps))
    let (average, values) = (parameters.values, current.values)
    team.forEachRange(of: values.count / 16, size: 1 << 12) { vectors in
      let start = vectors.lowerBound * 16
      Kernels.table.pointee.approach(
        average.base + start, values.base + start, share, vectors.count * 16)
    }
  }
}
