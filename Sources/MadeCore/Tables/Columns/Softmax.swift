// The loss of a column of several codes: what it contributes to the log-likelihood, and its gradient.

import CKernels

/// Softmax conditionals in logit form.
///
///     log p(x_d = k | earlier) = z_k - log(sum over the column's codes j of exp(z_j)),   in nats
///     d(-log p) / dz_j         = softmax(z)_j - (1 if j = k, else 0)
///
/// The largest logit is taken out of the sum first, so that this holds for logits of any size.
/// Source: Bridle, "Probabilistic interpretation of feedforward classification network outputs",
/// 1990.
package struct Softmax: CodeConditional {
  package let states: Int

  /// - Parameter states: K, the number of codes.
  package init(states: Int) { self.states = states }

  package var outputs: Int { states }
  package var silentCodes: Int { 0 }
  package var kernel: Int32 { Int32(MADE_SOFTMAX.rawValue) }

  package func logProbability(of code: Int, _ output: (Int) -> Double) -> Double {
    let scores = scores(output)
    return scores[code] - logSumExp(scores)
  }

  package func scores(_ output: (Int) -> Double) -> [Double] { (0..<states).map(output) }

  package func evaluate(
    _ z: UnsafeMutablePointer<Float>, _ cells: LaneCells, columns: Int, gradient: Bool,
    sums: UnsafeMutablePointer<Double>
  ) {
    let kernels = Kernels.table.pointee
    let lanes = cells.lanes
    for column in 0..<columns {
      let z = z + column * states * lanes
      let codes = cells.codes + column * lanes
      if gradient {
        kernels.softmax_backward(z, lanes, codes, states, lanes, cells.count, sums)
      } else {
        kernels.softmax_log_likelihood(z, lanes, codes, states, lanes, sums)
      }
    }
  }

  package func logProbabilities(
    _ z: UnsafeMutablePointer<Float>, lanes: Int, count: Int, silent: UnsafeMutablePointer<Float>
  ) {
    Kernels.table.pointee.log_softmax(z, lanes, states, count)
  }

  // MARK: Training

  /// The log of (n_k + 1/2) / (N + K/2) for n_k of N records: as if every code had been seen half a time more,
  /// so that codes that do not occur stay finite.
  package func startingBias(_ counts: [Int]) -> [Float] {
    let records = counts.reduce(0, +)
    return counts.map { count in
      Float(logarithm((Double(count) + 0.5) / (Double(records) + Double(states) / 2)))
    }
  }

  /// Codes that no record has: those of listed values that do not occur, and mostly that of other values.
  ///
  /// Nothing can be learnt about them but that they are rare, which the smoothed frequency says
  /// already. Trained, their logits would only go down for as long as training lasts, and a value that
  /// is new would be all but impossible; and as inputs they would bring untrained random weights. So
  /// their weights start at zero and stay there, and so do their biases where they started.
  ///
  /// Of a constant column, with a code for its one value and a code for any other, nothing can be learnt at all.
  package func unlearnable(_ counts: [Int]) -> [Int] {
    let never = counts.indices.filter { counts[$0] == 0 }
    return states == 2 && !never.isEmpty ? Array(counts.indices) : never
  }

  // MARK: Evidence

  package func know(_ code: Int, lane: Int, lanes: Int, in known: UnsafeMutablePointer<Float>) {
    for other in 0..<states { known[other * lanes + lane] = other == code ? 1 : 0 }
  }

  package func limit(
    _ shares: [Float], lane: Int, lanes: Int, in known: UnsafeMutablePointer<Float>
  ) -> Bool {
    for code in 0..<states { known[code * lanes + lane] = shares[code] }
    return true
  }

  // MARK: Drawing

  package func drawingProbabilities(
    _ z: UnsafeMutablePointer<Float>, lanes: Int, barred: Int?
  ) {
    Kernels.table.pointee.softmax(z, lanes, states, lanes, barred ?? -1)
  }

  /// The first code at which the sum of the probabilities is above `uniform` times the whole sum.
  package func code(at uniform: Float, _ probabilities: [Float]) -> Int {
    let share = uniform * probabilities.reduce(0, +)
    var sum: Float = 0
    let chosen = probabilities.firstIndex { probability in
      sum += probability
      return sum > share
    }
    return chosen ?? states - 1
  }
}
