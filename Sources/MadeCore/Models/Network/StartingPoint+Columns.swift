// What a network knows before training: the columns one by one.

extension StartingPoint {
  /// The starting point of a network over all columns: outputs and ones in the order of the data.
  package init(of rows: Rows, _ conditionals: [any Conditional]) {
    self.init(bias: [])
    var ones = 0
    for (column, conditional) in conditionals.enumerated() {
      let start = conditional.start(CellColumn(rows, column, of: conditional))
      silentOutputs += start.silentOutputs.map { [bias] in bias.count + $0 }
      silentOnes += start.silentOnes.map { ones + $0 }
      bias += start.bias
      ones += conditional.ones
    }
  }
}
