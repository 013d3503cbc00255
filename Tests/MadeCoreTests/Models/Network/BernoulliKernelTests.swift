import CKernels
import Foundation
import Testing

@Suite("Bernoulli kernels")
struct BernoulliKernelTests {
  /// The negative log-likelihood of a bit, in the form that neither overflows nor cancels.
  static func loss(_ z: Double, _ x: Bool) -> Double {
    max(x ? -z : z, 0) + log1p(exp(-abs(z)))
  }

  static func slope(_ z: Double, _ x: Bool) -> Double {
    x ? -1 / (1 + exp(z)) : 1 / (1 + exp(-z))
  }

  static let extremes: [Float] = [
    0, -0.0, 1e-20, -1e-20, 15, -15, 17, -17, 87, -87, 88, -88, 89, -89, 104, -104, 1e4, -1e4,
    1e30, -1e30, 3e38, -3e38,
  ]

  @Test("Each logit alone has the loss of the formula", arguments: kernelVariants)
  func single(variant: String) throws {
    let kernels = try kernels(variant)
    let logits = Self.extremes + stride(from: Float(-30), through: 30, by: 0.0137)
    for z in logits {
      for word: UInt16 in [0, 0xFFFF] {
        let x = word != 0
        let lanes = Lanes(count: 16, fill: z)
        var total = [Double](repeating: 0, count: 16)
        kernels.bernoulli_log_likelihood(lanes.pointer, 16, [word], 1, 16, &total)
        expectNear(
          total.map { Float($0) }, Array(repeating: -Self.loss(Double(z), x), count: 16),
          relative: 5e-7, absolute: 1.2e-38, "\(variant) logit \(z), bit \(x)")
        var again = [Double](repeating: 0, count: 16)
        kernels.bernoulli_backward(lanes.pointer, 16, [word], 1, 16, 16, &again)
        #expect(again == total, "\(variant) logit \(z), bit \(x)")
        expectNear(
          lanes.array, Array(repeating: Self.slope(Double(z), x), count: 16), relative: 3e-7,
          absolute: 1.2e-38, "\(variant) slope at \(z), bit \(x)")
      }
    }
  }

  @Test("An impossible bit costs infinitely much, a certain one nothing", arguments: kernelVariants)
  func infinite(variant: String) throws {
    let z = Lanes(count: 16, fill: .infinity)
    var total = [Double](repeating: 0, count: 16)
    try kernels(variant).bernoulli_log_likelihood(z.pointer, 16, [0x00FF], 1, 16, &total)
    #expect(total[..<8].allSatisfy { $0 == 0 })
    #expect(total[8...].allSatisfy { $0 == -.infinity })
  }

  @Test("Totals and slopes of a batch are those of the formula", arguments: kernelVariants)
  func batch(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(21)
    for rows in [1, 2, 3, 7, 40, 784] {
      for batch in [1, 15, 16, 17, 33, 100, 130] {
        let what = "\(variant) \(rows) rows, batch \(batch)"
        let lanes = padded(batch, to: 16)
        let distance = lanes + 16
        let z = Lanes(noise.floats(rows * distance, scale: 12))
        let before = z.array
        let bits = noise.words(rows * lanes / 16)
        let initial = (0..<lanes).map { Double($0) }
        var total = initial
        kernels.bernoulli_log_likelihood(z.pointer, distance, bits, rows, lanes, &total)
        expectSameBits(z.array, before, what)
        for j in 0..<lanes {
          var expected = initial[j]
          for r in 0..<rows {
            expected -= Self.loss(Double(before[r * distance + j]), bit(bits, r * lanes + j))
          }
          #expect(abs(total[j] - expected) < 3e-7 * abs(expected - initial[j]) + 1e-12, "\(what)")
        }
        let scored = total

        total = initial
        kernels.bernoulli_backward(z.pointer, distance, bits, rows, lanes, batch, &total)
        #expect(total[..<batch] == scored[..<batch], "\(what)")
        #expect(total[batch...] == initial[batch...], "\(what)")
        for r in 0..<rows {
          let expected = (0..<lanes).map {
            $0 < batch
              ? Self.slope(Double(before[r * distance + $0]), bit(bits, r * lanes + $0)) : 0
          }
          let row = (0..<distance).map { z[r * distance + $0] }
          expectNear(row, expected, relative: 3e-7, "\(what), row \(r)")
          expectSameBits(
            Array(row[lanes...]), Array(before[r * distance + lanes..<(r + 1) * distance]), what)
        }
        #expect(z.guardsAreIntact, "\(what)")
      }
    }
  }

  @Test("A record's total has the same bits in any lane", arguments: kernelVariants)
  func lanesAreIndependent(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(22)
    let rows = 50
    let record = noise.floats(rows, scale: 5)
    var found: Set<UInt64> = []
    for lanes in [16, 48, 112, 144] {
      for lane in [0, 7, lanes - 1] {
        let z = Lanes(noise.floats(rows * lanes))
        var bits = noise.words(rows * lanes / 16)
        for r in 0..<rows {
          z[r * lanes + lane] = record[r]
          let place = r * lanes + lane
          bits[place / 16] &= ~(1 << UInt16(place % 16))
          if r % 3 == 0 { bits[place / 16] |= 1 << UInt16(place % 16) }
        }
        var total = [Double](repeating: 0, count: lanes)
        kernels.bernoulli_log_likelihood(z.pointer, lanes, bits, rows, lanes, &total)
        found.insert(total[lane].bitPattern)
      }
    }
    #expect(found.count == 1)
  }
}
