// Layers that read hidden units: deeper hidden layers, and the output.

import CKernels

/// Forward, rows of blocks `blocks`:  z[r] += W[r] x  for all records at once.
///
/// x: feature-major (units below, rowLanes); z: feature-major, holding the biases; of both the first `lanes`.
func staircaseForward(
  _ staircase: Staircase, weights: FloatBuffer, blocks: Range<Int>, from x: FloatBuffer,
  into z: FloatBuffer, rowLanes: Int, lanes: Int, compute: Compute
) {
  let kernels = Kernels.table.pointee
  switch compute {
  case .f32:
    kernels.staircase_forward(
      weights.base, staircase.offset, staircase.stored, blocks.lowerBound, blocks.upperBound,
      x.base, rowLanes, z.base, rowLanes, lanes)
  case .bf16:
    kernels.staircase_forward_bf16(
      weights.base, staircase.offset, staircase.stored, blocks.lowerBound, blocks.upperBound,
      x.base, rowLanes, z.base, rowLanes, lanes)
  }
}

/// Backward by the units below, column blocks `blocks`:  dx = W^T dz.
func staircaseBackward(
  _ staircase: Staircase, weights: FloatBuffer, blocks: Range<Int>, from dz: FloatBuffer,
  into dx: FloatBuffer, lanes: Int, compute: Compute
) {
  let kernels = Kernels.table.pointee
  switch compute {
  case .f32:
    kernels.staircase_backward(
      weights.base, staircase.offset, staircase.firstRow, staircase.paddedRows, blocks.lowerBound,
      blocks.upperBound, dz.base, lanes, dx.base, lanes, lanes)
  case .bf16:
    kernels.staircase_backward_bf16(
      weights.base, staircase.offset, staircase.firstRow, staircase.paddedRows, blocks.lowerBound,
      blocks.upperBound, dz.base, lanes, dx.base, lanes, lanes)
  }
}

/// Backward by the weights, rows of blocks `blocks`:  dW[r][k] = sum over b of dz[r][b] x[b][k].
///
/// dz: feature-major; x: record-major (lanes, units below padded to 16).
func staircaseGradient(
  _ staircase: Staircase, gradient: FloatBuffer, blocks: Range<Int>, from dz: FloatBuffer,
  with x: FloatBuffer, lanes: Int, batch: Int, compute: Compute
) {
  let kernels = Kernels.table.pointee
  switch compute {
  case .f32:
    kernels.staircase_gradient(
      gradient.base, staircase.offset, staircase.stored, staircase.live, blocks.lowerBound,
      blocks.upperBound, dz.base, lanes, x.base, padded(staircase.columns, to: 16), batch)
  case .bf16:
    kernels.staircase_gradient_bf16(
      gradient.base, staircase.offset, staircase.stored, staircase.live, blocks.lowerBound,
      blocks.upperBound, dz.base, lanes, x.base, padded(staircase.columns, to: 16), batch)
  }
}

/// z[r] = bias[r] for all lanes of rows `rows`.
func fillBias(
  _ z: FloatBuffer, weights: FloatBuffer, bias: Int, rows: Range<Int>, lanes: Int
) {
  for row in rows {
    z.base.advanced(by: row * lanes).update(repeating: weights.base[bias + row], count: lanes)
  }
}
