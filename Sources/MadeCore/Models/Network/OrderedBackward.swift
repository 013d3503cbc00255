// Back through a network some of whose real inputs follow from outputs of columns before them.

import CKernels

/// A column whose real input follows from what the network says of it.
package struct OrderedColumn: Sendable {
  /// Where it stands in the ordering.
  package let position: Int
  /// The rank of its real input.
  package let real: Int

  package init(position: Int, real: Int) { (self.position, self.real) = (position, real) }
}

extension MaskedNetwork {
  /// The gradient of a loss where a column's gradient by its outputs is known once that by its real input is.
  ///
  /// As when the network has gone position by position, and its outputs of a column have made the real input that later
  /// columns see. It is a triangular system, solved from the last column to the first: the gradient by the real input of a
  /// column is that of all hidden units of at least its degree, which is that of all outputs of later columns. Each weight
  /// is used once, but for those of blocks of eight units that belong to several degrees.
  ///
  /// To be called after `forward`. No bit depends on the number of threads: they share the records.
  ///
  /// - Parameters:
  ///   - gradient: as for `backward(_:into:dropout:byReals:team:)`.
  ///   - columns: all that have outputs, by ascending position. The network has neither direct connections nor a residual.
  ///   - outputs: turns the outputs of a column into the gradient by them in some lanes; `byReal` is the gradient by its
  ///     real input, a number for each of these lanes.
  package func backward(
    _ workspace: Workspace, into gradient: FloatBuffer, columns: [OrderedColumn], team: WorkerTeam,
    outputs:
      @Sendable (
        _ index: Int, _ lanes: Range<Int>, _ byReal: UnsafePointer<Float>
      ) -> Void
  ) {
    let architecture = shape.architecture
    precondition(!architecture.direct && !architecture.residual && realsToHidden != nil)
    let share = padded((workspace.lanes + team.threads - 1) / team.threads, to: 16)
    team.forEachRange(of: workspace.lanes, size: min(share, OrderedPass.lanes)) { lanes in
      let pass = OrderedPass(network: self, workspace: workspace, lanes: lanes)
      pass.run(columns, outputs)
    }
    takeWeightGradients(workspace, into: gradient, team: team)
  }
}

/// The gradient by outputs and hidden units for some lanes.
private struct OrderedPass {
  /// Records that a thread takes at a time.
  static let lanes = 96

  let network: MaskedNetwork
  let workspace: Workspace
  let lanes: Range<Int>
  /// Rows of a product, (units, lanes); the blocks of 8 that it is made of have more than are wanted.
  private let scratch: FloatBuffer

  init(network: MaskedNetwork, workspace: Workspace, lanes: Range<Int>) {
    (self.network, self.workspace, self.lanes) = (network, workspace, lanes)
    let widest = network.shape.architecture.hidden.reduce(network.shape.architecture.reals, max)
    scratch = FloatBuffer(count: padded(widest, to: Int(MADE_LANES)) * lanes.count)
  }

  func run(
    _ columns: [OrderedColumn],
    _ outputs: (_ index: Int, _ lanes: Range<Int>, _ byReal: UnsafePointer<Float>) -> Void
  ) {
    var ends = network.shape.architecture.hidden
    for (gradient, width) in zip(workspace.hiddenGradientT, ends) {
      // Products go over units that have no gradient yet, with weights that are 0.
      for unit in 0..<padded(width, to: Int(MADE_LANES)) {
        row(unit, of: gradient).update(repeating: 0, count: lanes.count)
      }
    }
    for (index, column) in columns.enumerated().reversed() {
      // What sees the column has its degree, position + 1, or more.
      takeUnits(from: column.position + 1, &ends)
      outputs(index, lanes, byReal(column.real))
    }
    takeUnits(from: 0, &ends)
  }

  /// The gradient by all hidden units of at least some degree that have none yet.
  ///
  /// - Parameter ends: for each hidden layer, the rank of the first unit that has one.
  private func takeUnits(from degree: Int, _ ends: inout [Int]) {
    let kernels = Kernels.table.pointee
    let activation = network.shape.architecture.activation.kernel
    for number in ends.indices.reversed() {
      let degrees = network.mask.sortedDegrees[number + 1]
      var start = ends[number]
      while start > 0, degrees[start - 1] >= degree { start -= 1 }
      guard start < ends[number] else { continue }
      let isTop = number + 1 == ends.count
      let layer =
        isTop ? network.output(workspace.compute) : network.hidden(number, workspace.compute)
      let rows = product(
        layer, start..<ends[number],
        of: isTop ? workspace.outputT : workspace.hiddenGradientT[number + 1])
      for unit in start..<ends[number] {
        let d = row(unit, of: workspace.hiddenGradientT[number])
        d.update(from: rows + unit * lanes.count, count: lanes.count)
        kernels.activate_backward(
          activation, row(unit, of: workspace.hiddenT[number]), d, lanes.count)
      }
      ends[number] = start
    }
  }

  /// The gradient by a real input, of the units that have theirs.
  private func byReal(_ real: Int) -> UnsafePointer<Float> {
    guard let layer = network.realsToHidden else { return UnsafePointer(scratch.base) }
    let rows = product(layer, real..<real + 1, of: workspace.hiddenGradientT[0])
    return UnsafePointer(rows + real * lanes.count)
  }

  /// W^T dz for some units below, and for others beside them.
  ///
  /// - Returns: (units, lanes).
  private func product(
    _ layer: StaircaseLayer, _ units: Range<Int>, of dz: FloatBuffer
  ) -> UnsafeMutablePointer<Float> {
    let block = Int(MADE_BLOCK)
    layer.backward(
      units.lowerBound / block..<(units.upperBound + block - 1) / block,
      from: dz.base + lanes.lowerBound, stride: workspace.lanes, into: scratch.base,
      stride: lanes.count, lanes: lanes.count)
    return scratch.base
  }

  private func row(_ unit: Int, of buffer: FloatBuffer) -> UnsafeMutablePointer<Float> {
    buffer.base + unit * workspace.lanes + lanes.lowerBound
  }
}
