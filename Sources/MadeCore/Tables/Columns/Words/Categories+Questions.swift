// Questions about words.

extension Categories {
  package func constraint(
    _ comparison: Comparison, _ value: ArraySlice<UInt8>, column: String
  ) throws(ConditionError) -> Constraint {
    let (fulfils, hasEmpty) = try fulfilling(comparison, value, column: column)
    let numbers = fulfils.indices.filter { fulfils[$0] }
    return Constraint(
      values: ValueRanges(numbers.map { $0...$0 }),
      allowsMissing: hasEmpty && comparison == .equal)
  }

  /// The notation of words that are dates or other numbers, but few different ones; nil if they are none.
  ///
  /// It follows from the list of values alone.
  private var notation: (any Notation)? {
    guard let found = Notations.found(in: WrittenValues(values.map { ($0, 1) })) else { return nil }
    let decimals = values.compactMap { value in
      value.withUnsafeBytes { found.notation.number($0) }.map { -$0.exponent }
    }
    return found.notation.on(
      DecimalNotation(decimals: max(decimals.max() ?? 0, 0), hasFixedDecimals: false))
  }

  /// Which words fulfil a comparison, and whether an empty value is among those listed.
  private func fulfilling(
    _ comparison: Comparison, _ value: ArraySlice<UInt8>, column: String
  ) throws(ConditionError) -> (fulfils: [Bool], hasEmpty: Bool) {
    let numbers = CategoryNumbers(values)
    if let numbers, !comparison.isEquality || !numbers.areCodes {
      return try numbers.fulfilling(comparison, value, values, column: column)
    }
    // A text with a bar in it that is a value is meant as a whole.
    let isWhole = values.contains { $0.elementsEqual(value) }
    let listed = Set(isWhole ? [Array(value)] : Comparison.alternatives(value))
    let isOfValues = listed.allSatisfy { $0.isEmpty || values.contains($0) }
    if !comparison.isEquality || !isOfValues, let notation = notation {
      do {
        let constraint = try notation.constraint(comparison, value, column: column)
        let fulfils = values.map { value in
          value.withUnsafeBytes { notation.units($0) }.map { units in
            constraint.values.ranges.contains { $0.contains(units) }
          } ?? false
        }
        return (fulfils, listed.contains([]))
      } catch {
        if !comparison.isEquality { throw error }
      }
    }
    guard comparison.isEquality else { throw .noOrder(column: column) }
    return (values.map { listed.contains($0) == (comparison == .equal) }, listed.contains([]))
  }

  /// The word that is likeliest; all words of a code are equally likely.
  package func expectation(
    _ shares: [Double], allowed: ValueRanges
  ) -> (code: Int, value: Int?) {
    var likelihoods = shares
    if !groups.isEmpty {
      for code in valuesAlone..<valueCodes {
        let count = values(ofCode: code).map { ValueRanges([$0]).intersection(allowed).count } ?? 1
        if count > 1 { likelihoods[code] /= Double(count) }
      }
    }
    let largest = likelihoods.max() ?? 0
    // The first of equals, so that the answer is the same every time.
    return (likelihoods.firstIndex(of: largest) ?? 0, nil)
  }

  package func expected(_ shares: [Double], _ dialect: CellDialect) -> [UInt8] {
    let likelihoods = shares.indices.map { shares[$0] / Double(width(ofCode: $0)) }
    let code = likelihoods.indices.max { likelihoods[$0] < likelihoods[$1] } ?? 0
    return values(ofCode: code).map {
      quoted(values[$0.lowerBound], delimiter: dialect.delimiter)
    } ?? []
  }

  /// All values, those that are numbers in the order of their size.
  package var labels: [(text: [UInt8], code: Int)]? {
    let numbers = CategoryNumbers(values).flatMap { $0.areCodes ? nil : $0 }
    let codes = codeOfValue
    return (numbers?.inOrder ?? Array(values.indices)).map { (values[$0], codes[$0]) }
  }
}
