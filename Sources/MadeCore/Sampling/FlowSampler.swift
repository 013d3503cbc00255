// Ancestral sampling from a flow at the price of one pass of each network.

/// Draws rows from a flow.
///
///     u ~ p_last,   x = f_1^-1( ... f_N^-1(u))
///
/// Row i is a function of (flow, seed, i) alone.
final class FlowSampler: Sendable {
  private let transforms: [any RowTransform]
  private let last: DrawnNetwork
  private let schema: Schema
  private let columns: MovableColumns
  /// What numbers that move may be, by their index.
  private let ranges: [ClosedRange<Int>]
  private let unused = Lock<[Space]>([])

  /// How often a row is drawn before one is taken as it is.
  private static let attempts = 16

  init(_ flow: Flow) {
    transforms = flow.transforms
    schema = flow.schema
    last = DrawnNetwork(
      MaskedNetwork(flow.last.parameters, mask: flow.last.masks[0]), schema: flow.schema)
    columns = MovableColumns(flow.schema)
    ranges = columns.indices.map { [columns] in
      columns.conditionals[$0].ofValues?.limits.ranges.first ?? ValueRanges.limits
    }
  }

  func rows(_ numbers: [Int], seed: UInt64, team: WorkerTeam) -> Rows {
    let layout = schema.layout
    let words = Block<UInt64>(count: numbers.count * layout.wordsPerRow)
    team.forEachRange(of: numbers.count, size: InversionSpace.lanes) { range in
      let space = self.unused.withLock { $0.popLast() } ?? Space(self)
      self.draw(range, numbers, seed: seed, space) { place, row in
        for (index, word) in row.enumerated() {
          words.base[place * layout.wordsPerRow + index] = word
        }
      }
      self.unused.withLock { $0.append(space) }
    }
    var rows = Rows(layout: layout)
    rows.reserveCapacity(numbers.count)
    for row in 0..<numbers.count {
      rows.append(
        words: UnsafeMutableBufferPointer(
          start: words.base + row * layout.wordsPerRow, count: layout.wordsPerRow))
    }
    return rows
  }

  /// Draws the rows with indices `range` into `numbers`, those that are refused once more, and so on.
  private func draw(
    _ range: Range<Int>, _ numbers: [Int], seed: UInt64, _ space: Space,
    _ take: (_ place: Int, _ words: ArraySlice<UInt64>) -> Void
  ) {
    var pending = Array(range)
    for attempt in 0..<Self.attempts where !pending.isEmpty {
      // Rows of different attempts have streams of their own: no run is as long as 2^56.
      let streams = pending.map { UInt64(numbers[$0]) ^ UInt64(attempt) << 56 }
      let rows = draw(streams, seed: seed, space)
      let isFinal = attempt + 1 == Self.attempts
      var refused: [Int] = []
      for (lane, place) in pending.enumerated() {
        if isFinal || space.isGood[lane] {
          take(place, rows.words(ofRow: lane))
        } else {
          refused.append(place)
        }
      }
      pending = refused
    }
  }

  /// Draws a row for each stream, and notes which of them are good.
  private func draw(_ streams: [UInt64], seed: UInt64, _ space: Space) -> Rows {
    let (count, top) = (streams.count, transforms.count)
    let moving = space.numbers
    moving.begin(count: count)
    space.last.draw(
      streams, from: last, seed: seed, kernels: Kernels.table,
      moves: MovedDraws(moving, stage: top, ordering: last.mask.ordering))
    var rows = Rows(layout: schema.layout)
    for lane in 0..<count {
      rows.append(words: UnsafeMutableBufferPointer(rebasing: space.last.row(lane)))
    }
    space.inputs.fill(from: rows, count: count, except: moving.cells)
    for stage in (0..<top).reversed() {
      transforms[stage].inverse(moving, stage: stage, space.inputs, space.inversions[stage])
    }
    for lane in 0..<count {
      space.isGood[lane] = true
      for (index, member) in columns.members.enumerated() {
        guard let number = moving.number(index, lane, stage: 0) else { continue }
        let cell = member.conditional.number(at: number.place)
        let range = ranges[index]
        let isGood = range.contains(cell) && member.conditional.movable(cell) != nil
        space.isGood[lane] = space.isGood[lane] && isGood
        rows.setCode(
          min(max(cell, range.lowerBound), range.upperBound), lane, member.column)
      }
    }
    return rows
  }

  /// The memory of one thread.
  private final class Space: @unchecked Sendable {
    let numbers: MovingNumbers
    let last: DrawingSpace
    let inversions: [InversionSpace]
    let inputs: CellInputs
    var isGood = [Bool](repeating: true, count: InversionSpace.lanes)

    init(_ sampler: FlowSampler) {
      let lanes = InversionSpace.lanes
      numbers = MovingNumbers(
        sampler.columns, lanes: lanes, transforms: sampler.transforms.count)
      last = DrawingSpace(
        sampler.last.network.shape.architecture, layout: sampler.schema.layout)
      inversions = sampler.transforms.perNetwork {
        InversionSpace($0.parameters.shape.architecture)
      }
      inputs = CellInputs(sampler.columns, lanes: lanes)
    }
  }
}
