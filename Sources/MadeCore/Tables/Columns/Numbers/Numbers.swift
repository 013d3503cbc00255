// Columns of numbers with a density.

/// A column of numbers: how they are written, and the mixture that says how likely each is.
///
/// Cells are numbers of units of the grid of the last decimal place, or marks (`NumberMarks`). Each number is one
/// value, so
///
///     p(x | earlier) = the mixture's probability of exactly this number as it is recorded
///
/// and the density of what was measured is p(x) 10^`decimals`. No number is impossible.
package struct Numbers: Sendable {
  /// How a number of units is written.
  package let notation: any Notation
  package let mixture: LogisticMixture
  /// What is no number.
  package let marks: NumberMarks

  /// - Parameter mixture: over as many marks as there are.
  package init(notation: any Notation, mixture: LogisticMixture, marks: NumberMarks) {
    precondition(mixture.values.marks == marks.count)
    self.notation = notation
    self.mixture = mixture
    self.marks = marks
  }

  /// Whether a mark stands for missing cells.
  package var hasMissing: Bool { !marks.missing.isEmpty }

  /// The values of the column.
  package var values: NumberValues { mixture.values }
  package var otherCode: Int? { NumberLimits.cell(ofMark: 0) }
  package var missingCode: Int? { marks.missingCells.first }
  package var missingCells: [Int] { marks.missingCells }

  package func word(ofCell cell: Int) -> [UInt8]? {
    guard let mark = NumberLimits.mark(of: cell), marks.wordMarks.contains(mark) else { return nil }
    return marks.text(ofMark: mark)
  }
}

extension Numbers: Equatable {
  package static func == (one: Numbers, other: Numbers) -> Bool {
    one.notation.isEqual(to: other.notation) && one.mixture == other.mixture
      && one.marks == other.marks
  }
}
