// The distribution of a stream of scores, in memory that does not grow with the stream.

/// Counts of numbers in bins so narrow that percentiles are good to four digits.
///
/// A bin holds the Floats that agree in sign, exponent and the first 12 bits of the significand:
///
///     width of a bin <= 2^-12 |x|,   so that its middle is within 2^-13 |x| (0.0122 %) of each x
///
/// (below 2^-126 in size, within 2^-139). Bins are fixed, and the order of counting does not matter: so the
/// result is the same, bit for bit, for any number of threads and however the input is divided into batches.
/// Memory: 32 KiB for each power of two that occurs among the numbers, at most 16 MiB; log-likelihoods between -1
/// and -1000 take 320 KiB.
package struct ScoreHistogram: Sendable {
  /// The largest error of a percentile, relative to its size.
  package static let relativeError = 0x1p-13

  /// Numbers counted.
  package private(set) var count = 0
  /// The smallest and the largest number; infinite without any.
  package private(set) var smallest = Float.infinity
  package private(set) var largest = -Float.infinity
  /// For each sign and exponent 4096 counts; empty as long as all would be 0.
  ///
  /// Ascending: from negative numbers of the largest size to positive ones.
  private var pages = [[Int]](repeating: [], count: 512)

  private static let keptBits = 12
  private static let pageSize = 1 << keptBits

  /// No numbers yet.
  package init() {}

  /// Counts a number; NaN is ignored.
  package mutating func add(_ value: Float) {
    if value.isNaN { return }
    count += 1
    smallest = min(smallest, value)
    largest = max(largest, value)
    let (page, place) = Self.bin(of: value).quotientAndRemainder(dividingBy: Self.pageSize)
    if pages[page].isEmpty { pages[page] = [Int](repeating: 0, count: Self.pageSize) }
    pages[page][place] += 1
  }

  /// The percentile of nearest rank: the smallest number such that at least `share` of all numbers are not
  /// larger.
  ///
  /// It is within `relativeError`; exact if it is the smallest or the largest number; NaN without numbers.
  ///
  /// - Parameter share: from 0 to 1.
  package func percentile(_ share: Double) -> Float {
    if count == 0 { return .nan }
    let rank = min(max(Int((share * Double(count)).rounded(.up)), 1), count)
    // Both ends are known exactly: better than the middles of their bins.
    if rank == 1 { return smallest }
    if rank == count { return largest }
    var seen = 0
    for bin in Bins(pages: pages) {
      seen += bin.count
      if seen >= rank { return min(max(bin.middle, smallest), largest) }
    }
    return largest
  }

  /// How many numbers are in each of the ranges that `edges` divide all numbers into: one more than there are
  /// edges.
  ///
  /// An edge belongs to the range above it.
  ///
  /// A number within `relativeError` of an edge may be counted on its other side.
  ///
  /// - Parameter edges: ascending.
  package func counts(between edges: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: edges.count + 1)
    var range = 0
    for bin in Bins(pages: pages) {
      let middle = Double(min(max(bin.middle, smallest), largest))
      while range < edges.count, middle >= edges[range] { range += 1 }
      counts[range] += bin.count
    }
    return counts
  }

  // MARK: Bins

  /// The index of a value's bin, which never falls as values rise.
  private static func bin(of value: Float) -> Int {
    // 0 has two signs and one bin.
    let bits = Int((value + 0).magnitude.bitPattern >> UInt32(23 - keptBits))
    return value < 0 ? firstPositive - 1 - bits : firstPositive + bits
  }

  /// The first bin of the positive numbers.
  private static let firstPositive = 256 * pageSize

  /// The middle of a bin.
  private static func middle(ofBin bin: Int) -> Float {
    let isNegative = bin < firstPositive
    let bits = isNegative ? firstPositive - 1 - bin : bin - firstPositive
    let low = UInt32(bits) << UInt32(23 - keptBits)
    // 0 and infinity lie at an edge of their bins, and stand for them; in all other bins the middle is nearest.
    let magnitude = Float(bitPattern: low == 0 || low >= 0x7F80_0000 ? low : low | 1 << 10)
    return isNegative ? -magnitude : magnitude
  }

  /// The bins that are not empty, ascending.
  private struct Bins: Sequence, IteratorProtocol {
    let pages: [[Int]]
    private var number = 0

    init(pages: [[Int]]) { self.pages = pages }

    mutating func next() -> (middle: Float, count: Int)? {
      while number < pages.count * pageSize {
        let (page, place) = number.quotientAndRemainder(dividingBy: pageSize)
        if pages[page].isEmpty {
          number += pageSize
          continue
        }
        number += 1
        if pages[page][place] > 0 { return (middle(ofBin: number - 1), pages[page][place]) }
      }
      return nil
    }
  }
}

/// What a pipeline counts while it runs: the histogram and the mean of the scores it has written.
///
/// For one thread at a time, as the writing step of a pipeline is.
package final class ScoreTally {
  /// The scores.
  package private(set) var histogram = ScoreHistogram()
  /// Their mean; scores are added in the order of the records.
  package private(set) var moments = Moments()

  /// No scores yet.
  package init() {}

  func add(_ scores: [Double], factor: Double) {
    for score in scores {
      moments.add(score * factor)
      histogram.add(Float(score * factor))
    }
  }
}
