// From records to logits.

import CKernels

extension MaskedNetwork {
  /// Computes the logits of the records in `workspace.batch`, into `workspace.outputT`.
  ///
  /// A record's logits depend on that record alone: not on the others of the batch, its lane, or the
  /// number of threads.
  ///
  /// - Parameters:
  ///   - dropout: drops hidden units as training does; nil for evaluation.
  ///   - outputs: the logits that are needed; nil for all.
  package func forward(
    _ workspace: Workspace, dropout: Dropout? = nil, outputs parts: [OutputPart]? = nil,
    team: WorkerTeam
  ) {
    let training = !workspace.hiddenGradient.isEmpty
    firstHidden(workspace, dropout: dropout, team: team)
    for layer in shape.hidden.indices {
      deeperHidden(layer, workspace, dropout: dropout, training: training, team: team)
    }
    let all = OutputPart(blocks: 0..<shape.output.blocks, lanes: workspace.lanes)
    outputs(parts ?? [all], workspace, team: team)
  }

  private func firstHidden(_ workspace: Workspace, dropout: Dropout?, team: WorkerTeam) {
    let kernels = Kernels.table.pointee
    let activation = shape.architecture.activation.kernel
    let (h, hT, lanes) = (workspace.hidden[0], workspace.hiddenT[0], workspace.lanes)
    let width = shape.first.paddedColumns
    // A stream starts anew in the lanes that have no record too, where it would add up for ever.
    let filled = workspace.streamT == nil ? workspace.batch.count : lanes
    team.forEach((filled + 7) / 8) { group in
      let records = group * 8..<group * 8 + 8
      let start = h.base.advanced(by: records.lowerBound * width)
      inputForward(
        self.shape.first, weights: self.weights, bias: self.shape.bias[0], batch: workspace.batch,
        records: records, into: h)
      if let stream = workspace.streamT {
        kernels.transpose(
          start, width, 8, width, stream.base.advanced(by: records.lowerBound), lanes)
      }
      kernels.activate(activation, start, 8 * width)
      dropout?.apply(
        layer: 0, to: start, keep: workspace.keep[0], from: records.lowerBound * width,
        count: 8 * width)
      kernels.transpose(
        start, width, 8, width, hT.base.advanced(by: records.lowerBound), lanes)
    }
  }

  private func deeperHidden(
    _ layer: Int, _ workspace: Workspace, dropout: Dropout?, training: Bool, team: WorkerTeam
  ) {
    let kernels = Kernels.table.pointee
    let activation = shape.architecture.activation.kernel
    let staircase = shape.hidden[layer]
    let (x, z, lanes) = (workspace.hiddenT[layer], workspace.hiddenT[layer + 1], workspace.lanes)
    let stream = workspace.streamT
    let width = padded(staircase.rows, to: 16)
    let size = pieceSize(staircase.blocks, team, workspace.compute)
    team.forEachRange(of: staircase.blocks, size: size) { blocks in
      let rows = blocks.lowerBound * 8..<blocks.upperBound * 8
      fillBias(
        z, weights: self.weights, bias: self.shape.bias[layer + 1], rows: rows, lanes: lanes)
      staircaseForward(
        staircase, weights: self.weights, blocks: blocks, from: x, into: z, rowLanes: lanes,
        lanes: lanes, compute: workspace.compute)
      let start = z.base.advanced(by: rows.lowerBound * lanes)
      if let stream, self.shape.architecture.endsBlock(layer + 2) {
        kernels.join(
          stream.base.advanced(by: rows.lowerBound * lanes), start, rows.count * lanes)
      }
      kernels.activate(activation, start, rows.count * lanes)
      dropout?.apply(
        layer: layer + 1, to: start, keep: workspace.keep[layer + 1],
        from: rows.lowerBound * lanes, count: rows.count * lanes)
      if training {
        kernels.transpose(
          start, lanes, rows.count, lanes,
          workspace.hidden[layer + 1].base.advanced(by: rows.lowerBound), width)
      }
    }
  }

  private func outputs(_ parts: [OutputPart], _ workspace: Workspace, team: WorkerTeam) {
    let kernels = Kernels.table.pointee
    let lanes = workspace.lanes
    let staircase = shape.output
    let (z, h) = (workspace.outputT, workspace.hiddenT[workspace.hiddenT.count - 1])
    let bias = shape.bias[shape.bias.count - 1]
    if let direct = shape.direct {
      // Biases and direct connections are summed by record, then turned round.
      let width = direct.paddedColumns
      team.forEach((workspace.batch.count + 7) / 8) { group in
        let records = group * 8..<group * 8 + 8
        inputForward(
          direct, weights: self.weights, bias: bias, batch: workspace.batch, records: records,
          into: workspace.output)
        kernels.transpose(
          workspace.output.base.advanced(by: records.lowerBound * width), width, 8, width,
          z.base.advanced(by: records.lowerBound), lanes)
      }
    }
    for part in parts {
      let size = pieceSize(part.blocks.count, team, workspace.compute)
      team.forEachRange(of: part.blocks.count, size: size) { range in
        let blocks =
          part.blocks.lowerBound + range.lowerBound..<part.blocks.lowerBound + range.upperBound
        if self.shape.direct == nil {
          fillBias(
            z, weights: self.weights, bias: bias,
            rows: blocks.lowerBound * 8..<blocks.upperBound * 8, lanes: lanes)
        }
        staircaseForward(
          staircase, weights: self.weights, blocks: blocks, from: h, into: z, rowLanes: lanes,
          lanes: part.lanes, compute: workspace.compute)
      }
    }
  }
}

/// Logits that are needed: rows of the output's staircase, for the first so many lanes.
package struct OutputPart {
  package var blocks: Range<Int>
  /// A multiple of 16.
  package let lanes: Int

  /// Rows of a block.
  static let rowsOfBlock = Int(MADE_BLOCK)
}

/// Pieces small enough to share out evenly (staircase rows differ in length), large enough to reuse
/// what is in the cache; in bf16 each rounds the factor that all share for itself, so they are fewer.
func pieceSize(_ blocks: Int, _ team: WorkerTeam, _ compute: Compute) -> Int {
  let pieces = (compute == .bf16 ? 4 : 8) * team.threads
  return team.threads == 1 ? max(blocks, 1) : max(1, blocks / pieces)
}
