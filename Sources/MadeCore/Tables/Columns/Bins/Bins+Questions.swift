// Questions about numbers.

extension Bins {
  package func constraint(
    _ comparison: Comparison, _ value: ArraySlice<UInt8>, column: String
  ) throws(ConditionError) -> Constraint {
    try notation.constraint(comparison, value, column: column)
  }

  /// The mean of the values, or missing where that is likelier than any bin.
  package func expectation(
    _ shares: [Double], allowed: ValueRanges
  ) -> (code: Int, value: Int?) {
    let largest = shares.max() ?? 0
    // The first of equals, so that the answer is the same every time.
    let code = shares.firstIndex(of: largest) ?? 0
    if code == missingCode { return (code, nil) }
    let value = mean(shares, allowed: allowed) ?? ranges[0].lowerBound
    return (ranges.firstIndex { $0.contains(value) } ?? code, value)
  }

  /// The mean of the allowed values, equally likely within each bin, moved to the nearest allowed value; nil if
  /// there is none.
  private func mean(_ shares: [Double], allowed: ValueRanges) -> Int? {
    let parts = ranges.map { ValueRanges([$0]).intersection(allowed) }
    var sum = 0.0
    var total = 0.0
    for (share, part) in zip(shares, parts) where part.count > 0 {
      let middles = part.ranges.map {
        (Double($0.lowerBound) + Double($0.upperBound)) / 2 * Double($0.count)
      }
      sum += share * middles.reduce(0, +) / Double(part.count)
      total += share
    }
    let ranges = parts.flatMap(\.ranges)
    // A broken network may give probabilities that are not numbers.
    guard let mean = Int(exactly: (sum / total).rounded()) else { return ranges.first?.lowerBound }
    let nearest = ranges.map { min(max(mean, $0.lowerBound), $0.upperBound) }
    return nearest.min { abs($0 - mean) < abs($1 - mean) }
  }

  /// The middle half, `25..47`.
  package func expected(_ shares: [Double], _ dialect: CellDialect) -> [UInt8] {
    let low = quantile(0.25, shares)
    let high = quantile(0.75, shares)
    let text =
      notation.text(low) + (low == high ? [] : Array("..".utf8) + notation.text(high))
    return quoted(text, delimiter: dialect.delimiter)
  }

  /// The value below which a share of the numbers lies, leaving out missing and other values.
  private func quantile(_ share: Double, _ shares: [Double]) -> Int {
    let total = zip(shares, ranges).reduce(0) { $0 + $1.0 }
    var left = share * total
    for (share, range) in zip(shares, ranges) {
      if left < share {
        let steps = left / share * Double(range.upperBound - range.lowerBound + 1)
        return min(range.lowerBound + (Int(exactly: steps.rounded(.down)) ?? 0), range.upperBound)
      }
      left -= share
    }
    return ranges.last?.upperBound ?? 0
  }

  /// The numbers, if each has a bin of its own.
  package var labels: [(text: [UInt8], code: Int)]? {
    guard ranges.allSatisfy({ $0.count == 1 }) else { return nil }
    return ranges.indices.map { (notation.text(ranges[$0].lowerBound), $0) }
  }
}
