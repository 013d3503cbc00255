// Gradients against differences of the loss.

import MadeCore

extension ReferenceNetwork {
  /// The weights at which a gradient is not (loss(w + step) - loss(w - step)) / (2 step), in words.
  ///
  /// - Parameters:
  ///   - gradient: as a network of derivatives.
  ///   - tolerance: of the difference, or of its part where the derivative is above 1.
  ///   - interval: of how many weights one is looked at.
  ///   - loss: of a network in the place of this one.
  func weights(
    unlike gradient: ReferenceNetwork, step: Double = 1e-7, tolerance: Double = 5e-4,
    interval: Int = 1, loss: (ReferenceNetwork) -> Double
  ) -> [String] {
    var network = self
    var faults: [String] = []
    for matrix in weights.indices {
      for unit in weights[matrix].indices {
        for below in weights[matrix][unit].indices where (unit + below) % interval == 0 {
          network.weights[matrix][unit][below] = weights[matrix][unit][below] + step
          let above = loss(network)
          network.weights[matrix][unit][below] = weights[matrix][unit][below] - step
          let expected = (above - loss(network)) / (2 * step)
          network.weights[matrix][unit][below] = weights[matrix][unit][below]
          let actual = gradient.weights[matrix][unit][below]
          // What is not a number is a fault, too.
          if !(abs(actual - expected) < tolerance * max(1, abs(expected))) {
            faults.append("weight \(matrix) \(unit) \(below): \(actual), expected \(expected)")
          }
        }
      }
    }
    return faults
  }
}
