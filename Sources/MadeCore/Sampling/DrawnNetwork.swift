// A network as it is described to the drawing kernel.

import CKernels

/// A masked network together with its description in C, whose pointers live as long as this does.
final class DrawnNetwork: @unchecked Sendable {
  let mask: Mask
  let description: UnsafePointer<made_network>
  /// Columns of numbers by position; nil for those of codes.
  let numbers: [NumberDrawing.Column?]
  let network: MaskedNetwork
  private let layers: DrawnLayers

  /// - Parameters:
  ///   - schema: says which codes are never drawn, and which not together.
  ///   - unfilled: for each column one more code that is not drawn in records of which something is known; nil if
  ///     there is no such code in any column.
  ///   - isWhole: whether cells are drawn from p itself: no code is barred, no pair of them, and no number.
  init(
    _ network: MaskedNetwork, schema: Schema, unfilled: [Int?]? = nil, isWhole: Bool = false
  ) {
    let layers = DrawnLayers(network)
    let mask = network.mask
    let places = schema.layout.places
    let ruled = isWhole ? [] : schema.drawingRules(mask.ordering)
    var rules: [made_rule] = []
    let columns = mask.ordering.columns.map { column in
      let kind = schema.columns[column].kind
      let conditional = mask.conditional(column)
      let firstRule = rules.count
      rules += (isWhole ? [] : ruled[column]).map { rule in
        made_rule(
          partner: places[rule.partner].drawn, allowed: layers.pointer(rule.allowed),
          penalty: DrawingRule.penalty)
      }
      return made_column(
        conditional: conditional.kernel,
        input: Int32(mask.onePlaces[mask.firstOnes[column]]),
        output: Int32(mask.outputPlaces[mask.firstOutputs[column]]),
        outputs: Int32(conditional.outputs),
        real: conditional.reals > 0 ? Int32(mask.realPlaces[mask.firstReals[column]]) : 0,
        barred: Int32(truncatingIfNeeded: isWhole ? -1 : kind.otherCode ?? -1),
        unfilled: Int32(truncatingIfNeeded: unfilled?[column] ?? -1), firstRule: Int32(firstRule),
        rules: Int32(rules.count - firstRule), cell: places[column].drawn)
    }
    numbers = mask.ordering.columns.map { column in
      guard let conditional = mask.conditional(column).ofValues else { return nil }
      if isWhole { return NumberDrawing.Column(whole: conditional, schema.layout) }
      let kind = schema.columns[column].kind
      return NumberDrawing.Column(
        conditional, schema.layout, barred: kind.otherCode,
        unfilled: unfilled?[column] == nil ? [] : kind.missingCells)
    }
    description = layers.described(columns: columns, rules: rules)
    self.layers = layers
    self.network = network
    self.mask = mask
  }
}

extension CellPlace {
  /// Where the cell lies, as the drawing kernel takes it.
  var drawn: made_cell {
    let storage: made_storage =
      switch form {
      case .bit: MADE_BIT
      case .byte: MADE_BYTE
      case .twoBytes: MADE_TWO_BYTES
      case .fourBytes: MADE_FOUR_BYTES
      case .eightBytes: MADE_EIGHT_BYTES
      }
    return made_cell(storage: Int32(storage.rawValue), offset: Int64(offset))
  }
}
