// A staircase matrix with random live prefixes, and its three products in plain loops: once in
// Double, as the oracle of their meaning, and once in the exact order and rounding of the kernels.

import CKernels

struct Staircase {
  let rows: Int
  let columns: Int
  let paddedRows: Int
  let paddedColumns: Int
  /// Live columns of each padded row, increasing.
  let live: [Int32]
  /// Stored columns of each block of 8 rows.
  let stored: [Int32]
  let offset: [Int64]
  /// The first row whose block stores columns up to 8 kb + 7.
  let firstRow: [Int32]
  let weights: Lanes

  init(rows: Int, columns: Int, noise: inout Noise) {
    self.rows = rows
    self.columns = columns
    paddedRows = padded(rows, to: 8)
    paddedColumns = padded(columns, to: 16)
    let prefixes = (0..<rows).map { _ in Int32(noise.below(columns + 1)) }.sorted()
    live = prefixes + Array(repeating: 0, count: paddedRows - rows)
    var stored: [Int32] = []
    var offset: [Int64] = []
    var total = 0
    for first in stride(from: 0, to: paddedRows, by: 8) {
      let length = padded(Int(live[first..<first + 8].max() ?? 0), to: 16)
      stored.append(Int32(length))
      for _ in 0..<8 {
        offset.append(Int64(total))
        total += length
      }
    }
    self.stored = stored
    self.offset = offset
    firstRow = (0..<paddedColumns / 8).map { kb in
      Int32((stored.firstIndex { Int($0) >= 8 * kb + 8 } ?? stored.count) * 8)
    }
    weights = Lanes(count: total)
    for r in 0..<rows {
      for k in 0..<Int(live[r]) { weights[Int(offset[r]) + k] = noise.float() }
    }
  }

  var blocks: Int { stored.count }

  /// W[r][k], zero where nothing is stored.
  func weight(_ r: Int, _ k: Int) -> Float {
    k < Int(stored[r / 8]) ? weights[Int(offset[r]) + k] : 0
  }

  // MARK: - Meaning, in Double

  func forward(x: [Float], z: [Float], lanes: Int) -> [Double] {
    var result = z.map { Double($0) }
    for r in 0..<rows {
      for k in 0..<columns {
        for j in 0..<lanes {
          result[r * lanes + j] += Double(weight(r, k)) * Double(x[k * lanes + j])
        }
      }
    }
    return result
  }

  func backward(dz: [Float], lanes: Int) -> [Double] {
    var result = [Double](repeating: 0, count: paddedColumns * lanes)
    for r in 0..<rows {
      for k in 0..<columns {
        for j in 0..<lanes {
          result[k * lanes + j] += Double(weight(r, k)) * Double(dz[r * lanes + j])
        }
      }
    }
    return result
  }

  /// In the order of `weights`.
  func gradient(dz: [Float], lanes: Int, x: [Float], batch: Int) -> [Double] {
    var result = [Double](repeating: 0, count: weights.count)
    for r in 0..<rows {
      for k in 0..<Int(live[r]) {
        for b in 0..<batch {
          result[Int(offset[r]) + k] += Double(dz[r * lanes + b]) * Double(x[b * paddedColumns + k])
        }
      }
    }
    return result
  }

  // MARK: - Order and rounding, in Float

  // With `pairs` in the order of the bf16 products: the second of each pair of the inner index first.

  func forwardBits(
    x: [Float], z: [Float], lanes: Int, fused: Bool, pairs: Bool = false
  ) -> [Float] {
    var result = z
    for r in 0..<paddedRows {
      for k in order(Int(stored[r / 8]), pairs: pairs) {
        let w = weights[Int(offset[r]) + k]
        for j in 0..<lanes {
          result[r * lanes + j] = step(result[r * lanes + j], w, x[k * lanes + j], fused: fused)
        }
      }
    }
    return result
  }

  func backwardBits(
    dz: [Float], lanes: Int, fused: Bool, pairs: Bool = false
  ) -> [Float] {
    var result = [Float](repeating: 0, count: paddedColumns * lanes)
    for r in order(paddedRows, pairs: pairs) {
      for k in 0..<Int(stored[r / 8]) where Int(firstRow[k / 8]) <= r {
        let w = weights[Int(offset[r]) + k]
        for j in 0..<lanes {
          result[k * lanes + j] = step(result[k * lanes + j], w, dz[r * lanes + j], fused: fused)
        }
      }
    }
    return result
  }

  func gradientBits(
    dz: [Float], lanes: Int, x: [Float], batch: Int, fused: Bool, pairs: Bool = false
  ) -> [Float] {
    var result = [Float](repeating: 0, count: weights.count)
    for r in 0..<paddedRows {
      for k in 0..<Int(live[r]) {
        var sum: Float = 0
        for b in order(batch, pairs: pairs) {
          sum = step(sum, dz[r * lanes + b], x[b * paddedColumns + k], fused: fused)
        }
        result[Int(offset[r]) + k] = sum
      }
    }
    return result
  }

  private func order(_ count: Int, pairs: Bool) -> [Int] {
    pairs ? (0..<padded(count, to: 2)).map { $0 ^ 1 }.filter { $0 < count } : Array(0..<count)
  }
}
