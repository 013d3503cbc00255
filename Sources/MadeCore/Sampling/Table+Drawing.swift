// Rows that were drawn, as tables.

extension RowDensity {
  /// Draws rows from the density: those that `made-sample` prints with the same seed.
  ///
  ///     x ~ p(x)
  ///
  /// - Precondition: `count` and `first` are not negative.
  /// - Parameters:
  ///   - count: how many.
  ///   - first: the number of the first one in the endless run of this seed, of which any rows can be drawn by
  ///     themselves.
  ///   - threads: CPUs to use; nil for all. Rows do not depend on it.
  public func samples(
    _ count: Int, from first: Int = 0, seed: UInt64, threads: Int? = nil
  ) -> Table {
    let rows = rows(
      first..<first + count, seed: seed, threads: threads ?? availableThreads())
    return Table(drawn: rows, schema: schema, first: first, seed: seed)
  }
}

extension Table {
  /// Rows that were drawn as codes, with values drawn inside these.
  ///
  /// - Parameters:
  ///   - first: the number of the first row in the endless run of `seed`.
  ///   - constraints: for each column what its values may be; nil for anything.
  ///   - given: the table whose holes were filled, and for each row the one that it comes from there: cells that
  ///     were known keep their values.
  init(
    drawn rows: Rows, schema: Schema, first: Int, seed: UInt64, constraints: [Constraint?]? = nil,
    given: (table: Table, rows: [Int])? = nil
  ) {
    let kinds = schema.columns.map(\.kind)
    let isShared = kinds.map { kind in kind.logWidths.map { $0 > 0 } }
    var values = CellValues(columns: kinds.count)
    for row in 0..<rows.count {
      var random: RandomStream? = SampledRow.insideCodes(ofRow: first + row, seed: seed)
      for (column, kind) in kinds.enumerated() {
        let code = rows.code(row, column)
        let isOther = code == kind.otherCode
        guard isOther || !isShared[column].isEmpty && isShared[column][code] else { continue }
        if let (table, origin) = given.map({ ($0.table, $0.rows[row]) }),
          table.holes?[origin, column] != true
        {
          if isOther {
            if let text = table.values.text(row: origin, column: column) {
              values.set(text: text, row: row, column: column)
            }
          } else if let value = table.values.value(row: origin, column: column) {
            values.set(value, row: row, column: column)
          }
        } else if let value = kind.value(
          ofCode: code, within: constraints?[column]?.values, &random)
        {
          values.set(value, row: row, column: column)
        }
      }
    }
    self.init(schema: schema, rows: rows, values: values, first: first)
  }
}
