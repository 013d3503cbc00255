// Training and validation records, read and packed.

import CommandLineSupport
import MadeCore

/// What a fit learns from.
struct TrainingData {
  let schema: Schema
  let training: Rows
  let validation: Rows
  /// How many records the table has.
  let records: Int
  /// The columns as they were found to be; empty for a table of only 0 and 1, or if the schema was known.
  let columns: [ColumnSummary]
  /// Remarks on the records, for standard error.
  let remarks: [String]

  /// Reads the inputs; sets records aside unless `valid` names a file.
  ///
  /// - Parameters:
  ///   - schema: of the initial model, when there is one.
  ///   - findsRules: whether rules between columns of numbers are looked for.
  ///   - leading: the columns that no rule may put behind others.
  ///   - isTrained: whether training follows, which needs the dependencies between columns.
  ///   - show: gets the columns before one of them is refused.
  init(
    input: InputArguments, valid: String?, holdout: Double, seed: UInt64, schema: Schema?,
    typing: Typing, findsRules: Bool, leading: (Schema) throws -> [Int], isTrained: Bool,
    threads: Int,
    show: ([ColumnSummary]) throws -> Void
  ) throws {
    let reader = RecordReader(paths: input.files, options: input.options, schema: schema)
    let (found, rows): (Schema, Rows)
    if let schema {
      (found, rows) = (schema, try reader.readAll())
      columns = []
    } else {
      let table = try reader.readTable(typing, threads: threads)
      columns = table.columns
      if !table.columns.isEmpty && table.refusal?.isOfTable != false { try show(table.columns) }
      // Why no column is left is said column by column.
      if table.refusal == .noColumns { for remark in columns.omissions { MadeFit.tell(remark) } }
      (found, rows) = try table.packed()
    }
    var remarks =
      reader.remarks.map(\.sentence) + columns.omissions + columns.oddCells(records: rows.count)
      + (reader.unseenRemark.map { [$0] } ?? [])
    if rows.count == 0 { throw TrainingError.noRecords }
    let others = try valid.map { path in
      let reader = RecordReader(paths: [path], options: input.options, schema: found)
      let rows = try reader.readAll()
      if let remark = reader.unseenRemark { remarks.append("\(sourceName(path)): \(remark)") }
      if rows.count == 0 {
        throw ToolFailure.data("\(sourceName(path)): no records to validate on", hint: nil)
      }
      return rows
    }
    records = rows.count
    let split = try TrainingRecords(
      schema: found, rows: consume rows, validation: others, holdout: holdout, seed: seed,
      isFound: schema == nil && isTrained, findsRules: findsRules, leading: leading(found))
    (self.schema, training, validation) = (split.schema, split.training, split.validation)
    self.remarks = remarks + (schema == nil ? split.ruleRemarks : [])
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
    case .column, .noColumns, .tooManyCodes: true
    default: false
    }
  }
}
