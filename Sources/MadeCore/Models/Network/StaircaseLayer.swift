// Layers over floats: over hidden units, or over real inputs.

import CKernels

/// A layer over hidden units or real inputs.
///
/// Buffers z and dz are feature-major, (units, lanes): a row for each unit, a lane for each record.
struct StaircaseLayer: Sendable {
  /// A row for each unit, up to the last unit below that it sees.
  let shape: Staircase
  /// The flat buffer in which rows and biases lie.
  let weights: FloatBuffer
  /// Where the biases of its units start.
  let bias: Int
  /// What the factors of products are rounded to.
  let compute: Compute

  /// Forward, rows of blocks `blocks`:  z[r] += W[r] x  for all records at once.
  ///
  /// x: feature-major (units below, rowLanes); z: feature-major, holding the biases; of both the first `lanes`.
  func forward(
    _ blocks: Range<Int>, from x: FloatBuffer, into z: FloatBuffer, rowLanes: Int, lanes: Int
  ) {
    let kernels = Kernels.table.pointee
    switch compute {
    case .f32:
      kernels.staircase_forward(
        weights.base, shape.offset, shape.stored, blocks.lowerBound, blocks.upperBound,
        x.base, rowLanes, z.base, rowLanes, lanes)
    case .bf16:
      kernels.staircase_forward_bf16(
        weights.base, shape.offset, shape.stored, blocks.lowerBound, blocks.upperBound,
        x.base, rowLanes, z.base, rowLanes, lanes)
    }
  }

  /// z[r] = bias[r] for all lanes of rows `rows`.
  func fillBias(_ rows: Range<Int>, of z: FloatBuffer, lanes: Int) {
    for row in rows {
      z.base.advanced(by: row * lanes).update(repeating: weights.base[bias + row], count: lanes)
    }
  }

  /// Backward by the units below, column blocks `blocks`:  dx = W^T dz.
  func backward(_ blocks: Range<Int>, from dz: FloatBuffer, into dx: FloatBuffer, lanes: Int) {
    backward(blocks, from: dz.base, stride: lanes, into: dx.base, stride: lanes, lanes: lanes)
  }

  /// The same for some lanes, the first of which is where the pointers begin.
  func backward(
    _ blocks: Range<Int>, from dz: UnsafePointer<Float>, stride: Int,
    into dx: UnsafeMutablePointer<Float>, stride strideBelow: Int, lanes: Int
  ) {
    let kernels = Kernels.table.pointee
    switch compute {
    case .f32:
      kernels.staircase_backward(
        weights.base, shape.offset, shape.firstRow, shape.paddedRows, blocks.lowerBound,
        blocks.upperBound, dz, stride, dx, strideBelow, lanes)
    case .bf16:
      kernels.staircase_backward_bf16(
        weights.base, shape.offset, shape.firstRow, shape.paddedRows, blocks.lowerBound,
        blocks.upperBound, dz, stride, dx, strideBelow, lanes)
    }
  }

  /// Backward by the weights, rows of blocks `blocks`:  dW[r][k] = sum over b of dz[r][b] x[b][k].
  ///
  /// x: record-major (lanes, units below padded to 16), of which the first `batch` records count.
  func gradient(
    _ blocks: Range<Int>, from dz: FloatBuffer, with x: FloatBuffer, lanes: Int, batch: Int,
    into gradient: FloatBuffer
  ) {
    let kernels = Kernels.table.pointee
    switch compute {
    case .f32:
      kernels.staircase_gradient(
        gradient.base, shape.offset, shape.stored, shape.live, blocks.lowerBound,
        blocks.upperBound, dz.base, lanes, x.base, padded(shape.columns, to: 16), batch)
    case .bf16:
      kernels.staircase_gradient_bf16(
        gradient.base, shape.offset, shape.stored, shape.live, blocks.lowerBound,
        blocks.upperBound, dz.base, lanes, x.base, padded(shape.columns, to: 16), batch)
    }
  }

  /// Backward by the biases, rows of blocks `blocks`:  db[r] = sum over b of dz[r][b].
  func biasGradient(
    _ blocks: Range<Int>, from dz: FloatBuffer, lanes: Int, into gradient: FloatBuffer
  ) {
    let first = Int(MADE_BLOCK) * blocks.lowerBound
    Kernels.table.pointee.row_sums(
      dz.base.advanced(by: first * lanes), lanes, Int(MADE_BLOCK) * blocks.count, lanes,
      gradient.base.advanced(by: bias + first))
  }
}

extension StaircaseLayer {
  /// The weights with a row for each column, (columns, width): of row r place r, and 0 where it sees nothing.
  ///
  /// - Returns: the rows one after the other, and their width, a multiple of 16.
  func byColumn() -> (weights: [Float], width: Int) {
    let width = padded(shape.rows, to: Int(MADE_LANES))
    var columns = [Float](repeating: 0, count: shape.columns * width)
    for row in 0..<shape.rows {
      for column in 0..<Int(shape.live[row]) {
        columns[column * width + row] = weights.base[Int(shape.offset[row]) + column]
      }
    }
    return (columns, width)
  }
}
