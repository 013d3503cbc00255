// What is in a line of text beside the cells of columns.

/// The delimiters of a line, and the fields that were left out of the model, which are the same in each line.
struct LineFrame: Sendable {
  /// What comes before the cell of each column.
  private(set) var before: [[UInt8]] = []
  /// What comes after the last one.
  private(set) var after: [UInt8] = []
  /// The names of all fields; nil if columns have none.
  let names: [String]?
  /// Whether a line has more fields than columns.
  let isFuller: Bool

  /// - Parameter hasLeftOut: whether fields that were left out are written; otherwise columns follow each other.
  init(_ schema: Schema, delimiter: UInt8, hasLeftOut: Bool) {
    isFuller = hasLeftOut && !schema.leftOut.isEmpty
    names = isFuller ? schema.fieldNames : schema.names
    let fields = isFuller ? schema.fields : schema.columns.indices.map { .column($0) }
    for (index, field) in fields.enumerated() {
      if index > 0 { after.append(delimiter) }
      switch field {
      case .column:
        before.append(after)
        after = []
      case .leftOut(let field): after += quoted(field.text, delimiter: delimiter)
      }
    }
  }
}
