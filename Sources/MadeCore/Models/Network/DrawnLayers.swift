// The layers of a network as they are described to the drawing kernel.

import CKernels

/// A masked network described in C: all but its columns, which others add; pointers live as long as this does.
final class DrawnLayers: @unchecked Sendable {
  let network: MaskedNetwork
  private var tables: [AnyObject] = []
  /// Copies of the weights of real inputs, with a row for each input.
  private var ofReals: [(layer: StaircaseLayer, columns: Block<Float>)] = []
  private var description: made_network

  init(_ network: MaskedNetwork) {
    self.network = network
    let architecture = network.shape.architecture
    description = made_network()
    description.hidden = Int32(architecture.hidden.count)
    description.outputs = Int32(architecture.outputs)
    description.activation = architecture.activation.kernel
    let shape = network.shape
    let degrees = network.mask.sortedDegrees
    let weights = UnsafePointer(network.weights.base)
    func layer(_ number: Int, offset: [Int64], live: [Int32]) -> made_layer {
      made_layer(
        offset: pointer(offset), live: pointer(live),
        degree: pointer(degrees[number].map(Int32.init)),
        bias: weights + shape.bias[number - 1], units: Int32(degrees[number].count))
    }
    var layers = [layer(1, offset: shape.first.offset, live: shape.first.live)]
    for (number, staircase) in (shape.hidden + [shape.output]).enumerated() {
      layers.append(layer(number + 2, offset: staircase.offset, live: staircase.live))
    }
    func inputs(_ offset: [Int64]?, _ reals: StaircaseLayer?) -> made_inputs {
      guard let offset else { return made_inputs(offset: nil, reals: nil, realWidth: 0) }
      guard let reals else {
        return made_inputs(offset: pointer(offset), reals: nil, realWidth: 0)
      }
      let (weights, width) = reals.byColumn()
      let columns = Block(weights)
      ofReals.append((reals, columns))
      return made_inputs(
        offset: pointer(offset), reals: UnsafePointer(columns.base), realWidth: width)
    }
    description.weights = weights
    description.first = inputs(shape.first.offset, network.realsToHidden)
    description.direct = inputs(shape.direct?.offset, network.realsToOutputs)
    description.layers = pointer(layers)
  }

  /// Takes weights that have been changed in place: all but the copies are read where they are.
  func refresh() {
    for (layer, columns) in ofReals {
      for (index, weight) in layer.byColumn().weights.enumerated() { columns.base[index] = weight }
    }
  }

  /// A copy of values that lives as long as this.
  func pointer<Element: BitwiseCopyable>(_ values: [Element]) -> UnsafePointer<Element> {
    let table = Block(values)
    tables.append(table)
    return UnsafePointer(table.base)
  }

  /// The whole description.
  ///
  /// - Parameter columns: by position.
  func described(columns: [made_column], rules: [made_rule] = []) -> UnsafePointer<made_network> {
    description.columns = pointer(columns)
    description.rules = pointer(rules)
    description.positions = Int32(columns.count)
    return pointer([description])
  }
}
