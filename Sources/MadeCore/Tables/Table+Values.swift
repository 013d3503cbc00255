// Tables of Swift values.

extension Table {
  /// Makes a table of Swift values, and infers the kinds of its columns.
  ///
  ///     let table = try Table([["ann", 37, 1.5], ["bob", nil, 2.25]], columns: ["name", "age", "rate"])
  ///
  /// - Parameters:
  ///   - cells: the rows, all of equally many cells; nil is a missing cell. Strings are words, unless all those of
  ///     a column are numbers.
  ///   - columns: the columns' names, nil if they have none.
  ///   - threads: CPUs to use; nil for all.
  /// - Throws: `InputError`, if rows differ in length or a column cannot be modelled. Its lines are counted from 1,
  ///   the names being one.
  public init(
    _ cells: [[(any CellValue)?]], columns: [String]? = nil, typing: Typing = Typing(),
    threads: Int? = nil
  ) throws(InputError) {
    let reader = RecordReader(
      sources: [Self.source(cells, columns)],
      options: InputOptions(ofTableWithNames: columns != nil))
    try self.init(finding: reader, typing, threads: threads)
  }

  /// Makes a table of Swift values whose columns are known.
  ///
  /// - Parameters:
  ///   - cells: the rows, all of equally many cells.
  ///   - columns: the columns' names, in the order of the cells; nil if they are those of the schema.
  ///   - schema: of a model.
  ///   - emptyCells: what nil means.
  /// - Throws: `InputError`, as above, or if its column cannot hold a cell.
  public init(
    _ cells: [[(any CellValue)?]], columns: [String]? = nil, schema: Schema,
    emptyCells: EmptyCells = .missing
  ) throws(InputError) {
    let options = InputOptions(ofTableWithNames: columns != nil).reading(emptyCells)
    try self.init(schema, options) {
      RecordReader(
        sources: [Self.source(cells, columns)], options: options, schema: schema, keepsText: $0)
    }
  }

  /// The cells as CSV, for the one reader of tables.
  private static func source(
    _ cells: [[(any CellValue)?]], _ columns: [String]?
  ) -> MemorySource {
    let comma = UInt8(ascii: ",")
    var bytes: [UInt8] = []
    if let columns { bytes += (RecordWriter.headerLine(columns, delimiter: comma) + "\n").utf8 }
    for row in cells {
      // An empty line at the end would not be read as a cell.
      if row.count == 1, row[0]?.cell.text ?? "" == "" { bytes += Array("\"\"".utf8) }
      for (column, value) in row.enumerated() {
        if column > 0 { bytes.append(comma) }
        if let text = value?.cell.text { bytes += quoted(Array(text.utf8), delimiter: comma) }
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return MemorySource(bytes, name: "rows")
  }
}

extension Cell {
  /// The text that is read as the cell; nil for a cell without a value.
  fileprivate var text: String? {
    switch self {
    case .word(let word): word
    case .number(let number):
      Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .bit(let bit): bit ? "1" : "0"
    case .missing, .hole: nil
    }
  }
}
