// The activations and their gradients for one batch.

import CKernels

/// The memory of one batch in the forward and the backward pass.
///
/// Buffers with names in T are feature-major, (units, lanes): a row for each unit, a lane for each record; the
/// others are record-major, (lanes, units padded to 16).
package final class Workspace: Sendable {
  package let lanes: Int
  package let batch: InputBatch
  /// What the factors of products in this workspace are rounded to.
  package let compute: Compute
  /// Activations h^l of hidden layer l+1.
  package let hidden: [FloatBuffer]
  package let hiddenT: [FloatBuffer]
  /// The residual of a residual stack: pre-activations s^1, then s^3 and so on; nil for other networks.
  package let streamT: FloatBuffer?
  /// Outputs z; after the loss was taken, its gradient by them.
  package let output: FloatBuffer
  package let outputT: FloatBuffer
  /// Gradients by the hidden units; empty for scoring.
  ///
  /// The record-major ones are used for the first layer only, and in a residual stack for the third.
  package let hiddenGradient: [FloatBuffer]
  package let hiddenGradientT: [FloatBuffer]
  /// The gradient by the real inputs (see `MaskedNetwork.backward`), and the direct connections' part of it; nil
  /// without such inputs or connections, and for scoring.
  package let realGradientT: FloatBuffer?
  let directRealGradientT: FloatBuffer?
  /// What dropout keeps: a bit for each element of `hiddenT[l]`; for the first layer of a network without real
  /// inputs, for each element of `hidden[0]`.
  package let keep: [Block<UInt16>]
  /// Partial sums of log-likelihoods: `lanes` doubles for each 64 outputs.
  package let partial: DoubleBuffer

  /// Outputs, in the order of the mask, to a partial sum of log-likelihoods.
  package static let placesPerSum = 64

  /// Whether gradients can be taken.
  var isForTraining: Bool { !hiddenGradient.isEmpty }

  package init(
    _ architecture: Architecture, lanes: Int, training: Bool, compute: Compute = .f32
  ) {
    let lanes = padded(lanes, to: 16)
    self.lanes = lanes
    self.compute = compute
    let (reals, outputs) = (architecture.reals, architecture.outputs)
    batch = InputBatch(architecture, lanes: lanes, training: training)
    func buffers(_ isWanted: Bool = true) -> [FloatBuffer] {
      isWanted ? architecture.hidden.map { FloatBuffer(count: padded($0, to: 16) * lanes) } : []
    }
    hidden = buffers()
    hiddenT = buffers()
    streamT =
      architecture.residual
      ? FloatBuffer(count: padded(architecture.hidden[0], to: 16) * lanes) : nil
    hiddenGradient = buffers(training)
    hiddenGradientT = buffers(training)
    keep =
      training ? architecture.hidden.map { Block(count: padded($0, to: 16) * lanes / 16 + 1) } : []
    func realBuffer(_ isWanted: Bool) -> FloatBuffer? {
      isWanted && training && reals > 0 ? FloatBuffer(count: padded(reals, to: 16) * lanes) : nil
    }
    realGradientT = realBuffer(true)
    directRealGradientT = realBuffer(architecture.direct)
    output = FloatBuffer(count: padded(outputs, to: 16) * lanes)
    outputT = FloatBuffer(count: padded(outputs, to: 16) * lanes)
    let sums = (outputs + Self.placesPerSum - 1) / Self.placesPerSum
    partial = DoubleBuffer(count: sums * lanes)
  }
}
