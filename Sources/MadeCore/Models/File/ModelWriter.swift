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
    let text = Array(header(precision: precision, tool: tool).text.utf8)
    let payload = payloadBytes(precision)
    let total = ModelFormat.prefixLength + text.count + payload.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(total)
    bytes += ModelFormat.magic
    bytes.append(littleEndian: ModelFormat.version)
    bytes.append(littleEndian: UInt32(text.count))
    bytes.append(littleEndian: UInt64(total))
    bytes.append(littleEndian: Checksum(text[...]).value)
    bytes.append(littleEndian: Checksum(payload[...]).value)
    bytes += text
    bytes += payload
    return bytes
  }

  /// Whether every weight stays finite when it is rounded to `precision`.
  public func fits(_ precision: Precision) -> Bool {
    parameters.values.array.allSatisfy { precision.rounded($0).isFinite }
  }

  /// The header of the model's file, one `key value` line each, for people to read.
  public var headerText: String { header(precision: precision, tool: tool).text }

  private func header(precision: Precision, tool: String) -> ModelHeader {
    ModelHeader(
      tool: tool, schema: schema, architecture: architecture, schedule: schedule,
      isOrderingGiven: schedule.firstOrdering != nil, ensemble: masks.count,
      precision: precision, summary: summary)
  }

  private func payloadBytes(_ precision: Precision) -> [UInt8] {
    var bytes: [UInt8] = []
    let isWide = ModelFormat.integerBytes(columns: architecture.columns) == 4
    func append(_ numbers: [Int]) {
      for number in numbers {
        if isWide {
          bytes.append(littleEndian: UInt32(truncatingIfNeeded: number))
        } else {
          bytes.append(littleEndian: UInt16(truncatingIfNeeded: number))
        }
      }
    }
    for mask in masks {
      append(mask.ordering.columns)
      for layer in mask.degrees.layers { append(layer) }
    }
    parameters.appendLive(to: &bytes, schedule: schedule, masks: masks, precision: precision)
    return bytes
  }
}

extension Parameters {
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
