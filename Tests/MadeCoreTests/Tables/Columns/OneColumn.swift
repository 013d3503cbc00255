// A table of which one column matters.

import MadeCore

/// A column `x` with some cells beside one of words, read as `made-fit` reads it.
struct OneColumn {
  let summary: ColumnSummary
  let schema: Schema
  private let rows: Rows

  var numbers: Numbers? { schema.columns.first?.kind as? Numbers }

  /// - Parameter cells: without tabs.
  init(_ cells: [String]) throws {
    let lines = cells.enumerated().map { "\($1)\t\($0 % 2 == 0 ? "a" : "b")\n" }
    let text = "x\tw\n" + lines.joined()
    let table = try RecordReader(sources: [MemorySource(Array(text.utf8))]).readTable()
    summary = table.columns[0]
    (schema, rows) = try table.packed()
  }

  /// Where the training of the column starts.
  var start: StartingPoint? {
    let conditional = schema.columns.first?.kind.conditional
    return conditional.map { $0.start(CellColumn(rows, 0, of: $0)) }
  }

  /// The cells as they are written again.
  func texts() throws -> [String] {
    let sink = MemorySink()
    var writer = RecordWriter(schema: schema, format: .text(delimiter: 0x09, header: false))
    try writer.write(rows, to: sink)
    return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").map {
      String($0.prefix { $0 != "\t" })
    }
  }

  /// What the column writes for a number, with all that stands around it.
  func text(_ number: String) -> String? {
    guard let notation = numbers?.notation,
      let units = Array(number.utf8).withUnsafeBytes({ notation.units($0) })
    else { return nil }
    return String(decoding: notation.text(units), as: UTF8.self)
  }
}
