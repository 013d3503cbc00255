// Between which numbers a column with a density lies, given all other cells.

/// Quantiles of a column of numbers given the other cells of each record.
///
///     the least number v of the grid with p(x_d <= v | others, x_d is a number) >= share
///
/// There are three ways, by what of the record is known:
///
/// - If all known cells come before the column in the ordering, the network gives the conditional distribution
///   itself. Its quantiles are found by halving.
/// - If all other cells are known, numbers are taken that stand for p(x_d | earlier columns), and each is weighed
///   by the probability of the later cells given it.
/// - Else all that is unknown is drawn, and the draws are weighed, as those of `MarginalQuestion` are.
///
/// What the record itself has in the column plays no part.
public struct QuantileQuestion: RecordQuestion {
  private let shares: [Double]
  private let column: Int
  private let distributions: NumberDistributions
  private let addresses: RecordAddress
  private let printer: any CellPrinter
  private let delimiter: UInt8

  /// The question about a column of numbers with a density; nil for any other.
  ///
  /// - Parameters:
  ///   - shares: between 0 and 1, these excluded: 0.05 asks for the number that one cell in twenty does not exceed.
  ///   - column: its index among the density's columns.
  ///   - sampler: of the density; it leaves holes missing where the model does.
  ///   - delimiter: of the text of the answers.
  public init?(_ shares: [Double], column: Int, sampler: ConditionalSampler, delimiter: UInt8) {
    let kind = sampler.schema.columns[column].kind
    guard let conditional = kind.conditional.ofValues else { return nil }
    self.shares = shares
    self.column = column
    distributions = NumberDistributions(
      sampler: sampler, column: column, kind: kind, conditional: conditional)
    addresses = RecordAddress(sampler.schema)
    printer = kind.printer(CellDialect(delimiter: delimiter))
    self.delimiter = delimiter
  }

  public var isInNats: Bool { false }
  public var recordsAtOnce: Int { distributions.sampler.recordsAtOnce }

  public func answer(_ batch: RecordBatch) -> BatchAnswer {
    var holes = batch.holes ?? .none(in: batch.rows)
    for record in 0..<batch.count { holes.setCode(1, record, column) }
    // That it is a number counts as known; draws are not held to the range of the training records then.
    let schema = distributions.sampler.schema
    let constraints = schema.columns.indices.map { $0 == column ? Constraint(values: .all) : nil }
    let evidence = Evidence(
      rows: batch.rows, holes: holes, schema: schema, constraints: constraints)
    var texts = (0..<batch.count).map { _ in text(shares.map { _ in nil }) }
    for (pattern, members) in evidence.groups((0..<batch.count).filter { batch.isGood($0) }) {
      let records = members.map { $0 }
      let numbers = records.map { addresses.address(batch.rows, $0, holes: holes) }
      let found = distributions.of(evidence, records, pattern, numbers: numbers)
      for (record, distribution) in zip(records, found) {
        texts[record] = text(shares.map { distribution.quantile($0) })
      }
    }
    return BatchAnswer(numbers: [], width: 0, texts: texts)
  }

  /// Numbers as the column has them; `nan` for those that there are not.
  private func text(_ numbers: [Int?]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, number) in numbers.enumerated() {
      if index > 0 { bytes.append(delimiter) }
      if let number {
        printer.append(value: number, to: &bytes)
      } else {
        bytes += "nan".utf8
      }
    }
    return bytes
  }
}
