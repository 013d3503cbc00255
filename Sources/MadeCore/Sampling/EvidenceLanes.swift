// Evidence as the drawing kernel takes it: by rank and lane.

/// What is known of up to 96 records that are drawn side by side, and what it weighs; used by one
/// thread at a time.
final class EvidenceLanes: @unchecked Sendable {
  /// (outputs, lanes) by rank, see kernels/evidence.h.
  let known: FloatBuffer
  /// For each position 1 if anything is known in some lane, else 0.
  let isKnown: UnsafeMutablePointer<UInt8>
  /// One for each lane: log p of what is known, given what is drawn before it.
  let weights: DoubleBuffer
  /// For each position of a column of numbers what is known in each lane.
  private(set) var numbers: [Int: [CellKnowledge]] = [:]
  /// Rules that holes are drawn by, and on which columns they bear; nil for none.
  private(set) var narrowing: Narrowing?
  private let positions: Int

  /// How holes are drawn from which something follows that is known.
  struct Narrowing {
    let rules: RuleLimits
    /// For each column whether it is such a hole.
    let isBearing: [Bool]
    /// Whether they are numbers wherever a number is left: a missing cell may be far likelier than the only number that
    /// goes with what is known.
    var leavesOutMarks = false
  }

  init(_ architecture: Architecture) {
    known = FloatBuffer(count: architecture.outputs * DrawingSpace.lanes)
    positions = architecture.columns
    isKnown = .allocate(capacity: positions)
    isKnown.initialize(repeating: 0, count: positions)
    weights = DoubleBuffer(count: DrawingSpace.lanes)
  }

  deinit { isKnown.deallocate() }

  /// Takes what is known of some records, one a lane, which contain no contradiction; weights become 0.
  ///
  /// - Parameter filled: for each column whether a hole must not be left missing; the kernel handles it as if
  ///   something were known.
  func fill(
    _ evidence: Evidence, rows: [Int], mask: Mask, filled: [Bool], narrowing: Narrowing? = nil
  ) {
    self.narrowing = narrowing
    let lanes = padded(rows.count, to: 16)
    weights.base.update(repeating: 0, count: weights.count)
    numbers = [:]
    for (position, column) in mask.ordering.columns.enumerated() {
      guard let conditional = mask.codeConditional(column) else {
        numbers[position] = rows.map { evidence.knowledge(row: $0, column: column) ?? .nothing }
        isKnown[position] = 0
        continue
      }
      let base = known.base + mask.outputPlaces[mask.firstOutputs[column]] * lanes
      // The first output's factor says whether anything is known in a lane.
      base.update(repeating: -1, count: lanes)
      var isKnown = filled[column]
      for (lane, row) in rows.enumerated() {
        switch evidence.knowledge(row: row, column: column) {
        case .nothing, .limit(.numbers), nil: continue
        case .cell(let code):
          conditional.know(code, lane: lane, lanes: lanes, in: base)
          isKnown = true
        case .limit(.shares(let shares)):
          isKnown = conditional.limit(shares, lane: lane, lanes: lanes, in: base) || isKnown
        }
      }
      self.isKnown[position] = isKnown ? 1 : 0
    }
  }
}
