// The loss of a categorical column: what it contributes to the log-likelihood, and its gradient.

import CKernels

/// Softmax conditionals in logit form.
///
///     log p(x_d = k | earlier) = z_k - log(sum over the column's slots j of exp(z_j)),   in nats
///     d(-log p) / dz_j         = softmax(z)_j - (1 if j = k, else 0)
///
/// The largest logit is taken out of the sum first, so that this holds for logits of any size.
/// Source: Bridle, "Probabilistic interpretation of feedforward classification network outputs",
/// 1990.
package enum Categorical {
  /// log p(x_d = slot | earlier) of one cell, in Double; the definition that the kernels vectorise.
  package static func logLikelihood(of slot: Int, logits: [Double]) -> Double {
    logits[slot] - logSumExp(logits)
  }

  /// The logits of a cell's values: of a column of `count` slots that begins with `first` those of its slots,
  /// of a binary one 0 and that of its slot.
  static func logits(from first: Int, count: Int, _ logit: (Int) -> Double) -> [Double] {
    count == 1 ? [0, logit(first)] : (first..<first + count).map(logit)
  }

  /// Replaces the logits of a categorical column, whose slots are places `first` and on, by log p of each slot.
  ///
  /// The same bits as `evaluate` adds, for the first `lanes` records, a multiple of 16.
  static func logProbabilities(_ workspace: Workspace, first: Int, slots: Int, lanes: Int) {
    Kernels.table.pointee.log_softmax(
      workspace.outputT.base + first * workspace.lanes, workspace.lanes, slots, lanes)
  }

  /// Adds the log-likelihood of a categorical column, whose outputs are places `first` and on and whose ones
  /// are places `firstOne` and on, to each record's sum.
  ///
  /// With `gradient`, the logits are replaced by the gradient of the negative log-likelihood.
  static func evaluate(
    _ workspace: Workspace, first: Int, firstOne: Int, slots: Int, gradient: Bool,
    sums: UnsafeMutablePointer<Double>
  ) {
    let kernels = Kernels.table.pointee
    let (batch, lanes) = (workspace.batch, workspace.lanes)
    let z = workspace.outputT.base.advanced(by: first * lanes)
    let bits = batch.bits.advanced(by: firstOne * (lanes / 16))
    if gradient {
      kernels.categorical_backward(z, lanes, bits, slots, lanes, batch.count, sums)
    } else {
      kernels.categorical_log_likelihood(z, lanes, bits, slots, lanes, sums)
    }
  }
}
