// The conditional of a column of numbers in one record, where what is earlier may say from where numbers are counted.

/// A column's conditional as it is in one record: of cells, whatever its numbers are counted from.
package struct RecordConditional {
  private let conditional: any ValueConditional
  private let rule: NumberRule?
  private let frame: NumberFrame

  fileprivate init(_ conditional: any ValueConditional, _ frame: NumberFrame) {
    self.conditional = frame.isStretched ? conditional.stretched : conditional
    rule = conditional.hasRule ? conditional.rule : nil
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
  package var limits: NumberLimits { ruled(conditional.limits) }

  /// What the rule leaves of limits of differences, as limits of cells.
  package func ruled(_ limits: NumberLimits) -> NumberLimits {
    var limits = frame.within(inRecord(limits))
    limits.ranges = limits.ranges.map {
      frame.absolute($0.lowerBound)...frame.absolute($0.upperBound)
    }
    return limits
  }

  /// Limits of what is drawn in most records, as they are in this one.
  private func inRecord(_ limits: NumberLimits) -> NumberLimits {
    frame.isStretched
      ? NumberLimits(ranges: conditional.limits.ranges, marks: limits.marks) : limits
  }

  /// The tail of a cell; see `Conditional`.
  ///
  /// - Parameter drawn: which differences can be drawn in most records.
  package func tail(
    of cell: Int, _ output: (Int) -> Double, _ drawn: DrawableCells, _ ties: NumberWords
  ) -> CellTail {
    conditional.tail(
      of: frame.relative(cell), output, drawn.within(frame.within(inRecord(drawn.limits))), ties)
  }

  /// The first and the last number of the grid within a range; nil if there is none.
  package func numbers(in range: ClosedRange<Int>) -> ClosedRange<Int>? {
    let differences = frame.relative(range.lowerBound)...frame.relative(range.upperBound)
    return conditional.numbers(in: differences).map {
      frame.absolute($0.lowerBound)...frame.absolute($0.upperBound)
    }
  }

  /// log of the probability of what is drawn where nothing is known, so far as a bound says what that is: the probability of
  /// all other numbers is divided among these.
  package func logMassOfBound(_ limits: NumberLimits, _ output: (Int) -> Double) -> Double {
    guard rule?.relation?.isBound == true else { return 0 }
    return logMass(within: ruled(limits), output)
  }

  /// Whether a cell is as the rule has it.
  package func keepsRule(_ cell: Int) -> Bool {
    guard let range = frame.range, let relation = rule?.relation,
      NumberLimits.mark(of: cell) == nil
    else { return true }
    return relation.isBound
      ? range.contains(cell) : relation.allows(difference: frame.relative(cell))
  }

  /// log of the probability that a cell is not one of the marks that some limits leave out of others.
  ///
  /// - Parameter limits: both of differences.
  package func logShareOfMarks(
    _ limits: NumberLimits, of others: NumberLimits, _ output: (Int) -> Double
  ) -> Double {
    let (own, all) = (frame.within(limits).marks, frame.within(others).marks)
    if own == all { return 0 }
    return conditional.logMass(ofMarks: own, output) - conditional.logMass(ofMarks: all, output)
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
    frame.absolute(conditional.draw(outputs, within: frame.within(inRecord(limits)), words))
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
    RecordConditional(self, hasRule ? frame(cell) : .plain)
  }

  /// What a cell of a record is to the network, without a conditional of the record where no rule asks for one: each cell
  /// of each batch is placed.
  ///
  /// - Parameter other: a cell of a column of the record that comes before this one.
  @inline(__always)
  package func place(_ cell: Int, inRecord other: (_ column: Int) -> Int) -> ValuePlace {
    hasRule ? inRecord(other).place(cell) : place(cell)
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
