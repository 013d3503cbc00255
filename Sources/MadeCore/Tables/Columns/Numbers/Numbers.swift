// Columns of numbers with a density.

/// A column of numbers: how they are written, and the mixture that says how likely each is.
///
/// Cells are numbers of units of the grid of the last decimal place, or marks: other values, which are no numbers,
/// then missing cells, if there are any. Each number is one value, so
///
///     p(x | earlier) = the mixture's probability of exactly this number as it is recorded
///
/// and the density of what was measured is p(x) 10^`decimals`. No number is impossible.
package struct Numbers: Equatable, Sendable {
  /// How a number of units is written.
  package let notation: DecimalNotation
  package let mixture: LogisticMixture
  /// Whether a mark stands for a missing cell.
  package let hasMissing: Bool

  /// - Parameter mixture: over as many marks as there are.
  package init(notation: DecimalNotation, mixture: LogisticMixture, hasMissing: Bool) {
    precondition(mixture.values.marks == Self.marks(hasMissing: hasMissing))
    self.notation = notation
    self.mixture = mixture
    self.hasMissing = hasMissing
  }

  /// How many marks there are.
  package static func marks(hasMissing: Bool) -> Int { hasMissing ? 2 : 1 }

  /// The values of the column.
  package var values: NumberValues { mixture.values }
  package var otherCode: Int? { NumberLimits.cell(ofMark: 0) }
  package var missingCode: Int? { hasMissing ? NumberLimits.cell(ofMark: 1) : nil }
}
