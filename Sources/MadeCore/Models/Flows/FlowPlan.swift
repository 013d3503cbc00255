// The transforms of a flow before training: networks, orderings, weights.

/// What the transforms of a flow are to be.
package struct FlowPlan: Sendable {
  /// How many transforms.
  package var transforms: Int
  /// What each does to numbers.
  package var map: NumberMap
  /// Which numbers its network reads.
  package var direction: TransformDirection
  /// Units of the hidden layers of each.
  package var hidden: [Int]
  package var activation: Activation

  package init(
    transforms: Int, map: NumberMap, direction: TransformDirection, hidden: [Int],
    activation: Activation
  ) {
    (self.transforms, self.map, self.direction) = (transforms, map, direction)
    (self.hidden, self.activation) = (hidden, activation)
  }

  /// The network of each transform.
  ///
  /// It has no direct connections: the identity needs none.
  package func architecture(_ columns: MovableColumns) -> Architecture {
    Architecture(
      shapes: columns.shapes(outputs: map.rule.outputs), hidden: hidden,
      activation: activation, direct: false)
  }

  /// The transforms, all of which are the identity.
  ///
  /// Columns that do not move come first in every ordering, behind those that are conditioned on, for a transform may
  /// look at all of them. Those that move stand as in the last network, reversed in every other transform, counted from
  /// there (Papamakarios, Pavlakou and Murray 2017, section 3.1): what one cannot see of a number's successors the next
  /// one can.
  ///
  /// - Parameters:
  ///   - ordering: of the last network.
  ///   - leading: columns that stand first in every ordering.
  ///   - seed: of degrees and weights.
  package func untrained(
    _ columns: MovableColumns, ordering: Ordering, leading: [Int], seed: UInt64,
    _ method: Initialisation
  ) -> [MaskedTransform] {
    let architecture = architecture(columns)
    let moving = Set(columns.indices)
    let others = ordering.columns.filter { !moving.contains($0) }
    return (0..<transforms).map { number in
      let isReversed = (transforms - number) % 2 == 1
      let moved = ordering.columns.filter { moving.contains($0) }
      let first = Ordering(columns: others + (isReversed ? moved.reversed() : moved))
      // Another seed for each network, or all would begin with the same weights.
      let seed = Self.seed(seed, transform: number)
      let schedule = MaskSchedule(firstOrdering: first, leading: leading, seed: seed)
      let mask = schedule.ensemble(count: 1, for: architecture)[0]
      let parameters = Parameters(shape: NetworkShape(architecture, mask: mask))
      parameters.initialise(
        method, seed: seed, outputLogits: Array(repeating: 0, count: architecture.outputs),
        silentOutputs: Array(0..<architecture.outputs))
      return MaskedTransform(map, direction, parameters, mask: mask, columns: columns)
    }
  }

  /// The seed of a transform's network.
  package static func seed(_ seed: UInt64, transform: Int) -> UInt64 {
    seed &+ UInt64(transform + 1) &* 0x9E37_79B9_7F4A_7C15
  }
}
