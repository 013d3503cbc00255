// The masked product as plain loops: it documents the kernels, and they are tested against it.

/// Products with an explicit 0/1 mask, in Double, in the order in which the paper writes them.
package enum ReferenceProduct {
  /// The masked product of one record.
  ///
  ///     z = bias + (W . M) x
  ///
  /// - Parameters:
  ///   - weights: (units, inputs), row-major.
  ///   - allows: the mask, as a function of unit and input.
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
