// A network under one mask: its weights as staircases, ready to be multiplied.

/// The staircases of one mask over given parameters.
///
/// When the parameters are stored as the staircases of this very mask they are used in place.
/// Otherwise `gather` copies the mask's share of the full matrices into staircase order, and
/// `scatter` brings gradients back.
package final class MaskedNetwork: Sendable {
  package let parameters: Parameters
  package let mask: Mask
  package let shape: NetworkShape
  /// Weights and effective biases (U included), laid out by `shape`.
  package let weights: FloatBuffer
  /// What the outputs say about the columns.
  package let conditionals: Conditionals
  /// Whether `weights` are the parameters themselves.
  package let isInPlace: Bool
  /// For each layer, rank to unit, as the kernels take it.
  private let units: [[Int32]]
  private let places: [[Int]]

  package init(_ parameters: Parameters, mask: Mask, team: WorkerTeam = .single) {
    self.parameters = parameters
    self.mask = mask
    conditionals = Conditionals(mask)
    isInPlace = parameters.shape.mask == mask
    if isInPlace {
      shape = parameters.shape
      weights = parameters.values
    } else {
      precondition(parameters.shape.mask == nil, "parameters of another mask")
      shape = NetworkShape(parameters.shape.architecture, mask: mask)
      weights = FloatBuffer(count: shape.count)
    }
    places = shape.order.map { inverse($0) }
    units = shape.order.map { $0.map { Int32(truncatingIfNeeded: $0) } }
    gather(team: team)
  }

  /// Copies this mask's weights out of the full matrices; nothing to do for weights in place.
  ///
  ///     b'_k = b_k + sum over allowed k' of U_{k,k'}
  package func gather(team: WorkerTeam) {
    if isInPlace { return }
    let source = parameters.shape
    for (matrix, full) in zip(shape.matrices, source.matrices) {
      team.forEachRange(of: matrix.rows, size: 32) { rows in
        for row in rows {
          let target = self.weights.base.advanced(by: Int(matrix.offset[row]))
          let unit = self.shape.order[matrix.connection.rowLayer][row]
          let origin = self.parameters.values.base.advanced(by: Int(full.offset[unit]))
          let live = matrix.live(row)
          self.units[matrix.connection.columnLayer].withUnsafeBufferPointer { units in
            guard let units = units.baseAddress else { return }
            Kernels.table.pointee.gather(
              origin, units + live.lowerBound, live.count, target + live.lowerBound)
          }
        }
      }
    }
    for layer in 1...shape.architecture.outputLayer {
      let target = weights.base.advanced(by: shape.bias[layer - 1])
      let origin = parameters.values.base.advanced(by: source.bias[layer - 1])
      for (place, unit) in shape.order[layer].enumerated() { target[place] = origin[unit] }
    }
    guard let shift = source.maskWeightShift else { return }
    for (matrix, full) in zip(shape.matrices, source.matrices).prefix(
      shape.architecture.toldConnections)
    {
      let bias = weights.base.advanced(by: shape.bias[matrix.connection.to - 1])
      for row in 0..<matrix.rows {
        let unit = shape.order[matrix.connection.rowLayer][row]
        let origin = parameters.values.base.advanced(by: Int(full.offset[unit]) + shift)
        let units = shape.order[matrix.connection.columnLayer]
        for column in matrix.live(row) {
          bias[matrix.connection.isInputMajor ? column : row] += origin[units[column]]
        }
      }
    }
  }

  /// Brings a gradient in this mask's order into the order of the parameters, where connections that
  /// the mask forbids get zero.
  package func scatter(_ gradient: FloatBuffer, into target: FloatBuffer, team: WorkerTeam) {
    precondition(!isInPlace)
    let full = parameters.shape
    for (number, (matrix, storage)) in zip(shape.matrices, full.matrices).enumerated() {
      let hasMaskWeights = number < shape.architecture.toldConnections
      let biasStart = shape.bias[matrix.connection.to - 1]
      team.forEachRange(of: matrix.rows, size: 32) { units in
        for unit in units {
          let row = self.places[matrix.connection.rowLayer][unit]
          let live = matrix.live(row)
          let origin = gradient.base.advanced(by: Int(matrix.offset[row]))
          let bias = gradient.base.advanced(by: biasStart)
          let goal = target.base.advanced(by: Int(storage.offset[unit]))
          let columns = self.places[matrix.connection.columnLayer].count
          goal.update(repeating: 0, count: columns)
          self.units[matrix.connection.columnLayer].withUnsafeBufferPointer { units in
            guard let units = units.baseAddress else { return }
            Kernels.table.pointee.scatter(
              origin + live.lowerBound, units + live.lowerBound, live.count, goal)
            guard hasMaskWeights, let shift = full.maskWeightShift else { return }
            let told = goal + shift
            told.update(repeating: 0, count: columns)
            for column in live {
              told[Int(units[column])] = bias[matrix.connection.isInputMajor ? column : row]
            }
          }
        }
      }
    }
    for layer in 1...shape.architecture.outputLayer {
      let origin = gradient.base.advanced(by: shape.bias[layer - 1])
      let goal = target.base.advanced(by: full.bias[layer - 1])
      for (place, unit) in shape.order[layer].enumerated() { goal[unit] = origin[place] }
    }
  }
}
