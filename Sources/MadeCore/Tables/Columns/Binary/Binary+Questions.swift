// Questions about bits.

extension Binary {
  package func constraint(
    _ comparison: Comparison, _ value: ArraySlice<UInt8>, column: String
  ) throws(ConditionError) -> Constraint {
    let numbers = try DecimalNotation(decimals: 0, hasFixedDecimals: false)
      .constraint(comparison, value, column: column)
    return Constraint(values: numbers.values.intersection(ValueRanges([0...1])))
  }

  package func expectation(
    _ shares: [Double], allowed: ValueRanges
  ) -> (code: Int, value: Int?) {
    // The first of equals, so that the answer is the same every time.
    (shares[1] > shares[0] ? 1 : 0, nil)
  }

  package func expected(_ shares: [Double], _ dialect: CellDialect) -> [UInt8] {
    [BitText.digit(shares[1] > 0.5 ? 1 : 0)]
  }

  package var labels: [(text: [UInt8], code: Int)]? {
    [0, 1].map { ([BitText.digit($0)], $0) }
  }
}
