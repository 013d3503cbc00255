// What a cell may hold, and the comparisons that say so.

/// Which values a cell may have, and whether it may be missing.
///
/// Values are integers, as codes stand for them: bits, words by their numbers, numbers in units of their grid.
package struct Constraint: Equatable, Sendable {
  package var values: ValueRanges
  package var allowsMissing: Bool

  package init(values: ValueRanges, allowsMissing: Bool = false) {
    self.values = values
    self.allowsMissing = allowsMissing
  }

  /// What both allow.
  package func intersection(_ other: Constraint) -> Constraint {
    Constraint(
      values: values.intersection(other.values),
      allowsMissing: allowsMissing && other.allowsMissing)
  }
}

/// Why a condition makes no sense, or cannot be fulfilled.
public enum ConditionError: Error, Equatable, Sendable {
  /// It does not begin with the name of a column and an operator.
  case noColumn(String, nearest: String? = nil)
  /// It is the name of a column, and nothing else.
  case noOperator(column: String)
  /// The column holds words that are not all numbers, or 0 and 1: they have no order.
  case noOrder(column: String)
  /// The value is not a number, in a column of numbers.
  case notANumber(column: String, value: String)
  /// No value that a record may have fulfils all conditions on the column.
  case impossible(column: String)
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

  func holds(_ a: Double, _ b: Double) -> Bool {
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

  static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text.drop { $0.isBlank }
    while text.last?.isBlank == true { text = text.dropLast() }
    return text
  }
}
