// The numbers of a batch on their way through a flow.

/// The numbers of some records before and after each transform of a stack.
///
/// Buffers are (columns that move, lanes). Stage 0 is T of the numbers, stage n what n transforms have made of them. It is
/// used by one batch at a time, of which threads take disjoint lanes, hence `@unchecked`.
package final class MovingNumbers: @unchecked Sendable {
  package let columns: MovableColumns
  package let lanes: Int
  /// Records now held, in the first lanes.
  package private(set) var count = 0
  private let stages: [DoubleBuffer]
  private let isMoving: Block<UInt8>
  private let logWidths: FloatBuffer
  /// The sum of log|du/dt| over all transforms so far, by lane.
  package let logDeterminants: DoubleBuffer
  /// The gradient of the loss by the numbers of the stage that a backward pass has come to.
  package let gradient: DoubleBuffer

  package init(_ columns: MovableColumns, lanes: Int, transforms: Int) {
    self.columns = columns
    self.lanes = lanes
    let size = columns.count * lanes
    stages = (0...transforms).map { _ in DoubleBuffer(count: size) }
    isMoving = Block(count: size)
    logWidths = FloatBuffer(count: size)
    logDeterminants = DoubleBuffer(count: lanes)
    gradient = DoubleBuffer(count: size)
  }

  /// The numbers of a stage.
  package func stage(_ number: Int) -> DoubleBuffer { stages[number] }

  /// Whether the cell of a record in the column with an index among those that move is a number that moves.
  package func moves(_ index: Int, _ lane: Int) -> Bool { isMoving.base[index * lanes + lane] != 0 }

  /// The cells that are numbers that move.
  package var cells: MovingCells {
    MovingCells(indices: columns.indexOfColumn) { self.moves($0, $1) }
  }

  /// A number at a stage; nil for a cell that stays.
  package func number(_ index: Int, _ lane: Int, stage: Int) -> MovedNumber? {
    let element = index * lanes + lane
    guard isMoving.base[element] != 0 else { return nil }
    return MovedNumber(place: stages[stage].base[element], logWidth: logWidths.base[element])
  }

  /// Takes the numbers of records: stage 0.
  ///
  /// - Parameters:
  ///   - records: at most `lanes` indices of rows.
  ///   - noise: for each record what chooses a place within the grid cells of its numbers; nil for the numbers themselves.
  package func fill(
    from rows: Rows, records: ArraySlice<Int32>,
    noise: (@Sendable (_ record: Int) -> RandomStream)?,
    team: WorkerTeam
  ) {
    precondition(records.count <= lanes)
    count = records.count
    logDeterminants.clear()
    let first = records.startIndex
    team.forEachRange(of: count, size: 16) { range in
      for lane in range {
        let record = Int(records[first + lane])
        var random = noise?(record)
        for (index, member) in self.columns.members.enumerated() {
          let fraction = random?.nextFraction()
          let element = index * self.lanes + lane
          let cell = rows.code(record, member.column)
          guard let number = member.conditional.movable(cell) else {
            self.isMoving.base[element] = 0
            continue
          }
          self.isMoving.base[element] = 1
          self.stages[0].base[element] = fraction.map { number.place(at: $0) } ?? number.place
          self.logWidths.base[element] = Float(number.logWidth)
        }
      }
    }
  }

  /// Takes the gradient of a loss by the numbers of the last stage that goes through the mixtures.
  ///
  /// A mixture is a function of the distances from its places, so it is minus the sum of the gradients by these.
  ///
  /// - Parameters:
  ///   - places: for each column the ranks of the outputs that are places.
  ///   - workspace: has the gradient by the outputs.
  package func takeGradient(
    _ places: [Range<Int>], _ workspace: Workspace, team: WorkerTeam
  ) {
    team.forEach(places.count) { index in
      for lane in 0..<self.lanes {
        var sum = 0.0
        if lane < self.count, self.moves(index, lane) {
          for output in places[index] {
            sum -= Double(workspace.outputT.base[output * workspace.lanes + lane])
          }
        }
        self.gradient.base[index * self.lanes + lane] = sum
      }
    }
  }

  /// Begins at the other end: no number of `count` records moves until `put` says so.
  package func begin(count: Int) {
    precondition(count <= lanes)
    self.count = count
    logDeterminants.clear()
    isMoving.clear()
  }

  /// Sets a number at a stage.
  package func put(_ place: Double, _ index: Int, _ lane: Int, stage: Int) {
    isMoving.base[index * lanes + lane] = 1
    stages[stage].base[index * lanes + lane] = place
  }
}
