// Conditions on words that are numbers.

extension CategoryNumbers {
  /// Which values fulfil a comparison, and whether an empty one is among those listed.
  ///
  /// A value that is no number, such as NA, is neither more nor less than a number, nor another number: it fulfils no
  /// comparison but the one for equality with its own text.
  ///
  /// - Parameters:
  ///   - values: the texts of the values.
  ///   - column: its name, for errors.
  func fulfilling(
    _ comparison: Comparison, _ value: ArraySlice<UInt8>, _ values: [[UInt8]], column: String
  ) throws(ConditionError) -> (fulfils: [Bool], hasEmpty: Bool) {
    guard comparison.isEquality else {
      let limits = try bound(value, column: column)
      let limit = comparison == .atMost || comparison == .above ? limits.most : limits.least
      return (numbers.map { $0.map { comparison.holds($0, limit) } ?? false }, false)
    }
    var ranges: [(low: ExactDecimal, high: ExactDecimal)] = []
    let listed = Comparison.alternatives(value)
    for text in listed {
      if let limits = limits(text[...]) {
        ranges.append((limits.least, limits.most))
      } else if let dots = Comparison.dots(text) {
        ranges.append(
          (
            try bound(text[..<dots], column: column).least,
            try bound(text[(dots + 2)...], column: column).most
          ))
      }
    }
    let fulfils = zip(numbers, values).map { number, text in
      guard let number else { return comparison == .equal && listed.contains(text) }
      let isListed = ranges.contains { $0.low <= number && number <= $0.high }
      return isListed == (comparison == .equal)
    }
    return (fulfils, listed.contains([]))
  }

  private func bound(
    _ text: ArraySlice<UInt8>, column: String
  ) throws(ConditionError) -> (least: ExactDecimal, most: ExactDecimal) {
    guard let limits = limits(text) else {
      throw .notANumber(column: column, value: String(decoding: text, as: UTF8.self))
    }
    return limits
  }
}
