// How often each code occurs in the training records.

/// How often each code of each column occurs in some records.
package struct CodeCounts: Sendable {
  private let conditionals: [any Conditional]
  /// Indexed by column, then code.
  private let counts: [[Int]]

  /// Counts the codes of all records.
  package init(of rows: Rows, _ conditionals: [any Conditional]) {
    self.conditionals = conditionals
    var counts = conditionals.map { [Int](repeating: 0, count: $0.states) }
    for column in conditionals.indices {
      counts[column].withUnsafeMutableBufferPointer { counts in
        for row in 0..<rows.count { counts[rows.code(row, column)] += 1 }
      }
    }
    self.counts = counts
  }

  /// Output biases with which the untrained model is that of independent columns; one for each output.
  package var startingBias: [Float] {
    zip(conditionals, counts).flatMap { $0.startingBias($1) }
  }

  /// Indices of the outputs, and of the ones, of codes about which nothing can be learnt; see
  /// `Softmax.unlearnable`.
  package var unlearnable: [Int] {
    var first = 0
    return zip(conditionals, counts).flatMap { conditional, counts in
      defer { first += conditional.outputs }
      return conditional.unlearnable(counts).map { [first] in first + $0 }
    }
  }
}
