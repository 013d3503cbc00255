// Comparisons of numbers.

extension Notation {
  /// What a comparison of a column's cells with a text allows.
  ///
  /// - Parameter column: its name, for errors.
  func constraint(
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
    let (least, most) = (ValueRanges.limits.lowerBound, ValueRanges.limits.upperBound)
    let values: ValueRanges
    var hasEmpty = false
    switch comparison {
    case .atLeast: values = ValueRanges(from: try bound(value, unitsAbove), to: most)
    case .atMost: values = ValueRanges(from: least, to: try bound(value, unitsBelow))
    case .above:
      values = ValueRanges(from: try bound(value, unitsBelow) + 1, to: most)
    case .below:
      values = ValueRanges(from: least, to: try bound(value, unitsAbove) - 1)
    case .equal, .notEqual:
      var listed: [ClosedRange<Int>] = []
      for text in Comparison.alternatives(value) {
        if text.isEmpty {
          hasEmpty = true
          continue
        }
        let dots = Comparison.dots(text)
        let (first, last) = (text[..<(dots ?? text.count)], dots.map { text[($0 + 2)...] })
        let low = try bound(first, unitsAbove)
        let high = try bound(last ?? first, unitsBelow)
        listed += ValueRanges(from: low, to: high).ranges
      }
      let united = ValueRanges(listed)
      values = comparison == .equal ? united : united.complement
    }
    return Constraint(values: values, allowsMissing: hasEmpty && comparison == .equal)
  }
}
