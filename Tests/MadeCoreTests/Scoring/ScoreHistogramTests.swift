// Percentiles of a stream, against sorting.

import Foundation
import MadeCore
import Testing

@Suite("The histogram of scores")
struct ScoreHistogramTests {
  private static let shares = [0, 0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1]

  private func histogram(_ values: some Sequence<Float>) -> ScoreHistogram {
    var histogram = ScoreHistogram()
    for value in values { histogram.add(value) }
    return histogram
  }

  /// Numbers of very different sizes and signs.
  private static func values(_ kind: String) -> [Float] {
    var random = RandomStream(seed: 9, purpose: .sampledRow, index: 1)
    return (0..<5000).map { index in
      let u = random.nextUniform()
      return switch kind {
      case "uniform": -100 * u
      case "wide": (index % 3 == 0 ? 1 : -1) * exp(80 * (u - 0.5))
      case "tiny": -1e-38 * u
      case "discrete": -Float(Int(5 * u)) - 0.1
      case "outlier": index == 7 ? -1e30 : -5 - u
      default: -3.25
      }
    }
  }

  @Test(
    "finds percentiles within its bound",
    arguments: ["uniform", "wide", "tiny", "discrete", "outlier", "constant"])
  func percentiles(kind: String) {
    let values = Self.values(kind)
    for count in [1, 2, 3, 10, 999, 5000] {
      let some = values.prefix(count)
      let sorted = some.sorted()
      let histogram = histogram(some)
      #expect(histogram.count == count)
      #expect(histogram.smallest == sorted[0] && histogram.largest == sorted[count - 1])
      for share in Self.shares {
        let exact = sorted[min(max(Int((share * Double(count)).rounded(.up)), 1), count) - 1]
        let found = histogram.percentile(share)
        let bound = abs(Double(exact)) * ScoreHistogram.relativeError + 0x1p-139
        #expect(abs(Double(found) - Double(exact)) <= bound, "\(kind), \(count), \(share)")
      }
      #expect(histogram.percentile(0) == sorted[0] && histogram.percentile(1) == sorted[count - 1])
    }
  }

  @Test("is the same in any order")
  func order() {
    let values = Self.values("wide")
    let (one, other) = (histogram(values), histogram(values.reversed()))
    let edges = stride(from: -50.0, to: 50, by: 0.7).map { $0 }
    #expect(Self.shares.map(one.percentile) == Self.shares.map(other.percentile))
    #expect(one.counts(between: edges) == other.counts(between: edges))
  }

  @Test("counts ranges, the open ones at both ends included")
  func ranges() {
    let values: [Float] = [-9, -8.5, -7, -7, -3, -0.5, 0, -0.0, 2]
    let histogram = histogram(values)
    #expect(histogram.counts(between: [-8, -6, -1, 1]) == [2, 2, 1, 3, 1])
    #expect(histogram.counts(between: []) == [9])
    let many = Self.values("uniform")
    let edges = [-80.0, -40, -20]
    let exact = [
      many.count { $0 < -80 }, many.count { $0 >= -80 && $0 < -40 },
      many.count { $0 >= -40 && $0 < -20 }, many.count { $0 >= -20 },
    ]
    // Numbers may change sides only where they are closer to an edge than the bound.
    let close = many.count { x in edges.contains { abs(Double(x) - $0) < -$0 * 0x1p-12 } }
    for (found, exact) in zip(self.histogram(many).counts(between: edges), exact) {
      #expect(abs(found - exact) <= close)
    }
    #expect(close < 20)
  }

  @Test("passes NaN over, and takes infinities and nothing at all")
  func edges() {
    let empty = histogram([.nan])
    #expect(
      empty.count == 0 && empty.percentile(0.5).isNaN && empty.counts(between: [0]) == [0, 0])
    let infinite = histogram([-.infinity, -1, .infinity, -.greatestFiniteMagnitude])
    #expect(infinite.smallest == -.infinity && infinite.largest == .infinity)
    #expect(infinite.counts(between: [-1e30, 0]) == [2, 1, 1])
  }
}
