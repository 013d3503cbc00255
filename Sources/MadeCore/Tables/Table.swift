// Rows of a table with what their columns are: what a Swift program fits, scores, draws and completes.

/// A table: rows of cells, and the schema of its columns.
///
/// A model sees a cell as a code, and a code may stand for several values, of numbers mostly (`Bins`). A table
/// knows the values too: `table[3, "age"]` is the number that was read, or drawn. Columns of which nothing could be
/// learnt, because no two of their words are alike, say, are left out of the table; `found` tells which.
///
/// Rows and columns are counted from 0.
public struct Table: Sendable {
  /// What the columns are.
  public let schema: Schema
  /// The cells as codes; that of a hole is 0.
  public let rows: Rows
  /// A 1 for each hole; nil if there is none.
  public let holes: Rows?
  /// What was inferred about the columns, also those that are left out; empty for a table of 0 and 1, and
  /// where the schema was given.
  public let found: [ColumnSummary]
  /// What codes leave out.
  let values: CellValues
  /// The number of the first row in the run that the table is of.
  let first: Int

  init(
    schema: Schema, rows: Rows, holes: Rows? = nil, found: [ColumnSummary] = [],
    values: CellValues? = nil, first: Int = 0
  ) {
    self.first = first
    precondition(rows.layout == schema.layout, "rows of other columns")
    self.schema = schema
    self.rows = rows
    self.holes = holes
    self.found = found
    self.values = values ?? CellValues(columns: schema.columns.count)
  }

  /// The number of rows.
  public var count: Int { rows.count }

  /// Whether some cell is a hole.
  public var hasHoles: Bool { holes?.words.contains { $0 != 0 } ?? false }

  /// The index of the column of that name; nil if there is no such column.
  public func column(_ name: String) -> Int? { schema.columns.firstIndex { $0.name == name } }

  // MARK: Cells

  /// A cell.
  public subscript(row: Int, column: Int) -> Cell {
    if holes?[row, column] == true { return .hole }
    let kind = schema.columns[column].kind
    let code = rows.code(row, column)
    if kind.missingCells.contains(code) { return .missing }
    if let word = kind.word(ofCell: code) { return .word(String(decoding: word, as: UTF8.self)) }
    if code == kind.otherCode {
      return values.text(row: row, column: column).map { kind.cell(ofText: $0) } ?? .missing
    }
    return value(row, column).map { kind.cell(ofValue: $0) } ?? .missing
  }

  /// A cell of the column of that name; nil if there is no such column.
  public subscript(row: Int, name: String) -> Cell? { column(name).map { self[row, $0] } }

  /// The cells of a row.
  public subscript(row: Int) -> [Cell] { schema.columns.indices.map { self[row, $0] } }

  /// A cell as it is written, without quotes; empty for a missing one and for a hole.
  public func text(_ row: Int, _ column: Int) -> String {
    if case .word(let word) = self[row, column] { return word }
    var bytes: [UInt8] = []
    let dialect = CellDialect(delimiter: UInt8(ascii: ","))
    append(row, column, schema.columns[column].kind.printer(dialect), dialect, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The value of a cell that has one, as its kind counts values: where only the code is known, the median.
  func value(_ row: Int, _ column: Int) -> Int? {
    var random: RandomStream?
    return values.value(row: row, column: column)
      ?? schema.columns[column].kind.value(
        ofCode: rows.code(row, column), within: nil, &random)
  }

  /// Appends a cell as it is written, quoted where the dialect needs it.
  func append(
    _ row: Int, _ column: Int, _ printer: any CellPrinter, _ dialect: CellDialect,
    to bytes: inout [UInt8]
  ) {
    let kind = schema.columns[column].kind
    let code = rows.code(row, column)
    if holes?[row, column] == true {
      bytes += dialect.empty
    } else if kind.missingCells.contains(code) || kind.word(ofCell: code) != nil {
      _ = printer.append(code: code, to: &bytes)
    } else if code == kind.otherCode {
      let text = values.text(row: row, column: column)
      bytes += text.map { dialect.word($0) } ?? dialect.empty
    } else if let value = value(row, column) {
      printer.append(value: value, to: &bytes)
    }
  }
}
