// The numbers of a network, in the order in which its shape lays them out.

/// All weights and biases of a network.
package final class Parameters: Sendable {
  package let shape: NetworkShape
  package let values: FloatBuffer

  /// Parameters that are all zero.
  package init(shape: NetworkShape) {
    self.shape = shape
    values = FloatBuffer(count: shape.count)
  }

  private init(shape: NetworkShape, values: FloatBuffer) {
    self.shape = shape
    self.values = values
  }

  package func copy() -> Parameters { Parameters(shape: shape, values: values.copy()) }

  /// The shape in which a model keeps its parameters: staircases if there is only ever one mask, full matrices if
  /// several share them.
  package static func storageShape(_ architecture: Architecture, schedule: MaskSchedule)
    -> NetworkShape
  {
    let isAlone = architecture.isAlone(schedule)
    let mask = schedule.ensemble(count: 1, for: architecture)[0]
    return NetworkShape(architecture, mask: isAlone ? mask : nil)
  }

  /// The bias of each unit of layer `layer` >= 1, by unit number.
  package func bias(layer: Int) -> [Float] {
    var result = [Float](repeating: 0, count: shape.architecture.widths[layer])
    for (place, unit) in shape.order[layer].enumerated() {
      result[unit] = values.base[shape.bias[layer - 1] + place]
    }
    return result
  }

  /// Sets the biases of layer `layer` >= 1, given by unit number.
  package func setBias(layer: Int, to bias: [Float]) {
    for (place, unit) in shape.order[layer].enumerated() {
      values.base[shape.bias[layer - 1] + place] = bias[unit]
    }
  }

  /// Calls `body` for each row of a matrix: with the row's unit, its index, and the address of its element 0;
  /// element c belongs to the unit of rank c in the column layer.
  ///
  /// - Parameter shift: 0 for weights, `shape.maskWeightShift` for their U.
  package func forEachRow(
    of matrix: MatrixLayout, shift: Int = 0,
    _ body: (_ rowUnit: Int, _ row: Int, _ base: UnsafeMutablePointer<Float>) -> Void
  ) {
    for row in 0..<matrix.rows {
      let base = values.base.advanced(by: Int(matrix.offset[row]) + shift)
      body(shape.order[matrix.connection.rowLayer][row], row, base)
    }
  }
}
