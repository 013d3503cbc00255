// The conditional of a column of numbers in one record, where what is earlier may say from where numbers are counted.

/// A column's conditional as it is in one record: of cells, whatever its numbers are counted from.
package struct RecordConditional {
  private let conditional: any ValueConditional
  private let frame: NumberFrame

  fileprivate init(_ conditional: any ValueConditional, _ frame: NumberFrame) {
    self.conditional = conditional
    self.frame = frame
  }

  /// What a cell is to the network.
  package func place(_ cell: Int) -> ValuePlace { conditional.place(frame.relative(cell)) }

  package func logProbability(of cell: Int, _ output: (Int) -> Double) -> Double {
    conditional.logProbability(of: frame.relative(cell), output)
  }

  /// log of the probability of all cells that are allowed.
  package func logMass(within limits: NumberLimits, _ output: (Int) -> Double) -> Double {
    conditional.logMass(within: frame.relative(limits), output)
  }

  /// What is drawn where nothing is known: cells as the training records have them, and as the rule has them.
  package var limits: NumberLimits {
    var limits = frame.within(conditional.limits)
    limits.ranges = limits.ranges.map {
      frame.absolute($0.lowerBound)...frame.absolute($0.upperBound)
    }
    return limits
  }

  /// Whether a cell is as the rule has it.
  package func keepsRule(_ cell: Int) -> Bool {
    guard let range = frame.range, let relation = conditional.rule?.relation,
      NumberLimits.mark(of: cell) == nil
    else { return true }
    return relation.isBound
      ? range.contains(cell) : relation.allows(difference: frame.relative(cell))
  }

  /// Draws a cell within limits; see `ValueConditional`.
  package func draw(
    _ output: (Int) -> Double, within limits: NumberLimits, _ words: NumberWords
  ) -> DrawnNumber {
    var drawn = conditional.draw(output, within: frame.relative(limits), words)
    drawn.cell = frame.absolute(drawn.cell)
    return drawn
  }

  /// Draws a cell as the rule has it.
  ///
  /// - Parameter limits: of differences, where numbers are counted from others.
  package func drawAsRuled(
    _ outputs: LaneOutputs, within limits: NumberLimits, _ words: (_ attempt: Int) -> NumberWords
  ) -> Int {
    frame.absolute(conditional.draw(outputs, within: frame.within(limits), words))
  }

  /// Draws any cell in proportion to its probability, one that breaks the rule too.
  ///
  /// - Parameter limits: of differences; all that there are.
  package func drawWhole(
    _ outputs: LaneOutputs, within limits: NumberLimits, _ words: (_ attempt: Int) -> NumberWords
  ) -> Int {
    frame.absolute(conditional.draw(outputs, within: limits, words))
  }

  /// Cells that stand for all that are allowed; see `ValueConditional`.
  package func evenly(
    _ output: (Int) -> Double, within limits: NumberLimits, count: Int
  ) -> [Int] {
    conditional.evenly(output, within: frame.relative(limits), count: count)
      .map { frame.absolute($0) }
  }
}

extension ValueConditional {
  /// The conditional in a record.
  ///
  /// - Parameter cell: of a column of the record that comes before this one.
  package func inRecord(_ cell: (_ column: Int) -> Int) -> RecordConditional {
    RecordConditional(self, rule == nil ? .plain : frame(cell))
  }

  /// The conditional in a record of some rows.
  package func inRecord(_ record: Int, of rows: Rows) -> RecordConditional {
    inRecord { rows.code(record, $0) }
  }
}

extension Conditional {
  /// log p of the cell that a record has in a column.
  ///
  /// - Parameter cell: of any column of the record.
  @inline(__always)
  package func logProbability(
    ofColumn column: Int, in cell: (_ column: Int) -> Int, _ output: (Int) -> Double
  ) -> Double {
    guard let conditional = ofValues else { return logProbability(of: cell(column), output) }
    return conditional.inRecord(cell).logProbability(of: cell(column), output)
  }
}
