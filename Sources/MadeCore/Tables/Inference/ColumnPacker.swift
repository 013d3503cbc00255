// From the cells of a column to the bits of its slots.

/// Sets the bits of a column's cells in rows of a table.
struct ColumnPacker: Sendable {
  private let encoder: ColumnEncoder
  /// For each number of a value plus 1, and 0 for a missing cell: the slot, -1 for none.
  private var slots: [Int]
  /// The slot of a cell that is kept as a number, nil for a column whose cells are not.
  private var number: (@Sendable (NumberText?) -> Int?)?

  /// The packer of a column whose first slot is `first`.
  init(_ encoder: ColumnEncoder, _ kind: Column.Kind, first: Int) {
    self.encoder = encoder
    let values = encoder.isOverfull ? 0 : encoder.dictionary.count
    slots = Array(repeating: -1, count: values + 1)
    switch kind {
    case .binary:
      for code in 0..<values {
        let isOne = encoder.dictionary[code].withUnsafeBytes { DecimalCell($0[...]) == .one }
        if isOne { slots[code + 1] = first }
      }
    case .categorical(let categories):
      for (code, slot) in zip(encoder.arrangement.order, categories.slotOfValue) {
        slots[code + 1] = first + slot
      }
      slots[0] = categories.missingSlot.map { first + $0 } ?? -1
    case .number(let bins):
      let finder = BinFinder(bins)
      let missingTokens = encoder.missingTokens
      let slot: @Sendable (NumberText?) -> Int? = { number in
        guard let number else { return bins.missingSlot.map { first + $0 } }
        if let bin = finder.find(number.units(decimals: bins.decimals)) { return first + bin }
        // On the grid it may be what stands for a missing cell, as it will be when it is read again.
        let isMissing = missingTokens.contains(number, decimals: bins.decimals)
        return ((isMissing ? bins.missingSlot : nil) ?? bins.otherSlot).map { first + $0 }
      }
      if encoder.isOverfull { self.number = slot }
      for code in 0..<values {
        // A value that is no number has no slot.
        slots[code + 1] = encoder.number(ofCode: code).flatMap(slot) ?? -1
      }
      slots[0] = slot(nil) ?? -1
    }
  }

  /// Sets the bits of the cells of some rows.
  ///
  /// - Parameter words: of these rows, `wordsPerRow` of each.
  func pack(_ rows: Range<Int>, into words: UnsafeMutablePointer<UInt64>, wordsPerRow: Int) {
    @inline(__always)
    func set(_ slot: Int, _ row: Int) {
      words[(row &- rows.lowerBound) &* wordsPerRow &+ slot &>> 6] |=
        1 &<< UInt64(truncatingIfNeeded: slot & 63)
    }
    if let number {
      encoder.forEachNumber(rows) { row, value in
        if let slot = number(value) { set(slot, row) }
      }
    } else {
      slots.withUnsafeBufferPointer { slots in
        encoder.forEachCode(rows) { row, code in
          if slots[code] >= 0 { set(slots[code], row) }
        }
      }
    }
  }
}
