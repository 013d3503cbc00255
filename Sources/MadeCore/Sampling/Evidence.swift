// What is known of records before they are drawn.

/// What is known of one cell.
package enum CellKnowledge: Sendable {
  case nothing
  /// The cell, as rows keep it.
  case cell(Int)
  /// What it may be.
  case limit(CellLimit)
}

/// Records with holes, and conditions on what may fill them.
package struct Evidence: Sendable {
  /// The cells that are known; those of holes are all 0.
  package let rows: Rows
  /// A 1 for each hole; nil when all cells are holes.
  package let holes: Rows?
  /// For each column what its holes may be filled with; nil without a constraint.
  let limits: [CellLimit?]

  /// Evidence about some records.
  ///
  /// - Parameters:
  ///   - rows: of the schema's layout.
  ///   - holes: as `RecordBatch.holes` has them; nil when nothing but `constraints` is known.
  ///   - constraints: one for each column, nil without one; nil if no column has any.
  package init(rows: Rows, holes: Rows?, schema: Schema, constraints: [Constraint?]? = nil) {
    precondition(rows.layout == schema.layout, "rows of other columns")
    self.rows = rows
    self.holes = holes
    limits = schema.columns.enumerated().map { column, description in
      constraints?[column].map { description.kind.limit(of: $0) }
    }
  }

  /// Evidence about `count` records of which only constraints are known.
  package init(count: Int, schema: Schema, constraints: [Constraint?]) {
    var rows = Rows(layout: schema.layout)
    rows.appendZeros(count: count)
    self.init(rows: rows, holes: nil, schema: schema, constraints: constraints)
  }

  /// The number of records.
  package var count: Int { rows.count }

  /// Number of columns.
  package var columns: Int { rows.columns }

  /// Whether a cell is to be filled.
  package func isHole(row: Int, column: Int) -> Bool { holes.map { $0[row, column] } ?? true }

  /// What is known of a cell; nil if the record contradicts the condition on its column.
  package func knowledge(row: Int, column: Int) -> CellKnowledge? {
    if isHole(row: row, column: column) {
      return limits[column].map { .limit($0) } ?? .nothing
    }
    let cell = rows.code(row, column)
    if let limit = limits[column], !limit.allows(cell) { return nil }
    return .cell(cell)
  }

  /// Which columns something is known of in a record.
  package func pattern(row: Int) -> EvidencePattern {
    EvidencePattern(
      isKnown: (0..<columns).map { !isHole(row: row, column: $0) },
      isLimited: limits.map { $0 != nil })
  }

  /// Indices into `records`, grouped by the records' patterns; patterns in the order in which they first appear.
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

  /// The first column whose known cell contradicts the condition on it; nil if there is no such column.
  package func contradiction(row: Int) -> Int? {
    (0..<columns).first { knowledge(row: row, column: $0) == nil }
  }
}

/// Which columns something is known of.
package struct EvidencePattern: Hashable, Sendable {
  /// Whether the cell is known.
  package let isKnown: [Bool]
  /// Whether there is a condition on the column; it matters only where the cell is not known.
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
