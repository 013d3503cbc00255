// Densities in place of the probabilities of values as they are recorded.

/// The log of the density of each record: per unit of each column of numbers that has a density.
///
///     log f(x) = log p(x) - sum over these columns d of log(size of the last place of x_d)
///
/// The last place is that of the column's decimals, or of its significant digits: 0.01 for 1.50. So the figure does not
/// depend on how precisely a quantity was recorded; columns of other kinds count with their probabilities.
public struct DensityQuestion: RecordQuestion {
  private let likelihoods: LikelihoodQuestion
  private let kinds: [(column: Int, kind: any ColumnKind)]

  /// The question about a density over rows.
  ///
  /// - Parameter threads: CPUs to use to get ready.
  public init(_ density: any RowDensity, threads: Int = 1) {
    likelihoods = LikelihoodQuestion(density, threads: threads)
    kinds = density.schema.columns.enumerated().compactMap { column, description in
      description.holdsDensity ? (column, description.kind) : nil
    }
  }

  public var isInNats: Bool { true }
  public var recordsAtOnce: Int { likelihoods.recordsAtOnce }

  public func answer(_ batch: RecordBatch) -> BatchAnswer {
    let answer = likelihoods.answer(batch)
    var numbers = answer.numbers
    for record in 0..<batch.count {
      for (column, kind) in kinds {
        numbers[record] -= kind.logWidth(ofCell: batch.rows.code(record, column))
      }
    }
    return BatchAnswer(numbers: numbers, width: 1)
  }
}
