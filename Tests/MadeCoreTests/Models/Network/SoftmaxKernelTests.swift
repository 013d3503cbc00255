import CKernels
import Foundation
import Testing

@Suite("Softmax kernels")
struct SoftmaxKernelTests {
  /// The negative log-likelihood of code `k`, and its slope by every logit.
  static func loss(_ z: [Double], _ k: Int) -> (value: Double, slopes: [Double]) {
    let largest = z.max() ?? 0
    let exponentials = z.map { exp($0 - largest) }
    let first = z.firstIndex(of: largest) ?? 0
    var rest = 0.0
    for (code, e) in exponentials.enumerated() where code != first { rest += e }
    let sum = 1 + rest
    return (
      log1p(rest) - (z[k] - largest),
      z.indices.map {
        $0 != k
          ? exponentials[$0] / sum : ($0 == first ? -rest : exponentials[$0] - sum) / sum
      }
    )
  }

  @Test(
    "Two codes are a bit: the losses are those of the difference of the logits",
    arguments: kernelVariants)
  func two(variant: String) throws {
    let kernels = try kernels(variant)
    for z in BernoulliKernelTests.extremes.filter({ abs($0) < 1e38 }) {
      for code in [0, 1] {
        let lanes = Lanes(count: 32)
        for lane in 0..<16 { lanes[16 + lane] = z }
        let codes = [Int32](repeating: Int32(code), count: 16)
        var total = [Double](repeating: 0, count: 16)
        kernels.softmax_log_likelihood(lanes.pointer, 16, codes, 2, 16, &total)
        let expected = BernoulliKernelTests.loss(Double(z), code == 1)
        expectNear(
          total.map { Float($0) }, Array(repeating: -expected, count: 16), relative: 5e-7,
          absolute: 1.2e-38, "\(variant) logit \(z), code \(code)")
        var again = [Double](repeating: 0, count: 16)
        kernels.softmax_backward(lanes.pointer, 16, codes, 2, 16, 16, &again)
        #expect(again == total, "\(variant) logit \(z), code \(code)")
        let slope = BernoulliKernelTests.slope(Double(z), code == 1)
        expectNear(
          lanes.array, Array(repeating: -slope, count: 16) + Array(repeating: slope, count: 16),
          relative: 3e-7, absolute: 1.2e-38, "\(variant) slope at \(z), code \(code)")
      }
    }
  }

  @Test(
    "Totals, slopes and probabilities of a batch are those of the formula",
    arguments: kernelVariants)
  func batch(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(31)
    for rows in [2, 3, 5, 16, 17, 129, 1500] {
      for batch in [1, 15, 16, 17, 33, 100] {
        let what = "\(variant) \(rows) codes, batch \(batch)"
        let lanes = padded(batch, to: 16)
        let distance = lanes + 16
        let z = Lanes(noise.floats(rows * distance, scale: 12))
        // Equal logits too: which of them counts as the largest makes no difference.
        for j in stride(from: 0, to: lanes, by: 3) { z[(rows - 1) * distance + j] = z[j] }
        let before = z.array
        let chosen = (0..<lanes).map { _ in noise.below(rows) }
        let codes = chosen.map { Int32($0) }
        let initial = (0..<lanes).map { Double($0) }
        let losses = (0..<lanes).map { j in
          Self.loss((0..<rows).map { Double(before[$0 * distance + j]) }, chosen[j])
        }
        var total = initial
        kernels.softmax_log_likelihood(z.pointer, distance, codes, rows, lanes, &total)
        expectSameBits(z.array, before, what)
        for j in 0..<lanes {
          let value = losses[j].value
          #expect(
            abs(initial[j] - total[j] - value) < 2e-6 * max(value, 1e-3), "\(what), lane \(j)")
        }
        let scored = total

        total = initial
        // No code stands where no record does.
        let some = codes[..<batch] + Array(repeating: -1, count: lanes - batch)
        kernels.softmax_backward(z.pointer, distance, Array(some), rows, lanes, batch, &total)
        #expect(total[..<batch] == scored[..<batch], "\(what)")
        #expect(total[batch...] == initial[batch...], "\(what)")
        for r in 0..<rows {
          let row = (0..<distance).map { z[r * distance + $0] }
          expectNear(
            row, (0..<lanes).map { $0 < batch ? losses[$0].slopes[r] : 0 }, relative: 1e-5,
            absolute: 1.2e-38, "\(what), row \(r)")
          expectSameBits(
            Array(row[lanes...]), Array(before[r * distance + lanes..<(r + 1) * distance]), what)
        }

        for barred in [-1, 0, rows / 2, rows - 1] {
          let p = Lanes(before)
          kernels.softmax(p.pointer, distance, rows, lanes, barred)
          for j in 0..<lanes {
            let open = (0..<rows).filter { $0 != barred }
            let logits = open.map { Double(before[$0 * distance + j]) }
            let largest = logits.max() ?? 0
            let sum = logits.reduce(0) { $0 + exp($1 - largest) }
            let column = (0..<rows).map { p[$0 * distance + j] }
            let expected = (0..<rows).map {
              $0 == barred ? 0 : exp(Double(before[$0 * distance + j]) - largest) / sum
            }
            expectNear(column, expected, relative: 1e-5, absolute: 1.2e-38, "\(what), \(barred)")
          }
          #expect(p.guardsAreIntact, "\(what)")
        }
        #expect(z.guardsAreIntact, "\(what)")
      }
    }
  }

  @Test(
    "An impossible code costs infinitely much, a certain one nothing; NaN stays NaN",
    arguments: kernelVariants)
  func infinite(variant: String) throws {
    let kernels = try kernels(variant)
    for (logits, code, expected) in [
      ([0, .infinity, 1], 1, 0), ([0, .infinity, 1], 0, -.infinity), ([3e38, -3e38, 0], 0, 0),
      ([-.infinity, 0, -.infinity], 1, 0), ([-.infinity, 0, -.infinity], 2, -.infinity),
      ([.nan, 0, 1], 1, .nan), ([0, .nan, 1], 2, .nan), ([0, 1, .nan], 0, .nan),
      ([-1e30, -1e30, -3e38], 0, -log(2.0)),
    ] as [([Float], Int, Double)] {
      let z = Lanes(logits.flatMap { Array(repeating: $0, count: 16) })
      let codes = [Int32](repeating: Int32(code), count: 16)
      var total = [Double](repeating: 0, count: 16)
      kernels.softmax_log_likelihood(z.pointer, 16, codes, 3, 16, &total)
      for value in total {
        #expect(
          expected.isNaN ? value.isNaN : expected == value || abs(value - expected) < 1e-7,
          "\(variant) \(logits), code \(code): \(value)")
      }
    }
  }

  @Test("A record's total has the same bits in any lane", arguments: kernelVariants)
  func lanesAreIndependent(variant: String) throws {
    let kernels = try kernels(variant)
    var noise = Noise(32)
    let rows = 50
    let record = noise.floats(rows, scale: 5)
    var found: Set<UInt64> = []
    for lanes in [16, 48, 112, 144] {
      for lane in [0, 7, lanes - 1] {
        let z = Lanes(noise.floats(rows * lanes))
        var chosen = (0..<lanes).map { _ in noise.below(rows) }
        chosen[lane] = 13
        for r in 0..<rows { z[r * lanes + lane] = record[r] }
        var total = [Double](repeating: 0, count: lanes)
        kernels.softmax_log_likelihood(
          z.pointer, lanes, chosen.map { Int32($0) }, rows, lanes, &total)
        found.insert(total[lane].bitPattern)
      }
    }
    #expect(found.count == 1)
  }
}
