// The weights before training.

/// How weights are drawn before training.
public enum Initialisation: String, CaseIterable, Sendable {
  /// Uniform on +-sqrt(6 / (units below + units)) (Glorot and Bengio 2010).
  case glorot
  /// Rows or columns of a random orthogonal matrix (Saxe et al. 2014), as in the paper's recipes.
  case orthogonal
}

extension Parameters {
  /// Draws all weights, and sets the output biases to the given logits; other biases and the
  /// connectivity weights U start at zero, and so does the last matrix of each residual block.
  ///
  /// The weight between two units depends on the seed and their numbers only, not on masks.
  ///
  /// - Parameters:
  ///   - outputLogits: of each output.
  ///   - silentOnes, silentOutputs: whose weights stay zero; see `StartingPoint`.
  package func initialise(
    _ method: Initialisation, seed: UInt64, outputLogits: [Float], silentOnes: [Int] = [],
    silentOutputs: [Int] = []
  ) {
    values.clear()
    let top = shape.architecture.outputLayer
    let silent = [0: Set(silentOnes), top: Set(silentOutputs)]
    let places = shape.order.map { inverse($0) }
    for (number, matrix) in shape.matrices.enumerated()
    where !shape.architecture.endsBlock(matrix.connection.to) {
      let rows = shape.architecture.widths[matrix.connection.rowLayer]
      let columns = shape.architecture.widths[matrix.connection.columnLayer]
      let address = UInt64(number) << 32
      let draw: (Int) -> [Float]
      switch method {
      case .glorot:
        let limit = (6 / Float(rows + columns)).squareRoot()
        draw = { unit in
          var random = RandomStream(
            seed: seed, purpose: .initialWeights, index: address | UInt64(unit))
          return (0..<columns).map { _ in (2 * random.nextUniform() - 1) * limit }
        }
      case .orthogonal:
        var random = RandomStream(seed: seed, purpose: .initialWeights, index: address)
        let matrix = orthogonalMatrix(rows: rows, columns: columns, using: &random)
        draw = { matrix[$0] }
      }
      let columnPlaces = places[matrix.connection.columnLayer]
      let isSilent = { (layer: Int, unit: Int) in silent[layer]?.contains(unit) == true }
      forEachRow(of: matrix) { unit, row, base in
        if isSilent(matrix.connection.rowLayer, unit) { return }
        let drawn = draw(unit)
        let live = matrix.live(row)
        for (column, value) in drawn.enumerated()
        where live.contains(columnPlaces[column])
          && !isSilent(matrix.connection.columnLayer, column)
        {
          base[columnPlaces[column]] = value
        }
      }
    }
    setBias(layer: top, to: outputLogits)
  }
}

/// A matrix with orthonormal rows (or columns, whichever are fewer): Gram-Schmidt on normal random vectors, twice
/// for accuracy.
private func orthogonalMatrix(rows: Int, columns: Int, using random: inout RandomStream)
  -> [[Float]]
{
  let vectors = min(rows, columns)
  let length = max(rows, columns)
  var basis: [[Double]] = []
  while basis.count < vectors {
    var vector = (0..<length).map { _ in random.nextNormal() }
    for _ in 0..<2 {
      for other in basis {
        var product = 0.0
        for index in 0..<length { product += vector[index] * other[index] }
        for index in 0..<length { vector[index] -= product * other[index] }
      }
    }
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    if norm > 1e-8 { basis.append(vector.map { $0 / norm }) }
  }
  if rows <= columns { return basis.map { $0.map(Float.init) } }
  return (0..<rows).map { row in basis.map { Float($0[row]) } }
}
