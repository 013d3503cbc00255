// Rows that are there more than once.

extension Rows {
  /// The different rows, in the order in which they are first met, and for each row its place among them.
  ///
  /// Tables of words repeat themselves, logs most of all; what is a function of a row alone need not be
  /// computed twice.
  ///
  /// - Complexity: O(words).
  package func distinct() -> (rows: Rows, places: [Int]) {
    var rows = Rows(layout: layout)
    rows.reserveCapacity(count)
    var places: [Int] = []
    places.reserveCapacity(count)
    // Open addressing; at most half of the table is taken.
    let capacity = 2 << (Int.bitWidth - count.leadingZeroBitCount)
    var table = [Int32](repeating: -1, count: capacity)
    for row in 0..<count {
      let own = words(ofRow: row)
      let hash = own.withUnsafeBytes { ValueDictionary.hash($0) }
      var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
      while table[slot] >= 0, rows.words(ofRow: Int(table[slot])) != own {
        slot = (slot + 1) & (capacity - 1)
      }
      if table[slot] < 0 {
        table[slot] = Int32(truncatingIfNeeded: rows.count)
        rows.append(words: own)
      }
      places.append(Int(table[slot]))
    }
    return (rows, places)
  }
}
