// Layers that read the ones: the first hidden layer, and the direct connections.
//
// With 0/1 inputs a product with x is a sum of weight rows, one for each input that is 1; four of
// five inputs of a typical record are 0 and cost nothing.

import CKernels

/// A layer over the inputs that are 0 or 1.
struct InputLayer: Sendable {
  /// A row for each input, from the first unit that may see it.
  let shape: SuffixStaircase
  /// The flat buffer in which rows and biases lie.
  let weights: FloatBuffer
  /// Where the biases of its units start.
  let bias: Int

  /// Units, padded to whole vectors.
  var width: Int { shape.paddedColumns }

  /// Forward, for each record of lanes `records`.
  ///
  ///     z[b][k] = bias[k] + sum over inputs p that are 1 of W[p][k],
  ///
  /// where W[p] starts at the first unit that may see p. z: record-major (lanes, width). With input dropout the
  /// sum is over the inputs that were kept, times their factor.
  func forward(_ records: Range<Int>, of batch: InputBatch, into z: FloatBuffer) {
    let kernels = Kernels.table.pointee
    let width = width
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
        weights.base, shape.offset, shape.start, width,
        batch.active.advanced(by: record * batch.inputs), Int(batch.activeCount[record]), row)
      if isDropped {
        for unit in 0..<width { row[unit] = start[unit] + batch.inputFactor * row[unit] }
      }
    }
  }

  /// Backward by the weights, for each input p in `inputs`.
  ///
  ///     dW[p][k] = sum over records b with x_p = 1 of dz[b][k],  k from the first unit that sees p.
  ///
  /// dz: record-major (lanes, width).
  func gradient(
    _ inputs: Range<Int>, of batch: InputBatch, from dz: FloatBuffer, into gradient: FloatBuffer
  ) {
    let kernels = Kernels.table.pointee
    let width = width
    let words = batch.lanes / 16
    for input in inputs {
      let start = Int(shape.start[input])
      if start >= width { continue }
      let row = gradient.base.advanced(by: Int(shape.offset[input]))
      kernels.sparse_gradient(
        row, start, max(Int(shape.live[input]), start), width,
        batch.inputBits.advanced(by: input * words), words, dz.base, width)
      if batch.inputFactor != 1 {
        kernels.scale(row.advanced(by: start), batch.inputFactor, width - start)
      }
    }
  }

  /// Backward by the biases: sums over the records in their order.
  func biasGradient(of batch: InputBatch, from dz: FloatBuffer, into gradient: FloatBuffer) {
    let sums = gradient.base.advanced(by: bias)
    sums.update(repeating: 0, count: width)
    for record in 0..<batch.count {
      let row = dz.base.advanced(by: record * width)
      for unit in 0..<shape.columns { sums[unit] += row[unit] }
    }
  }
}
