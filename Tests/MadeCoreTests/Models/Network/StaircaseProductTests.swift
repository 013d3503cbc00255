import CKernels
import Testing

/// The products against plain loops.
///
/// Near them in Double, equal to them bit for bit in the order that the interface fixes. Equality
/// to one scalar loop is also what makes an element independent of its tile, its neighbours and the
/// split of the blocks.
@Suite("Staircase products")
struct StaircaseProductTests {
  /// Rows, columns and batch: each pair of the three at every value up to 40, and a few that
  /// reach over the panels of the blocked loops.
  static let shapes: [(rows: Int, columns: Int, batch: Int)] = {
    var shapes: [(rows: Int, columns: Int, batch: Int)] = []
    for a in 1...40 {
      for b in 1...40 {
        let c = (7 * a + 3 * b) % 40 + 1
        shapes += [(a, b, c), (c, a, b), (b, c, a)]
      }
    }
    shapes += [(24, 700, 112), (200, 300, 100), (17, 130, 300), (333, 49, 270), (64, 512, 128)]
    return shapes
  }()

  @Test("The forward product is the plain loop, for every shape", arguments: kernelVariants)
  func forward(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(1)
    for (rows, columns, batch) in Self.shapes {
      let what = "\(variant) forward \(rows)x\(columns), batch \(batch)"
      let w = Staircase(rows: rows, columns: columns, noise: &noise)
      let lanes = padded(batch, to: 16)
      let x = Lanes(noise.floats(w.paddedColumns * lanes))
      let before = noise.floats(w.paddedRows * lanes)
      let z = Lanes(before)
      // In two calls, as two threads would.
      let cut = noise.below(w.blocks + 1)
      for part in [0..<cut, cut..<w.blocks] {
        kernels.staircase_forward(
          w.weights.pointer, w.offset, w.stored, part.lowerBound, part.upperBound, x.pointer,
          lanes, z.pointer, lanes, lanes)
      }
      expectSameBits(
        z.array, w.forwardBits(x: x.array, z: before, lanes: lanes, fused: isFused(variant)), what)
      expectNear(
        z.array, w.forward(x: x.array, z: before, lanes: lanes), relative: 0,
        absolute: Double(columns + 2) * 1.2e-7, what)
      #expect(z.guardsAreIntact, "\(what)")
    }
  }

  @Test("The backward product is the plain loop, for every shape", arguments: kernelVariants)
  func backward(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(2)
    for (rows, columns, batch) in Self.shapes {
      let what = "\(variant) backward \(rows)x\(columns), batch \(batch)"
      let w = Staircase(rows: rows, columns: columns, noise: &noise)
      let lanes = padded(batch, to: 16)
      let dz = Lanes(noise.floats(w.paddedRows * lanes))
      let dx = Lanes(count: w.paddedColumns * lanes, fill: .nan)
      let cut = noise.below(w.paddedColumns / 8 + 1)
      for part in [0..<cut, cut..<w.paddedColumns / 8] {
        kernels.staircase_backward(
          w.weights.pointer, w.offset, w.firstRow, w.paddedRows, part.lowerBound, part.upperBound,
          dz.pointer, lanes, dx.pointer, lanes, lanes)
      }
      expectSameBits(
        dx.array, w.backwardBits(dz: dz.array, lanes: lanes, fused: isFused(variant)), what)
      expectNear(
        dx.array, w.backward(dz: dz.array, lanes: lanes), relative: 0,
        absolute: Double(rows + 2) * 1.2e-7, what)
      #expect(dx.guardsAreIntact, "\(what)")
    }
  }

  @Test("The gradient is the plain loop, and zero in dead weights", arguments: kernelVariants)
  func gradient(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(3)
    for (rows, columns, batch) in Self.shapes {
      let what = "\(variant) gradient \(rows)x\(columns), batch \(batch)"
      let w = Staircase(rows: rows, columns: columns, noise: &noise)
      let lanes = padded(batch, to: 16)
      let dz = Lanes(noise.floats(w.paddedRows * lanes))
      // Lanes behind the batch must not count.
      for r in 0..<w.paddedRows {
        for b in batch..<lanes { dz[r * lanes + b] = .nan }
      }
      let x = Lanes(noise.floats(batch * w.paddedColumns))
      let g = Lanes(count: w.weights.count, fill: .nan)
      let cut = noise.below(w.blocks + 1)
      for part in [0..<cut, cut..<w.blocks] {
        kernels.staircase_gradient(
          g.pointer, w.offset, w.stored, w.live, part.lowerBound, part.upperBound, dz.pointer,
          lanes, x.pointer, w.paddedColumns, batch)
      }
      let bits = w.gradientBits(
        dz: dz.array, lanes: lanes, x: x.array, batch: batch, fused: isFused(variant))
      expectSameBits(g.array, bits, what)
      expectNear(
        g.array, w.gradient(dz: dz.array, lanes: lanes, x: x.array, batch: batch), relative: 0,
        absolute: Double(batch + 2) * 1.2e-7, what)
      #expect(g.guardsAreIntact, "\(what)")
    }
  }

  @Test("A record has the same bits in any lane of any batch", arguments: kernelVariants)
  func lanesAreIndependent(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(4)
    let w = Staircase(rows: 70, columns: 90, noise: &noise)
    let record = noise.floats(w.paddedColumns)
    var first: [Float]?
    for lanes in [16, 32, 48, 64, 80, 96, 112, 128, 144, 304] {
      for lane in [0, 15, lanes / 2, lanes - 1] {
        let x = Lanes(noise.floats(w.paddedColumns * lanes))
        for k in 0..<w.paddedColumns { x[k * lanes + lane] = record[k] }
        let z = Lanes(count: w.paddedRows * lanes)
        kernels.staircase_forward(
          w.weights.pointer, w.offset, w.stored, 0, w.blocks, x.pointer, lanes, z.pointer, lanes,
          lanes)
        let result = withExtendedLifetime(x) {
          (0..<w.paddedRows).map { z[$0 * lanes + lane] }
        }
        expectSameBits(result, first ?? result, "\(variant) lane \(lane) of \(lanes)")
        first = first ?? result
      }
    }
  }
}
