// The memory in which a transform moves the numbers of a batch.

/// What a transform reads of a batch, and the passes of its network; used for one batch at a time.
///
/// A network that reads numbers before they move has a plain pass. One that reads them after they have moved goes position
/// by position, up to 96 records at a time; the plain pass is then for the gradient.
package final class TransformSpace: Sendable {
  package let lanes: Int
  /// Of the plain pass; nil where there is none.
  let workspace: Workspace?
  /// What is read of cells that stay, where a network goes position by position; else nil.
  let inputs: CellInputs?
  private let architecture: Architecture
  private let unused = Lock<[InversionSpace]>([])

  /// - Parameters:
  ///   - transform: whose network it is for, or any that is alike.
  ///   - training: whether gradients will be taken.
  package init(
    _ transform: any RowTransform, lanes: Int, training: Bool, compute: Compute = .f32
  ) {
    self.lanes = padded(lanes, to: 16)
    architecture = transform.parameters.shape.architecture
    let isOrdered = transform.direction == .iaf
    workspace =
      isOrdered && !training
      ? nil : Workspace(architecture, lanes: lanes, training: training, compute: compute)
    inputs = isOrdered ? CellInputs(transform.columns, lanes: self.lanes) : nil
  }

  /// Takes records, as the network of `mask` reads them.
  ///
  /// - Parameters:
  ///   - records: at most `lanes` indices of rows.
  ///   - moving: the cells that move, which are left out.
  package func fill(
    from rows: Rows, records: ArraySlice<Int32>, mask: Mask, except moving: MovingCells,
    team: WorkerTeam
  ) {
    workspace?.batch.fill(from: rows, records: records, mask: mask, except: moving, team: team)
    inputs?.fill(from: rows, records: records, except: moving, team: team)
  }

  /// Calls a body with ranges of lanes that cover the first `count`, and memory for each, by all threads.
  func forEachInversion(
    of count: Int, team: WorkerTeam, _ body: @Sendable (Range<Int>, InversionSpace) -> Void
  ) {
    let share = padded((count + team.threads - 1) / team.threads, to: 16)
    team.forEachRange(of: count, size: min(share, InversionSpace.lanes)) { range in
      let space = self.unused.withLock { $0.popLast() } ?? InversionSpace(self.architecture)
      body(range, space)
      self.unused.withLock { $0.append(space) }
    }
  }
}
