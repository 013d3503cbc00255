import CKernels
import Testing

@Suite("Products with 0/1 inputs")
struct SparseProductTests {
  @Test("The sum of active rows is the plain loop", arguments: kernelVariants)
  func forward(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(11)
    for columns in stride(from: 16, through: 640, by: 16) {
      for inputs in [1, 2, 5, 40] {
        let start = (0..<inputs).map { _ in Int32(noise.below(columns / 16 + 1) * 16) }
        // A row keeps the columns from its start on; its offset counts from column 0.
        var offset: [Int64] = []
        var total = 0
        for s in start {
          offset.append(Int64(total - Int(s)))
          total += columns - Int(s)
        }
        let w = Lanes(noise.floats(total))
        let active = (0..<inputs).filter { _ in noise.below(3) > 0 }.map { Int32($0) }
        let before = noise.floats(columns)
        let z = Lanes(before)
        kernels.sparse_forward(
          w.pointer, offset, start, columns, active, active.count, z.pointer)
        var expected = before
        for i in active.map({ Int($0) }) {
          for j in Int(start[i])..<columns { expected[j] += w[Int(offset[i]) + j] }
        }
        expectSameBits(z.array, expected, "\(variant), \(columns) columns, active \(active)")
        #expect(z.guardsAreIntact)
      }
    }
  }

  @Test("The gradient of an input sums the records that have it", arguments: kernelVariants)
  func gradient(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(12)
    for columns in stride(from: 16, through: 640, by: 16) {
      for batch in [16, 48, 112, 608] {
        let bits = noise.words(batch / 16).map { noise.below(4) == 0 ? 0 : $0 }
        let start = noise.below(columns / 16 + 1) * 16
        let live = min(columns, start + noise.below(40))
        let dz = Lanes(noise.floats(batch * columns))
        let g = Lanes(count: columns, fill: 7)
        kernels.sparse_gradient(
          g.pointer, start, live, columns, bits, bits.count, dz.pointer, columns)
        var expected = [Float](repeating: 7, count: columns)
        for j in start..<columns {
          expected[j] = 0
          if j < live { continue }
          for b in 0..<batch where bit(bits, b) { expected[j] += dz[b * columns + j] }
        }
        expectSameBits(
          g.array, expected, "\(variant), \(columns) columns, live \(start)/\(live), \(batch)")
        #expect(g.guardsAreIntact)
      }
    }
  }
}
