// The p-value of a record, and what makes it strange.

/// The p-value of each record as `PValueQuestion` has it, and for records that are strange the columns that surprise most, as
/// `ExplanationQuestion` names them.
public struct AlarmQuestion: RecordQuestion {
  private let pValues: PValueQuestion
  private let explanation: ExplanationQuestion
  private let rate: Double
  private let delimiter: UInt8

  /// - Parameters:
  ///   - rate: records with a larger p-value are not explained; 1 for all.
  ///   - count: how many columns are named.
  ///   - delimiter: of the text that names them.
  ///   - threads: CPUs to use to get ready.
  /// - Throws: `QuestionError.notOfNetworks`.
  public init(
    rate: Double, explaining count: Int, _ density: any RowDensity, delimiter: UInt8,
    threads: Int = 1
  ) throws(QuestionError) {
    pValues = try PValueQuestion(density, threads: threads)
    explanation = try ExplanationQuestion(
      count: count, density, delimiter: delimiter, threads: threads)
    self.rate = rate
    self.delimiter = delimiter
  }

  /// Names of the fields of the answer.
  public var fieldNames: [String] { pValues.fieldNames + explanation.fieldNames }

  public var isInNats: Bool { false }
  public var recordsAtOnce: Int { explanation.recordsAtOnce }

  public func answer(_ batch: RecordBatch) -> BatchAnswer {
    var answer = pValues.answer(batch)
    let strange = (0..<batch.count).filter { batch.isGood($0) && answer.numbers[$0] <= rate }
    let reasons = explanation.answer(batch.selecting(strange)).texts
    let nothing = Array(repeating: delimiter, count: explanation.fieldNames.count)
    answer.texts = Array(repeating: nothing, count: batch.count)
    for (record, reason) in zip(strange, reasons) { answer.texts[record] = reason }
    return answer
  }
}

extension RecordBatch {
  /// Some of its records, in the order of their indices.
  func selecting(_ records: [Int]) -> RecordBatch {
    var selected = RecordBatch(rows: rows.rows(at: records), firstRecord: firstRecord)
    selected.holes = holes.map { $0.rows(at: records) }
    selected.layout = layout
    guard !textEnds.isEmpty else { return selected }
    for record in records {
      selected.text += text(ofRecord: record)
      selected.textEnds.append(selected.text.count)
    }
    return selected
  }
}
