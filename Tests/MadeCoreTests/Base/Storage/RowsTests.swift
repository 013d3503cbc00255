import MadeCore
import Testing

@Suite("Packed rows")
struct PackedRowsTests {
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
