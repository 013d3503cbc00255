import MadeCore
import Testing

@Suite("Packed rows")
struct RowsTests {
  @Test("cells come back from where they were put", arguments: [1, 2, 63, 64, 65, 127, 128, 129])
  func cells(columns: Int) {
    var rows = Rows(columns: columns)
    let cells = (0..<5).map { row in (0..<columns).map { ($0 * 7 + row * 3) % 5 < 2 } }
    for row in cells { rows.append(row) }
    #expect(rows.count == 5)
    #expect(rows.words.count == 5 * rows.wordsPerRow)
    for row in 0..<5 {
      #expect((0..<columns).map { rows[row, $0] } == cells[row])
    }
    #expect(
      rows.rows(at: [4, 0, 4]) == Rows(columns: columns, rows: [4, 0, 4].map { cells[$0] }))
  }

  @Test("equal rows are found, in the order of the first of each", arguments: [1, 3, 64, 65, 200])
  func distinct(columns: Int) {
    for count in [0, 1, 2, 700] {
      var rows = Rows(columns: columns)
      for row in 0..<count {
        // Few different ones, that differ in the last cell only at times.
        rows.append(
          (0..<columns).map { ($0 + row % 5) % 3 == 0 || ($0 == columns - 1 && row % 7 == 0) })
      }
      let (different, places) = rows.distinct()
      #expect(places.count == count)
      #expect(different.rows(at: places) == rows)
      var seen: [[Bool]] = []
      for row in 0..<count {
        let cells = (0..<columns).map { rows[row, $0] }
        if !seen.contains(cells) { seen.append(cells) }
      }
      #expect(different == Rows(columns: columns, rows: seen))
    }
  }

  @Test("rows are taken out, and the others move up", arguments: [1, 64, 130])
  func remove(columns: Int) {
    var random = RandomStream(seed: 3, purpose: .holdout, index: 0)
    for share in [0, 1, 3, 9, 10] {
      var rows = Rows(columns: columns)
      for _ in 0..<200 { rows.append((0..<columns).map { _ in random.nextInteger(below: 2) == 0 }) }
      let taken = (0..<200).filter { _ in random.nextInteger(below: 10) < share }
      let left = Array(Set(0..<200).subtracting(taken)).sorted()
      var rest = rows
      #expect(rest.remove(at: taken) == rows.rows(at: taken))
      #expect(rest == rows.rows(at: left))
    }
  }
}

/// How a table of cells of every kind is kept, in an order in which all kinds are neighbours.
private func mixed(bits: Int) -> [CellStorage] {
  let codes = [256, 2, 257, 65_536, 65_537, 1, 255, 3, 65_535, 1 << 20].map {
    CellStorage.code(states: $0)
  }
  let cells = codes.flatMap { [$0, .bit, .number] } + codes.reversed()
  return cells + Array(repeating: .bit, count: bits)
}

/// Layouts of cells of every kind, and of single kinds.
private let layouts: [[CellStorage]] =
  [0, 1, 53, 54, 55, 118, 119].map { mixed(bits: $0) }
  + [mixed(bits: 3).reversed(), [.number], [.code(states: 256)], [.code(states: 257)]]
  + [[.code(states: 65_537), .bit], Array(repeating: .code(states: 2), count: 9)]

@Suite("Rows of cells of every kind")
struct RowLayoutTests {
  /// A cell: the least, the largest, or any.
  private func cell(_ storage: CellStorage, _ random: inout RandomStream) -> Int {
    guard let states = storage.states else {
      return [.min, .max, -1, 0, 1 << 53, random.nextInteger(belowWide: .max)][
        random.nextInteger(below: 6)]
    }
    switch random.nextInteger(below: 4) {
    case 0: return 0
    case 1: return states - 1
    default: return random.nextInteger(belowWide: states)
    }
  }

  /// Rows of random cells.
  private func records(_ storage: [CellStorage], count: Int, seed: UInt64 = 1) -> [[Int]] {
    var random = RandomStream(seed: seed, purpose: .sampledRow, index: 3)
    return (0..<count).map { _ in storage.map { cell($0, &random) } }
  }

  private func rows(_ storage: [CellStorage], _ records: [[Int]]) -> Rows {
    var rows = Rows(layout: RowLayout(storage))
    for record in records { rows.append(codes: record) }
    return rows
  }

  @Test("cells come back from where they were put", arguments: layouts)
  func cells(storage: [CellStorage]) {
    let records = records(storage, count: 9)
    let appended = rows(storage, records)
    #expect(appended.count == 9 && appended.columns == storage.count)
    #expect(appended.records == records)
    // In any order, over other cells: no cell touches another one.
    var random = RandomStream(seed: 2, purpose: .sampledRow, index: 4)
    var expected = self.records(storage, count: 9, seed: 7)
    var set = rows(storage, expected)
    for step in (0..<9 * storage.count).reversed() {
      let (row, column) = (step * 7919 % (9 * storage.count) / storage.count, step % storage.count)
      let other = cell(storage[column], &random)
      set.setCode(other, row, column)
      expected[row][column] = other
      #expect(set.records == expected)
    }
    for row in 0..<9 {
      for column in storage.indices { set.setCode(records[row][column], row, column) }
    }
    // What lies between cells is 0 in both.
    #expect(set == appended)
  }

  @Test("bits and numbers come back as what they are")
  func values() {
    let storage = mixed(bits: 20)
    var rows = Rows(layout: RowLayout(storage))
    rows.appendZeros(count: 3)
    let numbers = [15, -1, .min, .max, 1 << 53, -(1 << 40)]
    func isOne(_ row: Int, _ column: Int) -> Bool { (column * 5 + row) % 3 == 0 }
    for row in 0..<3 {
      for (column, kind) in storage.enumerated() {
        if kind == .bit { rows[row, column] = isOne(row, column) }
        if kind == .number { rows.setCode(numbers[(row + column) % 6], row, column) }
      }
    }
    for row in 0..<3 {
      for (column, kind) in storage.enumerated() {
        switch kind {
        case .bit: #expect(rows[row, column] == isOne(row, column))
        case .number: #expect(rows.code(row, column) == numbers[(row + column) % 6])
        case .code: #expect(rows.code(row, column) == 0)
        }
      }
    }
  }

  @Test("a code takes the fewest bytes that hold it, and rows end at the next word")
  func sizes() {
    for (states, bytes) in [
      (1, 1), (2, 1), (255, 1), (256, 1), (257, 2), (65_535, 2), (65_536, 2), (65_537, 4),
      (1 << 20, 4),
    ] {
      for count in [1, 2, 3, 8, 9, 100] {
        let codes = Array(repeating: CellStorage.code(states: states), count: count)
        #expect(RowLayout(codes).wordsPerRow == (count * bytes + 7) / 8, "\(count) of \(states)")
        // The bits of others have words of their own.
        let bits = Array(repeating: CellStorage.bit, count: 65)
        #expect(RowLayout(codes + bits).wordsPerRow == 2 + (count * bytes + 7) / 8)
        #expect(!RowLayout(codes + bits).isBits)
      }
    }
    #expect(RowLayout([.number, .bit, .number, .number]).wordsPerRow == 4)
    for bits in [1, 64, 65, 128, 129] {
      let layout = RowLayout(Array(repeating: .bit, count: bits))
      #expect(layout == .bits(bits) && layout.isBits && layout.wordsPerRow == (bits + 63) / 64)
    }
  }

  @Test("a table of many codes takes two bytes a cell")
  func memory() {
    let storage = Array(repeating: CellStorage.code(states: 2000), count: 10)
    var rows = Rows(layout: RowLayout(storage))
    rows.reserveCapacity(20_000)
    for row in 0..<20_000 { rows.append(codes: (0..<10).map { (row * 7 + $0 * 131) % 2000 }) }
    #expect(rows.count == 20_000 && rows.code(19_999, 9) == (19_999 * 7 + 9 * 131) % 2000)
    #expect(rows.words.capacity * MemoryLayout<UInt64>.stride <= 1 << 20)
    #expect(rows.words.count == 20_000 * rows.wordsPerRow)
  }

  @Test("equal rows are found, in the order of the first of each", arguments: layouts)
  func distinct(storage: [CellStorage]) {
    // Few different ones, that differ from the one before in a single cell.
    var different = records(storage, count: 3)
    for column in storage.indices {
      var record = different[2]
      record[column] = record[column] == 0 ? (storage[column].states ?? 2) - 1 : 0
      if !different.contains(record) { different.append(record) }
    }
    for count in [0, 1, 2, 700] {
      var random = RandomStream(seed: UInt64(count), purpose: .sampledRow, index: 5)
      let records = (0..<count).map { _ in
        different[random.nextInteger(below: different.count)]
      }
      let table = rows(storage, records)
      let (found, places) = table.distinct()
      #expect(places.count == count && found.rows(at: places) == table)
      var seen: [[Int]] = []
      for record in records where !seen.contains(record) { seen.append(record) }
      #expect(found == rows(storage, seen))
    }
  }

  @Test("rows are taken out, put behind others, and added to", arguments: layouts)
  func parts(storage: [CellStorage]) {
    let records = records(storage, count: 200)
    let table = rows(storage, records)
    var random = RandomStream(seed: 3, purpose: .holdout, index: 0)
    for share in [0, 1, 3, 9, 10] {
      let taken = (0..<200).filter { _ in random.nextInteger(below: 10) < share }
      let left = Array(Set(0..<200).subtracting(taken)).sorted()
      var rest = table
      let removed = rest.remove(at: taken)
      #expect(removed.records == taken.map { records[$0] } && removed == table.rows(at: taken))
      #expect(rest.records == left.map { records[$0] } && rest == table.rows(at: left))
      rest.append(contentsOf: removed)
      #expect(rest == rows(storage, (left + taken).map { records[$0] }))
      rest.appendZeros(count: 2)
      #expect(rest.count == 202 && rest.record(201) == storage.map { _ in 0 })
    }
    #expect(table.rows(at: [4, 0, 4]).records == [4, 0, 4].map { records[$0] })
  }
}
