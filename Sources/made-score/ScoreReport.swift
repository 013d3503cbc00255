// What made-score prints: the header, and the format of the lines below it.

import MadeCore

/// The output's shape, which follows the options and the input.
struct ScoreReport {
  /// The lines' format.
  let format: ScoreFormat
  /// The header line that fits the input's.
  let header: String

  init(model: MadeModel, unit: MadeScore.Unit, form: ScoreFormat.Form, reader: RecordReader) {
    let bitsPerNat = 1.4426950408889634  // 1 / log 2
    let factor =
      switch unit {
      case .nats: 1.0
      case .bits: bitsPerNat
      case .bitsPerDim: bitsPerNat / Double(model.architecture.inputs)
      }
    format = ScoreFormat(form: form, factor: factor, delimiter: reader.delimiter)
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
