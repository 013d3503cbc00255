// What the training records say by themselves: how often each slot is 1.

/// How often each slot is 1 in some records.
package struct SlotCounts: Sendable {
  private let slots: [Int]
  private let counts: [Int]
  private let records: Int

  /// Counts the ones of all records.
  ///
  /// - Parameter slots: of each column.
  package init(of rows: Rows, slots: [Int]) {
    var counts = [Int](repeating: 0, count: rows.columns)
    for row in 0..<rows.count {
      rows.forEachOne(inRow: row) { counts[$0] += 1 }
    }
    self.slots = slots
    self.counts = counts
    records = rows.count
  }

  /// Output biases that make the untrained model the independent one, slot by slot.
  ///
  /// Frequencies are smoothed as if every value had been seen half a time more, so that constant
  /// columns and values that do not occur stay finite. With n ones in N records:
  ///
  ///     binary:       logit of (n + 1/2) / (N + 1)
  ///     categorical:  log of (n + 1/2) / (N + K/2)   for each of the K slots
  package var independentLogits: [Float] {
    var first = 0
    return slots.flatMap { width in
      let column = counts[first..<first + width]
      first += width
      return column.map { count in
        if width == 1 {
          let mean = (Double(count) + 0.5) / (Double(records) + 1)
          return Float(logarithm(mean) - logarithm(1 - mean))
        }
        return Float(logarithm((Double(count) + 0.5) / (Double(records) + Double(width) / 2)))
      }
    }
  }

  /// Slots of categorical columns that are 1 in no record: of values that were listed but do not
  /// occur, and of those that stand for any other value.
  ///
  /// Nothing can be learnt about them but that they are rare, which the smoothed frequency says
  /// already. Trained, their logits would only go down for as long as training lasts, and a value that
  /// is new would be all but impossible; and as inputs they would bring untrained random weights. So
  /// their weights start at zero and stay there, and so do their biases where they started.
  package var unseen: [Int] {
    var first = 0
    return slots.flatMap { width in
      let column = first..<first + width
      first += width
      return width == 1 ? [] : column.filter { counts[$0] == 0 }
    }
  }
}
