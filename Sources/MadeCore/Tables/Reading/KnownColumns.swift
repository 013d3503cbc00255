// The columns that the records of an input must have, when they are known.

/// What the reader of a text knows of its columns from a model, or from an earlier input.
struct KnownColumns {
  /// The number of columns.
  let count: Int
  /// Fields that records without a header may have beside the columns.
  let ignoredFields: [Int]
  /// The names of the columns, if they have any.
  let names: [String]?
  /// For each column, how many fields of the training records before it have its name.
  let occurrences: [Int]
  /// Columns that were constant in training, which records may lack.
  let constants: [Int]
  let dialect: TableDialect

  /// These and the names of fields that were left out, if there are any.
  private let fieldNames: [String]?
  /// All names but the empty one, which says nothing, as they are, and loosely.
  private let spellings: Set<String>

  /// - Parameter names: of the columns; nil if they have none.
  init(_ schema: Schema, names: [String]?) {
    count = schema.columns.count
    ignoredFields = schema.ignoredFields
    self.names = names
    constants = schema.constants
    dialect = schema.dialect
    fieldNames = names == nil ? nil : schema.fieldNames
    var (seen, occurrences) = ([String: Int](), [Int](repeating: 0, count: schema.columns.count))
    for field in schema.fields {
      let name: String?
      switch field {
      case .column(let column):
        name = names?[column]
        if let name { occurrences[column] = seen[name] ?? 0 }
      case .leftOut(let field): name = field.name
      }
      if let name { seen[name, default: 0] += 1 }
    }
    self.occurrences = occurrences
    spellings = Set((names ?? []).filter { !$0.isEmpty }.flatMap { [$0, Header.loose($0)] })
  }

  /// Whether names are those of all fields but the first, which holds the names of rows.
  func lackFirst(_ found: [String]) -> Bool {
    guard dialect.hasRowNames, let fieldNames, !fieldNames.isEmpty else { return false }
    return found.elementsEqual(fieldNames.dropFirst())
  }

  /// Whether a first record is a header.
  ///
  /// It is if its fields are the names in their order; or if it looks like a header and has at
  /// least one of the names. Numbers alone never make a header out of order: `1,0` is data
  /// even if the columns are called 0 and 1. The names of fields that were left out say nothing alone: the field may
  /// hold its name in every record.
  func areNames(_ fields: [FieldSpan], in record: UnsafeRawBufferPointer) -> Bool {
    guard let names else { return false }
    // As strings, which are what columns are found by: two spellings of one letter are equal.
    let found = TableDialect.names(fields.map { $0.trimmed(in: record).text(in: record) }).names
    func areFound(_ names: [String]) -> Bool {
      found.count == names.count && zip(found, names).allSatisfy { $0 == $1 }
    }
    if areFound(names) || fieldNames.map(areFound) ?? false { return true }
    if lackFirst(found) { return true }
    guard Header.isLikely(fields, in: record) else { return false }
    return found.contains { spellings.contains($0) || spellings.contains(Header.loose($0)) }
  }
}
