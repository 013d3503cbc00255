// What is known of records before they are drawn.

/// What is known of one cell.
package enum CellKnowledge: Equatable, Sendable {
  case nothing
  /// The slot that it has; of a binary column its value, 0 or 1.
  case slot(Int)
  /// How much of each slot is possible, from 0 to 1: for a bin the share of its values. Of a binary
  /// column the two factors of 0 and 1.
  case factors([Float])
}

/// Records with holes, and conditions on what may fill them.
///
/// Slots are those of the schema, counted inside their column.
public struct Evidence: Sendable {
  /// The cells that are known; those of holes are all 0.
  public let rows: Rows
  /// A 1 for each bit of a hole; nil when all cells are holes.
  public let holes: Rows?
  /// For each column, what its holes may be filled with; see `CellKnowledge.factors`.
  public let limits: [[Float]?]
  private let slots: [Int]
  private let firstSlots: [Int]

  /// Evidence about some records.
  ///
  /// - Parameters:
  ///   - rows: a bit for each slot.
  ///   - holes: as `RecordBatch.missing` has them; nil when nothing but `limits` is known.
  ///   - slots: of each column.
  ///   - limits: one for each column; nil for none at all.
  public init(rows: Rows, holes: Rows?, slots: [Int], limits: [[Float]?]? = nil) {
    precondition(rows.columns == slots.reduce(0, +), "rows of other columns")
    self.rows = rows
    self.holes = holes
    self.slots = slots
    self.limits = limits ?? Array(repeating: nil, count: slots.count)
    var next = 0
    firstSlots = slots.map { count in
      defer { next += count }
      return next
    }
  }

  /// Evidence about `count` records of which only `limits` is known.
  public init(count: Int, slots: [Int], limits: [[Float]?]) {
    var rows = Rows(columns: slots.reduce(0, +))
    rows.appendZeros(count: count)
    self.init(rows: rows, holes: nil, slots: slots, limits: limits)
  }

  /// The number of records.
  public var count: Int { rows.count }

  /// Number of columns.
  package var columns: Int { slots.count }

  /// Whether a cell is to be filled.
  package func isHole(row: Int, column: Int) -> Bool {
    holes.map { $0[row, firstSlots[column]] } ?? true
  }

  /// What is known of a cell; nil when the record says something else than the condition on its column.
  package func knowledge(row: Int, column: Int) -> CellKnowledge? {
    if isHole(row: row, column: column) {
      return limits[column].map { .factors($0) } ?? .nothing
    }
    let slot = rows.slot(inRow: row, from: firstSlots[column], count: slots[column])
    if let limit = limits[column], limit[slot] == 0 { return nil }
    return .slot(slot)
  }

  /// The columns that a record has a cell in.
  package func pattern(row: Int) -> EvidencePattern {
    EvidencePattern(
      isKnown: (0..<columns).map { !isHole(row: row, column: $0) },
      isLimited: limits.map { $0 != nil })
  }

  /// Indices into `records`, grouped by the patterns of these records, which come in the order in which
  /// they first appear.
  package func groups(_ records: [Int]) -> [(pattern: EvidencePattern, members: [Int])] {
    var members: [EvidencePattern: [Int]] = [:]
    var patterns: [EvidencePattern] = []
    for (index, record) in records.enumerated() {
      let pattern = pattern(row: record)
      if members[pattern] == nil { patterns.append(pattern) }
      members[pattern, default: []].append(index)
    }
    return patterns.map { ($0, members[$0] ?? []) }
  }

  /// A column whose known cell contradicts the condition on it, nil without one.
  package func contradiction(row: Int) -> Int? {
    (0..<columns).first { knowledge(row: row, column: $0) == nil }
  }
}

/// Which columns something is known of.
package struct EvidencePattern: Hashable, Sendable {
  /// Whether the cell is known.
  package let isKnown: [Bool]
  /// Whether there is a condition on the column; it counts where the cell is not known.
  package let isLimited: [Bool]

  package init(isKnown: [Bool], isLimited: [Bool]) {
    self.isKnown = isKnown
    self.isLimited = isLimited
  }

  /// Whether a column is known or limited.
  package func hasEvidence(_ column: Int) -> Bool { isKnown[column] || isLimited[column] }

  /// In an ordering, the number of columns up to the last one that something is known of.
  package func lastPosition(in ordering: Ordering) -> Int {
    (ordering.columns.lastIndex { hasEvidence($0) } ?? -1) + 1
  }

  /// Whether the likelihood of what is known is a product of conditionals given what is known: no column
  /// before the last one of which something is known has to be drawn.
  ///
  ///     p(known) = product over the known columns d of p(x_d | known columns before d)
  package func isExact(in ordering: Ordering) -> Bool {
    ordering.columns.prefix(max(lastPosition(in: ordering) - 1, 0)).allSatisfy { isKnown[$0] }
  }
}
