// One mask: an ordering and the degrees of the hidden units, seen as staircases.

/// Which connections are allowed: an ordering of the columns and a degree for every hidden unit.
///
/// A column has one or several slots: inputs and outputs of the network, which all have the degree of
/// their column. With m(d) = position + 1 for the slots of column d, the rules are
/// (Germain et al. 2015, equations 8, 9, 12, 13):
///
///     unit k' of a hidden layer sees unit k below   if  m(k') >= m(k)
///     output d sees unit k of the last hidden layer if  m(d)  >  m(k)   (strict)
///     output d sees input d' directly               if  m(d)  >  m(d')  (strict)
///
/// so no output of a column sees an input of the same column. Sort every layer by degree and each of
/// these matrices becomes a staircase: a unit sees a prefix of the layer below. `order` is that
/// sorting.
public struct Mask: Equatable, Sendable {
  /// The ordering of the columns.
  public let ordering: Ordering
  /// The degrees of the hidden units.
  public let degrees: Degrees
  /// The slots of each column, at least one; a column's slots follow those of the column before it.
  public let slots: [Int]
  /// Sorted place to unit, for layer 0 (input slots), the hidden layers, and the output slots.
  ///
  /// Columns come in the order of the ordering; the slots of a column stay together and in order.
  package let order: [[Int]]
  /// The degrees in sorted order, for the same layers; ascending.
  package let sortedDegrees: [[Int]]
  /// Column to its first slot.
  package let firstSlots: [Int]
  /// Slot to sorted place.
  package let places: [Int]
  /// Slot to degree.
  package let slotDegrees: [Int]

  /// Bytes that a mask takes for each slot of inputs and of outputs and for each hidden unit, at most: four
  /// numbers.
  package static let bytesOfPlace = 32

  /// A mask from its parts.
  ///
  /// - Parameters:
  ///   - slots: of each column; nil for columns of one slot.
  ///   - tied: how many columns, the first ones of the ordering, have degrees of their own. All others
  ///     share the next degree: each of them is predicted from the first ones alone.
  public init(ordering: Ordering, degrees: Degrees, slots: [Int]? = nil, tiedFrom tied: Int = .max)
  {
    let slots = slots ?? Array(repeating: 1, count: ordering.count)
    precondition(slots.count == ordering.count && slots.allSatisfy { $0 >= 1 }, "slots of columns")
    self.ordering = ordering
    self.degrees = degrees
    self.slots = slots
    var firstSlots: [Int] = []
    var end = 0
    for count in slots {
      firstSlots.append(end)
      end += count
    }
    self.firstSlots = firstSlots
    let ordered = ordering.columns.flatMap { firstSlots[$0]..<firstSlots[$0] + slots[$0] }
    let orderedDegrees = ordering.columns.enumerated().flatMap { position, column in
      repeatElement(min(position, tied) + 1, count: slots[column])
    }
    places = inverse(ordered)
    slotDegrees = places.map { orderedDegrees[$0] }
    var order = [ordered]
    for layer in degrees.layers {
      // Stable: units of equal degree keep their numbers' order, so the sorting is unique.
      order.append(layer.indices.sorted { (layer[$0], $0) < (layer[$1], $1) })
    }
    order.append(ordered)
    self.order = order
    sortedDegrees =
      [orderedDegrees]
      + zip(order.dropFirst(), degrees.layers).map { places, layer in
        places.map { layer[$0] }
      } + [orderedDegrees]
  }

  /// Whether unit `upper` of layer `to` may see unit `lower` of layer `from`.
  ///
  /// Layers are numbered 0 for inputs, then the hidden layers, then the outputs; units are numbered
  /// as in the data and the model, unsorted. This is the rule itself, the oracle of the staircases.
  public func allows(from: Int, _ lower: Int, to: Int, _ upper: Int) -> Bool {
    let outputs = degrees.layers.count + 1
    func degree(_ layer: Int, _ unit: Int) -> Int {
      layer == 0 || layer == outputs ? slotDegrees[unit] : degrees.layers[layer - 1][unit]
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

/// The inverse of a permutation: unit to sorted place.
package func inverse(_ order: [Int]) -> [Int] {
  var places = order
  for (place, unit) in order.enumerated() { places[unit] = place }
  return places
}
