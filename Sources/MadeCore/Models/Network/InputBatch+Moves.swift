// Records as a network reads them behind a transform: numbers that have moved, in the place of those that were recorded.

/// Where a network reads the numbers of a column that may move.
package struct MovedPlace: Sendable {
  /// The rank of the real input.
  package let real: Int
  /// The first of the rows that describe its cells to a conditional; nil if there is none.
  package let row: Int?
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
        row: shapes[column].cellRows > 0 ? rows[column] : nil)
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
          if let number { reals.set(lane, place.real, MovableNumber.input(number.place)) }
          guard let row = place.row else { continue }
          let cell =
            number.map { MovableNumber.rows(at: $0.place, logWidth: $0.logWidth) }
            ?? MovableNumber.nowhere
          for index in 0..<4 { values.base[(row + index) * lanes + lane] = cell[index] }
        }
      }
      reals.turn(group)
    }
  }
}
