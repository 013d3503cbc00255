// Proof that a mask is autoregressive, from the definition and without staircases.

/// What each output may depend on under a mask, by following every allowed connection.
///
/// This multiplies 0/1 masks as the paper writes them (section 4.1: the product of all masks must be
/// strictly lower triangular in the ordering). It is slow on purpose: it shares no code with the
/// products that are used for real. Paths run from slot to slot; what is told is about columns, whose
/// outputs are taken together.
public struct Reachability: Sendable {
  /// For each column, how many columns its outputs depend on.
  public let reach: [Int]
  /// Columns whose outputs depend on the column itself or a successor; empty for a valid mask.
  public let violations: [Int]
  /// Columns that cannot see all of their predecessors.
  public let incomplete: [Int]
  /// Columns that miss a predecessor although every layer is wide enough for a unit of each degree, or inputs
  /// are connected to outputs directly.
  public let avoidable: [Int]

  /// Bytes that the proof of a mask takes: sets of columns for slots, columns and units.
  package static func bytes(_ mask: Mask) -> Int {
    let units = mask.degrees.layers.reduce(0) { $0 + $1.count }
    let sets = 3 * mask.slots.reduce(0, +) + units + 2 * mask.slots.count
    let (bytes, overflow) = ((mask.slots.count + 63) / 64 * 8).multipliedReportingOverflow(by: sets)
    return overflow ? .max : bytes
  }

  /// Follows all paths of a network with these masks.
  ///
  /// - Parameters:
  ///   - direct: whether inputs are connected to outputs too.
  ///   - residual: whether unit k of the third, fifth, ... hidden layer also takes what unit k two
  ///     layers below it took, whatever their degrees: equal ones are what is to be proved.
  /// - Complexity: O(connections + live ones x C / 64) for C columns.
  public init(mask: Mask, direct: Bool, residual: Bool = false) {
    let columns = mask.ordering.count
    let columnOfSlot = mask.slots.enumerated().flatMap { repeatElement($0, count: $1) }
    let words = (columns + 63) / 64
    let layers = mask.degrees.layers.count
    // seen[unit] is a bit set of the columns that the unit depends on.
    var seen = columnOfSlot.map { column in
      var bits = [UInt64](repeating: 0, count: words)
      bits[column / 64] |= 1 << UInt64(column % 64)
      return bits
    }
    let columnSets = seen
    var stream: [[UInt64]] = []
    for layer in 1...(layers + 1) {
      let width = layer == layers + 1 ? columnSets.count : mask.degrees.layers[layer - 1].count
      var next = [[UInt64]](repeating: [UInt64](repeating: 0, count: words), count: width)
      for upper in 0..<width {
        for lower in seen.indices where mask.allows(from: layer - 1, lower, to: layer, upper) {
          for word in 0..<words { next[upper][word] |= seen[lower][word] }
        }
        guard layer == layers + 1, direct else { continue }
        for lower in columnSets.indices where mask.allows(from: 0, lower, to: layer, upper) {
          for word in 0..<words { next[upper][word] |= columnSets[lower][word] }
        }
      }
      if residual, layer % 2 == 1, layer <= layers {
        for (unit, sum) in stream.enumerated() {
          for word in 0..<words { next[unit][word] |= sum[word] }
        }
        stream = next
      }
      seen = next
    }
    // What any output of a column sees, and what all of them see.
    var any = [[UInt64]](repeating: [UInt64](repeating: 0, count: words), count: columns)
    var all = [[UInt64]](repeating: [UInt64](repeating: .max, count: words), count: columns)
    for (slot, column) in columnOfSlot.enumerated() {
      for word in 0..<words {
        any[column][word] |= seen[slot][word]
        all[column][word] &= seen[slot][word]
      }
    }
    let positions = mask.ordering.positions
    let wideEnough = mask.degrees.layers.allSatisfy { $0.count >= columns - 1 } || direct
    reach = any.map { bits in bits.reduce(0) { $0 + $1.nonzeroBitCount } }
    var violations: [Int] = []
    var incomplete: [Int] = []
    for column in 0..<columns {
      let allowed = mask.ordering.columns.prefix(positions[column])
      let isLeak = (0..<columns).contains { other in
        positions[other] >= positions[column]
          && any[column][other / 64] >> UInt64(other % 64) & 1 == 1
      }
      if isLeak { violations.append(column) }
      if allowed.contains(where: { all[column][$0 / 64] >> UInt64($0 % 64) & 1 == 0 }) {
        incomplete.append(column)
      }
    }
    self.violations = violations
    self.incomplete = incomplete
    avoidable = wideEnough ? incomplete : []
  }
}
