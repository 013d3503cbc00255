// Columns of words: a code for each word, but rare ones of very many words share codes.

/// What the cells of a categorical column may be, in the order of their codes: the values, then any
/// other value, then a missing one.
///
/// If a column has very many values, the rare ones, which are the last in `values`, share codes, as numbers
/// share bins:
///
///     p(x | earlier) = p(code of x | earlier) / number of values in the code
///
/// A network learns nothing about a single word from a handful of records, and each code costs it as many
/// weights as any other.
package struct Categories: Equatable, Sendable {
  /// The text of each value, all different.
  package let values: [[UInt8]]
  /// For each shared code the numbers of its values.
  ///
  /// No range is empty. The first one begins after the values that have a code of their own, each other one where
  /// the one before it ends, and the last one ends with the last value.
  package let groups: [Range<Int>]
  /// Whether a code stands for all values that are not in the list.
  package let hasOther: Bool
  /// Whether a code stands for a missing cell.
  package let hasMissing: Bool

  /// How a missing cell is written: as most of them were in training, empty or as a token.
  package let missingText: [UInt8]

  /// Most values of a column: their numbers take two bytes in tables.
  package static let maximumCount = (1 << 16) - 2

  /// Categories of these values, of which the last ones may share codes.
  ///
  /// - Parameter groupSizes: for each shared code how many values it has, at least 1, and in all at most as many as
  ///   there are values; empty if each value has a code of its own.
  ///   - missingText: a token that stands for a missing cell, or none.
  package init(
    values: [[UInt8]], groupSizes: [Int] = [], hasOther: Bool = false, hasMissing: Bool = false,
    missingText: [UInt8] = []
  ) {
    self.values = values
    self.missingText = hasMissing ? missingText : []
    self.hasOther = hasOther
    self.hasMissing = hasMissing
    var next = values.count - groupSizes.reduce(0, +)
    precondition(next >= 0 && groupSizes.allSatisfy { $0 > 0 }, "groups of no values")
    groups = groupSizes.map { size in
      defer { next += size }
      return next..<next + size
    }
  }

  /// How many values, the first ones, have a code of their own.
  package var valuesAlone: Int { groups.first?.lowerBound ?? values.count }

  /// Number of codes of values.
  package var valueCodes: Int { valuesAlone + groups.count }

  /// Number of codes.
  package var codes: Int { valueCodes + (hasOther ? 1 : 0) + (hasMissing ? 1 : 0) }

  /// The code of values that are not in the list, nil without one.
  package var otherCode: Int? { hasOther ? valueCodes : nil }

  /// The code of missing cells, nil without one.
  package var missingCode: Int? { hasMissing ? codes - 1 : nil }

  /// The one code that is a value or stands for missing cells.
  package var constantCode: Int? {
    valueCodes + (hasMissing ? 1 : 0) == 1 ? missingCode ?? 0 : nil
  }

  /// The values of a code, by their numbers; nil for that of other values and that of missing cells.
  package func values(ofCode code: Int) -> ClosedRange<Int>? {
    if code < valuesAlone { return code...code }
    return code < valueCodes ? ClosedRange(groups[code - valuesAlone]) : nil
  }

  /// For each value its code.
  package var codeOfValue: [Int] {
    Array(0..<valuesAlone)
      + groups.enumerated().flatMap { repeatElement(valuesAlone + $0, count: $1.count) }
  }
}
