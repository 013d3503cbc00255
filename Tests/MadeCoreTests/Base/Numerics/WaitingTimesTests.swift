// Sums and maxima of exponential variables against sums that are easy, and against simulation.

import Foundation
import MadeCore
import Testing

@Suite("Waiting times")
struct WaitingTimesTests {
  @Test("have the sums of the series, on both sides", arguments: [1, 2, 5, 30, 784])
  func sums(count: Int) {
    let times = WaitingTimes(count: count)
    for share in [0.1, 0.5, 0.9, 1, 1.1, 1.5, 3] {
      let x = share * Double(count)
      // exp(-x) sum of x^k / k!, in logarithms.
      var (log, terms) = (-x, [-x])
      for k in 1..<max(count, 1) {
        log += Foundation.log(x) - Foundation.log(Double(k))
        terms.append(log)
      }
      let expected = logSumExp(terms)
      let (above, below) = times.logSum(above: x)
      #expect(abs(exp(above) - exp(expected)) < 1e-10, "\(count), \(x)")
      #expect(abs(exp(above) + exp(below) - 1) < 1e-10)
    }
    #expect(times.logSum(above: 0).above == 0)
    #expect(times.logSum(above: .infinity).above == -.infinity)
  }

  @Test("have tails that are uniform", arguments: [1, 2, 3, 12, 100])
  func uniform(count: Int) {
    let times = WaitingTimes(count: count)
    var random = RandomStream(seed: 5, purpose: .tie, index: UInt64(count))
    let tails = (0..<20_000).map { _ in
      let draws = (0..<count).map { _ in -log(1 - random.nextFraction()) }
      return exp(times.logTail(sum: draws.reduce(0, +), largest: draws.max() ?? 0))
    }
    #expect(uniformDistance(tails) < 1.95, "\(count): \(uniformDistance(tails))")
    #expect(uniformChiSquared(tails) < 4.5)
  }

  @Test("see one that is very large among many")
  func one() {
    let times = WaitingTimes(count: 784)
    let tail = times.logTail(sum: 784 + 69, largest: 69)
    // As improbable are the largest of 784, and sums that are no less improbable.
    #expect(abs(tail - (log(2 * 784) - 69)) < 0.01)
  }
}
