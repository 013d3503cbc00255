// Drawing from the last network of a flow: numbers that move are drawn as places, not as cells.

/// Takes the places of numbers that a flow moves, as the drawing kernel comes to their columns; used by one thread at a
/// time.
final class MovedDraws: @unchecked Sendable {
  /// A column that moves.
  struct Column {
    /// Its index among the columns that move.
    let index: Int
    let conditional: any ValueConditional
    let movable: any MovableConditional
  }

  /// What is told the kernel.
  struct Drawn {
    let cell: Int
    let one: Int32
    let real: Float
  }

  private let numbers: MovingNumbers
  private let columns: [Column?]
  private let stage: Int

  /// - Parameters:
  ///   - numbers: take the places at stage `stage`, the last one.
  ///   - ordering: of the network.
  init(_ numbers: MovingNumbers, stage: Int, ordering: Ordering) {
    self.numbers = numbers
    self.stage = stage
    var columns = [Column?](repeating: nil, count: ordering.count)
    for (index, member) in numbers.columns.members.enumerated() {
      guard let conditional = numbers.columns.conditionals[member.column].ofValues else { continue }
      columns[ordering.positions[member.column]] = Column(
        index: index, conditional: conditional, movable: member.conditional)
    }
    self.columns = columns
  }

  /// The column at a position of the ordering; nil if it does not move.
  func column(_ position: Int) -> Column? { columns[position] }

  /// Draws a cell, or the place of a number, which is noted; its cell is not known yet.
  func draw(
    _ column: Column, _ lane: Int, _ outputs: LaneOutputs, within limits: NumberLimits,
    _ words: (_ attempt: Int) -> NumberWords
  ) -> Drawn {
    switch column.movable.drawMovable(outputs, within: limits, words) {
    case .stays(let cell):
      let place = column.conditional.place(cell)
      return Drawn(cell: cell, one: place.one, real: place.real)
    case .moves(let place):
      numbers.put(place, column.index, lane, stage: stage)
      return Drawn(cell: 0, one: -1, real: MovableNumber.input(place))
    }
  }
}
