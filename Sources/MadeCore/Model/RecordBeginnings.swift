// Records in the order of a mask, and which of them begin alike.

/// Records as strings of bits in the order of a mask.
struct RecordBeginnings {
  /// Words of a record; bit b % 64 of word b / 64 is place b.
  private let width: Int
  private let count: Int
  private let words: [UInt64]
  /// Of each place, its column's; and one for the end.
  private let positionOfPlace: [Int32]

  init(
    _ records: Range<Int>, of rows: Rows, mask: Mask, columns: [SharedPrefixes.ColumnPlaces]
  ) {
    let width = rows.wordsPerRow
    self.width = width
    count = records.count
    words = Array(unsafeUninitializedCapacity: records.count * width) { words, initialized in
      words.initialize(repeating: 0)
      initialized = words.count
      for record in records {
        let base = (record - records.lowerBound) * width
        rows.forEachOne(inRow: record) { slot in
          let place = mask.onePlaces[slot]
          words[base + place / 64] |= 1 << UInt64(place % 64)
        }
      }
    }
    positionOfPlace =
      columns.enumerated().flatMap { position, column in
        repeatElement(Int32(truncatingIfNeeded: position), count: column.slots)
      } + [Int32(truncatingIfNeeded: columns.count)]
  }

  /// For each record one that agrees with it in its beginning, and in how many columns; -1 for the root.
  func tree(positions: Int) -> (shared: [Int32], parents: [Int32]) {
    var shared = [Int32](repeating: -1, count: count)
    var parents = [Int32](repeating: 0, count: count)
    words.withUnsafeBufferPointer { words in
      // Neighbours in this order agree in the most columns.
      let sorted = (0..<Int32(truncatingIfNeeded: count)).sorted { left, right in
        let (left, right) = (Int(left) * width, Int(right) * width)
        for word in 0..<width where words[left + word] != words[right + word] {
          let (a, b) = (words[left + word], words[right + word])
          return a & (a ^ b) & (0 &- (a ^ b)) == 0
        }
        return false
      }
      guard var last = sorted.first else { return }
      // Who stands for the first p columns of the record at hand.
      var standing = [Int32](repeating: last, count: positions + 1)
      for record in sorted.dropFirst() {
        let (left, right) = (Int(last) * width, Int(record) * width)
        let differing = (0..<width).first { words[left + $0] != words[right + $0] }
        let place = differing.map {
          $0 * 64 + (words[left + $0] ^ words[right + $0]).trailingZeroBitCount
        }
        let common = Int(positionOfPlace[place ?? positionOfPlace.count - 1])
        shared[Int(record)] = Int32(truncatingIfNeeded: common)
        parents[Int(record)] = standing[common]
        for position in common..<positions { standing[position + 1] = record }
        last = record
      }
    }
    return (shared, parents)
  }

  /// The place that is 1 of each position, or -1, of the records in the given order.
  func chosen(_ order: [Int32], columns: [SharedPrefixes.ColumnPlaces]) -> [Int32] {
    var chosen = [Int32](repeating: -1, count: count * columns.count)
    words.withUnsafeBufferPointer { words in
      guard let base = words.baseAddress else { return }
      for (lane, record) in order.enumerated() {
        forEachOne(base + Int(record) * width, width) { place in
          let cell = lane * columns.count + Int(positionOfPlace[place])
          chosen[cell] = Int32(truncatingIfNeeded: place)
        }
      }
    }
    return chosen
  }
}
