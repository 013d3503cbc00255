// The hidden units of one layer in the order of their degrees, in a few bands.

/// Hidden units that are added to the logits in one pass.
///
/// A hidden unit of degree m sees the first m columns, so that records which agree in these share it, and
/// with it all sums of units up to this degree: a logit of a late column has summands that few records tell
/// apart, and summands that many do. Each pass adds a band of units for as many records as it tells apart.
package struct PrefixBand: Sendable {
  /// Units in the order of the degrees; the ends are multiples of 16.
  package let units: Range<Int>
  /// How many lanes differ in what these units see, the first of them.
  package let lanes: Int
  /// Positions whose logits are complete after this pass, and were not before.
  package let finished: Range<Int>
  /// Blocks of rows of the output, from the first that is not complete before this pass.
  let blocks: Range<Int>

  /// The first row that this band reads or writes.
  var firstRow: Int { blocks.lowerBound * OutputPart.rowsOfBlock }
}

extension SharedPrefixes {
  /// Bands to choose from, at most.
  private static let mostBands = 32
  /// What it takes to hand on a sum from one pass to the next, in products.
  private static let costOfSum = 24

  /// The bands by which all logits of the given network take the least products.
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
    // What holds after all units up to an end: the lanes told apart, and the positions done.
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
