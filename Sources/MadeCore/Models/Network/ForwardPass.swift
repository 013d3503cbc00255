// From records to outputs.

import CKernels

extension MaskedNetwork {
  /// Computes the outputs of the records in `workspace.batch`, into `workspace.outputT`.
  ///
  /// A record's outputs depend on that record alone: not on the others of the batch, its lane, or the
  /// number of threads.
  ///
  /// - Parameters:
  ///   - dropout: drops hidden units as training does; nil for evaluation.
  ///   - outputs: the outputs that are needed; nil for all.
  package func forward(
    _ workspace: Workspace, dropout: Dropout? = nil, outputs parts: [OutputPart]? = nil,
    team: WorkerTeam
  ) {
    if let layer = realsToHidden, let reals = workspace.batch.reals {
      firstHidden(layer, reals, workspace, dropout: dropout, team: team)
    } else {
      firstHidden(workspace, dropout: dropout, team: team)
    }
    for layer in shape.hidden.indices {
      deeperHidden(layer, workspace, dropout: dropout, team: team)
    }
    let all = OutputPart(blocks: 0..<shape.output.blocks, lanes: workspace.lanes)
    outputs(parts ?? [all], workspace, team: team)
  }

  /// The first hidden layer without real inputs: record-major until its activations are transposed.
  private func firstHidden(_ workspace: Workspace, dropout: Dropout?, team: WorkerTeam) {
    let kernels = Kernels.table.pointee
    let activation = shape.architecture.activation.kernel
    let (h, hT, lanes) = (workspace.hidden[0], workspace.hiddenT[0], workspace.lanes)
    let layer = onesToHidden
    let width = layer.width
    // With a residual, lanes without a record are computed too: their sums would grow from batch to batch.
    let filled = workspace.streamT == nil ? workspace.batch.count : lanes
    team.forEach((filled + 7) / 8) { group in
      let records = group * 8..<group * 8 + 8
      let start = h.base.advanced(by: records.lowerBound * width)
      layer.forward(records, of: workspace.batch, into: h)
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

  /// The first hidden layer over ones and reals: sums over the ones record-major, then transposed; products with
  /// the reals are added to them, and all else follows, feature-major.
  private func firstHidden(
    _ layer: StaircaseLayer, _ reals: RealInputs, _ workspace: Workspace, dropout: Dropout?,
    team: WorkerTeam
  ) {
    let (h, z, lanes) = (workspace.hidden[0], workspace.hiddenT[0], workspace.lanes)
    let ones = onesToHidden
    // In all lanes: in those without a record the products would add up from batch to batch.
    team.forEach(lanes / 8) { group in
      let records = group * 8..<group * 8 + 8
      ones.forward(records, of: workspace.batch, into: h)
      Kernels.table.pointee.transpose(
        h.base.advanced(by: records.lowerBound * ones.width), ones.width, 8, ones.width,
        z.base.advanced(by: records.lowerBound), lanes)
    }
    let size = pieceSize(layer.shape.blocks, team, layer.compute)
    team.forEachGrowingRange(of: layer.shape.blocks, size: size) { blocks in
      layer.forward(blocks, from: reals.byPlace, into: z, rowLanes: lanes, lanes: lanes)
      self.activate(blocks, ofHidden: 0, workspace, dropout: dropout)
    }
  }

  private func deeperHidden(
    _ number: Int, _ workspace: Workspace, dropout: Dropout?, team: WorkerTeam
  ) {
    let layer = hidden(number, workspace.compute)
    let (x, z) = (workspace.hiddenT[number], workspace.hiddenT[number + 1])
    let lanes = workspace.lanes
    let size = pieceSize(layer.shape.blocks, team, workspace.compute)
    team.forEachGrowingRange(of: layer.shape.blocks, size: size) { blocks in
      layer.fillBias(blocks.lowerBound * 8..<blocks.upperBound * 8, of: z, lanes: lanes)
      layer.forward(blocks, from: x, into: z, rowLanes: lanes, lanes: lanes)
      self.activate(blocks, ofHidden: number + 1, workspace, dropout: dropout)
    }
  }

  /// From sums to activations, for some blocks of units of a hidden layer, counted from 0: feature-major, and for
  /// training record-major as well.
  private func activate(
    _ blocks: Range<Int>, ofHidden number: Int, _ workspace: Workspace, dropout: Dropout?
  ) {
    let kernels = Kernels.table.pointee
    let architecture = shape.architecture
    let lanes = workspace.lanes
    let (first, rows) = (blocks.lowerBound * 8, blocks.count * 8)
    let start = workspace.hiddenT[number].base.advanced(by: first * lanes)
    if let stream = workspace.streamT?.base.advanced(by: first * lanes) {
      if number == 0 {
        stream.update(from: start, count: rows * lanes)
      } else if architecture.endsBlock(number + 1) {
        kernels.join(stream, start, rows * lanes)
      }
    }
    kernels.activate(architecture.activation.kernel, start, rows * lanes)
    dropout?.apply(
      layer: number, to: start, keep: workspace.keep[number], from: first * lanes,
      count: rows * lanes)
    if workspace.isForTraining {
      kernels.transpose(
        start, lanes, rows, lanes, workspace.hidden[number].base.advanced(by: first),
        padded(architecture.hidden[number], to: 16))
    }
  }

  private func outputs(_ parts: [OutputPart], _ workspace: Workspace, team: WorkerTeam) {
    let kernels = Kernels.table.pointee
    let lanes = workspace.lanes
    let (z, h) = (workspace.outputT, workspace.hiddenT[workspace.hiddenT.count - 1])
    let direct = onesToOutputs
    if let direct {
      // Biases and direct connections are summed record-major, then transposed.
      let width = direct.width
      team.forEach((workspace.batch.count + 7) / 8) { group in
        let records = group * 8..<group * 8 + 8
        direct.forward(records, of: workspace.batch, into: workspace.output)
        kernels.transpose(
          workspace.output.base.advanced(by: records.lowerBound * width), width, 8, width,
          z.base.advanced(by: records.lowerBound), lanes)
      }
    }
    let layer = output(workspace.compute)
    let (overReals, reals) = (realsToOutputs, workspace.batch.reals)
    for part in parts {
      let size = pieceSize(part.blocks.count, team, workspace.compute)
      team.forEachGrowingRange(of: part.blocks.count, size: size) { range in
        let blocks =
          part.blocks.lowerBound + range.lowerBound..<part.blocks.lowerBound + range.upperBound
        if direct == nil {
          layer.fillBias(blocks.lowerBound * 8..<blocks.upperBound * 8, of: z, lanes: lanes)
        }
        if let overReals, let reals {
          overReals.forward(
            blocks, from: reals.byPlace, into: z, rowLanes: lanes, lanes: part.lanes)
        }
        layer.forward(blocks, from: h, into: z, rowLanes: lanes, lanes: part.lanes)
      }
    }
  }
}

/// Outputs that are needed: rows of the output's staircase, for the first `lanes` lanes.
package struct OutputPart {
  package var blocks: Range<Int>
  /// A multiple of 16.
  package let lanes: Int

  /// Rows of a block.
  static let rowsOfBlock = Int(MADE_BLOCK)
}

/// How many blocks a thread takes at a time: few enough to share them out evenly (staircase rows differ in
/// length), enough to reuse what is in the cache.
///
/// In bf16 they are more, because each time the factor that all share is rounded again.
func pieceSize(_ blocks: Int, _ team: WorkerTeam, _ compute: Compute) -> Int {
  let pieces = (compute == .bf16 ? 4 : 8) * team.threads
  return team.threads == 1 ? max(blocks, 1) : max(1, blocks / pieces)
}
