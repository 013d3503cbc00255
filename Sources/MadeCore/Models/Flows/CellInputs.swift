// What a network reads of cells that a transform only looks at.

/// For each column of a table and each lane, the one that its cell sets and its real input; used by one thread at a time.
package final class CellInputs: @unchecked Sendable {
  private let columns: MovableColumns
  private let lanes: Int
  private let ones: Block<Int32>
  private let reals: FloatBuffer

  package init(_ columns: MovableColumns, lanes: Int) {
    self.columns = columns
    self.lanes = lanes
    ones = Block(count: columns.conditionals.count * lanes)
    reals = FloatBuffer(count: columns.conditionals.count * lanes)
  }

  /// Takes the first `count` of some rows, a row a lane.
  package func fill(from rows: Rows, count: Int) {
    for (column, conditional) in columns.conditionals.enumerated() {
      for lane in 0..<count {
        let cell = rows.code(lane, column)
        let element = column * lanes + lane
        if let conditional = conditional.ofCodes {
          ones.base[element] = Int32(truncatingIfNeeded: cell - conditional.silentCodes)
        } else if let conditional = conditional.ofValues {
          let place = conditional.inRecord(lane, of: rows).place(cell)
          (ones.base[element], reals.base[element]) = (place.one, place.real)
        }
      }
    }
  }

  /// Which of the column's ones a cell sets, below 0 if it sets none.
  package func one(_ column: Int, _ lane: Int) -> Int32 { ones.base[column * lanes + lane] }
  /// Its real input.
  package func real(_ column: Int, _ lane: Int) -> Float { reals.base[column * lanes + lane] }
}
