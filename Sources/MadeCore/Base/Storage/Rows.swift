// The records of a table: rows of cells.

/// Rows of cells, one after the other, each laid out alike.
///
/// A cell is a bit, a code, or a Float; see `RowLayout`. A table of 0 and 1 takes one bit a cell.
public struct Rows: Equatable, Sendable {
  /// Where the cells of a row lie.
  public let layout: RowLayout
  /// The number of rows.
  public private(set) var count = 0
  /// All rows, `layout.wordsPerRow` words each; bits in which no cell lies are 0.
  package private(set) var words: [UInt64] = []

  /// An empty table.
  public init(layout: RowLayout) { self.layout = layout }

  /// An empty table of bits.
  public init(columns: Int) { self.init(layout: .bits(columns)) }

  /// A table of bits.
  public init(columns: Int, rows: [[Bool]]) {
    self.init(columns: columns)
    for row in rows { append(row) }
  }

  /// A table of `count` rows, filled block by block on all threads of a team.
  ///
  /// - Parameter fill: sets the cells of a range of rows; `words` are the words of that range, all 0.
  init(
    layout: RowLayout, count: Int, _ team: WorkerTeam,
    fill: @Sendable (_ rows: Range<Int>, _ words: UnsafeMutablePointer<UInt64>) -> Void
  ) {
    self.init(layout: layout)
    let wordsPerRow = wordsPerRow
    // About one L2 cache of rows.
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

  /// C, the number of columns.
  public var columns: Int { layout.columns }

  package var wordsPerRow: Int { layout.wordsPerRow }

  // MARK: Cells

  /// The code of a cell: 0 or 1 for a bit; of a column of numbers the number.
  @inline(__always)
  public func code(_ row: Int, _ column: Int) -> Int {
    precondition(row >= 0 && row < count)
    let place = layout.places[column]
    return withRow(row) { place.cell(in: $0) }
  }

  /// Sets the code of a cell, which has to be below the number of its column's codes; any number of a column of
  /// numbers.
  public mutating func setCode(_ code: Int, _ row: Int, _ column: Int) {
    precondition(row >= 0 && row < count)
    precondition(layout.storage[column].states.map { code >= 0 && code < $0 } ?? true)
    let (place, wordsPerRow) = (layout.places[column], wordsPerRow)
    words.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      place.set(code, in: base + row * wordsPerRow * 8)
    }
  }

  /// A cell of a column of bits.
  public subscript(row: Int, column: Int) -> Bool {
    get { code(row, column) == 1 }
    set {
      precondition(layout.storage[column] == .bit)
      setCode(newValue ? 1 : 0, row, column)
    }
  }

  /// Calls `body` with a pointer to the first byte of a row, valid as long as the call lasts.
  @inline(__always)
  package func withRow<Value>(_ row: Int, _ body: (UnsafeRawPointer) -> Value) -> Value {
    words.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { preconditionFailure("a row of no columns") }
      return body(base + row * wordsPerRow * 8)
    }
  }

  /// The words of a row.
  package func words(ofRow row: Int) -> ArraySlice<UInt64> {
    precondition(row >= 0 && row < count)
    return words[row * wordsPerRow..<(row + 1) * wordsPerRow]
  }

  // MARK: Growing

  /// Reserves capacity for `rows` rows in all.
  public mutating func reserveCapacity(_ rows: Int) {
    words.reserveCapacity(rows * wordsPerRow)
  }

  /// How many bytes appending the next row would allocate; 0 while there is capacity for it.
  package var bytesToGrow: Int {
    words.count + wordsPerRow > words.capacity
      ? 2 * max(words.capacity, wordsPerRow) * MemoryLayout<UInt64>.stride : 0
  }

  /// Appends a row of `wordsPerRow` words that are laid out as `layout` says.
  package mutating func append(words row: some Collection<UInt64>) {
    precondition(row.count == wordsPerRow)
    words.append(contentsOf: row)
    count += 1
  }

  /// Appends a row of bits.
  public mutating func append(_ cells: some Collection<Bool>) {
    append(codes: cells.map { $0 ? 1 : 0 })
  }

  /// Appends a row of codes.
  public mutating func append(codes: some Collection<Int>) {
    precondition(codes.count == columns)
    appendZeros(count: 1)
    for (column, code) in codes.enumerated() where code != 0 { setCode(code, count - 1, column) }
  }

  /// Appends rows whose cells are all 0.
  public mutating func appendZeros(count rows: Int) {
    words.append(contentsOf: repeatElement(0, count: rows * wordsPerRow))
    count += rows
  }

  /// Appends all rows of another table of the same layout.
  public mutating func append(contentsOf other: Rows) {
    precondition(other.layout.wordsPerRow == wordsPerRow && other.columns == columns)
    words.append(contentsOf: other.words)
    count += other.count
  }

  /// Replaces a row by one of `wordsPerRow` words that are laid out as `layout` says.
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

  /// The rows at `indices`, in that order.
  public func rows(at indices: some Collection<Int>) -> Rows {
    var result = Rows(layout: layout)
    result.reserveCapacity(indices.count)
    for index in indices { result.append(words: words(ofRow: index)) }
    return result
  }

  /// Removes rows without a copy of those that stay.
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
