// The texts of a column whose notation is looked for.

/// The different texts of a column that do not stand for a missing cell, and how many cells have each.
package struct WrittenValues {
  package let texts: [[UInt8]]
  package let counts: [Int]
  /// Whether the delimiter of the table is a semicolon, which leaves commas to its numbers.
  package let hasSemicolons: Bool

  /// Up to this many different words may stand among the numbers of a column.
  static let mostWords = 16

  package init(_ values: [(text: [UInt8], count: Int)], hasSemicolons: Bool = false) {
    self.hasSemicolons = hasSemicolons
    texts = values.map(\.text)
    counts = values.map(\.count)
  }

  /// What each text says, nil for odd ones; or nil if these are more than a few, as they are soon if the column is of
  /// another sort.
  ///
  /// A few are `mostWords` different ones in fewer cells than half as many as the others.
  func read<Read>(_ read: (UnsafeRawBufferPointer) -> Read?) -> [Read?]? {
    var results: [Read?] = []
    results.reserveCapacity(texts.count)
    var odd = (values: 0, cells: 0)
    var others = 0
    for (text, count) in zip(texts, counts) {
      let result = text.withUnsafeBytes(read)
      results.append(result)
      if result != nil {
        others += count
      } else {
        odd = (odd.values + 1, odd.cells + count)
        if odd.values > Self.mostWords { return nil }
      }
    }
    return others > 0 && 2 * odd.cells < others + odd.cells ? results : nil
  }
}
