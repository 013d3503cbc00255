// Degrees of hidden units: how many columns, in the ordering, a unit may depend on.

/// The degrees of the hidden units, layer by layer.
///
/// Degrees count columns, however many inputs a column has: with C columns every degree lies in
/// 1...max(C-1, 1), and none is below the smallest degree of the layer before it, so that no unit is
/// cut off from the input (Germain et al. 2015, section 4.1).
public struct Degrees: Equatable, Sendable {
  /// One array per hidden layer, one degree per unit.
  public let layers: [[Int]]

  /// Degrees from outside; nil if one is out of range for `columns` columns.
  public init?(layers: [[Int]], columns: Int) {
    var lowest = 1
    for layer in layers {
      guard let smallest = layer.min(), let largest = layer.max(),
        smallest >= lowest, largest <= Self.largest(columns: columns)
      else { return nil }
      lowest = smallest
    }
    self.layers = layers
  }

  private init(valid layers: [[Int]]) { self.layers = layers }

  /// Whether unit k has the same degree in every layer, for all k.
  public var areShared: Bool { layers.allSatisfy { $0 == layers.first } }

  /// The largest legal degree: C - 1, and 1 for a single column (where no output sees any unit).
  public static func largest(columns: Int) -> Int { max(columns - 1, 1) }

  /// Random degrees: each unit's is uniform on [smallest degree of the layer below, C-1].
  ///
  /// The paper draws them independently. Here a layer is dealt like cards: whole shuffled sets of all allowed
  /// degrees, then part of one more. Each unit's degree has the same uniform distribution, but a layer of at
  /// least C-1 units lacks no degree, so every output reaches every predecessor.
  ///
  /// - Parameter areShared: draws one list and gives it to every layer; all widths are equal then.
  package static func random(
    columns: Int, widths: [Int], areShared: Bool = false, using random: inout RandomStream
  ) -> Degrees {
    if areShared, let width = widths.first {
      let one = Degrees.random(columns: columns, widths: [width], using: &random)
      return Degrees(valid: Array(repeating: one.layers[0], count: widths.count))
    }
    var layers: [[Int]] = []
    var lowest = 1
    for width in widths {
      let allowed = Array(lowest...largest(columns: columns))
      var dealt: [Int] = []
      dealt.reserveCapacity(width)
      while dealt.count < width {
        var set = allowed
        random.shuffle(&set)
        dealt += set.prefix(width - dealt.count)
      }
      layers.append(dealt)
      lowest = dealt.min() ?? lowest
    }
    return Degrees(valid: layers)
  }
}
