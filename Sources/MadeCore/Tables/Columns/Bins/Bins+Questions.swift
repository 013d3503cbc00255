// Questions about numbers.

extension Bins {
  package func constraint(
    _ comparison: Comparison, _ value: ArraySlice<UInt8>, column: String
  ) throws(ConditionError) -> Constraint {
    func bound(
      _ text: some Collection<UInt8>, _ read: (UnsafeRawBufferPointer) -> Int?
    ) throws(ConditionError) -> Int {
      guard let units = Array(text).withUnsafeBytes({ read($0) }) else {
        throw .notANumber(column: column, value: String(decoding: text, as: UTF8.self))
      }
      return units
    }
    let (least, most) = (Self.limits.lowerBound, Self.limits.upperBound)
    let values: ValueRanges
    var hasEmpty = false
    switch comparison {
    case .atLeast: values = ValueRanges(from: try bound(value, notation.unitsAbove), to: most)
    case .atMost: values = ValueRanges(from: least, to: try bound(value, notation.unitsBelow))
    case .above:
      values = ValueRanges(from: try bound(value, notation.unitsBelow) + 1, to: most)
    case .below:
      values = ValueRanges(from: least, to: try bound(value, notation.unitsAbove) - 1)
    case .equal, .notEqual:
      var listed: [ClosedRange<Int>] = []
      for text in Comparison.alternatives(value) {
        if text.isEmpty {
          hasEmpty = true
          continue
        }
        let dots = Self.dots(text)
        let (first, last) = (text[..<(dots ?? text.count)], dots.map { text[($0 + 2)...] })
        let low = try bound(first, notation.unitsAbove)
        let high = try bound(last ?? first, notation.unitsBelow)
        listed += ValueRanges(from: low, to: high).ranges
      }
      let united = ValueRanges(listed)
      values = comparison == .equal ? united : united.complement
    }
    return Constraint(values: values, allowsMissing: hasEmpty && comparison == .equal)
  }

  /// Where `..` stands between two numbers.
  private static func dots(_ text: [UInt8]) -> Int? {
    let dot = UInt8(ascii: ".")
    return text.indices.dropLast().first { text[$0] == dot && text[$0 + 1] == dot }
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
    return notation.text(low)
      + (low == high ? [] : Array("..".utf8) + notation.text(high))
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
