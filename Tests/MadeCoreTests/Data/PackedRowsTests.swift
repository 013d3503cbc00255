import MadeCore
import Testing

@Suite("Packed rows")
struct PackedRowsTests {
  @Test("cells come back from where they were put", arguments: [1, 2, 63, 64, 65, 127, 128, 129])
  func cells(columns: Int) {
    var rows = PackedRows(columns: columns)
    let cells = (0..<5).map { row in (0..<columns).map { ($0 * 7 + row * 3) % 5 < 2 } }
    for row in cells { rows.append(row) }
    #expect(rows.count == 5)
    #expect(rows.words.count == 5 * rows.wordsPerRow)
    for row in 0..<5 {
      #expect((0..<columns).map { rows[row, $0] } == cells[row])
    }
    #expect(
      rows.rows(at: [4, 0, 4]) == PackedRows(columns: columns, rows: [4, 0, 4].map { cells[$0] }))
  }
}
