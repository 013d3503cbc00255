// The loss of a bit: what it contributes to the log-likelihood, and its gradient.

import CKernels

/// Bernoulli conditionals in logit form.
///
///     log p(x_d | earlier) = x z - max(z, 0) - log(1 + exp(-|z|)),   z the logit, in nats
///     d(-log p) / dz       = sigmoid(z) - x
///
/// This form is exact for logits of any size; a logarithm of a rounded sigmoid is not.
package struct Bernoulli: CodeConditional {
  package init() {}

  package var outputs: Int { 1 }
  package var states: Int { 2 }
  package var silentCodes: Int { 1 }
  package var kernel: Int32 { Int32(MADE_BERNOULLI.rawValue) }

  package func logProbability(of code: Int, _ output: (Int) -> Double) -> Double {
    let z = output(0)
    return (code == 1 ? z : 0) - max(z, 0) - logAddExp(0, -abs(z))
  }

  package func scores(_ output: (Int) -> Double) -> [Double] { [0, output(0)] }

  package func evaluate(
    _ z: UnsafeMutablePointer<Float>, _ cells: LaneCells, columns: Int, gradient: Bool,
    sums: UnsafeMutablePointer<Double>
  ) {
    let kernels = Kernels.table.pointee
    if gradient {
      kernels.bernoulli_backward(
        z, cells.lanes, cells.bits, columns, cells.lanes, cells.count, sums)
    } else {
      kernels.bernoulli_log_likelihood(z, cells.lanes, cells.bits, columns, cells.lanes, sums)
    }
  }

  package func logProbabilities(
    _ z: UnsafeMutablePointer<Float>, lanes: Int, count: Int, silent: UnsafeMutablePointer<Float>
  ) {
    Kernels.table.pointee.log_sigmoid(z, silent, count)
  }

  // MARK: Training

  /// The logit of (n + 1/2) / (N + 1) for n ones among N records: as if each value had been seen half a time
  /// more, so that constant columns stay finite.
  package func startingBias(_ counts: [Int]) -> [Float] {
    let mean = (Double(counts[1]) + 0.5) / (Double(counts[0] + counts[1]) + 1)
    return [Float(logarithm(mean) - logarithm(1 - mean))]
  }

  package func unlearnable(_ counts: [Int]) -> [Int] { [] }

  // MARK: Evidence

  package func know(_ code: Int, lane: Int, lanes: Int, in known: UnsafeMutablePointer<Float>) {
    known[lane] = Float(code)
  }

  package func limit(
    _ shares: [Float], lane: Int, lanes: Int, in known: UnsafeMutablePointer<Float>
  ) -> Bool {
    // If both values are possible, there is no condition.
    if shares[0] > 0 && shares[1] > 0 { return false }
    known[lane] = shares[1] > 0 ? 1 : 0
    return true
  }

  // MARK: Drawing

  package func drawingProbabilities(
    _ z: UnsafeMutablePointer<Float>, lanes: Int, barred: Int?
  ) {
    Kernels.table.pointee.activate(Int32(MADE_SIGMOID.rawValue), z, lanes)
  }

  package func code(at uniform: Float, _ probabilities: [Float]) -> Int {
    uniform < probabilities[0] ? 1 : 0
  }
}
