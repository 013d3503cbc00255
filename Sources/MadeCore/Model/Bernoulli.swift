// The loss of a binary column: what it contributes to the log-likelihood, and its gradient.

import CKernels

/// Bernoulli conditionals in logit form.
///
///     log p(x_d | earlier) = x z - max(z, 0) - log(1 + exp(-|z|)),   z the logit, in nats
///     d(-log p) / dz       = sigmoid(z) - x
///
/// This form is exact for logits of any size; a logarithm of a rounded sigmoid is not.
package enum Bernoulli {
  /// log p(x_d | earlier) of one cell, in Double; the definition that the kernels vectorise.
  package static func logLikelihood(of isOne: Bool, logit: Double) -> Double {
    (isOne ? logit : 0) - max(logit, 0) - logAddExp(0, -abs(logit))
  }

  /// Replaces the logits of a binary column, whose slot is place `place`, by log p(1); log p(0) goes to `zeros`.
  ///
  /// The same bits as `evaluate` adds, for the first `lanes` records, a multiple of 16.
  static func logProbabilities(
    _ workspace: Workspace, place: Int, lanes: Int, zeros: UnsafeMutablePointer<Float>
  ) {
    Kernels.table.pointee.log_sigmoid(
      workspace.outputT.base + place * workspace.lanes, zeros, lanes)
  }

  /// Adds the log-likelihoods of `count` binary columns, whose outputs are places `first` and on and whose
  /// ones are places `firstOne` and on, to each record's sum.
  ///
  /// With `gradient`, the logits are replaced by the gradient of the negative log-likelihood.
  static func evaluate(
    _ workspace: Workspace, first: Int, firstOne: Int, count: Int, gradient: Bool,
    sums: UnsafeMutablePointer<Double>
  ) {
    let kernels = Kernels.table.pointee
    let (batch, lanes) = (workspace.batch, workspace.lanes)
    let z = workspace.outputT.base.advanced(by: first * lanes)
    let bits = batch.bits.advanced(by: firstOne * (lanes / 16))
    if gradient {
      kernels.bernoulli_backward(z, lanes, bits, count, lanes, batch.count, sums)
    } else {
      kernels.bernoulli_log_likelihood(z, lanes, bits, count, lanes, sums)
    }
  }
}
