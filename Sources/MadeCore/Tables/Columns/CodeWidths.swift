// From the log-likelihood of a code to that of one of its values.

/// The logarithms of the widths of codes that several values share: bins, and groups of rare words.
///
///     log p(x) = log p(codes of x) - sum over the columns of log(width of the code)
///
/// A network gives probabilities of codes. Which of its code's equally likely values a record has adds this term
/// and nothing else, and it depends on the data alone, not on the model.
package struct CodeWidths: Sendable {
  /// Columns that have such codes.
  private let parts: [(column: Int, logWidths: [Double])]

  /// The widths of a schema's codes.
  package init(_ schema: Schema) {
    parts = schema.columns.enumerated().compactMap { column, description in
      let logWidths = description.kind.logWidths
      return logWidths.isEmpty ? nil : (column, logWidths)
    }
  }

  /// No widths: each code stands for one value.
  package init() { parts = [] }

  /// Turns log-likelihoods of codes, one for each record, into those of values.
  ///
  /// - Parameter holes: a 1 for each cell that has no value, and so no width.
  package func subtract(from scores: inout [Double], _ rows: Rows, holes: Rows? = nil) {
    if parts.isEmpty { return }
    for row in 0..<rows.count {
      var sum = 0.0
      for part in parts where holes?[row, part.column] != true {
        sum += part.logWidths[rows.code(row, part.column)]
      }
      scores[row] -= sum
    }
  }

  /// The same for log-likelihoods of each cell, shape (records, columns), row-major.
  package func subtract(fromCells scores: inout [Double], columns: Int, _ rows: Rows) {
    for row in 0..<(parts.isEmpty ? 0 : rows.count) {
      for part in parts {
        scores[row * columns + part.column] -= part.logWidths[rows.code(row, part.column)]
      }
    }
  }

  /// The mean over records of what is subtracted.
  package func mean(over rows: Rows) -> Double {
    if parts.isEmpty || rows.count == 0 { return 0 }
    var sum = 0.0
    for row in 0..<rows.count {
      for part in parts { sum += part.logWidths[rows.code(row, part.column)] }
    }
    return sum / Double(rows.count)
  }
}
