// Proof that a mask is autoregressive, from the definition and without staircases.

/// What each output may depend on under a mask, by following every allowed connection.
///
/// This multiplies 0/1 masks as the paper writes them (section 4.1: the product of all masks must be strictly
/// lower triangular in the ordering). It is slow on purpose: it shares no code with the products that networks
/// use. Paths run from unit to unit; results are about columns, each with all its ones and reals, and all its
/// outputs.
package struct Reachability: Sendable {
  /// For each column, how many columns its outputs depend on.
  package let reach: [Int]
  /// Columns whose outputs depend on the column itself or a successor; empty for a valid mask.
  package let violations: [Int]
  /// Columns that cannot see all of their predecessors.
  package let incomplete: [Int]
  /// Columns that miss a predecessor although every layer is wide enough for a unit of each degree, or inputs
  /// are connected to outputs directly.
  package let avoidable: [Int]

  /// Bytes that the proof takes: sets of columns, some for each input, output, column and unit.
  package static func bytes(_ mask: Mask) -> Int {
    let units = mask.degrees.layers.reduce(0) { $0 + $1.count }
    let ends = mask.shapes.reduce(0) { $0 + 2 * ($1.ones + $1.reals) + $1.outputs }
    let columns = mask.shapes.count
    let sets = ends + units + 2 * columns
    let (bytes, overflow) = ((columns + 63) / 64 * 8).multipliedReportingOverflow(by: sets)
    return overflow ? .max : bytes
  }

  /// Follows all paths of a network with these masks.
  ///
  /// - Parameters:
  ///   - direct: whether inputs are connected to outputs too.
  ///   - residual: whether unit k of the third, fifth, ... hidden layer also depends on all that unit k two
  ///     layers below depends on. Their degrees are not consulted: that equal ones suffice is part of the proof.
  /// - Complexity: O(connections + live ones x C / 64) for C columns.
  package init(mask: Mask, direct: Bool, residual: Bool = false) {
    let columns = mask.ordering.count
    let words = (columns + 63) / 64
    let (outputs, reals) = (mask.outputLayer, mask.realLayer)
    // A set of columns is a bit set. What an input depends on is its column.
    func sets(_ counts: [Int]) -> [[UInt64]] {
      counts.enumerated().flatMap { column, count in
        var bits = [UInt64](repeating: 0, count: words)
        bits[column / 64] |= 1 << UInt64(column % 64)
        return repeatElement(bits, count: count)
      }
    }
    let inputs = [(0, sets(mask.shapes.map(\.ones))), (reals, sets(mask.shapes.map(\.reals)))]
    var seen: [[UInt64]] = []
    var stream: [[UInt64]] = []
    for layer in 1...outputs {
      let width = mask.unitDegrees[layer].count
      var next = [[UInt64]](repeating: [UInt64](repeating: 0, count: words), count: width)
      let below =
        layer == 1 ? inputs : [(layer - 1, seen)] + (layer == outputs && direct ? inputs : [])
      for upper in 0..<width {
        for (from, sets) in below {
          for lower in sets.indices where mask.allows(from: from, lower, to: layer, upper) {
            for word in 0..<words { next[upper][word] |= sets[lower][word] }
          }
        }
      }
      if residual, layer % 2 == 1, layer < outputs {
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
    for column in 0..<columns {
      let first = mask.firstOutputs[column]
      for output in first..<first + mask.shapes[column].outputs {
        for word in 0..<words {
          any[column][word] |= seen[output][word]
          all[column][word] &= seen[output][word]
        }
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
