// What the tools show of a mask.

/// How much of one weight matrix a mask allows.
package struct ConnectionCount: Equatable, Sendable {
  /// The lower layer: 0 is the ones, and the layer after the outputs is the reals.
  package let from: Int
  /// The upper layer; outputs come after the hidden layers.
  package let to: Int
  /// Units of the lower layer.
  package let below: Int
  /// Units of the upper layer.
  package let above: Int
  /// Allowed connections, at most `below` x `above`.
  package let allowed: Int
}

extension Mask {
  /// Number of units in a layer: 0 is the ones, then come hidden layers, outputs, reals.
  package func width(ofLayer layer: Int) -> Int { order[layer].count }

  /// Allowed connections of each weight matrix, those of the hidden units first, then the direct ones, then
  /// those from the reals, where there are any.
  package func connectionCounts(direct: Bool) -> [ConnectionCount] {
    var joints = (1...outputLayer).map { ($0 - 1, $0) }
    if direct { joints.append((0, outputLayer)) }
    if !order[realLayer].isEmpty {
      joints.append((realLayer, 1))
      if direct { joints.append((realLayer, outputLayer)) }
    }
    return joints.map { from, to in
      ConnectionCount(
        from: from, to: to, below: order[from].count, above: order[to].count,
        allowed: prefixes(from: from, to: to).reduce(0, +))
    }
  }
}

extension MaskSchedule {
  /// The schedule's first mask for a network of this shape.
  ///
  /// - Parameters:
  ///   - inputs: number of columns, all of them binary.
  ///   - sharesDegrees: whether all hidden layers get one list of degrees, as a residual stack
  ///     needs it.
  package func firstMask(inputs: Int, widths: [Int], sharesDegrees: Bool = false) -> Mask {
    ensemble(
      count: 1, shapes: Array(repeating: ColumnShape(Bernoulli()), count: inputs), widths: widths,
      sharesDegrees: sharesDegrees)[0]
  }
}
