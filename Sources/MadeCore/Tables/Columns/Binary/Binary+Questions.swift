// Questions about bits.

extension Binary {
  package func constraint(
    _ comparison: Comparison, _ value: ArraySlice<UInt8>, column: String
  ) throws(ConditionError) -> Constraint {
    guard comparison.isEquality else { throw .noOrder(column: column) }
    let listed = Comparison.alternatives(value).compactMap {
      $0.withUnsafeBytes { NumberText($0) }
    }.map { $0.units(decimals: 0) }
    let allowed = [0, 1].filter { listed.contains($0) == (comparison == .equal) }
    return Constraint(values: ValueRanges(allowed.map { $0...$0 }))
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
