// The lines that made-score prints.

import MadeCore

/// Turns batches of records into scores and lines of text.
struct ScoreReport {
  enum Form { case plain, append, perColumn }

  private let model: MadeModel
  private let scorer: Scorer
  private let form: Form
  private let factor: Double

  init(model: MadeModel, unit: MadeScore.Unit, form: Form, threads: Int) {
    self.model = model
    self.form = form
    scorer = Scorer(model: model, threads: threads)
    let bitsPerNat = 1.4426950408889634  // 1 / log 2
    factor =
      switch unit {
      case .nats: 1
      case .bits: bitsPerNat
      case .bitsPerDim: bitsPerNat / Double(model.architecture.inputs)
      }
  }

  /// One score a record in the chosen unit; not a number for a bad record.
  func scores(of batch: RecordBatch) -> [Double] {
    let scores = scorer.logLikelihoods(of: batch.rows).map { $0 * factor }
    if batch.isBad.isEmpty { return scores }
    return zip(scores, batch.isBad).map { $1 ? .nan : $0 }
  }

  /// The header line that fits the input's.
  func header(_ reader: RecordReader) -> String {
    let separator = String(UnicodeScalar(reader.delimiter))
    switch form {
    case .plain: return "log_likelihood\n"
    case .append:
      return String(decoding: reader.headerText, as: UTF8.self) + separator + "log_likelihood\n"
    case .perColumn:
      let names = model.schema.names ?? reader.schema.names ?? []
      return RecordWriter.headerLine(names, delimiter: reader.delimiter) + "\n"
    }
  }

  /// One line a record.
  func lines(of batch: RecordBatch, delimiter: UInt8) -> String {
    var text = ""
    if form == .perColumn {
      let columns = model.architecture.inputs
      let table = scorer.conditionals(of: batch.rows)
      let separator = String(UnicodeScalar(delimiter))
      for record in 0..<batch.count {
        let isBad = !batch.isBad.isEmpty && batch.isBad[record]
        text += (0..<columns).map { column in
          isBad ? "nan" : Float(table[record * columns + column] * factor).description
        }.joined(separator: separator)
        text += "\n"
      }
      return text
    }
    let separator = String(UnicodeScalar(delimiter))
    for (record, score) in scores(of: batch).enumerated() {
      if form == .append {
        text += String(decoding: batch.text(ofRecord: record), as: UTF8.self) + separator
      }
      text += Float(score).description + "\n"
    }
    return text
  }
}
