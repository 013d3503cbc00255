// Layers that read the 0/1 inputs: the first hidden layer, and the direct connections.
//
// With 0/1 inputs a product with x is a sum of weight rows, one for each input that is 1; four of
// five inputs of a typical record are 0 and cost nothing.

import CKernels

/// Forward, for each record of lanes `records`.
///
///     z[b][k] = bias[k] + sum over inputs p that are 1 of W[p][k],
///
/// where W[p] starts at the first unit that may see p. z: record-major. With input dropout the sum is
/// over the inputs that are left, times their factor.
func inputForward(
  _ staircase: SuffixStaircase, weights: FloatBuffer, bias: Int, batch: InputBatch,
  records: Range<Int>, into z: FloatBuffer
) {
  let kernels = Kernels.table.pointee
  let width = staircase.paddedColumns
  for record in records {
    let row = z.base.advanced(by: record * width)
    let start = weights.base.advanced(by: bias)
    let isDropped = batch.inputFactor != 1
    if isDropped {
      row.update(repeating: 0, count: width)
    } else {
      row.update(from: start, count: width)
    }
    kernels.sparse_forward(
      weights.base, staircase.offset, staircase.start, width,
      batch.active.advanced(by: record * batch.inputs), Int(batch.activeCount[record]), row)
    if isDropped {
      for unit in 0..<width { row[unit] = start[unit] + batch.inputFactor * row[unit] }
    }
  }
}

/// Backward, for each input p in `inputs`.
///
///     dW[p][k] = sum over records b with x_p = 1 of dz[b][k],  k from the first unit that sees p.
func inputBackward(
  _ staircase: SuffixStaircase, gradient: FloatBuffer, batch: InputBatch, inputs: Range<Int>,
  from dz: FloatBuffer
) {
  let kernels = Kernels.table.pointee
  let width = staircase.paddedColumns
  let words = batch.lanes / 16
  for input in inputs {
    let start = Int(staircase.start[input])
    if start >= width { continue }
    let row = gradient.base.advanced(by: Int(staircase.offset[input]))
    kernels.sparse_gradient(
      row, start, max(Int(staircase.live[input]), start), width,
      batch.inputBits.advanced(by: input * words), words, dz.base, width)
    if batch.inputFactor != 1 {
      kernels.scale(row.advanced(by: start), batch.inputFactor, width - start)
    }
  }
}
