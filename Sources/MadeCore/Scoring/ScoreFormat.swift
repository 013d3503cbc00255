// Scores as lines of text.

/// How scores are printed: one line a record, numbers as the shortest decimals that read back to
/// the same Float.
public struct ScoreFormat: Sendable {
  /// What a line holds.
  public enum Form: Equatable, Sendable {
    /// The answer: the score, or whatever was asked.
    case plain
    /// The record as it was read, then the answer.
    case append
    /// The record as it was read, without its score, if that lies between the bounds, these excluded. Bad records
    /// are not passed on.
    case pass(above: Float, below: Float)
  }

  /// What a line holds.
  public var form: Form
  /// What scores in nats are multiplied by, to print them in another unit.
  public var factor: Double
  /// What separates fields.
  public var delimiter: UInt8
  /// Only records whose score is at most this are written, in whatever form; nil for all.
  ///
  /// The score is compared as the Double that it is, before it is printed.
  public var most: Double?

  /// A format, by default of scores in nats.
  public init(form: Form = .plain, factor: Double = 1, delimiter: UInt8 = UInt8(ascii: ",")) {
    self.form = form
    self.factor = factor
    self.delimiter = delimiter
  }

  /// Appends the lines of a batch.
  ///
  /// - Parameter answer: numbers in nats, if they are log-likelihoods. Those of bad records are not used;
  ///   `nan` is printed for them, and no text.
  func append(_ batch: RecordBatch, _ answer: BatchAnswer, to text: inout [UInt8]) {
    text.reserveCapacity(text.count + batch.text.count + answer.numbers.count * 12)
    let ownEnd = batch.layout?.lineEnd ?? [0x0A]
    for record in 0..<batch.count {
      let isGood = batch.isGood(record)
      if let most, !isGood || !(answer.numbers[record * answer.width] * factor <= most) { continue }
      if case .pass(let above, let below) = form {
        let score = Float(answer.numbers[record * answer.width] * factor)
        guard isGood, score > above, score < below else { continue }
        text.append(contentsOf: batch.text(ofRecord: record))
        text.append(contentsOf: ownEnd)
        continue
      }
      if form == .append {
        text.append(contentsOf: batch.text(ofRecord: record))
        text.append(delimiter)
      }
      for column in 0..<answer.width {
        if column > 0 { text.append(delimiter) }
        let score =
          isGood ? Float(answer.numbers[record * answer.width + column] * factor) : .nan
        text.append(contentsOf: score.description.utf8)
      }
      if !answer.texts.isEmpty { text.append(contentsOf: answer.texts[record]) }
      if form == .append {
        text.append(contentsOf: ownEnd)
      } else {
        text.append(UInt8(ascii: "\n"))
      }
    }
  }
}
