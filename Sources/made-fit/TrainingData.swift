// Training and validation records, read and packed.

import CommandLineSupport
import MadeCore

/// What a fit learns from.
struct TrainingData {
  let schema: Schema
  let training: PackedRows
  let validation: PackedRows

  /// Reads the inputs; sets records aside unless `valid` names a file.
  ///
  /// - Parameter schema: of the initial model, when there is one.
  init(
    input: InputArguments, valid: String?, holdout: Double, seed: UInt64, schema: Schema?
  ) throws {
    let reader = RecordReader(paths: input.files, options: input.options, schema: schema)
    let rows = try reader.readAll()
    self.schema = reader.schema
    guard rows.count > 0 else { throw TrainingError.noRecords }
    if let valid {
      let validReader = RecordReader(
        paths: [valid], options: input.options, schema: reader.schema)
      validation = try validReader.readAll()
      training = rows
      if validation.count == 0 {
        throw ToolFailure.data("\(valid): no records to validate on", hint: nil)
      }
    } else {
      let split = Holdout(count: rows.count, fraction: holdout, seed: seed)
      training = split.validation.isEmpty ? rows : rows.rows(at: split.training)
      validation = rows.rows(at: split.validation)
    }
  }
}
