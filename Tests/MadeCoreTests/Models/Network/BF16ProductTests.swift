import CKernels
import Testing

/// The products in bf16 against plain loops over operands that were rounded beforehand.
@Suite("Staircase products in bf16")
struct BF16ProductTests {
  /// Every seventh of the shapes of the other products, and those that reach over the panels.
  static let shapes =
    StaircaseProductTests.shapes.enumerated().filter { $0.offset % 7 == 0 }.map(\.element)
    + StaircaseProductTests.shapes.suffix(5) + [(264, 300, 129), (8, 16, 1), (300, 8, 259)]

  @Test("The forward product rounds its operands, not its sums", arguments: kernelVariants)
  func forward(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(11)
    for (rows, columns, batch) in Self.shapes {
      let what = "\(variant) forward \(rows)x\(columns), batch \(batch)"
      let w = Staircase(rows: rows, columns: columns, noise: &noise)
      let lanes = padded(batch, to: 16)
      let x = Lanes(noise.floats(w.paddedColumns * lanes))
      let before = noise.floats(w.paddedRows * lanes)
      let z = Lanes(before)
      let cut = noise.below(w.blocks + 1)
      for part in [0..<cut, cut..<w.blocks] {
        kernels.staircase_forward_bf16(
          w.weights.pointer, w.offset, w.stored, part.lowerBound, part.upperBound, x.pointer,
          lanes, z.pointer, lanes, lanes)
      }
      round(w.weights)
      round(x)
      expectSameBits(
        z.array,
        w.forwardBits(
          x: x.array, z: before, lanes: lanes, fused: isFused(variant), pairs: true), what)
      expectNear(
        z.array, w.forward(x: x.array, z: before, lanes: lanes), relative: 0,
        absolute: Double(columns + 2) * 1.2e-7, what)
      #expect(z.guardsAreIntact, "\(what)")
    }
  }

  @Test("So does the backward product", arguments: kernelVariants)
  func backward(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(12)
    for (rows, columns, batch) in Self.shapes {
      let what = "\(variant) backward \(rows)x\(columns), batch \(batch)"
      let w = Staircase(rows: rows, columns: columns, noise: &noise)
      let lanes = padded(batch, to: 16)
      let dz = Lanes(noise.floats(w.paddedRows * lanes))
      let dx = Lanes(count: w.paddedColumns * lanes, fill: .nan)
      // Cuts between two blocks of columns that share a rounding, too.
      let cut = noise.below(w.paddedColumns / 8 + 1)
      for part in [0..<cut, cut..<w.paddedColumns / 8] {
        kernels.staircase_backward_bf16(
          w.weights.pointer, w.offset, w.firstRow, w.paddedRows, part.lowerBound, part.upperBound,
          dz.pointer, lanes, dx.pointer, lanes, lanes)
      }
      round(w.weights)
      round(dz)
      expectSameBits(
        dx.array,
        w.backwardBits(dz: dz.array, lanes: lanes, fused: isFused(variant), pairs: true), what)
      expectNear(
        dx.array, w.backward(dz: dz.array, lanes: lanes), relative: 0,
        absolute: Double(rows + 2) * 1.2e-7, what)
      #expect(dx.guardsAreIntact, "\(what)")
    }
  }

  @Test("So does the gradient, to which a half pair adds nothing", arguments: kernelVariants)
  func gradient(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(13)
    for (rows, columns, batch) in Self.shapes {
      let what = "\(variant) gradient \(rows)x\(columns), batch \(batch)"
      let w = Staircase(rows: rows, columns: columns, noise: &noise)
      let lanes = padded(batch, to: 16)
      let dz = Lanes(noise.floats(w.paddedRows * lanes))
      for r in 0..<w.paddedRows {
        for b in batch..<lanes { dz[r * lanes + b] = .nan }
      }
      let x = Lanes(noise.floats(batch * w.paddedColumns))
      let g = Lanes(count: w.weights.count, fill: .nan)
      let cut = noise.below(w.blocks + 1)
      for part in [0..<cut, cut..<w.blocks] {
        kernels.staircase_gradient_bf16(
          g.pointer, w.offset, w.stored, w.live, part.lowerBound, part.upperBound, dz.pointer,
          lanes, x.pointer, w.paddedColumns, batch)
      }
      round(dz)
      round(x)
      let bits = w.gradientBits(
        dz: dz.array, lanes: lanes, x: x.array, batch: batch, fused: isFused(variant), pairs: true)
      expectSameBits(g.array, bits, what)
      expectNear(
        g.array, w.gradient(dz: dz.array, lanes: lanes, x: x.array, batch: batch), relative: 0,
        absolute: Double(batch + 2) * 1.2e-7, what)
      #expect(g.guardsAreIntact, "\(what)")
    }
  }

  @Test("Rounding is to nearest, ties to even, and keeps what is not a number")
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

  private func round(_ values: Lanes) {
    for i in 0..<values.count where !values[i].isNaN {
      let bits = values[i].bitPattern
      values[i] = Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)
    }
  }
}
