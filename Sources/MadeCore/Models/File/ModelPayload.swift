// The binary part of a model file, taken piece by piece.

/// Reads the payload from the front; `expect` before taking keeps every read within the bytes.
package struct Payload {
  private let bytes: ArraySlice<UInt8>
  private let precision: Precision
  private var place: Int

  package init(bytes: ArraySlice<UInt8>, precision: Precision) {
    self.bytes = bytes
    self.precision = precision
    place = bytes.startIndex
  }

  /// Checks that `count` x `times` items of `bytes` bytes are left.
  func expect(_ count: Int, times: Int, bytes size: Int, what: String) throws(ModelFileError) {
    let (items, first) = count.multipliedReportingOverflow(by: times)
    let (needed, second) = items.multipliedReportingOverflow(by: size)
    guard !first, !second, needed <= bytes.endIndex - place else {
      throw .size("the file is too short for its \(what)")
    }
  }

  /// The next `count` integers of `width` bytes.
  mutating func integers(_ count: Int, width: Int) -> [Int] {
    defer { place += count * width }
    return (0..<count).map { index in
      var value = 0
      for byte in 0..<width { value |= Int(bytes[place + index * width + byte]) << (8 * byte) }
      return value
    }
  }

  /// The ordering and the degrees of a mask, whose integers are there.
  ///
  /// - Parameter number: of the mask, from 1, for errors.
  mutating func orderAndDegrees(
    of architecture: Architecture, mask number: Int
  ) throws(ModelFileError) -> (Ordering, Degrees) {
    let width = ModelFormat.integerBytes(columns: architecture.columns)
    guard let ordering = Ordering(columns: integers(architecture.columns, width: width)) else {
      throw .mask(number, problem: "the ordering is not a permutation of the columns")
    }
    let layers = architecture.hidden.map { integers($0, width: width) }
    guard let degrees = Degrees(layers: layers, columns: architecture.columns) else {
      throw .mask(number, problem: "a degree is out of range")
    }
    return (ordering, degrees)
  }

  /// The next bytes as parameters: the live weights and the biases.
  ///
  /// - Parameter isLast: whether they must be all that is left.
  package mutating func parameters(
    architecture: Architecture, schedule: MaskSchedule, masks: [Mask], isLast: Bool = true
  ) throws(ModelFileError) -> Parameters {
    let isAlone = architecture.isAlone(schedule)
    let live = LiveWeights(
      isEndless: schedule.regime == .endless, masks: masks, outputLayer: architecture.outputLayer)
    guard architecture.fullWeightCount <= Double(ModelFormat.maximumParameters) else {
      throw .size("more than \(ModelFormat.maximumParameters) weights")
    }
    let widths = architecture.widths
    let full = Int(architecture.fullWeightCount)
    let present = (bytes.endIndex - place) / precision.bytes
    guard ModelFormat.canHold(weights: full, parameters: present) else {
      throw .size("matrices of \(full) weights for \(present) live ones")
    }
    var needed = architecture.biases
    for (number, connection) in architecture.connections.enumerated() {
      let count = live.count(
        live.degrees(of: connection), rows: widths[connection.rowLayer],
        columns: widths[connection.columnLayer])
      needed += number < architecture.toldConnections ? 2 * count : count
    }
    let (size, overflow) = needed.multipliedReportingOverflow(by: precision.bytes)
    let left = bytes.endIndex - place
    guard !overflow, isLast ? size == left : size <= left else {
      throw .size("the payload does not hold the \(needed) parameters of its header")
    }
    let shape = NetworkShape(architecture, mask: isAlone ? masks[0] : nil)
    let room = shape.count * MemoryLayout<Float>.stride
    guard Memory.has(bytes: room) else { throw .noMemory(bytes: room) }
    let parameters = Parameters(shape: shape)
    try fill(parameters, live)
    return parameters
  }

  private mutating func fill(_ parameters: Parameters, _ live: LiveWeights)
    throws(ModelFileError)
  {
    let shape = parameters.shape
    var isFinite = true
    let matrices = shape.matrices
    let precision = self.precision
    var place = self.place
    bytes.withUnsafeBytes { raw in
      guard let start = raw.baseAddress?.advanced(by: -bytes.startIndex) else { return }
      func next() -> Float {
        let value = precision.value(start.advanced(by: place))
        place += precision.bytes
        isFinite = isFinite && value.isFinite
        return value
      }
      func fill(_ matrix: MatrixLayout, shift: Int) {
        let degrees = live.degrees(of: matrix.connection)
        let columns = shape.architecture.widths[matrix.connection.columnLayer]
        let rows = inverse(shape.order[matrix.connection.rowLayer])
        let places = inverse(shape.order[matrix.connection.columnLayer])
        for unit in rows.indices {
          let row = parameters.values.base.advanced(by: Int(matrix.offset[rows[unit]]) + shift)
          live.forEachLive(in: degrees, row: unit, columns: columns) {
            row[places[$0]] = next()
          }
        }
      }
      for matrix in matrices { fill(matrix, shift: 0) }
      if let shift = shape.maskWeightShift {
        for matrix in matrices.prefix(shape.architecture.toldConnections) {
          fill(matrix, shift: shift)
        }
      }
      for layer in 1...shape.architecture.outputLayer {
        let width = shape.architecture.widths[layer]
        parameters.setBias(layer: layer, to: (0..<width).map { _ in next() })
      }
    }
    self.place = place
    guard isFinite else { throw .notFinite }
  }
}
