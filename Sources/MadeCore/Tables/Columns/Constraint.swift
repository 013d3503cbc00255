// What a cell may hold, and the comparisons that say so.

/// Which values a cell may have, and whether it may be missing.
///
/// Values are integers, as codes stand for them: bits, words by their numbers, numbers in units of their grid.
package struct Constraint: Equatable, Sendable {
  package var values: ValueRanges
  package var allowsMissing: Bool
  /// Which marks of a column of numbers are allowed: words among them.
  package var words: Set<Int>

  package init(values: ValueRanges, allowsMissing: Bool = false, words: Set<Int> = []) {
    self.values = values
    self.allowsMissing = allowsMissing
    self.words = words
  }

  /// What both allow.
  package func intersection(_ other: Constraint) -> Constraint {
    Constraint(
      values: values.intersection(other.values),
      allowsMissing: allowsMissing && other.allowsMissing,
      words: words.intersection(other.words))
  }
}

/// What may fill a hole of one column, as its conditional takes it.
package enum CellLimit: Sendable {
  /// How much of each code is possible, from 0 to 1: for a bin the share of its values.
  case shares([Float])
  /// Which numbers, and which marks.
  case numbers(NumberLimits)

  /// Whether a cell is possible.
  package func allows(_ cell: Int) -> Bool {
    switch self {
    case .shares(let shares): return shares[cell] > 0
    case .numbers(let limits):
      if let mark = NumberLimits.mark(of: cell) {
        return limits.marks.indices.contains(mark) && limits.marks[mark]
      }
      return limits.ranges.contains { $0.contains(cell) }
    }
  }

  /// Whether any cell is.
  package var isPossible: Bool {
    switch self {
    case .shares(let shares): shares.contains { $0 > 0 }
    case .numbers(let limits): !limits.areEmpty
    }
  }
}

/// What a cell of numbers may be.
package struct NumberLimits: Equatable, Sendable {
  /// The ranges in which numbers lie, ascending; empty if the cell may be no number.
  package var ranges: [ClosedRange<Int>]
  /// Whether each mark is possible: a cell that is no number.
  package var marks: [Bool]

  package init(ranges: [ClosedRange<Int>], marks: [Bool]) {
    self.ranges = ranges
    self.marks = marks
  }

  /// The cell of the mark with a number, from 0 on; marks are counted from `Int.min`.
  package static func cell(ofMark number: Int) -> Int { Int.min + number }
  /// The number of a mark, nil for a number of units.
  package static func mark(of cell: Int) -> Int? {
    cell < ValueRanges.limits.lowerBound - 1 ? cell - Int.min : nil
  }

  /// Whether a cell is within the limits; a mark that these do not know is not.
  package func allow(_ cell: Int) -> Bool {
    guard let mark = Self.mark(of: cell) else { return ranges.contains { $0.contains(cell) } }
    return mark < marks.count && marks[mark]
  }

  /// Whether nothing is.
  package var areEmpty: Bool { ranges.isEmpty && !marks.contains(true) }

  /// What both allow.
  package func intersection(_ other: NumberLimits) -> NumberLimits {
    NumberLimits(
      ranges: ValueRanges(ranges).intersection(ValueRanges(other.ranges)).ranges,
      marks: zip(marks, other.marks).map { $0 && $1 })
  }
}

/// Why a condition makes no sense, or cannot be fulfilled.
public enum ConditionError: Error, Equatable, Sendable {
  /// It has no operator after a name.
  case noCondition(String)
  /// What comes before the operator is no name of a column, and no number of one.
  case noColumn(String, nearest: String? = nil)
  /// It names a field that was left out of the model.
  case leftOut(String)
  /// It is the name of a column, and nothing else.
  case noOperator(column: String)
  /// What follows the name is an operator elsewhere, `==` or `<>`, and would be a value here that the column cannot have.
  case foreignOperator(String)
  /// The column holds words that are not all numbers: they have no order.
  case noOrder(column: String)
  /// The value is not a number, in a column of numbers.
  case notANumber(column: String, value: String)
  /// The value is no date or time, in a column of these.
  case notADate(column: String, value: String)
  /// No value that a record may have fulfils all conditions on the column.
  case impossible(column: String)
  /// No number on the grid of a column of numbers with a density fulfils all conditions on it.
  case offGrid(column: String)
}

/// The operator of a condition.
package enum Comparison: String, CaseIterable, Sendable {
  // Longer ones first: they begin with the shorter ones.
  case notEqual = "!="
  case atMost = "<="
  case atLeast = ">="
  case equal = "="
  case below = "<"
  case above = ">"

  var isEquality: Bool { self == .equal || self == .notEqual }

  func holds<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
    switch self {
    case .equal: a == b
    case .notEqual: a != b
    case .below: a < b
    case .atMost: a <= b
    case .above: a > b
    case .atLeast: a >= b
    }
  }

  /// The values of a list with bars between them, without the blanks around each.
  static func alternatives(_ value: ArraySlice<UInt8>) -> [[UInt8]] {
    value.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map {
      Array(trimmed($0))
    }
  }

  /// Where `..` stands between two numbers.
  static func dots(_ text: [UInt8]) -> Int? {
    let dot = UInt8(ascii: ".")
    return text.indices.dropLast().first { text[$0] == dot && text[$0 + 1] == dot }
  }

  static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text.drop { $0.isBlank }
    while text.last?.isBlank == true { text = text.dropLast() }
    return text
  }
}
