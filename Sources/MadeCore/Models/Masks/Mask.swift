// One mask: an ordering and the degrees of the hidden units, seen as staircases.

/// Which connections are allowed: an ordering of the columns and a degree for every hidden unit.
///
/// A column has inputs, which are ones or reals, and outputs; all of them have the column's degree, m(d) =
/// position + 1 for column d. The rules are (Germain et al. 2015, equations 8, 9, 12, 13):
///
///     unit k' of a hidden layer sees unit k below   if  m(k') >= m(k)
///     output d sees unit k of the last hidden layer if  m(d)  >  m(k)   (strict)
///     output d sees input d' directly               if  m(d)  >  m(d')  (strict)
///
/// so no output of a column sees an input of the same column. Sort every layer by degree and each of
/// these matrices becomes a staircase: a unit sees a prefix of the layer below. `order` is that
/// sorting.
///
/// Layer 0 is the ones; then come the hidden layers, the outputs, and last the reals, which stand beside the ones
/// below the first hidden layer. Units are numbered as in the data and the model, unsorted; the index of a unit
/// in its sorted layer is its *rank* (names say `place`).
public struct Mask: Equatable, Sendable {
  /// The ordering of the columns.
  public let ordering: Ordering
  /// The degrees of the hidden units.
  public let degrees: Degrees
  /// The shape of each column; ones are numbered column after column, and so are reals and outputs.
  public let shapes: [ColumnShape]
  /// Rank to unit, layer by layer.
  ///
  /// Columns follow each other as in the ordering; what a column has in a layer stays together and in order.
  package let order: [[Int]]
  /// The degrees in sorted order, for the same layers; ascending.
  package let sortedDegrees: [[Int]]
  /// Unit to degree, for the same layers.
  package let unitDegrees: [[Int]]
  /// Column to the first of its ones, of its reals, and of its outputs.
  package let (firstOnes, firstReals, firstOutputs): ([Int], [Int], [Int])
  /// One, real and output to rank.
  package let (onePlaces, realPlaces, outputPlaces): ([Int], [Int], [Int])

  /// Most bytes that a mask takes for each one, real, output and hidden unit.
  ///
  /// Each has four Ints, 32 bytes. A column has five more, 40 bytes, and at least an input and an output to share
  /// them.
  package static let bytesOfPlace = 52

  /// A mask from its parts.
  ///
  /// - Parameters:
  ///   - shapes: of each column.
  ///   - tied: how many columns, the first ones of the ordering, have degrees of their own. All others share the
  ///     next degree, so that each of them is predicted from the first ones alone.
  public init(
    ordering: Ordering, degrees: Degrees, shapes: [ColumnShape], tiedFrom tied: Int = .max
  ) {
    precondition(
      shapes.count == ordering.count && shapes.allSatisfy(\.isLegal), "shapes of columns")
    self.ordering = ordering
    self.degrees = degrees
    self.shapes = shapes
    func units(_ counts: [Int]) -> ColumnUnits {
      ColumnUnits(counts, ordering: ordering, tied: tied)
    }
    let ones = units(shapes.map(\.ones))
    let reals = units(shapes.map(\.reals))
    // Mostly every column has as many ones as outputs: then the two share their arrays.
    let areAlike = shapes.allSatisfy { $0.ones == $0.outputs }
    let outputs = areAlike ? ones : units(shapes.map(\.outputs))
    (firstOnes, firstReals, firstOutputs) = (ones.first, reals.first, outputs.first)
    (onePlaces, realPlaces, outputPlaces) = (ones.places, reals.places, outputs.places)
    unitDegrees = [ones.degrees] + degrees.layers + [outputs.degrees, reals.degrees]
    let hidden = degrees.layers.map { layer in
      // Stable: units of equal degree keep their numbers' order, so the sorting is unique.
      layer.indices.sorted { (layer[$0], $0) < (layer[$1], $1) }
    }
    order = [ones.order] + hidden + [outputs.order, reals.order]
    sortedDegrees =
      [ones.sortedDegrees]
      + zip(hidden, degrees.layers).map { places, layer in places.map { layer[$0] } }
      + [outputs.sortedDegrees, reals.sortedDegrees]
  }

  /// Index of the layer of outputs.
  package var outputLayer: Int { degrees.layers.count + 1 }
  /// Index of the layer of reals.
  package var realLayer: Int { degrees.layers.count + 2 }

  /// Whether unit `upper` of layer `to` may see unit `lower` of layer `from`.
  ///
  /// This is the rule itself, which staircases are tested against.
  public func allows(from: Int, _ lower: Int, to: Int, _ upper: Int) -> Bool {
    let (below, above) = (unitDegrees[from][lower], unitDegrees[to][upper])
    return to == outputLayer ? above > below : above >= below
  }

  /// For each sorted unit of layer `to`, how many sorted units of layer `from` it sees.
  package func prefixes(from: Int, to: Int) -> [Int] {
    let strict = to == outputLayer
    let below = sortedDegrees[from]
    var seen = 0
    return sortedDegrees[to].map { degree in
      while seen < below.count, strict ? below[seen] < degree : below[seen] <= degree { seen += 1 }
      return seen
    }
  }
}

/// What the columns have in one layer: their ones, their reals, or their outputs.
private struct ColumnUnits {
  /// Column to the first of its units.
  let first: [Int]
  /// Rank to unit, and to degree.
  let order: [Int]
  let sortedDegrees: [Int]
  /// Unit to rank, and to degree.
  let places: [Int]
  let degrees: [Int]

  /// - Parameter counts: units of each column.
  init(_ counts: [Int], ordering: Ordering, tied: Int) {
    var first: [Int] = []
    first.reserveCapacity(counts.count)
    var end = 0
    for count in counts {
      first.append(end)
      end += count
    }
    self.first = first
    order = ordering.columns.flatMap { first[$0]..<first[$0] + counts[$0] }
    let sorted = ordering.columns.enumerated().flatMap { position, column in
      repeatElement(min(position, tied) + 1, count: counts[column])
    }
    sortedDegrees = sorted
    places = inverse(order)
    degrees = places.map { sorted[$0] }
  }
}

/// The inverse of a permutation: of rank to unit, say, it is unit to rank.
package func inverse(_ order: [Int]) -> [Int] {
  var places = order
  for (place, unit) in order.enumerated() { places[unit] = place }
  return places
}
