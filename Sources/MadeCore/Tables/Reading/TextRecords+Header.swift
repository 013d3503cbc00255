// Whether a text begins with a header, and which fields are which columns.

extension TextRecords {
  /// Columns by position in records without names; nil for a number of fields that does not fit.
  func positions(_ known: KnownColumns?) -> ColumnMap? {
    guard let known else { return ColumnMap(fieldCount: scanner.fields.count) }
    let absent = options.allowsAbsentColumns ? options.columnsWithHoles ?? [] : []
    func map(_ fields: Int) -> ColumnMap? {
      ColumnMap(fieldCount: fields, columns: known.count, ignoring: known.ignoredFields)
        ?? ColumnMap(fieldCount: fields, columns: known.count, without: absent)
        ?? ColumnMap(fieldCount: fields, columns: known.count, without: Set(known.constants))
    }
    let fields = scanner.fields.count
    // After the last delimiter of a line there may be nothing.
    return map(fields) ?? (fields > 1 ? map(fields - 1) : nil)
  }

  /// The first record as a header; nil if it is data.
  func header(
    in record: UnsafeRawBufferPointer, _ beginning: TextBeginning, _ known: KnownColumns?,
    mayBeUnknown: Bool
  ) -> Header? {
    let fields = Array(scanner.fields)
    let isHeader: Bool
    switch options.header {
    case .present: isHeader = true
    case .absent: isHeader = false
    case .automatic:
      if let known, known.names != nil {
        isHeader = known.areNames(fields, in: record)
      } else if let hasHeader = beginning.hasHeader {
        isHeader = mayBeUnknown && hasHeader
      } else {
        // Fields that map to no column, such as a key, do not count as evidence of a header.
        let map = known == nil ? nil : positions(known)
        let evidence = fields.enumerated().filter { map?.isColumn(field: $0.offset) ?? true }
        isHeader =
          mayBeUnknown && Header.isLikely(evidence.map(\.element), in: record)
          && !cells.isData(fields, in: record)
      }
    }
    guard isHeader else { return nil }
    var header = Header(fields, in: record, source: buffer.source.name, line: line)
    if dialect.hasRowNames { header.addRowNames() }
    if dialect.headerEndsWithDelimiter { header.removeLast() }
    return header
  }

  func begin(
    with header: Header, _ beginning: TextBeginning, _ known: KnownColumns?
  ) throws(InputError) {
    var names = known?.names
    if let known, let names {
      map = try header.map(
        to: names, occurrences: known.occurrences,
        allowsAbsent: {
          options.allowsAbsentColumns && options.allowsHoles(in: $0)
            || known.constants.contains($0)
        })
    } else if let known {
      guard
        let positions = ColumnMap(
          fieldCount: header.names.count, columns: known.count, ignoring: known.ignoredFields)
      else {
        throw .columnCount(
          source: buffer.source.name, expected: known.count, found: header.names.count)
      }
      map = positions
      names = map.columnNames(header.names)
    } else {
      map = ColumnMap(fieldCount: header.names.count)
      names = header.names
    }
    leastFields = (header.names.lastIndex { !$0.isEmpty } ?? header.names.count - 1) + 1
    try cells.begin(
      InputFields(source: buffer.source.name, names: names, map: map, delimiter: delimiter))
  }

  /// Whether a first record looks like names, none of which and no cell of which is known.
  func isUnknownHeader(_ record: UnsafeRawBufferPointer) -> Bool {
    let fields = Array(scanner.fields)
    return fields.allSatisfy { field in
      field.withValue(in: record) { CellShape($0) != .number && !HeaderChoice.isValueWord($0) }
    } && Header.isLikely(fields, in: record) && !cells.knowsAny(fields, of: map, in: record)
  }
}
