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
      let limit = try Self.bound(value, column: column)
      return (numbers.map { $0.map { comparison.holds($0, limit) } ?? false }, false)
    }
    var ranges: [(low: ExactDecimal, high: ExactDecimal)] = []
    let listed = Comparison.alternatives(value)
    for text in listed {
      if let number = ExactDecimal(text) {
        ranges.append((number, number))
      } else if let dots = Comparison.dots(text) {
        ranges.append(
          (
            try Self.bound(text[..<dots], column: column),
            try Self.bound(text[(dots + 2)...], column: column)
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

  private static func bound(
    _ text: ArraySlice<UInt8>, column: String
  ) throws(ConditionError) -> ExactDecimal {
    guard let number = ExactDecimal(text) else {
      throw .notANumber(column: column, value: String(decoding: text, as: UTF8.self))
    }
    return number
  }
}
