// Rows as text.

/// The text of cells, quoted where the format needs it.
struct RowText: Sendable {
  /// A class, because a struct of existentials is retained part by part for each cell.
  private final class Column: Sendable {
    let place: CellPlace
    let kind: any ColumnKind
    let printer: any CellPrinter
    /// The values that may be drawn from a code that several share; nil for all.
    let within: ValueRanges?

    init(place: CellPlace, kind: any ColumnKind, printer: any CellPrinter, within: ValueRanges?) {
      self.place = place
      self.kind = kind
      self.printer = printer
      self.within = within
    }
  }

  private let columns: [Column]
  private let frame: LineFrame
  /// The line of names, for which no row is to be taken.
  private let header: [UInt8]

  /// - Parameters:
  ///   - constraints: for each column what may be drawn, nil for anything; nil if no column has any.
  ///   - hasLeftOut: whether fields that were left out of the model are written, too.
  init(
    schema: Schema, _ dialect: TableDialect, constraints: [Constraint?]? = nil,
    hasLeftOut: Bool = false
  ) {
    let frame = LineFrame(schema, dialect, hasLeftOut: hasLeftOut)
    self.frame = frame
    header = frame.names.map { LineText.header($0, dialect) } ?? []
    let places = schema.layout.places
    columns = schema.columns.enumerated().map { index, column in
      Column(
        place: places[index], kind: column.kind, printer: column.kind.printer(frame.cells),
        within: constraints?[index]?.values)
    }
  }

  /// The names of all fields; nil if columns have none.
  var names: [String]? { frame.names }
  /// Whether a row has more fields than columns, and whether it has all those of the training table.
  var isFuller: Bool { frame.isFuller }
  var isWhole: Bool { frame.isWhole }

  /// Appends the fields of a row, a delimiter between them.
  ///
  /// - Parameters:
  ///   - number: the row's in the run that it belongs to.
  ///   - random: chooses among the values of a code; without it the median is taken.
  func append(
    _ rows: Rows, row: Int, number: Int, random: inout RandomStream?, to bytes: inout [UInt8]
  ) {
    let start = bytes.count
    for column in columns.indices {
      frame.append(before: column, record: number, to: &bytes)
      append(rows, row: row, column: column, random: &random, to: &bytes)
    }
    frame.append(before: columns.count, record: number, to: &bytes)
    if bytes.count - start == header.count, bytes[start...].elementsEqual(header) {
      bytes.replaceSubrange(start..., with: spelledOtherwise(header))
    }
  }

  /// A row with its first cell in quotes, or, if it has them, without those that it does not need.
  private func spelledOtherwise(_ row: [UInt8]) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    guard row.first == quote else {
      let end = row.firstIndex(of: frame.cells.delimiter) ?? row.count
      return [quote] + row[..<end] + [quote] + row[end...]
    }
    guard let end = row.dropFirst().firstIndex(of: quote) else { return row }
    let (cell, rest) = (row[1..<end], row[(end + 1)...])
    let needsNone = quoted(Array(cell), delimiter: frame.cells.delimiter).elementsEqual(cell)
    return needsNone && rest.first != quote && !cell.isEmpty ? Array(cell + rest) : row
  }

  /// Appends one cell of a row.
  func append(
    _ rows: Rows, row: Int, column: Int, random: inout RandomStream?, to bytes: inout [UInt8]
  ) {
    let column = columns[column]
    let code = rows.withRow(row) { column.place.cell(in: $0) }
    if column.printer.append(code: code, to: &bytes) { return }
    if let value = column.kind.value(ofCode: code, within: column.within, &random) {
      column.printer.append(value: value, to: &bytes)
    }
  }

  /// Appends the text of a value of a column.
  func append(value: Int, column: Int, to bytes: inout [UInt8]) {
    columns[column].printer.append(value: value, to: &bytes)
  }
}
