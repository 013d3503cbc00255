// Training and validation records, read and packed.

import CommandLineSupport
import MadeCore

/// What a fit learns from.
struct TrainingData {
  let schema: Schema
  let training: Rows
  let validation: Rows
  /// The columns as they were found to be; empty for a table of only 0 and 1, or if the schema was known.
  let columns: [ColumnSummary]
  /// Remarks on the records, for standard error.
  let remarks: [String]

  /// Reads the inputs; sets records aside unless `valid` names a file.
  ///
  /// - Parameters:
  ///   - schema: of the initial model, when there is one.
  ///   - isTrained: whether training follows, which needs the dependencies between columns.
  ///   - show: gets the columns before one of them is refused.
  init(
    input: InputArguments, valid: String?, holdout: Double, seed: UInt64, schema: Schema?,
    typing: Typing, isTrained: Bool, threads: Int,
    show: ([ColumnSummary]) throws -> Void
  ) throws {
    let reader = RecordReader(paths: input.files, options: input.options, schema: schema)
    var rows: Rows
    if let schema {
      rows = try reader.readAll()
      self.schema = schema
      columns = []
    } else {
      let table = try reader.readTable(typing, threads: threads)
      columns = table.columns
      if !table.columns.isEmpty && table.refusal?.isOfTable != false { try show(table.columns) }
      var (found, packed) = try table.packed()
      if isTrained { found.dependencies = Dependency.all(in: packed, schema: found) }
      (self.schema, rows) = (found, packed)
    }
    guard ModelFormat.canHold(self.schema) else {
      throw ToolFailure.data(
        "the columns' names and values take more than \(ModelFormat.maximumColumnBytes >> 20) MiB "
          + "in a model file",
        hint: "leave out those with the most or longest values: --type NAME=drop")
    }
    var remarks = columns.omissions + (reader.unseenRemark.map { [$0] } ?? [])
    guard rows.count > 0 else { throw TrainingError.noRecords }
    if let valid {
      let validReader = RecordReader(
        paths: [valid], options: input.options, schema: self.schema)
      validation = try validReader.readAll()
      if let remark = validReader.unseenRemark { remarks.append("\(sourceName(valid)): \(remark)") }
      training = rows
      if validation.count == 0 {
        throw ToolFailure.data("\(sourceName(valid)): no records to validate on", hint: nil)
      }
    } else {
      let split = Holdout(count: rows.count, fraction: holdout, seed: seed)
      validation = rows.remove(at: split.validation)
      training = rows
    }
    self.remarks = remarks
  }
}

extension TrainingData {
  /// Kinds of columns, missing cells and what was left out, in words.
  var columnCounts: String {
    let kept = schema.columns.count
    let omitted = columns.count - kept
    return "\(kept) \(kept == 1 ? "column" : "columns"): \(schema.kinds)"
      + (omitted > 0 ? "; \(omitted) left out" : "")
  }
}

extension InputError {
  /// Whether it is about a column, or all of them, and not about a place in a file.
  fileprivate var isOfTable: Bool {
    switch self {
    case .column, .noColumns, .tooManySlots: true
    default: false
    }
  }
}
