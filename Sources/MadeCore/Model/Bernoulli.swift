// The loss: what a 0/1 column contributes to the log-likelihood, and its gradient.

import CKernels

/// Bernoulli conditionals in logit form.
///
///     log p(x_d | earlier) = x z - max(z, 0) - log(1 + exp(-|z|)),   z the logit, in nats
///     d(-log p) / dz       = sigmoid(z) - x
///
/// This form is exact for logits of any size; a logarithm of a rounded sigmoid is not. A record's sum
/// over columns is taken in Double, in the order of the positions, in partial sums of 64 positions
/// whatever the number of threads.
package enum Bernoulli {
  /// log p(x_d | earlier) of one cell, in Double; the definition that the kernels vectorise.
  package static func logLikelihood(of isOne: Bool, logit: Double) -> Double {
    (isOne ? logit : 0) - max(logit, 0) - logAddExp(0, -abs(logit))
  }

  /// Log-likelihoods of the records of a batch, from the logits in `workspace.outputT`.
  ///
  /// With `gradient`, the logits are replaced by the gradient of the negative log-likelihood.
  package static func evaluate(_ workspace: Workspace, gradient: Bool, team: WorkerTeam) {
    let kernels = Kernels.table.pointee
    let (batch, lanes) = (workspace.batch, workspace.lanes)
    team.forEachRange(of: batch.inputs, size: Workspace.positionsPerSum) { positions in
      let first = positions.lowerBound
      let z = workspace.outputT.base.advanced(by: first * lanes)
      let bits = batch.bits.advanced(by: first * (lanes / 16))
      let sums = workspace.partial.base.advanced(by: first / Workspace.positionsPerSum * lanes)
      sums.update(repeating: 0, count: lanes)
      if gradient {
        kernels.bernoulli_backward(z, lanes, bits, positions.count, lanes, batch.count, sums)
      } else {
        kernels.bernoulli_log_likelihood(z, lanes, bits, positions.count, lanes, sums)
      }
    }
  }

  /// The log-likelihood of record `record` after `evaluate`.
  package static func total(_ workspace: Workspace, record: Int) -> Double {
    var sum = 0.0
    for place in stride(from: record, to: workspace.partial.count, by: workspace.lanes) {
      sum += workspace.partial.base[place]
    }
    return sum
  }
}
