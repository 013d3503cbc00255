// The cells of a column of numbers in a batch.

/// A column of numbers as a mask orders it.
struct NumberCells: Sendable {
  let conditional: any ValueConditional
  /// The rank of its real input.
  let real: Int
  /// The first of the rows that describe its cells.
  let row: Int
  /// How many of these there are; none where nobody asks for a likelihood.
  let rows: Int
  /// Where the cells of all columns lie in a record.
  let places: [CellPlace]

  /// Describes a cell to the network and to the column's conditional.
  ///
  /// - Parameters:
  ///   - record: the row that the cell is in.
  ///   - factor: what its real input is multiplied by, 0 where the cell is dropped.
  ///   - reals: takes its real input.
  ///   - values: takes what describes it, rows by lane.
  /// - Returns: the one that it sets, below 0 if it sets none.
  func fill(
    _ lane: Int, cell: Int, of record: UnsafeRawPointer, factor: Float, reals: RealInputs?,
    values: FloatBuffer, lanes: Int
  ) -> Int {
    let place = conditional.place(cell, inRecord: { places[$0].cell(in: record) })
    reals?.set(lane, real, factor * place.real)
    for index in 0..<rows {
      values.base[(row + index) * lanes + lane] = place.rows[index]
    }
    return Int(place.one)
  }
}
