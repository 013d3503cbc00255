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

  /// Bytes for the sets of columns that are kept at a time.
  private static let mostBytes = 1 << 26

  /// Follows all paths of a network with these masks.
  ///
  /// Sets of columns would take the square of their number. So the paths are followed anew for one tile of the
  /// columns after the other, as many as fit into memory.
  ///
  /// - Parameters:
  ///   - direct: whether inputs are connected to outputs too.
  ///   - residual: whether unit k of the third, fifth, ... hidden layer also depends on all that unit k two
  ///     layers below depends on. Their degrees are not consulted: that equal ones suffice is part of the proof.
  ///   - columnsAtOnce: the columns of a tile; nil for as many as suits the widths of layers.
  /// - Complexity: O(connections x tiles + live ones x C / 64) for C columns.
  package init(mask: Mask, direct: Bool, residual: Bool = false, columnsAtOnce: Int? = nil) {
    let columns = mask.ordering.count
    let widest = mask.degrees.layers.reduce(1) { max($0, $1.count) }
    // The layer below, this one and the residual.
    let atOnce = columnsAtOnce ?? max(Self.mostBytes / (3 * 8 * widest), 1) * 64
    var reach = [Int](repeating: 0, count: columns)
    var (isLeak, isIncomplete) = (
      [Bool](repeating: false, count: columns), [Bool](repeating: false, count: columns)
    )
    for first in stride(from: 0, to: columns, by: atOnce) {
      let tile = Tile(
        mask: mask, direct: direct, residual: residual,
        columns: first..<min(columns, first + atOnce))
      let hidden = tile.lastHiddenLayer()
      // The columns of the tile that stand before the one whose outputs are looked at.
      var earlier = tile.emptySet
      for column in mask.ordering.columns {
        // What any output of the column sees, and what all of them see.
        var any = tile.emptySet
        var all = [UInt64](repeating: .max, count: any.count)
        let firstOutput = mask.firstOutputs[column]
        for output in firstOutput..<firstOutput + mask.shapes[column].outputs {
          let seen = tile.seen(byOutput: output, hidden)
          for word in seen.indices {
            any[word] |= seen[word]
            all[word] &= seen[word]
          }
        }
        for word in any.indices {
          reach[column] += any[word].nonzeroBitCount
          if any[word] & ~earlier[word] != 0 { isLeak[column] = true }
          if earlier[word] & ~all[word] != 0 { isIncomplete[column] = true }
        }
        tile.insert(column, into: &earlier, at: 0)
      }
    }
    let wideEnough = mask.degrees.layers.allSatisfy { $0.count >= columns - 1 } || direct
    self.reach = reach
    violations = isLeak.indices.filter { isLeak[$0] }
    incomplete = isIncomplete.indices.filter { isIncomplete[$0] }
    avoidable = wideEnough ? incomplete : []
  }

  /// The paths that begin in some of the columns.
  private struct Tile {
    private let mask: Mask
    private let direct: Bool
    private let residual: Bool
    private let columns: Range<Int>
    /// 64-bit words to a set of the tile's columns, one bit to a column.
    private let words: Int
    /// The inputs of the tile's columns: their layer, index and column.
    private let inputs: [(layer: Int, index: Int, column: Int)]

    init(mask: Mask, direct: Bool, residual: Bool, columns: Range<Int>) {
      self.mask = mask
      self.direct = direct
      self.residual = residual
      self.columns = columns
      words = (columns.count + 63) / 64
      // Inputs of each kind stand in the order of the data's columns.
      func inputs(_ layer: Int, _ counts: [Int]) -> [(layer: Int, index: Int, column: Int)] {
        var next = counts[..<columns.lowerBound].reduce(0, +)
        return columns.flatMap { column in
          defer { next += counts[column] }
          return (next..<next + counts[column]).map { (layer, $0, column) }
        }
      }
      self.inputs =
        inputs(0, mask.shapes.map(\.ones)) + inputs(mask.realLayer, mask.shapes.map(\.reals))
    }

    var emptySet: [UInt64] { [UInt64](repeating: 0, count: words) }

    /// Puts a column into the set that begins at a word, if it belongs to the tile.
    func insert(_ column: Int, into sets: inout [UInt64], at start: Int) {
      guard columns.contains(column) else { return }
      let bit = column - columns.lowerBound
      sets[start + bit / 64] |= 1 << UInt64(bit % 64)
    }

    /// What each unit of the last hidden layer depends on: (units, words).
    func lastHiddenLayer() -> [UInt64] {
      var seen: [UInt64] = []
      var stream: [UInt64] = []
      for layer in 1..<mask.outputLayer {
        let width = mask.unitDegrees[layer].count
        var next = [UInt64](repeating: 0, count: width * words)
        for upper in 0..<width { add(to: &next, layer, upper, at: upper * words, from: seen) }
        if residual, layer % 2 == 1 {
          for (index, bits) in stream.enumerated() { next[index] |= bits }
          stream = next
        }
        seen = next
      }
      return seen
    }

    /// What an output depends on, given what each unit of the last hidden layer does.
    func seen(byOutput output: Int, _ hidden: [UInt64]) -> [UInt64] {
      var set = emptySet
      add(to: &set, mask.outputLayer, output, at: 0, from: hidden)
      return set
    }

    /// Adds all that a unit is connected to: `below` is of the layer under its own.
    private func add(
      to sets: inout [UInt64], _ layer: Int, _ upper: Int, at start: Int, from below: [UInt64]
    ) {
      if layer > 1 {
        for lower in 0..<below.count / words
        where mask.allows(from: layer - 1, lower, to: layer, upper) {
          for word in 0..<words { sets[start + word] |= below[lower * words + word] }
        }
      }
      guard layer == 1 || direct && layer == mask.outputLayer else { return }
      for input in inputs where mask.allows(from: input.layer, input.index, to: layer, upper) {
        insert(input.column, into: &sets, at: start)
      }
    }
  }
}
