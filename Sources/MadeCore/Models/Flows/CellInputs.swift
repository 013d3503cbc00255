// What a network reads of cells that a transform only looks at.

/// For each column of a table and each lane, the one that its cell sets and its real input; filled once for each batch, and
/// only where cells do not move.
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

  /// Takes rows with some indices, a row a lane.
  ///
  /// - Parameter moving: the cells that move.
  package func fill(
    from rows: Rows, records: ArraySlice<Int32>, except moving: MovingCells, team: WorkerTeam
  ) {
    precondition(records.count <= lanes)
    team.forEachRange(of: records.count, size: 16) { range in
      for (column, conditional) in self.columns.conditionals.enumerated() {
        let index = moving.indices[column]
        for lane in range {
          if let index, moving.moves(index, lane) { continue }
          let record = Int(records[records.startIndex + lane])
          let cell = rows.code(record, column)
          let element = column * self.lanes + lane
          if let conditional = conditional.ofCodes {
            self.ones.base[element] = Int32(truncatingIfNeeded: cell - conditional.silentCodes)
          } else if let conditional = conditional.ofValues {
            let place = conditional.place(cell, inRecord: { rows.code(record, $0) })
            (self.ones.base[element], self.reals.base[element]) = (place.one, place.real)
          }
        }
      }
    }
  }

  /// Takes the first `count` of some rows, a row a lane.
  package func fill(from rows: Rows, count: Int, except moving: MovingCells) {
    fill(
      from: rows, records: (0..<count).map { Int32($0) }[...], except: moving, team: .single)
  }

  /// Which of the column's ones a cell sets, below 0 if it sets none.
  package func one(_ column: Int, _ lane: Int) -> Int32 { ones.base[column * lanes + lane] }
  /// Its real input.
  package func real(_ column: Int, _ lane: Int) -> Float { reals.base[column * lanes + lane] }
}
