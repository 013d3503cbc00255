// Rows that occur more than once.

extension Rows {
  /// The different rows, in the order in which they first appear, and for each row its index among them.
  ///
  /// Tables of words repeat rows, logs above all; what depends on a row alone need not be computed twice.
  ///
  /// - Complexity: linear in the number of words.
  package func distinct() -> (rows: Rows, places: [Int]) {
    var rows = Rows(layout: layout)
    rows.reserveCapacity(count)
    var places: [Int] = []
    places.reserveCapacity(count)
    let table = OpenTable(room: count)
    for row in 0..<count {
      let own = words(ofRow: row)
      // A key is never 0.
      let key = own.withUnsafeBytes { ByteHash.value(of: $0) } | 1
      let place = table.place(of: key) { rows.words(ofRow: $0) == own }
      if let code = table[place] {
        places.append(code)
      } else {
        places.append(rows.count)
        table.insert(key, code: rows.count, at: place)
        rows.append(words: own)
      }
    }
    return (rows, places)
  }
}
