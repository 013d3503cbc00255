// Records in the order of a mask, and which of them have a prefix in common.

/// Records as strings of codes in the order of a mask.
///
/// The codes of a record are packed into 64-bit integers from the highest bit down, each in the fewest bits that
/// its column needs, and never across two integers. So records sort as these integers do, and the first bit in
/// which two of them differ belongs to the first column in which they do.
struct RecordBeginnings {
  /// 64-bit integers to a record.
  private let width: Int
  private let count: Int
  private let words: [UInt64]
  /// For each bit of a record, from the highest of the first integer on, the position that it belongs to; one
  /// more element stands for the end.
  private let positionOfBit: [Int32]

  /// Where a column's code is packed.
  private struct Field {
    let cell: CellPlace
    let word: Int
    let shift: UInt64
  }

  /// - Parameter states: how many codes each column has, in the order of the mask.
  init(_ records: Range<Int>, of rows: Rows, ordering: Ordering, states: [Int]) {
    var (fields, positions): ([Field], [Int32]) = ([], [])
    for (position, column) in ordering.columns.enumerated() {
      let states = states[position]
      let bits = max(Int.bitWidth - (states - 1).leadingZeroBitCount, 1)
      let label = Int32(truncatingIfNeeded: position)
      if positions.count % 64 + bits > 64 {
        positions += repeatElement(label, count: 64 - positions.count % 64)
      }
      positions += repeatElement(label, count: bits)
      fields.append(
        Field(
          cell: rows.layout.places[column], word: (positions.count - 1) / 64,
          shift: UInt64(63 - (positions.count - 1) % 64)))
    }
    let width = (positions.count + 63) / 64
    positions += repeatElement(
      Int32(truncatingIfNeeded: fields.count), count: 64 * width - positions.count + 1)
    positionOfBit = positions
    self.width = width
    count = records.count
    words = Array(unsafeUninitializedCapacity: records.count * width) { words, initialized in
      words.initialize(repeating: 0)
      initialized = words.count
      for record in records {
        let base = (record - records.lowerBound) * width
        rows.withRow(record) { row in
          for field in fields {
            words[base + field.word] |= UInt64(field.cell.cell(in: row)) << field.shift
          }
        }
      }
    }
  }

  /// For each record a parent with which it has a longest prefix in common, and the length of that prefix; -1 for
  /// the root.
  func tree(positions: Int) -> (shared: [Int32], parents: [Int32]) {
    var shared = [Int32](repeating: -1, count: count)
    var parents = [Int32](repeating: 0, count: count)
    words.withUnsafeBufferPointer { words in
      // Neighbours in this order agree in the most columns.
      let sorted = (0..<Int32(truncatingIfNeeded: count)).sorted { left, right in
        let (left, right) = (Int(left) * width, Int(right) * width)
        for word in 0..<width where words[left + word] != words[right + word] {
          return words[left + word] < words[right + word]
        }
        return false
      }
      guard var last = sorted.first else { return }
      // For each p, the record that represents this record's first p columns.
      var standing = [Int32](repeating: last, count: positions + 1)
      for record in sorted.dropFirst() {
        let (left, right) = (Int(last) * width, Int(record) * width)
        let differing = (0..<width).first { words[left + $0] != words[right + $0] }
        let bit = differing.map {
          $0 * 64 + (words[left + $0] ^ words[right + $0]).leadingZeroBitCount
        }
        let common = Int(positionOfBit[bit ?? 64 * width])
        shared[Int(record)] = Int32(truncatingIfNeeded: common)
        parents[Int(record)] = standing[common]
        for position in common..<positions { standing[position + 1] = record }
        last = record
      }
    }
    return (shared, parents)
  }
}
