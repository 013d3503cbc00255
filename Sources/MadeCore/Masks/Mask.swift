// One mask: an ordering and the degrees of the hidden units, seen as staircases.

/// Which connections are allowed: an ordering of the columns and a degree for every hidden unit.
///
/// With inputs of degree m(d) = position + 1 and outputs likewise, the rules are
/// (Germain et al. 2015, equations 8, 9, 12, 13):
///
///     unit k' of a hidden layer sees unit k below   if  m(k') >= m(k)
///     output d sees unit k of the last hidden layer if  m(d)  >  m(k)   (strict)
///     output d sees input d' directly               if  m(d)  >  m(d')  (strict)
///
/// Sort every layer by degree and each of these matrices becomes a staircase: a unit sees a prefix
/// of the layer below. `order` is that sorting.
public struct Mask: Equatable, Sendable {
  /// The ordering of the columns.
  public let ordering: Ordering
  /// The degrees of the hidden units.
  public let degrees: Degrees
  /// Sorted place to unit, for layer 0 (inputs), the hidden layers, and the outputs.
  package let order: [[Int]]
  /// The degrees in sorted order, for the same layers; ascending.
  package let sortedDegrees: [[Int]]

  /// A mask from its two parts.
  public init(ordering: Ordering, degrees: Degrees) {
    self.ordering = ordering
    self.degrees = degrees
    var order = [ordering.columns]
    for layer in degrees.layers {
      // Stable: units of equal degree keep their numbers' order, so the sorting is unique.
      order.append(layer.indices.sorted { (layer[$0], $0) < (layer[$1], $1) })
    }
    order.append(ordering.columns)
    self.order = order
    let ends = Array(1...max(ordering.count, 1))
    sortedDegrees =
      [ends]
      + zip(order.dropFirst(), degrees.layers).map { places, layer in
        places.map { layer[$0] }
      } + [ends]
  }

  /// Whether unit `upper` of layer `to` may see unit `lower` of layer `from`.
  ///
  /// Layers are numbered 0 for inputs, then the hidden layers, then the outputs; units are numbered
  /// as in the data and the model, unsorted. This is the rule itself, the oracle of the staircases.
  package func allows(from: Int, _ lower: Int, to: Int, _ upper: Int) -> Bool {
    let outputs = degrees.layers.count + 1
    func degree(_ layer: Int, _ unit: Int) -> Int {
      layer == 0 || layer == outputs
        ? ordering.positions[unit] + 1 : degrees.layers[layer - 1][unit]
    }
    return to == outputs
      ? degree(to, upper) > degree(from, lower) : degree(to, upper) >= degree(from, lower)
  }

  /// For each sorted unit of layer `to`, how many sorted units of layer `from` it sees.
  package func prefixes(from: Int, to: Int) -> [Int] {
    let strict = to == degrees.layers.count + 1
    let below = sortedDegrees[from]
    var seen = 0
    return sortedDegrees[to].map { degree in
      while seen < below.count, strict ? below[seen] < degree : below[seen] <= degree { seen += 1 }
      return seen
    }
  }
}
