// What the likelihood of a slot is short of that of a value in it.

/// The logarithms of the widths of slots that several values share: bins, and groups of rare words.
///
///     log p(x) = log p(slots of x) - sum over the columns of log(width of the slot)
///
/// The networks give probabilities of slots; all that a record's value inside its slot adds is this, and
/// it depends on data alone.
package struct SlotWidths: Sendable {
  private struct Part: Sendable {
    let column: Int
    let firstSlot: Int
    let logWidths: [Double]
  }

  private let parts: [Part]

  /// The widths of a schema's slots.
  package init(_ schema: Schema) {
    var next = 0
    var parts: [Part] = []
    for (index, column) in schema.columns.enumerated() {
      if !column.sharedRanges.isEmpty {
        parts.append(Part(column: index, firstSlot: next, logWidths: column.logWidths))
      }
      next += column.slots
    }
    self.parts = parts
  }

  /// None: each slot is that of one value.
  package init() { parts = [] }

  /// Calls `body` with each column of a row that has shared slots, and the logarithm of the width of its slot.
  @inline(__always)
  private func forEach(
    _ rows: Rows, row: Int, _ body: (_ column: Int, _ logWidth: Double) -> Void
  ) {
    for part in parts {
      // A bad record has no slot.
      let slot = rows.firstSet(inRow: row, from: part.firstSlot, count: part.logWidths.count)
      if let slot { body(part.column, part.logWidths[slot]) }
    }
  }

  /// Makes log-likelihoods of slots, one a record, those of values.
  package func subtract(from scores: inout [Double], _ rows: Rows) {
    if parts.isEmpty { return }
    for row in 0..<rows.count {
      var sum = 0.0
      forEach(rows, row: row) { sum += $1 }
      scores[row] -= sum
    }
  }

  /// The same for log-likelihoods of each cell, shape (records, columns), row-major.
  package func subtract(fromCells scores: inout [Double], columns: Int, _ rows: Rows) {
    if parts.isEmpty { return }
    for row in 0..<rows.count {
      forEach(rows, row: row) { scores[row * columns + $0] -= $1 }
    }
  }

  /// What is subtracted from the log-likelihood of a record on average.
  package func mean(over rows: Rows) -> Double {
    if parts.isEmpty || rows.count == 0 { return 0 }
    var sum = 0.0
    for row in 0..<rows.count { forEach(rows, row: row) { sum += $1 } }
    return sum / Double(rows.count)
  }
}

extension Column {
  /// The values of each slot of a column whose values share some, those of other and missing values aside:
  /// numbers in units, words by their numbers; empty where no slot is shared.
  package var sharedRanges: [ClosedRange<Int>] {
    switch kind {
    case .binary: []
    case .categorical(let categories):
      categories.groups.isEmpty
        ? []
        : (0..<categories.valueSlots).compactMap { categories.values(inSlot: $0) }
          .map { ClosedRange($0) }
    case .number(let bins): bins.ranges
    }
  }

  /// log(width) of each slot.
  package var logWidths: [Double] { (0..<slots).map { logarithm(Double(width(ofSlot: $0))) } }
}
