// What is in a line of text beside the cells of columns.

/// The delimiters of a line, and the fields that were left out of the model.
struct LineFrame: Sendable {
  /// What stands between the cells of two columns.
  private struct Between: Sendable {
    /// Bytes that are the same in each line; after each but the last the text of a field that says which record it is.
    var bytes: [[UInt8]] = [[]]
    var fields: [LeftOutField] = []
  }

  /// What comes before the cell of each column, and after the last one.
  private var between = [Between()]
  /// How cells are written.
  let cells: CellDialect
  /// The names of all fields; nil if columns have none.
  let names: [String]?
  /// Whether a line has more fields than columns.
  let isFuller: Bool
  /// Whether it has all the fields of the training table.
  let isWhole: Bool

  /// - Parameter hasLeftOut: whether fields that were left out are written; otherwise columns follow each other.
  init(_ schema: Schema, _ dialect: TableDialect, hasLeftOut: Bool) {
    isFuller = hasLeftOut && !schema.leftOut.isEmpty
    names = isFuller ? schema.fieldNames : schema.names
    let fields = isFuller ? schema.fields : schema.columns.indices.map { .column($0) }
    isWhole = fields.count == schema.columns.count + schema.ignoredFields.count
    cells = CellDialect(dialect, isOnly: fields.count == 1)
    for (index, field) in fields.enumerated() {
      if index > 0 { append([dialect.delimiter]) }
      switch field {
      case .column: between.append(Between())
      case .leftOut(let field):
        if case .text(let text) = field.content {
          append(cells.word(text))
        } else {
          append(field)
        }
      }
    }
  }

  private mutating func append(_ bytes: [UInt8]) {
    between[between.count - 1].bytes[between[between.count - 1].fields.count] += bytes
  }

  private mutating func append(_ field: LeftOutField) {
    between[between.count - 1].fields.append(field)
    between[between.count - 1].bytes.append([])
  }

  /// Appends what comes before the cell of a column; after the last cell, if `column` is the number of columns.
  ///
  /// - Parameter record: the number of the record in the run that it belongs to, from 0.
  @inline(__always)
  func append(before column: Int, record: Int, to bytes: inout [UInt8]) {
    bytes += between[column].bytes[0]
    if !between[column].fields.isEmpty { appendFields(column, record, to: &bytes) }
  }

  private func appendFields(_ column: Int, _ record: Int, to bytes: inout [UInt8]) {
    for (field, rest) in zip(between[column].fields, between[column].bytes.dropFirst()) {
      let text = field.text(ofRecord: record)
      bytes += field.holdsNumbers && !text.isEmpty ? cells.number(text) : cells.word(text)
      bytes += rest
    }
  }
}

extension LeftOutField {
  /// Whether what is written into it is a number, as it stands.
  fileprivate var holdsNumbers: Bool {
    guard case .count(let count) = content else { return false }
    return count.prefix.isEmpty && count.suffix.isEmpty
  }
}
