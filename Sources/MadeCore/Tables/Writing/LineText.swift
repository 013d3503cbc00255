// What stands around the rows of a table of text: lines before them, the header, and what ends a line.

/// The lines of a table but for their cells.
struct LineText: Sendable {
  private let dialect: TableDialect
  /// The names of the fields; nil without a header.
  private let names: [String]?
  /// Whether a line has all the fields of the training table, and the delimiter of it.
  private let isWhole: Bool

  init(_ dialect: TableDialect, names: [String]?, isWhole: Bool) {
    self.dialect = dialect
    self.names = names
    self.isWhole = isWhole
  }

  /// What ends the line of a row.
  var end: [UInt8] {
    (dialect.rowsEndWithDelimiter ? [dialect.delimiter] : []) + dialect.lineEnd.bytes
  }

  /// What comes before the first row.
  ///
  /// Lines that stood between header and rows, such as one of units, have a field for each field of the training
  /// table: they are written only where rows have these, too.
  ///
  /// - Parameter more: names of fields after those of the columns.
  func beginning(more: [String] = []) -> [UInt8] {
    var bytes: [UInt8] = dialect.hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []
    bytes += dialect.linesBefore
    guard let names else { return bytes }
    bytes += Self.header(names + more, dialect)
    if dialect.headerEndsWithDelimiter { bytes.append(dialect.delimiter) }
    bytes += dialect.lineEnd.bytes
    return isWhole && more.isEmpty ? bytes + dialect.linesBelow : bytes
  }

  /// The names in a line; a single empty name is quoted, without which the line would be empty.
  static func header(_ names: [String], _ dialect: TableDialect) -> [UInt8] {
    let cells = CellDialect(dialect)
    // A blank first name of row names has no field in the header of R.
    let lacksFirst = dialect.hasRowNames && names.first == "" && names.count > 1
    let texts = (lacksFirst ? Array(names.dropFirst()) : names).map {
      cells.name(dialect.bytes(ofName: $0))
    }
    var bytes: [UInt8] = texts == [[]] ? Array("\"\"".utf8) : []
    for (index, text) in texts.enumerated() {
      if index > 0 { bytes.append(dialect.delimiter) }
      bytes += text
    }
    return bytes
  }
}
