// The model as the paper writes it: plain loops in Double. All that is fast is tested against it.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A masked autoencoder by the book: explicit masks, no sorting, one record at a time.
package struct ReferenceNetwork {
  package let architecture: Architecture
  /// weights[m][unit][unit below], matrices as in `NetworkShape.matrices` but all unit-major.
  package var weights: [[[Double]]]
  /// U, for the matrices from each layer to the next; empty without connectivity weights.
  package var maskWeights: [[[Double]]]
  /// Biases of layers 1, 2, ...
  package var biases: [[Double]]

  /// Copies the parameters of a model out of their storage.
  package init(_ parameters: Parameters) {
    let shape = parameters.shape
    architecture = shape.architecture
    biases = (1...architecture.outputLayer).map { parameters.bias(layer: $0).map(Double.init) }
    let widths = architecture.widths
    func unitMajor(_ matrix: MatrixLayout, shift: Int) -> [[Double]] {
      var result = Array(
        repeating: [Double](repeating: 0, count: widths[matrix.connection.from]),
        count: widths[matrix.connection.to])
      parameters.forEachRow(of: matrix, shift: shift) { rowUnit, row, base in
        for column in matrix.live(row) {
          let columnUnit = shape.order[matrix.connection.columnLayer][column]
          let (upper, lower) =
            matrix.connection.isInputMajor ? (columnUnit, rowUnit) : (rowUnit, columnUnit)
          result[upper][lower] = Double(base[column])
        }
      }
      return result
    }
    let matrices = shape.matrices
    weights = matrices.map { unitMajor($0, shift: 0) }
    maskWeights =
      shape.maskWeightShift.map { shift in
        matrices.prefix(shape.architecture.toldConnections).map { unitMajor($0, shift: shift) }
      } ?? []
  }

  /// Every output under a mask, in the order of the data.
  ///
  /// - Parameter record: the cell of each column.
  package func logits(of record: [Int], mask: Mask) -> [Double] {
    var (inputs, reals): ([Double], [Double]) = ([], [])
    for (conditional, cell) in zip(architecture.conditionals, record) {
      var one = cell
      if let conditional = conditional.ofCodes {
        one -= conditional.silentCodes
      } else if let conditional = conditional.ofValues {
        let place = conditional.inRecord { record[$0] }.place(cell)
        one = Int(place.one)
        reals.append(Double(place.real))
      }
      inputs += (0..<conditional.ones).map { $0 == one ? 1 : 0 }
    }
    return logits(ofInputs: inputs, reals: reals, mask: mask)
  }

  /// The same for inputs with any values.
  ///
  /// - Parameters:
  ///   - inputs: values of the ones, which need not be 0 or 1.
  ///   - reals: the real inputs.
  ///   - factors: what each hidden layer's activations are multiplied by, unit by unit, as dropout does; nil for
  ///     no factors.
  package func logits(
    ofInputs inputs: [Double], reals: [Double] = [], mask: Mask, factors: [[Double]]? = nil
  ) -> [Double] {
    var values = inputs
    var stream: [Double] = []
    let top = architecture.outputLayer
    for layer in 1...top {
      func product(_ weights: [[Double]], _ input: [Double], _ from: Int, _ bias: [Double])
        -> [Double]
      {
        ReferenceProduct.masked(weights: weights, bias: bias, input: input) {
          mask.allows(from: from, $1, to: layer, $0)
        }
      }
      var sums = product(weights[layer - 1], values, layer - 1, biases[layer - 1])
      if let matrix = matrix(from: architecture.realLayer, to: layer) {
        sums = product(matrix, reals, architecture.realLayer, sums)
      }
      if !maskWeights.isEmpty {
        let ones = [Double](repeating: 1, count: values.count)
        sums = product(maskWeights[layer - 1], ones, layer - 1, sums)
      }
      if architecture.endsBlock(layer) { sums = zip(stream, sums).map { $0 + $1 } }
      if architecture.residual, layer % 2 == 1 { stream = sums }
      if layer == top, let direct = matrix(from: 0, to: top) {
        sums = product(direct, inputs, 0, sums)
      }
      values = layer == top ? sums : sums.map(activate)
      if layer < top, let factors { values = zip(values, factors[layer - 1]).map { $0 * $1 } }
    }
    return values
  }

  private func matrix(from: Int, to: Int) -> [[Double]]? {
    architecture.connections.firstIndex(of: Connection(from: from, to: to)).map { weights[$0] }
  }

  /// log p(record) under one mask, in nats.
  package func logLikelihood(of record: [Int], mask: Mask) -> Double {
    logLikelihood(of: record, logits: logits(of: record, mask: mask))
  }

  /// The same from the logits of the record.
  package func logLikelihood(of record: [Int], logits: [Double]) -> Double {
    var sum = 0.0
    Conditionals.forEachLogLikelihood(
      architecture.conditionals, code: { record[$0] }, output: { logits[$0] }
    ) { sum += $1 }
    return sum
  }

  private func activate(_ z: Double) -> Double {
    switch architecture.activation {
    case .relu: max(z, 0)
    case .tanh: tanh(z)
    case .sigmoid: 1 / (1 + exp(-z))
    case .softplus: max(z, 0) + log1p(exp(-abs(z)))
    case .softsign: z / (1 + abs(z))
    }
  }
}
