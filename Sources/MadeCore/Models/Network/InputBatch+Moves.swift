// Records as a network reads them behind a transform: numbers that have moved, in the place of those that were recorded.

/// Where a network reads the numbers of a column that may move.
package struct MovedPlace: Sendable {
  /// The rank of the real input.
  package let real: Int
  /// The rows that describe its cells to a conditional: four for the grid cell, and four more where values are known.
  package let rows: Range<Int>
}

/// Which cells of a batch are numbers that move.
package struct MovingCells: Sendable {
  /// For each column of the table its index among those whose numbers move; nil for others.
  let indices: [Int?]
  let moves: @Sendable (_ index: Int, _ lane: Int) -> Bool
}

/// A number in a lane: where it is, and the log of the width of its grid cell.
package struct MovedNumber: Sendable {
  package let place: Double
  package let logWidth: Float

  package init(place: Double, logWidth: Float) {
    (self.place, self.logWidth) = (place, logWidth)
  }
}

extension Mask {
  /// Where the network of this mask reads the numbers of some columns.
  package func movedPlaces(_ columns: [Int]) -> [MovedPlace] {
    var rows = [Int](repeating: 0, count: shapes.count)
    var row = 0
    for column in ordering.columns {
      rows[column] = row
      row += shapes[column].cellRows
    }
    return columns.map { column in
      MovedPlace(
        real: realPlaces[firstReals[column]],
        rows: rows[column]..<rows[column] + shapes[column].cellRows)
    }
  }
}

extension InputBatch {
  /// Puts numbers where they have moved to, in the records that `fill` took.
  ///
  /// A cell that stays in such a column keeps its inputs, and has no part of the density of those that move.
  ///
  /// - Parameters:
  ///   - places: of the columns whose numbers move.
  ///   - number: a number of a record by its index among these columns; nil for a cell that stays.
  package func move(
    _ places: [MovedPlace], team: WorkerTeam,
    _ number: @Sendable (_ index: Int, _ lane: Int) -> MovedNumber?
  ) {
    guard let reals else { return }
    team.forEach(lanes / Self.group) { group in
      let first = group * Self.group
      for lane in first..<max(first, min(first + Self.group, count)) {
        for (index, place) in places.enumerated() {
          let number = number(index, lane)
          guard let number else {
            put(MovableNumber.nowhere, place.rows.prefix(4), lane)
            continue
          }
          reals.set(lane, place.real, MovableNumber.input(number.place))
          let cell = MovableNumber.rows(at: number.place, logWidth: number.logWidth)
          put(cell, place.rows.prefix(4), lane)
          // It is none of the known values.
          put(MovableNumber.nowhere, place.rows.dropFirst(4), lane)
        }
      }
      reals.turn(group)
    }
  }

  private func put(_ cell: SIMD4<Float>, _ rows: Range<Int>, _ lane: Int) {
    for (index, row) in rows.enumerated() { values.base[row * lanes + lane] = cell[index] }
  }
}
