// Drawn rows against enumerated probabilities.

import Foundation
import MadeCore

/// How far rows are from a distribution, in standard deviations of Pearson's
/// statistic from its mean.
///
/// - Parameters:
///   - logLikelihoods: of `records`.
///   - records: all that are possible; nil for those of binary columns.
///   - fewest: cells, below which there is no telling. With fewer than 8 the statistic is far from normal;
///     its cube root is not (Wilson and Hilferty, 1931), and too good a fit is no fault then.
func deviation(
  of rows: Rows, from logLikelihoods: [Double], records: Rows? = nil, fewest: Int = 8
) -> Double {
  let records = records ?? allRecords(columns: rows.columns)
  let expected = logLikelihoods.map { exp($0) * Double(rows.count) }
  var numbers: [ArraySlice<UInt64>: Int] = [:]
  for number in 0..<records.count { numbers[records.words(ofRow: number)] = number }
  var observed = [Double](repeating: 0, count: records.count)
  for row in 0..<rows.count {
    guard let number = numbers[rows.words(ofRow: row)] else { return .infinity }
    observed[number] += 1
  }
  // Rare records are put together, so that each cell expects at least ten.
  var cells = 0
  var rare = (observed: 0.0, expected: 0.0)
  var statistic = 0.0
  for number in observed.indices {
    if expected[number] < 10 {
      rare.observed += observed[number]
      rare.expected += expected[number]
    } else {
      let difference = observed[number] - expected[number]
      statistic += difference * difference / expected[number]
      cells += 1
    }
  }
  if rare.expected >= 10 {
    let difference = rare.observed - rare.expected
    statistic += difference * difference / rare.expected
    cells += 1
  }
  if cells < fewest { return .infinity }
  let freedom = Double(max(cells - 1, 1))
  if fewest < 8 {
    let spread = 2 / (9 * freedom)
    return (cbrt(statistic / freedom) - (1 - spread)) / spread.squareRoot()
  }
  // Mean cells - 1, variance 2 (cells - 1).
  return abs(statistic - freedom) / (2 * freedom).squareRoot()
}
