// What the training records say by themselves: how often each code occurs.

/// How often each code of each column occurs in some records.
package struct CodeCounts: Sendable {
  private let conditionals: [any Conditional]
  /// By column and code.
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

  /// Output biases that make the untrained model the independent one, output by output.
  package var startingBias: [Float] {
    zip(conditionals, counts).flatMap { $0.startingBias($1) }
  }

  /// Inputs and outputs of codes about which nothing can be learnt; see `Softmax.unlearnable`.
  package var unlearnable: [Int] {
    var first = 0
    return zip(conditionals, counts).flatMap { conditional, counts in
      defer { first += conditional.outputs }
      return conditional.unlearnable(counts).map { [first] in first + $0 }
    }
  }
}
