// What made-score prints: the header, and the format of the lines below it.

import MadeCore

/// The output's shape, which follows the options and the input.
struct ScoreReport {
  /// The lines' format.
  let format: ScoreFormat
  /// The header line that fits the input's.
  let header: String

  init(model: MadeModel, unit: MadeScore.Unit, form: ScoreFormat.Form, reader: RecordReader) {
    format = ScoreFormat(
      form: form, factor: unit.factor(columns: model.schema.columns.count),
      delimiter: reader.delimiter)
    header =
      switch form {
      case .plain: "log_likelihood\n"
      case .append:
        String(decoding: reader.headerText, as: UTF8.self)
          + String(UnicodeScalar(reader.delimiter)) + "log_likelihood\n"
      case .pass: String(decoding: reader.headerText, as: UTF8.self) + "\n"
      case .perColumn:
        RecordWriter.headerLine(
          model.schema.names ?? reader.schema.names ?? [], delimiter: reader.delimiter) + "\n"
      }
  }
}
