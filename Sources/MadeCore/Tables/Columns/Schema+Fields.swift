// The fields of a line that has those that were left out, too.

/// A field of a line of text.
enum LineField {
  case column(Int)
  case leftOut(LeftOutField)
}

extension Schema {
  /// The fields of a line with all that can be written, in the order of those of the training records.
  var fields: [LineField] {
    let columns = columns.indices.map { LineField.column($0) }
    if leftOut.isEmpty { return columns }
    var (rest, left) = (columns[...], leftOut[...])
    let ignored = Set(ignoredFields)
    var fields: [LineField] = []
    for index in 0..<columns.count + ignored.count {
      if left.first?.field == index {
        if let field = left.popFirst() { fields.append(.leftOut(field)) }
      } else if !ignored.contains(index), let column = rest.popFirst() {
        fields.append(column)
      }
    }
    // Of a schema that contradicts itself: no column gets lost.
    return fields + rest
  }

  /// Their names; nil if columns have none.
  var fieldNames: [String]? {
    names.map { names in
      fields.map {
        switch $0 {
        case .column(let column): names[column]
        case .leftOut(let field): field.name ?? ""
        }
      }
    }
  }

  /// Whether the fields that were left out fit among the columns: in their order, ignored, with a name where columns
  /// have one, and without one only if a record then has all fields.
  package var fitsLeftOut: Bool {
    if leftOut.isEmpty { return true }
    let (fields, ignored) = (leftOut.map(\.field), Set(ignoredFields))
    let isNamed = names != nil
    return zip(fields, fields.dropFirst()).allSatisfy { $0 < $1 }
      && fields.allSatisfy { ignored.contains($0) }
      && ignored.allSatisfy { $0 < columns.count + ignored.count }
      && leftOut.allSatisfy { ($0.name != nil) == isNamed }
      && (isNamed || leftOut.count == ignored.count)
  }
}
