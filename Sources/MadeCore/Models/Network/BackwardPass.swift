// From the loss back to the gradient of every weight.

import CKernels

extension MaskedNetwork {
  /// The gradient of the summed negative log-likelihood of a batch, after `forward` and
  /// `Conditionals.evaluate(gradient: true)`, laid out like `weights`.
  ///
  /// Every element of `gradient` that belongs to a weight or bias is overwritten. Each is one sum over
  /// the records in a fixed order, whatever the number of threads.
  package func backward(
    _ workspace: Workspace, into gradient: FloatBuffer, dropout: Dropout? = nil, team: WorkerTeam
  ) {
    let top = workspace.hidden.count - 1
    inputsToOutputs(workspace, gradient, team)
    through(
      shape.output, biasLayer: top + 1, from: workspace.outputT, to: top, workspace, gradient, team)
    for layer in stride(from: top, to: 0, by: -1) {
      activation(ofDeeper: layer, workspace, dropout, team)
      through(
        shape.hidden[layer - 1], biasLayer: layer, from: workspace.hiddenGradientT[layer],
        to: layer - 1, workspace, gradient, team)
    }
    activationOfFirst(workspace, dropout, team)
    inputsToHidden(workspace, gradient, team)
  }

  /// One staircase layer: its bias and weight gradients, and the gradient by the units below.
  private func through(
    _ staircase: Staircase, biasLayer: Int, from dz: FloatBuffer, to layer: Int,
    _ workspace: Workspace, _ gradient: FloatBuffer, _ team: WorkerTeam
  ) {
    let lanes = workspace.lanes
    let below = pieceSize(staircase.columnBlocks, team, workspace.compute)
    let own = pieceSize(staircase.blocks, team, workspace.compute)
    let belowPieces = (staircase.columnBlocks + below - 1) / below
    let ownPieces = (staircase.blocks + own - 1) / own
    let bias = shape.bias[biasLayer]
    team.forEach(belowPieces + ownPieces) { piece in
      if piece < belowPieces {
        let end = min((piece + 1) * below, staircase.columnBlocks)
        staircaseBackward(
          staircase, weights: self.weights, blocks: piece * below..<end, from: dz,
          into: workspace.hiddenGradientT[layer], lanes: lanes, compute: workspace.compute)
      } else {
        let start = (piece - belowPieces) * own
        let blocks = start..<min(start + own, staircase.blocks)
        staircaseGradient(
          staircase, gradient: gradient, blocks: blocks, from: dz,
          with: workspace.hidden[layer], lanes: lanes, batch: workspace.batch.count,
          compute: workspace.compute)
        Kernels.table.pointee.row_sums(
          dz.base.advanced(by: 8 * start * lanes), lanes, 8 * blocks.count, lanes,
          gradient.base.advanced(by: bias + 8 * start))
      }
    }
  }

  /// dz = dh * g'(z) for hidden layer `layer` + 1 > 1, feature-major; where a residual block starts
  /// at z, plus the gradient by z at its end.
  private func activation(
    ofDeeper layer: Int, _ workspace: Workspace, _ dropout: Dropout?, _ team: WorkerTeam
  ) {
    let kernels = Kernels.table.pointee
    let lanes = workspace.lanes
    let rows = padded(shape.architecture.hidden[layer], to: 8)
    team.forEachRange(of: rows / 8, size: 8) { blocks in
      let start = blocks.lowerBound * 8 * lanes
      let count = blocks.count * 8 * lanes
      let h = workspace.hiddenT[layer].base.advanced(by: start)
      let d = workspace.hiddenGradientT[layer].base.advanced(by: start)
      dropout?.backward(gradient: d, h: h, keep: workspace.keep[layer], from: start, count: count)
      kernels.activate_backward(
        self.shape.architecture.activation.kernel, h, d, count)
      if self.shape.architecture.endsBlock(layer + 3), layer + 2 < workspace.hidden.count {
        kernels.join(workspace.hiddenGradientT[layer + 2].base.advanced(by: start), d, count)
      }
    }
  }

  /// The same for the first hidden layer, turned to record-major for the sums over records.
  private func activationOfFirst(
    _ workspace: Workspace, _ dropout: Dropout?, _ team: WorkerTeam
  ) {
    let kernels = Kernels.table.pointee
    let width = shape.first.paddedColumns
    team.forEach((workspace.batch.count + 7) / 8) { group in
      let start = group * 8 * width
      let h = workspace.hidden[0].base.advanced(by: start)
      let d = workspace.hiddenGradient[0].base.advanced(by: start)
      kernels.transpose(
        workspace.hiddenGradientT[0].base.advanced(by: group * 8), workspace.lanes, width, 8, d,
        width)
      dropout?.backward(
        gradient: d, h: h, keep: workspace.keep[0], from: start, count: 8 * width)
      kernels.activate_backward(self.shape.architecture.activation.kernel, h, d, 8 * width)
      if self.shape.architecture.residual {
        let end = workspace.hiddenGradient[2].base.advanced(by: start)
        kernels.transpose(
          workspace.hiddenGradientT[2].base.advanced(by: group * 8), workspace.lanes, width, 8,
          end, width)
        kernels.join(end, d, 8 * width)
      }
    }
  }

  private func inputsToHidden(
    _ workspace: Workspace, _ gradient: FloatBuffer, _ team: WorkerTeam
  ) {
    inputGradients(
      shape.first, biasLayer: 0, dz: workspace.hiddenGradient[0], workspace, gradient, team)
  }

  private func inputsToOutputs(
    _ workspace: Workspace, _ gradient: FloatBuffer, _ team: WorkerTeam
  ) {
    guard let direct = shape.direct else { return }
    let width = direct.paddedColumns
    team.forEach((workspace.batch.count + 7) / 8) { group in
      Kernels.table.pointee.transpose(
        workspace.outputT.base.advanced(by: group * 8), workspace.lanes, width, 8,
        workspace.output.base.advanced(by: group * 8 * width), width)
    }
    inputGradients(direct, biasLayer: nil, dz: workspace.output, workspace, gradient, team)
  }

  private func inputGradients(
    _ staircase: SuffixStaircase, biasLayer: Int?, dz: FloatBuffer, _ workspace: Workspace,
    _ gradient: FloatBuffer, _ team: WorkerTeam
  ) {
    team.forEachRange(of: staircase.rows, size: 16) { inputs in
      inputBackward(
        staircase, gradient: gradient, batch: workspace.batch, inputs: inputs, from: dz)
    }
    guard let biasLayer else { return }
    let sums = gradient.base.advanced(by: shape.bias[biasLayer])
    sums.update(repeating: 0, count: staircase.paddedColumns)
    for record in 0..<workspace.batch.count {
      let row = dz.base.advanced(by: record * staircase.paddedColumns)
      for unit in 0..<staircase.columns { sums[unit] += row[unit] }
    }
  }
}
