import CKernels
import Testing

/// The products against plain loops, with factors as they are and with factors rounded to bf16.
///
/// Near them in Double, equal to them bit for bit in the order that the interface fixes. Equality
/// to one scalar loop is also what makes an element independent of its tile, its neighbours and the
/// split of the blocks.
@Suite("Staircase products")
struct StaircaseProductTests {
  /// What the factors are rounded to before they are multiplied; sums are always f32.
  enum Factors: CaseIterable {
    case f32, bf16

    /// Plain loops are slow, so that bf16 takes every seventh of the small shapes, and more of the large.
    var shapes: [(rows: Int, columns: Int, batch: Int)] {
      switch self {
      case .f32: StaircaseProductTests.shapes
      case .bf16:
        StaircaseProductTests.shapes.enumerated().filter { $0.offset % 7 == 0 }.map(\.element)
          + StaircaseProductTests.shapes.suffix(5) + [(264, 300, 129), (8, 16, 1), (300, 8, 259)]
      }
    }

    /// Whether the inner index goes by pairs, the second of a pair first.
    var pairs: Bool { self == .bf16 }

    /// Rounds to nearest, ties to even.
    func round(_ values: Lanes) {
      guard self == .bf16 else { return }
      for i in 0..<values.count where !values[i].isNaN {
        let bits = values[i].bitPattern
        values[i] = Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)
      }
    }
  }

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

  @Test(
    "The forward product is the plain loop, for every shape", arguments: kernelVariants,
    Factors.allCases)
  func forward(variant: String, factors: Factors) throws {
    let kernels = try kernels(variant)
    let product = try #require(
      factors == .bf16 ? kernels.staircase_forward_bf16 : kernels.staircase_forward)
    var noise = Noise(1)
    for (rows, columns, batch) in factors.shapes {
      let what = "\(variant) \(factors) forward \(rows)x\(columns), batch \(batch)"
      let w = Staircase(rows: rows, columns: columns, noise: &noise)
      let lanes = padded(batch, to: 16)
      let x = Lanes(noise.floats(w.paddedColumns * lanes))
      let before = noise.floats(w.paddedRows * lanes)
      let z = Lanes(before)
      // In two calls, as two threads would.
      let cut = noise.below(w.blocks + 1)
      for part in [0..<cut, cut..<w.blocks] {
        product(
          w.weights.pointer, w.offset, w.stored, part.lowerBound, part.upperBound, x.pointer,
          lanes, z.pointer, lanes, lanes)
      }
      factors.round(w.weights)
      factors.round(x)
      expectSameBits(
        z.array,
        w.forwardBits(
          x: x.array, z: before, lanes: lanes, fused: isFused(variant), pairs: factors.pairs), what)
      expectNear(
        z.array, w.forward(x: x.array, z: before, lanes: lanes), relative: 0,
        absolute: Double(columns + 2) * 1.2e-7, what)
      #expect(z.guardsAreIntact, "\(what)")
    }
  }

  @Test(
    "The backward product is the plain loop, for every shape", arguments: kernelVariants,
    Factors.allCases)
  func backward(variant: String, factors: Factors) throws {
    let kernels = try kernels(variant)
    let product = try #require(
      factors == .bf16 ? kernels.staircase_backward_bf16 : kernels.staircase_backward)
    var noise = Noise(2)
    for (rows, columns, batch) in factors.shapes {
      let what = "\(variant) \(factors) backward \(rows)x\(columns), batch \(batch)"
      let w = Staircase(rows: rows, columns: columns, noise: &noise)
      let lanes = padded(batch, to: 16)
      let dz = Lanes(noise.floats(w.paddedRows * lanes))
      let dx = Lanes(count: w.paddedColumns * lanes, fill: .nan)
      // In bf16 also cuts between two blocks of columns that share a rounding.
      let cut = noise.below(w.paddedColumns / 8 + 1)
      for part in [0..<cut, cut..<w.paddedColumns / 8] {
        product(
          w.weights.pointer, w.offset, w.firstRow, w.paddedRows, part.lowerBound, part.upperBound,
          dz.pointer, lanes, dx.pointer, lanes, lanes)
      }
      factors.round(w.weights)
      factors.round(dz)
      expectSameBits(
        dx.array,
        w.backwardBits(
          dz: dz.array, lanes: lanes, fused: isFused(variant), pairs: factors.pairs), what)
      expectNear(
        dx.array, w.backward(dz: dz.array, lanes: lanes), relative: 0,
        absolute: Double(rows + 2) * 1.2e-7, what)
      #expect(dx.guardsAreIntact, "\(what)")
    }
  }

  @Test(
    "The gradient is the plain loop, and zero in dead weights", arguments: kernelVariants,
    Factors.allCases)
  func gradient(variant: String, factors: Factors) throws {
    let kernels = try kernels(variant)
    let product = try #require(
      factors == .bf16 ? kernels.staircase_gradient_bf16 : kernels.staircase_gradient)
    var noise = Noise(3)
    for (rows, columns, batch) in factors.shapes {
      let what = "\(variant) \(factors) gradient \(rows)x\(columns), batch \(batch)"
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
        product(
          g.pointer, w.offset, w.stored, w.live, part.lowerBound, part.upperBound, dz.pointer,
          lanes, x.pointer, w.paddedColumns, batch)
      }
      factors.round(dz)
      factors.round(x)
      let bits = w.gradientBits(
        dz: dz.array, lanes: lanes, x: x.array, batch: batch, fused: isFused(variant),
        pairs: factors.pairs)
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

  @Test("Rounding to bf16 is to nearest, ties to even, and keeps what is not a number")
  func rounding() throws {
    let cases: [(Float, Float)] = [
      (1, 1), (-1, -1), (0x1.01p0, 0x1.00p0), (0x1.03p0, 0x1.04p0), (0x1.0100_02p0, 0x1.02p0),
      (0x1.00FF_FEp0, 0x1.00p0), (.greatestFiniteMagnitude, .infinity), (.infinity, .infinity),
      (.nan, .nan), (-0x1.FFp-60, -0x1p-59),
    ]
    for variant in kernelVariants {
      for (value, expected) in cases {
        let w = Lanes(count: 128)
        w[0] = value
        let x = Lanes(count: 16 * 16)
        for lane in 0..<16 { x[lane] = 1 }
        let z = Lanes(count: 8 * 16)
        try kernels(variant).staircase_forward_bf16(
          w.pointer, (0..<8).map { $0 * 16 }, [16], 0, 1, x.pointer, 16, z.pointer, 16, 16)
        let found = z[3]
        #expect(found == expected || found.isNaN && expected.isNaN, "\(variant): \(value)")
      }
    }
  }
}
