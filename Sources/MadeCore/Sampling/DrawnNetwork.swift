// A network as the drawing kernel wants it described.

import CKernels

/// A masked network together with its description in C, whose pointers live as long as this does.
final class DrawnNetwork: @unchecked Sendable {
  let mask: Mask
  let description: UnsafePointer<made_network>
  private let network: MaskedNetwork
  private let tables: [AnyObject]

  /// - Parameters:
  ///   - schema: says which slots are never drawn, and which not together.
  ///   - unfilled: for each column one more that is not drawn in records of which something is known;
  ///     nil for none in any column.
  init(_ network: MaskedNetwork, schema: Schema, unfilled: [Int?]? = nil) {
    let barred = schema.barredSlots
    var tables: [AnyObject] = []
    func pointer<Element: BitwiseCopyable>(_ values: [Element]) -> UnsafePointer<Element> {
      let table = Block(values)
      tables.append(table)
      return UnsafePointer(table.base)
    }
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
    let mask = network.mask
    let columns = mask.ordering.columns
    let ruled = schema.drawingRules(mask.ordering)
    let rules = columns.flatMap { ruled[$0] }.map { rule in
      made_rule(
        partner: Int32(mask.firstSlots[rule.partner]), slots: Int32(mask.slots[rule.partner]),
        allowed: pointer(rule.allowed), penalty: DrawingRule.penalty)
    }
    let firstRules = columns.indices.reduce(into: [0]) {
      $0.append(($0.last ?? 0) + ruled[columns[$1]].count)
    }
    let isBinary = mask.slots.allSatisfy { $0 == 1 }
    let description = made_network(
      weights: weights, direct: shape.direct.map { pointer($0.offset) },
      columns: pointer(columns.map { Int32(mask.firstSlots[$0]) }),
      slots: isBinary ? nil : pointer(columns.map { Int32(mask.slots[$0]) }),
      barred: pointer(columns.map { Int32(barred[$0] ?? -1) }),
      unfilled: pointer(columns.map { Int32(unfilled?[$0] ?? -1) }),
      rules: rules.isEmpty ? nil : pointer(rules),
      firstRule: pointer(firstRules.map { Int32($0) }), layers: pointer(layers),
      hidden: Int32(shape.architecture.hidden.count), positions: Int32(columns.count),
      inputs: Int32(shape.architecture.inputs), activation: shape.architecture.activation.kernel)
    self.description = pointer([description])
    self.tables = tables
    self.network = network
    self.mask = mask
  }
}
