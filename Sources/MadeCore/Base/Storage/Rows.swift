// Tables of 0/1 in one bit a cell.

/// Records of 0/1 cells, bit-packed.
///
/// Cell `d` of row `r` is bit `d % 64` of `words[r * wordsPerRow + d / 64]`; the bits past the
/// last column are 0.
public struct Rows: Equatable, Sendable {
  /// D, the number of columns.
  public let columns: Int
  /// The number of words a row takes, D / 64 rounded up.
  public let wordsPerRow: Int
  /// The number of rows.
  public private(set) var count = 0
  /// The cells of all rows, one row after the other.
  public private(set) var words: [UInt64] = []

  /// Words of a row of so many columns.
  static func words(forColumns columns: Int) -> Int { columns / 64 + (columns % 64 == 0 ? 0 : 1) }

  /// An empty table of `columns` columns.
  public init(columns: Int) {
    precondition(columns >= 0)
    self.columns = columns
    wordsPerRow = Self.words(forColumns: columns)
  }

  /// A table of rows of cells, each of `columns` cells.
  public init(columns: Int, rows: [[Bool]]) {
    self.init(columns: columns)
    for row in rows { append(row) }
  }

  /// A table of `count` rows that are made on all threads of a team, some of them at a time.
  ///
  /// - Parameter fill: sets the cells of a range of rows, in words that are 0 and begin with theirs.
  init(
    columns: Int, count: Int, _ team: WorkerTeam,
    fill: @Sendable (_ rows: Range<Int>, _ words: UnsafeMutablePointer<UInt64>) -> Void
  ) {
    self.init(columns: columns)
    let wordsPerRow = wordsPerRow
    // About as many as a processor has at hand.
    let block = max(1, (1 << 15) / max(wordsPerRow, 1))
    words = Array(unsafeUninitializedCapacity: count * wordsPerRow) { buffer, initialized in
      initialized = count * wordsPerRow
      guard let base = buffer.baseAddress else { return }
      nonisolated(unsafe) let first = base
      team.forEachRange(of: count, size: block) { rows in
        let words = first + rows.lowerBound * wordsPerRow
        words.initialize(repeating: 0, count: rows.count * wordsPerRow)
        fill(rows, words)
      }
    }
    self.count = count
  }

  /// The cell of a row and a column.
  public subscript(row: Int, column: Int) -> Bool {
    get {
      precondition(row >= 0 && row < count && column >= 0 && column < columns)
      return words[row * wordsPerRow + column / 64] >> UInt64(column % 64) & 1 == 1
    }
    set {
      precondition(row >= 0 && row < count && column >= 0 && column < columns)
      let bit = (1 as UInt64) << UInt64(column % 64)
      if newValue {
        words[row * wordsPerRow + column / 64] |= bit
      } else {
        words[row * wordsPerRow + column / 64] &= ~bit
      }
    }
  }

  /// The words of a row.
  public func words(ofRow row: Int) -> ArraySlice<UInt64> {
    precondition(row >= 0 && row < count)
    return words[row * wordsPerRow..<(row + 1) * wordsPerRow]
  }

  // MARK: Growing

  /// Makes room for `rows` rows in all.
  public mutating func reserveCapacity(_ rows: Int) {
    words.reserveCapacity(rows * wordsPerRow)
  }

  /// Bytes that are allocated for the next row; 0 while there is room for it.
  var bytesToGrow: Int {
    words.count + wordsPerRow > words.capacity
      ? 2 * max(words.capacity, wordsPerRow) * MemoryLayout<UInt64>.stride : 0
  }

  /// Appends a row of `wordsPerRow` words whose bits past the last column are 0.
  public mutating func append(words row: some Collection<UInt64>) {
    precondition(row.count == wordsPerRow)
    words.append(contentsOf: row)
    count += 1
    precondition(columns % 64 == 0 || (words.last ?? 0) >> UInt64(columns % 64) == 0)
  }

  /// Appends a row of cells.
  public mutating func append(_ cells: some Collection<Bool>) {
    precondition(cells.count == columns)
    appendZeros(count: 1)
    for (column, cell) in cells.enumerated() where cell {
      words[(count - 1) * wordsPerRow + column / 64] |= 1 << UInt64(column % 64)
    }
  }

  /// Appends rows of zeros.
  public mutating func appendZeros(count rows: Int) {
    words.append(contentsOf: repeatElement(0, count: rows * wordsPerRow))
    count += rows
  }

  /// Appends all rows of another table of as many columns.
  public mutating func append(contentsOf other: Rows) {
    precondition(other.columns == columns)
    words.append(contentsOf: other.words)
    count += other.count
  }

  /// Replaces a row by one of `wordsPerRow` words whose bits past the last column are 0.
  mutating func set(words row: some Collection<UInt64>, ofRow index: Int) {
    precondition(row.count == wordsPerRow && index >= 0 && index < count)
    for (offset, word) in row.enumerated() { words[index * wordsPerRow + offset] = word }
  }

  /// Sets all cells of some rows to 0.
  mutating func clear(rows: Range<Int>) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count)
    for index in rows.lowerBound * wordsPerRow..<rows.upperBound * wordsPerRow { words[index] = 0 }
  }

  // MARK: Parts

  /// The place of the first 1 among `count` cells of a row from column `first` on, nil without one.
  @inline(__always)
  func firstSet(inRow row: Int, from first: Int, count: Int) -> Int? {
    words.withUnsafeBufferPointer {
      UnsafeBufferPointer(rebasing: $0[row * wordsPerRow..<(row + 1) * wordsPerRow])
        .firstSet(from: first, count: count)
    }
  }

  /// The slot of a cell whose `count` slots begin with `first`: of a single one its bit, of several the place
  /// of the first 1, or 0 where there is none.
  @inline(__always)
  func slot(inRow row: Int, from first: Int, count: Int) -> Int {
    count == 1
      ? (self[row, first] ? 1 : 0) : firstSet(inRow: row, from: first, count: count) ?? 0
  }

  /// The rows at `indices`, in that order.
  public func rows(at indices: some Collection<Int>) -> Rows {
    var result = Rows(columns: columns)
    result.reserveCapacity(indices.count)
    for index in indices { result.append(words: words(ofRow: index)) }
    return result
  }

  /// Takes rows out, without the memory for another table.
  ///
  /// - Parameter indices: of the rows, ascending.
  /// - Returns: The rows at `indices`; the others are left, in their order.
  public mutating func remove(at indices: [Int]) -> Rows {
    let removed = rows(at: indices)
    let (wordsPerRow, count) = (wordsPerRow, count)
    words.withUnsafeMutableBufferPointer { words in
      guard let words = words.baseAddress else { return }
      var kept = indices.first ?? count
      for (place, index) in indices.enumerated() {
        // The rows between this one and the next move up.
        let end = place + 1 < indices.count ? indices[place + 1] : count
        precondition(index < end, "not ascending")
        let rows = end - index - 1
        (words + kept * wordsPerRow).update(
          from: words + (index + 1) * wordsPerRow, count: rows * wordsPerRow)
        kept += rows
      }
    }
    words.removeLast(indices.count * wordsPerRow)
    self.count -= indices.count
    return removed
  }
}

extension UnsafeBufferPointer<UInt64> {
  /// The place of the first 1 among `count` bits from `first` on, counted from there.
  @inline(__always)
  func firstSet(from first: Int, count: Int) -> Int? {
    var word = first / 64
    var bits = self[word] & (.max << UInt64(first % 64))
    while bits == 0 {
      word += 1
      if 64 * word >= first + count { return nil }
      bits = self[word]
    }
    let slot = 64 * word + bits.trailingZeroBitCount - first
    return slot < count ? slot : nil
  }
}
