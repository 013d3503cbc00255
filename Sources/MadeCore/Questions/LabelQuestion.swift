// Which value a column has, or several have, given all others: a classifier for free.

/// The posterior probabilities of a column's values given the other cells of each record, or of all choices of the
/// values of several columns.
///
///     p(x_d = k | others) = p(others, x_d = k) / sum over the values j of p(others, x_d = j)
///
/// It is Bayes' rule and exact for every density: each record is scored once with each value. What the record
/// itself has in that column plays no part. Codes of values never seen and of missing cells are left out.
///
/// With a sampler, other cells may be unknown too; then the sums are over all that they may hold, exact or
/// estimated as those of `MarginalQuestion` are. All values of a record use the same random numbers, so that
/// what noise there is mostly cancels.
public struct LabelQuestion: RecordQuestion {
  /// The text of each value; of several columns conditions that say all of them, `sex=Female & income=>50K`.
  public let values: [[UInt8]]
  private let density: any RowDensity
  private let columns: [Column]
  /// For each value its choice of codes, its own or shared with others.
  private let choiceOfValue: [Int]
  /// How many choices of codes there are.
  private let choices: Int
  /// What sums over unknown cells; nil if all cells are known.
  private let sampler: ConditionalSampler?
  private let addresses: RecordAddress

  /// A column of labels.
  private struct Column {
    let index: Int
    let labels: [(text: [UInt8], code: Int)]
    /// How many codes stand for values, the first ones.
    var codes: Int { (labels.map(\.code).max() ?? 0) + 1 }
  }

  /// Most values that are answered about: all pairs of two columns of 64.
  public static let mostValues = 4096

  /// How many values a question about some columns has; nil if they are too many to count, or if one of them is
  /// no column of labels.
  public static func values(of columns: [Int], _ schema: Schema) -> Int? {
    var count = 1
    for column in columns {
      guard let labels = schema.columns[column].kind.labels else { return nil }
      let (product, isOverflowing) = count.multipliedReportingOverflow(by: labels.count)
      if isOverflowing { return nil }
      count = product
    }
    return count
  }

  /// A question about a column of words, of 0 and 1, or of numbers each of which has a bin of its own; nil
  /// for any other.
  ///
  /// - Parameters:
  ///   - column: its index among the density's columns.
  ///   - threads: CPUs to use to get ready.
  ///   - sampler: of the same density, for records with unknown cells; it leaves holes missing where the model
  ///     does.
  public init?(
    column: Int, _ density: any RowDensity, threads: Int = 1, sampler: ConditionalSampler? = nil
  ) {
    self.init(columns: [column], density, threads: threads, sampler: sampler)
  }

  /// A question about several such columns together; nil if one is of another kind, if there is none, or if they
  /// have more than `mostValues` values together (one column may have any number).
  public init?(
    columns indices: [Int], _ density: any RowDensity, threads: Int = 1,
    sampler: ConditionalSampler? = nil
  ) {
    let schema = density.schema
    guard let count = Self.values(of: indices, schema), !indices.isEmpty,
      indices.count == 1 || count <= Self.mostValues
    else { return nil }
    let columns = indices.map {
      Column(index: $0, labels: schema.columns[$0].kind.labels ?? [])
    }
    var values: [(text: [UInt8], choice: Int)] = [([], 0)]
    for column in columns {
      let name = schema.columns[column.index].name.flatMap { $0.isEmpty ? nil : $0 }
      let start = columns.count == 1 ? [] : Array("\(name ?? "\(column.index + 1)")=".utf8)
      values = values.flatMap { value in
        let before = value.text.isEmpty ? [] : value.text + Array(" & ".utf8)
        return column.labels.map {
          (before + start + $0.text, value.choice * column.codes + $0.code)
        }
      }
    }
    self.values = values.map(\.text)
    choiceOfValue = values.map(\.choice)
    choices = columns.reduce(1) { $0 * $1.codes }
    self.columns = columns
    addresses = RecordAddress(schema)
    self.sampler = sampler
    self.density = density
    density.prepare(threads: threads)
  }

  public var isInNats: Bool { false }
  public var recordsAtOnce: Int {
    if let sampler { return max(1, sampler.recordsAtOnce / choices) }
    return max(EvaluationWorkspace.lanes, density.rowsScoredAtOnce / choices)
  }

  public func answer(_ batch: RecordBatch) throws -> BatchAnswer {
    let rows = repeated(batch.rows) { $1 }
    let scores: [Double]
    if let sampler, let missing = batch.holes {
      // The labels' cells count as known now, whether they were or not.
      let holes = repeated(missing) { _, _ in 0 }
      let numbers = (0..<batch.count).flatMap { record in
        repeatElement(
          addresses.address(rows, record * choices, holes: holes), count: choices)
      }
      let evidence = Evidence(rows: rows, holes: holes, schema: sampler.schema)
      scores = try sampler.logLikelihoods(evidence, numbers: numbers).values
    } else {
      scores = density.logLikelihoods(of: rows)
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(batch.count * values.count)
    for start in stride(from: 0, to: scores.count, by: choices) {
      // The score of a code is that of any one of its values.
      let joint = choiceOfValue.map { scores[start + $0] }
      let total = logSumExp(joint)
      // A network may leave nothing to any of the values: then each has none.
      numbers += joint.map { total == -.infinity ? 0 : exponential($0 - total) }
    }
    return BatchAnswer(numbers: numbers, width: values.count)
  }

  /// Each row once for each choice, with a cell in each column of labels.
  private func repeated(_ rows: Rows, _ cell: (_ column: Int, _ code: Int) -> Int) -> Rows {
    var result = Rows(layout: rows.layout)
    result.reserveCapacity(rows.count * choices)
    for row in 0..<rows.count {
      for choice in 0..<choices {
        result.append(words: rows.words(ofRow: row))
        var rest = choice
        for column in columns.reversed() {
          result.setCode(cell(column.index, rest % column.codes), result.count - 1, column.index)
          rest /= column.codes
        }
      }
    }
    return result
  }
}
