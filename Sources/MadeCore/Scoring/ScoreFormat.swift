// Scores as lines of text.

/// How scores are printed: one line a record, numbers as the shortest decimals that read back to
/// the same Float.
public struct ScoreFormat: Sendable {
  /// What a line holds.
  public enum Form: Equatable, Sendable {
    /// The score.
    case plain
    /// The record as it was read, then the score.
    case append
    /// The record as it was read, if its score lies between the bounds, ends excluded; no score. Bad
    /// records are not passed on.
    case pass(above: Float, below: Float)
    /// For each column its conditional log-likelihood; see `Scorer.conditionals(of:)`.
    case perColumn
  }

  /// What a line holds.
  public var form: Form
  /// What scores in nats are multiplied by: 1, or another unit.
  public var factor: Double
  /// What separates fields.
  public var delimiter: UInt8

  /// A format, by default of scores in nats.
  public init(form: Form = .plain, factor: Double = 1, delimiter: UInt8 = UInt8(ascii: ",")) {
    self.form = form
    self.factor = factor
    self.delimiter = delimiter
  }

  /// Appends the lines of a batch.
  ///
  /// - Parameter scores: in nats, one a record; or one a cell, row-major, for `perColumn`. Those of
  ///   bad records are not used; `nan` is printed for them.
  func append(_ batch: RecordBatch, scores: [Double], to text: inout [UInt8]) {
    let columns = form == .perColumn ? scores.count / max(batch.count, 1) : 1
    text.reserveCapacity(text.count + batch.text.count + scores.count * 12)
    for record in 0..<batch.count {
      let isBad = !batch.isBad.isEmpty && batch.isBad[record]
      if case .pass(let above, let below) = form {
        let score = Float(scores[record] * factor)
        guard !isBad, score > above, score < below else { continue }
        text.append(contentsOf: batch.text(ofRecord: record))
        text.append(UInt8(ascii: "\n"))
        continue
      }
      if form == .append {
        text.append(contentsOf: batch.text(ofRecord: record))
        text.append(delimiter)
      }
      for column in 0..<columns {
        if column > 0 { text.append(delimiter) }
        let score = isBad ? .nan : Float(scores[record * columns + column] * factor)
        text.append(contentsOf: score.description.utf8)
      }
      text.append(UInt8(ascii: "\n"))
    }
  }
}
