// From the loss back to the gradient of every weight, and of the real inputs.

import CKernels

extension MaskedNetwork {
  /// The gradient of a loss that is summed over the records of a batch, laid out like `weights`.
  ///
  /// To be called after `forward`, once `workspace.outputT` holds the gradient by the outputs (zero in lanes
  /// without a record), as `Conditionals.evaluate(gradient: true)` leaves it for the negative log-likelihood.
  /// Every element of `gradient` that belongs to a weight or bias is overwritten. Each is one sum over the
  /// records in a fixed order, whatever the number of threads.
  ///
  /// - Parameter byReals: whether the gradient by the real inputs r is wanted, too. It is left in
  ///   `workspace.realGradientT`, shape (reals, lanes), real inputs in the order of the mask:
  ///
  ///       dr = (R^1)^T dz^1 [+ (R^A)^T dz]
  package func backward(
    _ workspace: Workspace, into gradient: FloatBuffer, dropout: Dropout? = nil,
    byReals: Bool = false, team: WorkerTeam
  ) {
    let pass = BackwardPass(
      network: self, workspace: workspace, gradient: gradient, dropout: dropout, team: team)
    pass.direct()
    let top = workspace.hidden.count - 1
    pass.through(output(workspace.compute), from: workspace.outputT, toHidden: top)
    for layer in stride(from: top, to: 0, by: -1) {
      pass.activation(ofHidden: layer)
      pass.through(
        hidden(layer - 1, workspace.compute), from: workspace.hiddenGradientT[layer],
        toHidden: layer - 1)
    }
    pass.firstHidden()
    if byReals { pass.realInputs() }
  }

  /// The gradient of every weight and bias, once `workspace` has those by the outputs and by what goes into the hidden
  /// units; of a network with real inputs and without direct connections.
  func takeWeightGradients(
    _ workspace: Workspace, into gradient: FloatBuffer, team: WorkerTeam
  ) {
    let pass = BackwardPass(
      network: self, workspace: workspace, gradient: gradient, dropout: nil, team: team)
    let top = workspace.hidden.count - 1
    pass.weights(output(workspace.compute), from: workspace.outputT, over: top)
    for layer in stride(from: top, to: 0, by: -1) {
      pass.weights(
        hidden(layer - 1, workspace.compute), from: workspace.hiddenGradientT[layer],
        over: layer - 1)
    }
    pass.firstWeights()
  }
}

/// The backward pass of one batch; its methods in the order of their calls.
private struct BackwardPass: Sendable {
  let network: MaskedNetwork
  let workspace: Workspace
  let gradient: FloatBuffer
  let dropout: Dropout?
  let team: WorkerTeam

  private var lanes: Int { workspace.lanes }
  private var architecture: Architecture { network.shape.architecture }

  /// The direct connections.
  func direct() {
    guard let layer = network.onesToOutputs else { return }
    turn(workspace.outputT, into: workspace.output, width: layer.width)
    ones(layer, dz: workspace.output)
    if let layer = network.realsToOutputs { reals(layer, dz: workspace.outputT) }
  }

  /// One layer over hidden units: its bias and weight gradients, and the gradient by the units below.
  func through(_ layer: StaircaseLayer, from dz: FloatBuffer, toHidden number: Int) {
    let shape = layer.shape
    let below = pieceSize(shape.columnBlocks, team, workspace.compute)
    let own = pieceSize(shape.blocks, team, workspace.compute)
    let belowPieces = (shape.columnBlocks + below - 1) / below
    let ownPieces = (shape.blocks + own - 1) / own
    // Long pieces first: the first columns are in most rows, the last rows have most columns.
    team.forEach(belowPieces + ownPieces) { piece in
      if piece < belowPieces {
        let blocks = piece * below..<min((piece + 1) * below, shape.columnBlocks)
        layer.backward(blocks, from: dz, into: workspace.hiddenGradientT[number], lanes: lanes)
      } else {
        let start = (belowPieces + ownPieces - 1 - piece) * own
        let blocks = start..<min(start + own, shape.blocks)
        weights(layer, blocks, from: dz, over: number)
      }
    }
  }

  /// The bias and weight gradients of a layer over hidden units.
  func weights(_ layer: StaircaseLayer, from dz: FloatBuffer, over number: Int) {
    let size = pieceSize(layer.shape.blocks, team, workspace.compute)
    team.forEachGrowingRange(of: layer.shape.blocks, size: size) {
      weights(layer, $0, from: dz, over: number)
    }
  }

  private func weights(
    _ layer: StaircaseLayer, _ blocks: Range<Int>, from dz: FloatBuffer, over number: Int
  ) {
    layer.gradient(
      blocks, from: dz, with: workspace.hidden[number], lanes: lanes,
      batch: workspace.batch.count, into: gradient)
    layer.biasGradient(blocks, from: dz, lanes: lanes, into: gradient)
  }

  /// dz = dh * g'(z) for a hidden layer, counted from 0, feature-major; where z enters a residual block, the
  /// gradient at the block's end is added.
  func activation(ofHidden number: Int) {
    let kernels = Kernels.table.pointee
    let rows = padded(architecture.hidden[number], to: 8)
    team.forEachRange(of: rows / 8, size: 8) { blocks in
      let start = blocks.lowerBound * 8 * lanes
      let count = blocks.count * 8 * lanes
      let h = workspace.hiddenT[number].base.advanced(by: start)
      let d = workspace.hiddenGradientT[number].base.advanced(by: start)
      dropout?.backward(
        gradient: d, h: h, keep: workspace.keep[number], from: start, count: count)
      kernels.activate_backward(architecture.activation.kernel, h, d, count)
      if architecture.endsBlock(number + 3), number + 2 < architecture.hidden.count {
        kernels.join(
          workspace.hiddenGradientT[number + 2].base.advanced(by: start), d, count)
      }
    }
  }

  /// The first hidden layer: its dz, and the gradients of its weights and biases.
  func firstHidden() {
    if network.realsToHidden == nil {
      activationByRecord(width: network.onesToHidden.width)
    } else {
      activation(ofHidden: 0)
    }
    firstWeights()
  }

  /// The gradients of the first hidden layer's weights and biases, from its dz.
  func firstWeights() {
    let layer = network.onesToHidden
    if let overReals = network.realsToHidden {
      turn(workspace.hiddenGradientT[0], into: workspace.hiddenGradient[0], width: layer.width)
      reals(overReals, dz: workspace.hiddenGradientT[0])
    }
    ones(layer, dz: workspace.hiddenGradient[0])
    layer.biasGradient(of: workspace.batch, from: workspace.hiddenGradient[0], into: gradient)
  }

  /// dz of the first hidden layer without real inputs, record-major for the sums over records.
  private func activationByRecord(width: Int) {
    let kernels = Kernels.table.pointee
    team.forEach((workspace.batch.count + 7) / 8) { group in
      let start = group * 8 * width
      let h = workspace.hidden[0].base.advanced(by: start)
      let d = workspace.hiddenGradient[0].base.advanced(by: start)
      kernels.transpose(
        workspace.hiddenGradientT[0].base.advanced(by: group * 8), lanes, width, 8, d, width)
      dropout?.backward(
        gradient: d, h: h, keep: workspace.keep[0], from: start, count: 8 * width)
      kernels.activate_backward(architecture.activation.kernel, h, d, 8 * width)
      if architecture.residual {
        let end = workspace.hiddenGradient[2].base.advanced(by: start)
        kernels.transpose(
          workspace.hiddenGradientT[2].base.advanced(by: group * 8), lanes, width, 8, end, width)
        kernels.join(end, d, 8 * width)
      }
    }
  }

  /// The gradient by the real inputs, from dz of the first hidden layer and of the outputs.
  func realInputs() {
    guard let layer = network.realsToHidden, let dr = workspace.realGradientT else { return }
    let direct = network.realsToOutputs
    let size = pieceSize(layer.shape.columnBlocks, team, layer.compute)
    team.forEachRange(of: layer.shape.columnBlocks, size: size) { blocks in
      layer.backward(blocks, from: workspace.hiddenGradientT[0], into: dr, lanes: lanes)
      guard let direct, let more = workspace.directRealGradientT else { return }
      direct.backward(blocks, from: workspace.outputT, into: more, lanes: lanes)
      let start = blocks.lowerBound * 8 * lanes
      Kernels.table.pointee.join(
        more.base.advanced(by: start), dr.base.advanced(by: start), blocks.count * 8 * lanes)
    }
  }

  /// The weight gradients of a layer over ones; dz: record-major.
  private func ones(_ layer: InputLayer, dz: FloatBuffer) {
    team.forEachRange(of: layer.shape.rows, size: 16) { inputs in
      layer.gradient(inputs, of: workspace.batch, from: dz, into: gradient)
    }
  }

  /// The weight gradients of a layer over reals; dz: feature-major.
  private func reals(_ layer: StaircaseLayer, dz: FloatBuffer) {
    guard let reals = workspace.batch.reals else { return }
    let size = pieceSize(layer.shape.blocks, team, layer.compute)
    team.forEachGrowingRange(of: layer.shape.blocks, size: size) { blocks in
      layer.gradient(
        blocks, from: dz, with: reals.byRecord, lanes: lanes, batch: workspace.batch.count,
        into: gradient)
    }
  }

  /// From feature-major (width, lanes) to record-major (lanes, width), for the lanes that have a record.
  private func turn(_ from: FloatBuffer, into to: FloatBuffer, width: Int) {
    team.forEach((workspace.batch.count + 7) / 8) { group in
      Kernels.table.pointee.transpose(
        from.base.advanced(by: group * 8), lanes, width, 8,
        to.base.advanced(by: group * 8 * width), width)
    }
  }
}
