// Records with common prefixes, in the order of a mask, and what they can share.

/// Which records of a batch need which conditionals of their own.
///
/// p(x_d | earlier columns) depends on the earlier columns only. So of all records that agree in these, one
/// computes the conditional, and the others look their own code up in it: a tree whose nodes are prefixes, each
/// computed once. Records of tables of words, and of logs, have long prefixes in common.
///
/// Each record gets a lane; the earlier the position from which on it needs conditionals of its own, the lower
/// its lane. So the records that need a position are always the first lanes, and products have no gaps. Lane 0
/// needs all positions. Any other lane agrees with its parent, a lower lane, in `shared` columns. For these it
/// has the log-likelihoods of its parent; at the next position, where they differ, it looks its code up in its
/// parent's conditional; from then on it needs conditionals of its own.
package struct SharedPrefixes: Sendable {
  /// A column in the order of the mask.
  package struct ColumnPlaces: Sendable {
    /// The rank of its first output, and how many it has.
    package let first: Int
    package let outputs: Int
    /// The rank of the input of code 0, if that code had one.
    let input: Int
    let silentCodes: Int
  }

  /// By position.
  package let columns: [ColumnPlaces]
  /// What the outputs of each column mean, by position.
  let conditionals: [any CodeConditional]
  /// The record of each lane.
  package let records: [Int32]
  /// How many first columns each lane has in common with its parent; -1 for lane 0.
  package let shared: [Int32]
  package let parents: [Int32]
  /// The place of the input that is 1 of each lane and position, -1 for a silent code: (lanes, positions),
  /// row-major.
  let chosen: [Int32]
  /// How many lanes need the conditionals of a position: ascending.
  package let needed: [Int]

  /// Most columns: each record takes memory for every one of them.
  package static let mostColumns = 256
  /// Fewest records: smaller batches come from pipes, which spend their time elsewhere.
  private static let fewestRecords = 16

  /// What the given records share; nil if it is too little to be worth the effort, if they are too few or have
  /// too many columns, and if a column is not one of codes: only equal codes are shared.
  ///
  /// - Parameters:
  ///   - records: of `rows`.
  ///   - output: output matrix of the network under the mask; what can be saved is work on its rows.
  /// - Complexity: O(n log n) comparisons of records, and O(D) for each.
  package init?(_ records: Range<Int>, of rows: Rows, mask: Mask, output: Staircase) {
    let positions = mask.ordering.count
    guard positions <= Self.mostColumns, records.count >= Self.fewestRecords,
      let conditionals = mask.codeConditionals
    else { return nil }
    self.conditionals = conditionals
    columns = zip(mask.ordering.columns, conditionals).map { column, conditional in
      ColumnPlaces(
        first: mask.outputPlaces[mask.firstOutputs[column]], outputs: conditional.outputs,
        input: mask.onePlaces[mask.firstOnes[column]] - conditional.silentCodes,
        silentCodes: conditional.silentCodes)
    }
    let beginnings = RecordBeginnings(
      records, of: rows, ordering: mask.ordering, states: conditionals.map(\.states))
    let tree = beginnings.tree(positions: positions)
    // Lanes by the first position that they need: a stable counting sort.
    var ends = [Int](repeating: 0, count: positions + 2)
    for shared in tree.shared { ends[Int(shared) + 1] += 1 }
    for start in 1..<ends.count { ends[start] += ends[start - 1] }
    needed = Array(ends.prefix(positions))
    let costs = columns.map { column in
      (column.first..<column.first + column.outputs).reduce(0) { $0 + Int(output.live[$1]) + 1 }
    }
    let cost = zip(costs, needed).reduce(0) { $0 + $1.0 * $1.1 }
    guard cost < costs.reduce(0, +) * records.count / 8 * 7 else { return nil }
    var lanes = [Int32](repeating: 0, count: records.count)
    var order = lanes
    for record in tree.shared.indices.reversed() {
      let start = Int(tree.shared[record]) + 1
      ends[start] -= 1
      lanes[record] = Int32(truncatingIfNeeded: ends[start])
      order[ends[start]] = Int32(truncatingIfNeeded: record)
    }
    shared = order.map { tree.shared[Int($0)] }
    parents = order.map { lanes[Int(tree.parents[Int($0)])] }
    let cells = mask.ordering.columns.map { rows.layout.places[$0] }
    let (places, count) = (columns, positions)
    chosen = Array(unsafeUninitializedCapacity: records.count * count) { chosen, initialized in
      initialized = records.count * count
      for (lane, record) in order.enumerated() {
        rows.withRow(records.lowerBound + Int(record)) { row in
          for position in 0..<count {
            let code = cells[position].cell(in: row)
            let isSilent = code < places[position].silentCodes
            chosen[lane * count + position] =
              isSilent ? -1 : Int32(truncatingIfNeeded: places[position].input + code)
          }
        }
      }
    }
    let first = Int32(truncatingIfNeeded: records.lowerBound)
    self.records = order.map { first + $0 }
  }

  /// Most bytes that `forEachLogLikelihood` takes: sums of all logits before and after a band, and terms.
  var bytes: Int {
    let outputs = columns.reduce(0) { $0 + $1.outputs }
    return records.count * (2 * outputs + columns.count) * MemoryLayout<Float>.stride
  }

  /// Lanes that need any conditional of their own.
  package var evaluated: Int { needed.last ?? 0 }

  /// How many of the given lanes, the first of them, need the conditionals of a position.
  func needed(at position: Int, of lanes: Range<Int>) -> Int {
    min(max(needed[position] - lanes.lowerBound, 0), lanes.count)
  }

  /// Which of the output blocks `blocks` the given lanes need, each for how many lanes, the first ones.
  func outputs(of lanes: Range<Int>, blocks: Range<Int>) -> [OutputPart] {
    var parts: [OutputPart] = []
    var position = 0
    for block in blocks {
      // Later columns are needed by more lanes, so the last column of a block decides.
      while position + 1 < columns.count,
        columns[position + 1].first < (block + 1) * OutputPart.rowsOfBlock
      {
        position += 1
      }
      let count = padded(needed(at: position, of: lanes), to: 16)
      if count == 0 { continue }
      if parts.last?.lanes == count {
        parts[parts.count - 1].blocks = parts[parts.count - 1].blocks.lowerBound..<block + 1
      } else {
        parts.append(OutputPart(blocks: block..<block + 1, lanes: count))
      }
    }
    return parts
  }
}
