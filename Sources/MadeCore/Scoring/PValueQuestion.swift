// How often a density itself makes a record that is as strange: its p-value.

/// The p-value of each record: the probability that a record drawn from the density is as strange, or stranger.
///
///     t_d = P(g(X_d) <= g(x_d) | x_<d)    for each column d: see `CellTail`
///     sum = -(log t_1 + ... + log t_D),   largest = max over d of -log t_d
///     p   = P(sum or largest is at least as improbable as those of x)
///
/// Under one mask the tails of a record that is drawn are uniform and independent, so -log t_d are independent exponential
/// variables (Fisher's method and the least p-value, of both the better one, and exact: `WaitingTimes`). The sum sees
/// many small oddities, the largest sees a single one. A record of several masks or networks was drawn by one of them: p is
/// that under the one that is chosen with its probability given the record, so that p is uniform there, too. Under a flow
/// the columns are those of its last network, of numbers the places u where the flow has put them.
///
/// What is equally strange is ordered by random numbers of the record's number among those of the reader; so equal records may
/// differ in p, and p of many records that are drawn is uniform, however few values there are.
///
/// Source: Fisher, "Statistical methods for research workers", 1932, section 21.1.
public struct PValueQuestion: RecordQuestion {
  /// The masks and flows that the density is a mixture of.
  private let parts: [DensityPart]
  /// For each part what dependencies say of each column.
  private let rules: [[[DrawingRule]]]
  private let columns: [(conditional: any Conditional, drawn: DrawableCells)]
  /// By how many columns count; those that count always are the last.
  private let waitingTimes: [WaitingTimes]
  private let counted: Int

  /// Random numbers of ties are those of this seed.
  private static let seed: UInt64 = 1

  /// The question about a density.
  ///
  /// - Parameter threads: CPUs to use to get ready.
  /// - Throws: `QuestionError.notOfNetworks`.
  public init(_ density: any RowDensity, threads: Int = 1) throws(QuestionError) {
    guard let parts = density.densityParts else { throw .notOfNetworks }
    self.parts = parts
    rules = parts.map { density.schema.drawingRules($0.ordering) }
    columns = density.schema.columns.map { ($0.kind.conditional, DrawableCells($0.kind)) }
    let counted = columns.count { $0.drawn.differ }
    self.counted = counted
    // A constant column counts where a record has another value there.
    waitingTimes = (counted...columns.count).map { WaitingTimes(count: max($0, 1)) }
    density.prepare(threads: threads)
  }

  /// Names of the fields of the answer.
  public var fieldNames: [String] { ["p_value"] }

  public var isInNats: Bool { false }
  public var recordsAtOnce: Int { parts.map(\.recordsAtOnce).max() ?? 1 }

  public func answer(_ batch: RecordBatch) -> BatchAnswer {
    BatchAnswer(numbers: pValues(of: batch.rows, first: batch.firstRecord), width: 1)
  }

  /// The p-values of rows, of which the first one has the number `first` among all rows.
  public func pValues(of rows: Rows, first: Int = 0) -> [Double] {
    tails(of: rows, first: first, ofColumns: false).pValues
  }

  /// The p-values of rows, and t_d of each column under the mask that was chosen: shape (rows, columns), row-major.
  package func tails(of rows: Rows, first: Int = 0) -> (pValues: [Double], ofColumns: [Double]) {
    tails(of: rows, first: first, ofColumns: true)
  }

  private func tails(
    of rows: Rows, first: Int, ofColumns: Bool
  ) -> (pValues: [Double], ofColumns: [Double]) {
    let count = parts.count
    let logs = DoubleBuffer(count: rows.count * count)
    let weights = DoubleBuffer(count: rows.count * count)
    let width = ofColumns ? columns.count : 0
    let tails = DoubleBuffer(count: rows.count * count * width)
    for (number, part) in parts.enumerated() {
      let logWeight = logarithm(part.weight)
      part.forEachRecord(of: rows) { record, logit, place, logDeterminant in
        let index = record * count + number
        let result = self.tail(
          of: rows, record, number: first + record, number, { Double(logit($0)) }, place,
          note: { if ofColumns { tails.base[index * width + $0] = $1 } })
        logs.base[index] = result.logTail
        weights.base[index] = logWeight + result.logProbability + logDeterminant
      }
    }
    let chosen = (0..<rows.count).map { record in
      record * count + self.chosen(weights.base + record * count, first + record)
    }
    return (
      chosen.map { exponential(logs.base[$0]) },
      chosen.flatMap { UnsafeBufferPointer(start: tails.base + $0 * width, count: width) }
    )
  }

  /// log p under one part, and log p of the record among those that are drawn, but for log|det|; `note` gets the tail of
  /// each column.
  private func tail(
    of rows: Rows, _ record: Int, number: Int, _ part: Int, _ logit: (Int) -> Double,
    _ place: (_ column: Int) -> Double?,
    note: (_ column: Int, _ tail: Double) -> Void
  ) -> (logTail: Double, logProbability: Double) {
    let (rules, movable) = (self.rules[part], parts[part].movable)
    var (output, sum, largest, logProbability, more) = (0, 0.0, 0.0, 0.0, 0)
    for (column, (conditional, cells)) in columns.enumerated() {
      let cell = rows.code(record, column)
      let drawn =
        rules[column].isEmpty
        ? cells : cells.breaking(breaks(rules[column], of: rows, record, conditional.outputs))
      let first = output
      func logits(_ index: Int) -> Double { logit(first + index) }
      let ties = words(number, column)
      let tail =
        movable[column]?.tail(of: cell, movedTo: place(column), logits, drawn, ties)
        ?? conditional.ofValues?.inRecord(record, of: rows).tail(of: cell, logits, drawn, ties)
        ?? conditional.tail(of: cell, logits, drawn, ties)
      output += conditional.outputs
      logProbability += tail.logProbability
      note(column, tail.tail)
      if !drawn.differ {
        guard cell == drawn.barred else { continue }
        more += 1
      }
      let time = -logarithm(tail.tail)
      sum += time
      largest = max(largest, time)
    }
    if counted + more == 0 { return (0, logProbability) }
    return (waitingTimes[more].logTail(sum: sum, largest: largest), logProbability)
  }

  /// How many rules each code of a column breaks in a record.
  private func breaks(
    _ rules: [DrawingRule], of rows: Rows, _ record: Int, _ codes: Int
  ) -> [Int] {
    var breaks = [Int](repeating: 0, count: codes)
    for rule in rules {
      let first = rows.code(record, rule.partner) * codes
      for code in 0..<codes where rule.allowed[first + code] == 0 { breaks[code] += 1 }
    }
    return breaks
  }

  private func words(_ number: Int, _ position: Int) -> NumberWords {
    NumberWords(
      seed: Self.seed, purpose: .tie, index: UInt64(bitPattern: Int64(number)), position: position)
  }

  /// One of the parts, which is chosen with its probability given the record.
  private func chosen(_ weights: UnsafePointer<Double>, _ number: Int) -> Int {
    if parts.count == 1 { return 0 }
    let weights = UnsafeBufferPointer(start: weights, count: parts.count)
    let total = logSumExp(weights)
    var left = words(number, columns.count).first
    for part in parts.indices {
      left -= exponential(weights[part] - total)
      if left < 0 { return part }
    }
    return parts.count - 1
  }
}
