// A model as bytes.

extension MadeModel {
  /// The model file: prefix, header text, payload.
  ///
  /// Equal models give equal bytes.
  ///
  /// - Parameters:
  ///   - precision: how weights are rounded.
  ///   - tool: name and version of the program that made it.
  public func fileBytes(precision: Precision = .f32, tool: String) -> [UInt8] {
    Flow([], last: self).fileBytes(precision: precision, tool: tool)
  }

  /// Whether every weight stays finite when it is rounded to `precision`.
  public func fits(_ precision: Precision) -> Bool { parameters.fits(precision) }

  /// The header of the model's file, one `key value` line each, for people to read.
  public var headerText: String { header(precision: precision, tool: tool).text }

  func header(precision: Precision, tool: String) -> ModelHeader {
    ModelHeader(
      tool: tool, schema: schema, architecture: architecture, schedule: schedule,
      isOrderingGiven: schedule.firstOrdering != nil, ensemble: masks.count,
      precision: precision, summary: summary)
  }

  func payloadBytes(_ precision: Precision) -> [UInt8] {
    var bytes: [UInt8] = []
    for mask in masks { mask.appendIntegers(to: &bytes) }
    parameters.appendLive(to: &bytes, schedule: schedule, masks: masks, precision: precision)
    return bytes
  }
}

extension Mask {
  /// Appends what a model file has of a mask: its ordering, and the degrees of its hidden layers.
  func appendIntegers(to bytes: inout [UInt8]) {
    let isWide = ModelFormat.integerBytes(columns: ordering.count) == 4
    for number in ordering.columns + degrees.layers.joined() {
      if isWide {
        bytes.append(littleEndian: UInt32(truncatingIfNeeded: number))
      } else {
        bytes.append(littleEndian: UInt16(truncatingIfNeeded: number))
      }
    }
  }
}

extension Parameters {
  /// Whether every weight stays finite when it is rounded to `precision`.
  func fits(_ precision: Precision) -> Bool {
    values.array.allSatisfy { precision.rounded($0).isFinite }
  }

  /// Appends what a model file keeps of the parameters: the weights that some mask can use, then the biases.
  ///
  /// `Payload.parameters` reads it.
  package func appendLive(
    to bytes: inout [UInt8], schedule: MaskSchedule, masks: [Mask], precision: Precision
  ) {
    let architecture = shape.architecture
    let live = LiveWeights(
      isEndless: schedule.regime == .endless, masks: masks, outputLayer: architecture.outputLayer)
    func append(_ matrix: MatrixLayout, shift: Int) {
      let degrees = live.degrees(of: matrix.connection)
      let columns = architecture.widths[matrix.connection.columnLayer]
      let rows = inverse(shape.order[matrix.connection.rowLayer])
      let places = inverse(shape.order[matrix.connection.columnLayer])
      for unit in rows.indices {
        let row = values.base.advanced(by: Int(matrix.offset[rows[unit]]) + shift)
        live.forEachLive(in: degrees, row: unit, columns: columns) {
          precision.append(row[places[$0]], to: &bytes)
        }
      }
    }
    let matrices = shape.matrices
    for matrix in matrices { append(matrix, shift: 0) }
    if let shift = shape.maskWeightShift {
      for matrix in matrices.prefix(architecture.toldConnections) { append(matrix, shift: shift) }
    }
    for layer in 1...architecture.outputLayer {
      for value in bias(layer: layer) { precision.append(value, to: &bytes) }
    }
  }
}
