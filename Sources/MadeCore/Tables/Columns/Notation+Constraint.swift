// Comparisons of numbers.

extension Notation {
  /// What a comparison of a column's cells with a text allows.
  ///
  /// - Parameter column: its name, for errors.
  func constraint(
    _ comparison: Comparison, _ value: ArraySlice<UInt8>, column: String
  ) throws(ConditionError) -> Constraint {
    func read(
      _ text: some Collection<UInt8>
    ) throws(ConditionError) -> (least: NumberText, most: NumberText) {
      guard let limits = Array(text).withUnsafeBytes({ limits($0) }) else {
        let value = String(decoding: text, as: UTF8.self)
        throw isCalendar
          ? .notADate(column: column, value: value) : .notANumber(column: column, value: value)
      }
      return limits
    }
    /// The least number of units that is not below a text, and the largest that is not above it.
    func first(_ text: some Collection<UInt8>) throws(ConditionError) -> Int {
      try read(text).least.unitsAbove(decimals)
    }
    func last(_ text: some Collection<UInt8>) throws(ConditionError) -> Int {
      try read(text).most.unitsBelow(decimals)
    }
    let (least, most) = (ValueRanges.limits.lowerBound, ValueRanges.limits.upperBound)
    let values: ValueRanges
    var hasEmpty = false
    switch comparison {
    case .atLeast: values = ValueRanges(from: try first(value), to: most)
    case .atMost: values = ValueRanges(from: least, to: try last(value))
    case .above:
      values = ValueRanges(from: try last(value) + 1, to: most)
    case .below:
      values = ValueRanges(from: least, to: try first(value) - 1)
    case .equal, .notEqual:
      var listed: [ClosedRange<Int>] = []
      for text in Comparison.alternatives(value) {
        if text.isEmpty {
          hasEmpty = true
          continue
        }
        let dots = Comparison.dots(text)
        let (from, to) = (text[..<(dots ?? text.count)], dots.map { text[($0 + 2)...] })
        let low = try first(from)
        let high = try last(to ?? from)
        listed += ValueRanges(from: low, to: high).ranges
      }
      let united = ValueRanges(listed)
      values = comparison == .equal ? united : united.complement
    }
    return Constraint(
      values: values.intersection(ValueRanges([writable])),
      allowsMissing: hasEmpty && comparison == .equal)
  }
}
