// Which cells make a record improbable.

/// log p(x) of each record, and its most surprising columns: their names, their values, what was expected
/// in their place, and by how many nats they surprise.
///
///     surprise of column d = -log p(x_d | earlier) - (mean of -log p(y | earlier) over y ~ p(y | earlier))
///
/// The conditional entropy is taken off because a column of many values is always improbable and never
/// a surprise: on average over the model's own records every surprise is 0. With several masks it is the
/// mean over them, in each of which other columns come earlier.
public struct ExplanationQuestion: RecordQuestion {
  private let density: any RowDensity
  /// Those of which the density is a mixture.
  private let networks: [WeightedNetwork]
  private let schema: Schema
  private let count: Int
  private let delimiter: UInt8
  private let slots: [Int]
  private let logWidths: [Double]
  private let values: ValueText

  /// - Parameters:
  ///   - count: how many columns are named.
  ///   - delimiter: of the text that names them.
  ///   - threads: CPUs to use to get ready.
  /// - Throws: `QuestionError.notOfNetworks`.
  public init(
    count: Int, _ density: any RowDensity, delimiter: UInt8, threads: Int = 1
  ) throws(QuestionError) {
    guard let networks = density.networks else { throw .notOfNetworks }
    self.density = density
    self.networks = networks.filter { $0.weight > 0 }
    schema = density.schema
    self.count = min(count, schema.columns.count)
    self.delimiter = delimiter
    slots = schema.columns.map(\.slots)
    logWidths = schema.columns.flatMap(\.logWidths)
    values = ValueText(schema: schema, delimiter: delimiter)
    density.prepare(threads: threads)
  }

  /// Names of the fields that follow the score.
  public var fieldNames: [String] {
    (1...count).flatMap { ["column_\($0)", "value_\($0)", "expected_\($0)", "surprise_\($0)"] }
  }

  public var isInNats: Bool { true }
  public var recordsAtOnce: Int { networks.map(\.model).rowsEvaluatedAtOnce }

  public func answer(_ batch: RecordBatch) -> BatchAnswer {
    let scores = density.logLikelihoods(of: batch.rows)
    let columns = slots.count
    let surprises = DoubleBuffer(count: batch.count * columns)
    let shares = DoubleBuffer(count: batch.count * batch.rows.columns)
    for network in networks {
      let ensemble = network.model.ensemble
      let weight = network.weight / Double(ensemble.masks.count)
      for mask in ensemble.masks.indices {
        ensemble.forEachLogits(of: batch.rows, mask: mask) { record, logit in
          self.add(
            batch.rows, record, weight: weight, logit: { Double(logit($0)) },
            to: surprises.base + record * columns, shares.base + record * batch.rows.columns)
        }
      }
    }
    let texts = (0..<batch.count).map { record in
      batch.isGood(record)
        ? text(
          batch, record, surprises.base + record * columns,
          shares.base + record * batch.rows.columns)
        : Array(repeating: delimiter, count: 4 * count)
    }
    return BatchAnswer(numbers: scores, width: 1, texts: texts)
  }

  /// Adds what one mask says of a record: the surprise of each column, the probability of each slot.
  private func add(
    _ rows: Rows, _ record: Int, weight: Double, logit: (Int) -> Double,
    to surprises: UnsafeMutablePointer<Double>, _ shares: UnsafeMutablePointer<Double>
  ) {
    var first = 0
    for (column, count) in slots.enumerated() {
      let logits = Categorical.logits(from: first, count: count, logit)
      let total = logSumExp(logits)
      let slot = rows.slot(inRow: record, from: first, count: count)
      var entropy = 0.0
      for (index, logit) in logits.enumerated() {
        let share = exponential(logit - total)
        if share > 0 {
          entropy -= share * (logit - total - (count == 1 ? 0 : logWidths[first + index]))
        }
        if count > 1 || index == 1 { shares[first + (count == 1 ? 0 : index)] += weight * share }
      }
      let surprise = total - logits[slot] + (count == 1 ? 0 : logWidths[first + slot])
      surprises[column] += weight * (surprise - entropy)
      first += count
    }
  }

  // MARK: Text

  private func text(
    _ batch: RecordBatch, _ record: Int, _ surprises: UnsafeMutablePointer<Double>,
    _ shares: UnsafeMutablePointer<Double>
  ) -> [UInt8] {
    // The earlier of equals first: the same every time.
    let ranked = slots.indices.sorted {
      surprises[$0] == surprises[$1] ? $0 < $1 : surprises[$0] > surprises[$1]
    }
    let fields = fields(batch, record)
    var bytes: [UInt8] = []
    for column in ranked.prefix(count) {
      let name = schema.columns[column].name.map { Array($0.utf8) } ?? Array("\(column + 1)".utf8)
      for text in [
        ValueText.quoted(name, delimiter: delimiter),
        fields[column] ?? drawn(batch, record, column),
        expected(column, shares), Array(Float(surprises[column]).description.utf8),
      ] {
        bytes.append(delimiter)
        bytes += text
      }
    }
    return bytes
  }

  /// For each column its field as it was read, quoted where that is needed; nil where there is none.
  private func fields(_ batch: RecordBatch, _ record: Int) -> [[UInt8]?] {
    var result = [[UInt8]?](repeating: nil, count: slots.count)
    guard let layout = batch.layout else { return result }
    batch.text(ofRecord: record).withUnsafeBytes { text in
      var scanner = FieldScanner(
        delimiter: layout.delimiter, maximumFields: max(layout.columnOfField.count, 1))
      _ = scanner.scan(text, isAtEnd: true)
      for (field, column) in zip(scanner.fields, layout.columnOfField) {
        guard let column else { continue }
        let value = field.trimmed(in: text).text(in: text)
        result[column] = ValueText.quoted(value, delimiter: delimiter)
      }
    }
    return result
  }

  /// A cell without a text of its own.
  private func drawn(_ batch: RecordBatch, _ record: Int, _ column: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var random: RandomStream?
    values.append(batch.rows.words(ofRow: record), column: column, random: &random, to: &bytes)
    return bytes
  }

  /// What was expected in a column: the most probable of words; of numbers the middle half, `25..47`.
  private func expected(
    _ column: Int, _ allShares: UnsafeMutablePointer<Double>
  ) -> [UInt8] {
    let first = slots[..<column].reduce(0, +)
    let shares = (0..<slots[column]).map { allShares[first + $0] }
    switch schema.columns[column].kind {
    case .binary: return [UInt8(ascii: shares[0] > 0.5 ? "1" : "0")]
    case .categorical(let categories):
      let widths = shares.indices.map { schema.columns[column].width(ofSlot: $0) }
      let likelihoods = zip(shares, widths).map { $0 / Double($1) }
      let slot = likelihoods.indices.max { likelihoods[$0] < likelihoods[$1] } ?? 0
      // All values of a slot are equally likely.
      return categories.values(inSlot: slot).map {
        ValueText.quoted(categories.values[$0.lowerBound], delimiter: delimiter)
      } ?? []
    case .number(let bins):
      let low = quantile(0.25, shares, bins)
      let high = quantile(0.75, shares, bins)
      let text = NumberText.text(low, of: bins)
      return low == high ? text : text + Array("..".utf8) + NumberText.text(high, of: bins)
    }
  }

  /// The value below which a share of the numbers lies, missing and other values aside.
  private func quantile(_ share: Double, _ shares: [Double], _ bins: Bins) -> Int {
    let total = zip(shares, bins.ranges).reduce(0) { $0 + $1.0 }
    var left = share * total
    for (share, range) in zip(shares, bins.ranges) {
      if left < share {
        let steps = left / share * Double(range.upperBound - range.lowerBound + 1)
        return min(range.lowerBound + (Int(exactly: steps.rounded(.down)) ?? 0), range.upperBound)
      }
      left -= share
    }
    return bins.ranges.last?.upperBound ?? 0
  }
}
