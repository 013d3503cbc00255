// Which weights a file holds: those that some mask of the model can use.

/// Decides, for a list of masks, which elements of a matrix are live.
///
/// A connection is live when at least one mask of the list allows it. With endless masks every
/// connection is, because masks still to be drawn may allow it.
struct LiveWeights {
  let isEndless: Bool
  let masks: [Mask]
  let outputLayer: Int

  /// Calls `body` with every live column of row `row`, ascending.
  ///
  /// - Parameter matrix: degrees of the units that the matrix joins, see `degrees(of:)`.
  @inline(__always)
  func forEachLive(
    in matrix: MatrixDegrees, row: Int, columns: Int, _ body: (Int) -> Void
  ) {
    if isEndless {
      for column in 0..<columns { body(column) }
    } else if masks.count == 1 {
      // Listed first, without a branch: one on random degrees is mispredicted half the time.
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: columns + 1) { list in
        var live = 0
        matrix.forEachColumn(row: row, columns: columns) { column, isLive in
          list[live] = Int32(truncatingIfNeeded: column)
          live += isLive ? 1 : 0
        }
        for index in 0..<live { body(Int(list[index])) }
      }
    } else {
      for column in 0..<columns where matrix.allows(row: row, column: column) { body(column) }
    }
  }

  /// Degrees of the units that a matrix joins, mask by mask.
  func degrees(of connection: Connection) -> MatrixDegrees {
    let isStrict = connection.to == outputLayer
    func degrees(_ layer: Int) -> [[Int32]] {
      masks.map { mask in
        mask.unitDegrees[layer].map(Int32.init)
      }
    }
    return MatrixDegrees(
      rows: degrees(connection.rowLayer), columns: degrees(connection.columnLayer),
      isInputMajor: connection.isInputMajor, isStrict: isStrict)
  }

  /// Number of live elements of a matrix with these degrees.
  func count(_ matrix: MatrixDegrees, rows: Int, columns: Int) -> Int {
    if isEndless { return rows * columns }
    var live = 0
    for row in 0..<rows {
      if masks.count == 1 {
        matrix.forEachColumn(row: row, columns: columns) { _, isLive in live += isLive ? 1 : 0 }
      } else {
        forEachLive(in: matrix, row: row, columns: columns) { _ in live += 1 }
      }
    }
    return live
  }
}

/// The mask rule for one matrix, over all masks of a list.
struct MatrixDegrees {
  let rows: [[Int32]]
  let columns: [[Int32]]
  let isInputMajor: Bool
  let isStrict: Bool

  @inline(__always)
  func allows(row: Int, column: Int) -> Bool {
    for mask in rows.indices {
      let (a, b) = (rows[mask][row], columns[mask][column])
      let (lower, upper) = isInputMajor ? (a, b) : (b, a)
      if isStrict ? upper > lower : upper >= lower { return true }
    }
    return false
  }

  /// Calls `body` for every column of a row with whether the first mask allows it.
  @inline(__always)
  func forEachColumn(row: Int, columns count: Int, _ body: (_ column: Int, _ isLive: Bool) -> Void)
  {
    let degree = rows[0][row]
    // Both rules as one: the column's degree lies in a range.
    let lowest = isInputMajor ? (isStrict ? degree + 1 : degree) : .min
    let highest = isInputMajor ? .max : (isStrict ? degree - 1 : degree)
    columns[0].withUnsafeBufferPointer { degrees in
      for column in 0..<count {
        body(column, lowest <= degrees[column] && degrees[column] <= highest)
      }
    }
  }
}
