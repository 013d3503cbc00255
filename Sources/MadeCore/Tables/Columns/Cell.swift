// A cell as a Swift program sees it.

/// What a record has in a column.
public enum Cell: Hashable, Sendable {
  /// A value that is text.
  case word(String)
  /// A value that is a quantity.
  case number(Double)
  /// A value of a column of 0 and 1, in a table of nothing else; among other columns 0 and 1 are words.
  case bit(Bool)
  /// Recorded as having no value.
  case missing
  /// Not known: it has a value, or is missing.
  case hole

  /// The text of a word; nil for anything else.
  public var word: String? { if case .word(let word) = self { word } else { nil } }

  /// A number, or 0 or 1 for a bit, or the number that a word is the text of; nil for anything else.
  ///
  /// Numbers of few different values are words to a model.
  public var number: Double? {
    switch self {
    case .number(let number): number
    case .bit(let bit): bit ? 1 : 0
    case .word(let word): Array(word.utf8).withUnsafeBytes { decimalValue($0[...]) }
    case .missing, .hole: nil
    }
  }
}

/// A Swift value that can be made a cell.
public protocol CellValue: Sendable {
  /// The value as a cell.
  var cell: Cell { get }
}

extension Cell: CellValue {
  /// The cell itself.
  public var cell: Cell { self }
}

extension String: CellValue {
  /// A word; the empty one is a missing cell.
  public var cell: Cell { isEmpty ? .missing : .word(self) }
}

extension Substring: CellValue {
  /// A word; the empty one is a missing cell.
  public var cell: Cell { String(self).cell }
}

extension Bool: CellValue {
  /// A bit.
  public var cell: Cell { .bit(self) }
}

extension Double: CellValue {
  /// A number; what is not one (`Double.nan`) is a missing cell.
  public var cell: Cell { isNaN ? .missing : .number(self) }
}

extension Float: CellValue {
  /// A number, with the decimals that it is printed with; what is not one is a missing cell.
  public var cell: Cell { (Double(description) ?? .nan).cell }
}

extension Int: CellValue {
  /// A number, rounded to a `Double` beyond 2^53.
  public var cell: Cell { .number(Double(self)) }
}

extension Int32: CellValue {
  /// A number.
  public var cell: Cell { .number(Double(self)) }
}

extension UInt8: CellValue {
  /// A number.
  public var cell: Cell { .number(Double(self)) }
}
