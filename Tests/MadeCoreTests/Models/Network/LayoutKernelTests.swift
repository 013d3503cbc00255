import CKernels
import Testing

@Suite("Layout kernels")
struct LayoutKernelTests {
  @Test("Transposing moves every element and nothing else", arguments: kernelVariants)
  func transpose(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(41)
    for rows in stride(from: 8, through: 136, by: 8) {
      for columns in stride(from: 8, through: 136, by: 8) {
        let (from, to) = (columns + 8 * noise.below(3), rows + 8 * noise.below(3))
        let src = Lanes(noise.floats(rows * from))
        let dst = Lanes(count: columns * to, fill: 7)
        kernels.transpose(src.pointer, from, rows, columns, dst.pointer, to)
        var expected = [Float](repeating: 7, count: columns * to)
        for r in 0..<rows {
          for c in 0..<columns { expected[c * to + r] = src[r * from + c] }
        }
        expectSameBits(dst.array, expected, "\(variant) \(rows)x\(columns)")
        #expect(dst.guardsAreIntact)
      }
    }
  }

  @Test("Sums of rows are near those in Double and the same in every variant")
  func rowSums() throws {
    var noise = Noise(42)
    for rows in [1, 2, 3, 8, 17] {
      for lanes in stride(from: 16, through: 160, by: 16) {
        let x = Lanes(noise.floats(rows * (lanes + 16)))
        var first: [Float]?
        for variant in kernelVariants {
          let sums = Lanes(count: rows, fill: .nan)
          try kernels(variant).row_sums(x.pointer, lanes + 16, rows, lanes, sums.pointer)
          let expected = (0..<rows).map { r in
            (0..<lanes).reduce(0.0) { $0 + Double(x[r * (lanes + 16) + $1]) }
          }
          let what = "\(variant) \(rows)x\(lanes)"
          expectNear(sums.array, expected, relative: 0, absolute: Double(lanes) * 6e-8, what)
          expectSameBits(sums.array, first ?? sums.array, what)
          first = first ?? sums.array
          #expect(sums.guardsAreIntact)
        }
      }
    }
  }

  @Test("Joining leaves the sum in both", arguments: kernelVariants)
  func join(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(44)
    for count in [16, 32, 48, 160] {
      let (a, b) = (noise.floats(count), noise.floats(count))
      let (stream, x) = (Lanes(a), Lanes(b))
      kernels.join(stream.pointer, x.pointer, count)
      let expected = zip(a, b).map { $0 + $1 }
      expectSameBits(stream.array, expected, variant)
      expectSameBits(x.array, expected, variant)
      #expect(stream.guardsAreIntact && x.guardsAreIntact)
    }
  }

  @Test("Dropping keeps and scales where the bit is set", arguments: kernelVariants)
  func drop(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(43)
    for count in [16, 32, 48, 160] {
      let keep = noise.words(count / 16)
      let before = noise.floats(count)
      let h = Lanes(before)
      kernels.drop(h.pointer, keep, 1.25, count)
      let expected = (0..<count).map { bit(keep, $0) ? before[$0] * 1.25 : 0 }
      expectSameBits(h.array, expected, variant)
      #expect(h.guardsAreIntact)
    }
  }
}
