// The hidden units of one layer in the order of their degrees, cut into a few bands.

/// Hidden units that are added to the logits in one pass.
///
/// A hidden unit of degree m sees the first m columns only, so records that agree in these share its activation,
/// and also the sums over all units up to that degree. Of the terms of a late column's logit, those of low
/// degrees take few different values among the records, those of high degrees many. Each pass adds a band of
/// units, once for all records that agree in what these units see.
package struct PrefixBand: Sendable {
  /// Units in the order of the degrees; the ends are multiples of 16.
  package let units: Range<Int>
  /// How many lanes, the first ones, differ in what these units see.
  package let lanes: Int
  /// Positions whose logits are complete after this pass, and were not before.
  package let finished: Range<Int>
  /// Blocks of rows of the output, from the first that is not complete before this pass.
  let blocks: Range<Int>

  /// The first row that this band reads or writes.
  var firstRow: Int { blocks.lowerBound * OutputPart.rowsOfBlock }
}

extension SharedPrefixes {
  /// Most bands to choose from.
  private static let mostBands = 32
  /// The cost of handing a sum from one pass to the next, in multiplications.
  private static let costOfSum = 24

  /// The bands with which all logits of the given network take the fewest multiplications.
  ///
  /// - Parameter network: of one hidden layer without direct connections, under the mask that the prefixes
  ///   were made for.
  /// - Complexity: O(bands^2 D) for the candidates.
  package func bands(_ network: MaskedNetwork) -> [PrefixBand] {
    let (shape, degrees) = (network.shape, network.mask.sortedDegrees[1])
    let width = shape.first.paddedColumns
    let step = padded((width + Self.mostBands - 1) / Self.mostBands, to: 16)
    let ends = Array(stride(from: step, to: width, by: step)) + [width]
    let rows = shape.output.stored
    let longest = columns.map {
      Int(rows[($0.first + $0.outputs - 1) / OutputPart.rowsOfBlock])
    }
    // After all units up to an end: how many lanes differ, and how many positions are finished.
    let states =
      [(end: 0, lanes: 0, done: 0)]
      + ends.map { end in
        if end == width { return (end, evaluated, columns.count) }
        let degree = min(degrees[end - 1], columns.count - 1)
        let done = columns.indices.dropLast().first { $0 > degree || longest[$0] > end }
        return (end, needed[degree], done ?? columns.count - 1)
      }
    var best = [(cost: 0, from: 0)]
    for to in 1..<states.count {
      let after = states[to]
      let choices = (0..<to).map { from in
        let before = states[from]
        var cost = best[from].cost
        for position in before.done..<columns.count {
          let units = max(min(longest[position], after.end) - before.end, 0)
          let handedOn = from > 0 ? after.lanes * Self.costOfSum : 0
          cost +=
            columns[position].outputs
            * (units * min(after.lanes, needed[position]) + handedOn)
        }
        return (cost: cost, from: from)
      }
      best.append(choices.min { $0.cost < $1.cost } ?? (0, 0))
    }
    var bands: [PrefixBand] = []
    var to = states.count - 1
    while to > 0 {
      let (before, after) = (states[best[to].from], states[to])
      let first = columns[before.done].first / OutputPart.rowsOfBlock
      bands.append(
        PrefixBand(
          units: before.end..<after.end, lanes: after.lanes, finished: before.done..<after.done,
          blocks: first..<shape.output.blocks))
      to = best[to].from
    }
    return bands.reversed()
  }
}
