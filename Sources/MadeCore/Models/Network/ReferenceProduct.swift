// The masked product as three plain loops: the documentation and the oracle of the kernels.

/// Products with an explicit 0/1 mask, in Double, in the order in which the paper writes them.
package enum ReferenceProduct {
  /// The masked product of one record.
  ///
  ///     z = bias + (W . M) x
  ///
  /// - Parameters:
  ///   - weights: (units, inputs), row-major.
  ///   - allows: the mask, as a rule.
  package static func masked(
    weights: [[Double]], bias: [Double], input: [Double],
    allows: (_ unit: Int, _ input: Int) -> Bool
  ) -> [Double] {
    weights.indices.map { unit in
      var sum = bias[unit]
      for below in input.indices where allows(unit, below) {
        sum += weights[unit][below] * input[below]
      }
      return sum
    }
  }
}
