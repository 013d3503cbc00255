// What a fit learns from: records to train on, records to validate on, and what is known of their columns.

/// The records of a fit.
package struct TrainingRecords: Sendable {
  /// The columns, and which of them determine others.
  package let schema: Schema
  /// Rules between columns that few records break, and that are not kept to.
  package let nearRules: [NearRule]
  /// Records to train on.
  package let training: Rows
  /// Records to choose the best epoch by; may be empty.
  package let validation: Rows

  /// Records of a table.
  ///
  /// - Parameters:
  ///   - validation: those of another one; nil to hold out `holdout`, a share of the records.
  ///   - isFound: whether the columns were found in these records, so that dependencies between them are, too.
  ///   - findsRules: whether rules between columns of numbers are, too.
  ///   - leading: columns that no rule may put behind others.
  /// - Throws: `TrainingError.columnsTooLong` or `.noRecords`.
  package init(
    schema: Schema, rows: consuming Rows, validation: Rows? = nil, holdout: Double, seed: UInt64,
    isFound: Bool, findsRules: Bool = true, leading: [Int] = []
  ) throws(TrainingError) {
    var schema = schema
    var nearRules: [NearRule] = []
    if isFound {
      schema.dependencies = Dependency.all(in: rows, schema: schema)
      // Pixels are bytes, whatever others are.
      if findsRules && schema.imageShape == nil {
        let search = RuleSearch(in: copy rows, schema: schema, leading: leading)
        (schema, nearRules) = (search.schema, search.nearly)
      }
    }
    self.nearRules = nearRules
    self.schema = schema
    guard ModelFormat.canHold(schema) else {
      throw .columnsTooLong(limit: ModelFormat.maximumColumnBytes)
    }
    guard rows.count > 0 else { throw .noRecords }
    if let validation {
      self.validation = validation
    } else {
      let split = Holdout(count: rows.count, fraction: holdout, seed: seed)
      self.validation = rows.remove(at: split.validation)
    }
    training = rows
  }
}
