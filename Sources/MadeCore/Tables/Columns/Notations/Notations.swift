// The list of the notations: the one place that names them all.

/// All ways to write the numbers of a column.
enum Notations {
  /// In the order in which they are asked whether values are theirs; plain decimal numbers, which are in the list of no
  /// model, are what is left.
  static let all: [any Notation.Type] = [
    DateNotation.self, SpelledDates.self, FloatingNotation.self, SingleNotation.self,
    PrintedNotation.self, DoubleNotation.self, ScaledNotation.self, WrittenNotation.self,
  ]

  /// The notation that the values of a column are in; nil if they are plain decimal numbers, or none.
  static func found(in values: WrittenValues) -> FoundNotation? {
    all.lazy.compactMap { $0.found(in: values) }.first
  }

  /// What the value of a line `notation` says, beside the digits of the line that follows; nil for anything else.
  static func named(_ line: Substring, digits: DecimalNotation) -> (any Notation)? {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard let first = words.first, let type = all.first(where: { $0.word == first }),
      let notation = type.init(headerWords: words.dropFirst(), digits: digits),
      digits.exponent == nil || notation.areQuantities
    else { return nil }
    return notation
  }
}
