// Random streams and log-space sums.

import Foundation
import MadeCore
import Testing

@Suite("Random streams")
struct RandomStreamTests {
  @Test("are Philox4x32-10: the published vectors come out")
  func knownAnswers() {
    // Known-answer vectors of Random123 (Salmon et al. 2011).
    #expect(
      Philox.block(Philox.Block(repeating: 0), key: 0)
        == Philox.Block(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      Philox.block(Philox.Block(repeating: .max), key: .max)
        == Philox.Block(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      Philox.block(
        Philox.Block(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: 0x299f_31d0_a409_3822)
        == Philox.Block(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test("of other purposes, indices or seeds are others")
  func addresses() {
    func words(_ seed: UInt64, _ purpose: RandomPurpose, _ index: UInt64) -> [UInt32] {
      var stream = RandomStream(seed: seed, purpose: purpose, index: index)
      return (0..<8).map { _ in stream.nextWord() }
    }
    let first = words(1, .ordering, 0)
    #expect(words(1, .ordering, 0) == first)
    #expect(words(2, .ordering, 0) != first)
    #expect(words(1, .degrees, 0) != first)
    #expect(words(1, .ordering, 1) != first)
    #expect(words(1, .ordering, 1 << 32) != first)
  }

  @Test("give integers without bias")
  func integers() {
    var stream = RandomStream(seed: 4, purpose: .holdout)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[stream.nextInteger(below: 7)] += 1 }
    for count in counts { #expect(abs(count - 10_000) < 500) }
    #expect(stream.nextInteger(below: 1) == 0)
  }

  @Test("shuffle into permutations, all equally often")
  func shuffles() {
    var stream = RandomStream(seed: 4, purpose: .holdout)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 {
      var four = [0, 1, 2, 3]
      stream.shuffle(&four)
      counts[four, default: 0] += 1
    }
    #expect(counts.count == 24)
    for (order, count) in counts { #expect(abs(count - 1000) < 200, "\(order): \(count)") }
  }
}

@Suite("Log-space sums")
struct LogSpaceTests {
  @Test("equal sums of exponentials where those exist")
  func ordinary() {
    let terms = [-1.5, 0.25, 3, -20]
    #expect(abs(logSumExp(terms) - log(terms.reduce(0) { $0 + exp($1) })) < 1e-14)
    #expect(abs(logMeanExp(terms) - (logSumExp(terms) - log(4))) < 1e-14)
    #expect(abs(logAddExp(-1, 2) - log(exp(-1) + exp(2))) < 1e-14)
  }

  @Test("survive terms whose exponentials overflow or vanish")
  func extremes() {
    #expect(logSumExp([-1e5, -1e5 - 1]) == -1e5 + log1p(exp(-1)))
    #expect(logAddExp(1e4, 1e4) == 1e4 + log(2))
    #expect(logAddExp(-.infinity, 3) == 3)
    #expect(logSumExp([Double]()) == -.infinity)
    #expect(logSumExp([-.infinity, -.infinity]) == -.infinity)
    // What is not a number stays so, wherever it stands.
    let nothing = -Double.infinity
    let broken: [[Double]] = [[.nan, 1], [1, .nan], [nothing, .nan], [.nan, nothing], [.nan]]
    for terms in broken {
      #expect(logSumExp(terms).isNaN && logMeanExp(terms).isNaN, "\(terms)")
      #expect(logAddExp(terms[0], terms.last ?? 0).isNaN, "\(terms)")
    }
    #expect(logAddExp(-.infinity, -.infinity) == -.infinity && logAddExp(2, -.infinity) == 2)
    #expect(logMeanExp([-700.5]) == -700.5)
  }

  @Test("moments are those of the two-pass formulas")
  func moments() {
    let values = (0..<100).map { 1e6 + Double($0 * $0 % 37) }
    var moments = Moments()
    values.forEach { moments.add($0) }
    let mean = values.reduce(0, +) / 100
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 99
    #expect(abs(moments.mean - mean) < 1e-8)
    #expect(abs(moments.standardError - (variance / 100).squareRoot()) < 1e-8)
  }
}
