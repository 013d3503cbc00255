// How numbers between 0 and 1 are distributed, and how far that is from another distribution.

/// Counts of numbers between 0 and 1 in equal bins: what the statistic of Kolmogorov and Smirnov needs, in memory that does
/// not grow.
///
/// The statistic looks at the ends of bins only. Of n uniform numbers it so misses at most what 1 in 4,096 of them
/// fluctuate by, a sixtieth of what all of them do.
package struct ShareTally: Sendable {
  private static let bins = 4096
  private var counts = [Int](repeating: 0, count: bins)
  /// How many numbers were counted.
  package private(set) var count = 0

  package init() {}

  /// - Parameter number: between 0 and 1; NaN counts as 1, of which nothing is known.
  package mutating func add(_ number: Double) {
    let bin = number < 1 ? max(Int(number * Double(Self.bins)), 0) : Self.bins - 1
    counts[bin] += 1
    count += 1
  }

  /// The largest difference between the distribution of the numbers and the uniform one; NaN without numbers.
  package var distanceFromUniform: Double {
    distance { Double($0 + 1) / Double(Self.bins) }
  }

  /// The largest difference between the distributions of two sets of numbers; NaN if one is empty.
  package func distance(from other: ShareTally) -> Double {
    var below = 0
    guard other.count > 0 else { return .nan }
    return distance { bin in
      below += other.counts[bin]
      return Double(below) / Double(other.count)
    }
  }

  private func distance(_ share: (_ bin: Int) -> Double) -> Double {
    guard count > 0 else { return .nan }
    var (below, largest) = (0, 0.0)
    for bin in 0..<Self.bins {
      below += counts[bin]
      largest = max(largest, abs(Double(below) / Double(count) - share(bin)))
    }
    return largest
  }

  /// How often two sets of such sizes that are drawn from one distribution are at least as far apart.
  ///
  ///     p = 2 * sum over k >= 1 of (-1)^(k - 1) exp(-2 k^2 l^2),    l = (r + 0.12 + 0.11 / r) distance
  ///
  /// where r^2 = n m / (n + m).
  ///
  /// Source: Stephens, "Use of the Kolmogorov-Smirnov, Cramer-von Mises and related statistics without extensive
  /// tables", Journal of the Royal Statistical Society B 32, 1970.
  package static func pValue(distance: Double, _ n: Int, _ m: Int) -> Double {
    let root = (Double(n) / (Double(n) + Double(m)) * Double(m)).squareRoot()
    guard root > 0, distance.isFinite else { return .nan }
    let scaled = (root + 0.12 + 0.11 / root) * distance
    // Below this, p is 1 to five digits, and the sum converges slowly.
    if scaled < 0.3 { return 1 }
    var (sum, sign) = (0.0, 1.0)
    for k in 1...100 {
      let term = exponential(-2 * Double(k * k) * scaled * scaled)
      sum += sign * term
      if term < 1e-16 { break }
      sign = -sign
    }
    return min(max(2 * sum, 0), 1)
  }
}
