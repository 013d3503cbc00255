// How the numbers of a column are written: text to decimal numbers, whole units of a grid to text.

/// A way to write the numbers of a column, apart from how they are modelled: `1.5`, `1.500,00 €`, `2024-06-01`.
///
/// A text says a decimal number (`NumberText`), exactly; a date says the number of days from some other one. On the
/// grid of a column that is a whole number of units of 10^-`decimals`, within `ValueRanges.limits` (one more than a
/// limit stands for everything beyond it), and each of these has one text.
///
/// To add a notation: a type here that conforms to this, and a line in `Notations.found`. `any Notation` is opened once
/// for a column, never once for a cell.
package protocol Notation: Equatable, Sendable {
  /// The word for notations of this sort in a model's header.
  static var word: String { get }
  /// The notation in which nearly all values of a column are written (`WrittenValues.areNearlyAll`), and whether it is
  /// sure; nil if there is none.
  ///
  /// Asked before plain decimal numbers are thought of: values that are all of these are to be claimed only if it is
  /// certain that they mean something else.
  static func found(in values: WrittenValues) -> FoundNotation?
  /// Undoes `headerWords` and `digits`; nil for anything else.
  init?(headerWords words: ArraySlice<Substring>, digits: DecimalNotation)

  /// The words of the line `notation` in a model's header, after the word.
  var headerWords: [String] { get }
  /// How the digits are written: on which grid, and with which zeros and powers of ten.
  ///
  /// Set when the grid is known, to what the numbers that were read say (`DecimalGrid`).
  var digits: DecimalNotation { get set }
  /// Whether the numbers are dates or times.
  var isCalendar: Bool { get }

  /// Whether numbers are what is measured, in units of one size: not dates, nor places among numbers.
  var areQuantities: Bool { get }

  /// The places that numbers are, where they are no units of one size.
  var powerScale: PowerScale? { get }

  /// Whether the numbers were binary ones of a program, so that their last digits say nothing.
  var isBinary: Bool { get }

  /// What its numbers can be compared with: those with the same unit, counted from an origin.
  var scale: NotationScale { get }

  /// How many significant digits a text keeps; nil for all that a grid has.
  var keptDigits: Int? { get }

  /// The number of units below which it can write all numbers as it has to.
  var mostUnits: Int { get }

  /// The numbers of units that have texts of their own; what lies beyond them is written as another one is.
  var writable: ClosedRange<Int> { get }

  /// The steps of its grid, if they depend on the size of numbers; else none.
  var stepsBySize: [SizeStep] { get }

  /// What may repeat in the numbers of a column, the likelier ones first.
  var rhythms: [CalendarRhythm] { get }

  /// What a text says, which has no blanks around it; nil if it is not in this notation.
  func number(_ text: UnsafeRawBufferPointer) -> NumberText?
  /// The least and the largest number that a text in a condition says, which may be written with less care than a cell:
  /// 2024-06 says all of its days, and 1200.5 is a price. Nil if it says none.
  func limits(_ text: UnsafeRawBufferPointer) -> (least: NumberText, most: NumberText)?
  /// Appends the text of a number of units.
  func append(_ units: Int, to bytes: inout [UInt8])
  /// What a text says, as a Swift program has it; nil if it is no number.
  func value(_ text: UnsafeRawBufferPointer) -> Double?
}

/// A unit, empty for numbers without one, and the number of units that 0 stands for.
package struct NotationScale: Equatable, Sendable {
  let unit: String
  let origin: Int
  /// Whether they are times without a date, of which a sum may be none.
  var isOfDay = false
}

extension Notation {
  package var isCalendar: Bool { false }
  package var areQuantities: Bool { !isCalendar }
  package var powerScale: PowerScale? { nil }
  package var isBinary: Bool { false }
  package var scale: NotationScale { NotationScale(unit: "", origin: 0) }
  package var keptDigits: Int? { nil }
  package var mostUnits: Int { NumberText.mostUnits }
  package var writable: ClosedRange<Int> { -NumberText.mostUnits...NumberText.mostUnits }
  package var stepsBySize: [SizeStep] { [] }
  package var rhythms: [CalendarRhythm] { [] }

  package func limits(
    _ text: UnsafeRawBufferPointer
  ) -> (least: NumberText, most: NumberText)? { number(text).map { ($0, $0) } }

  /// Digits after the point of the grid; below 0, zeros before it.
  package var decimals: Int { digits.decimals }

  /// The number of units that is nearest to what a text says; nil if it is not in this notation.
  @inline(__always)
  package func units(_ text: UnsafeRawBufferPointer) -> Int? {
    number(text)?.units(decimals: decimals)
  }

  package func text(_ units: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    append(units, to: &bytes)
    return bytes
  }

  /// The same on a grid.
  func on(_ digits: DecimalNotation) -> Self {
    var notation = self
    notation.digits = digits
    return notation
  }

  func isEqual(to other: any Notation) -> Bool { (other as? Self) == self }

  var isPlain: Bool { self is DecimalNotation }

  package func value(_ text: UnsafeRawBufferPointer) -> Double? {
    if isPlain || self is DoubleNotation { return decimalValue(text[...]) }
    return isCalendar ? nil : number(text)?.value
  }

  /// The line of a model's header that says it; none for plain decimal numbers.
  var headerLines: [String] {
    isPlain
      ? [] : ["notation " + ([Self.word] + headerWords).joined(separator: " ")]
  }
}

/// A period in units of a notation, how many phases it has, and the first number of one.
package struct CalendarRhythm: Equatable, Sendable {
  package let period: Int
  package let phases: Int
  package let start: Int
}

/// How far apart numbers of a size are.
package struct SizeStep: Hashable, Sendable {
  /// Of numbers of 10^`from` units and more, or, if it is 0, of all.
  package let from: Int
  /// The step is 10^`power` units.
  package let power: Int

  package init(from: Int, power: Int) { (self.from, self.power) = (from, power) }
}

/// A notation that values of a column are in.
package struct FoundNotation {
  package let notation: any Notation
  /// Nil if it is certain.
  package var doubt: NotationDoubt?

  init(_ notation: any Notation, doubt: NotationDoubt? = nil) {
    self.notation = notation
    self.doubt = doubt
  }
}

/// What the cells of a column leave open.
public enum NotationDoubt: Equatable, Sendable {
  /// Whether the day comes before the month, as it is taken to do, or after it.
  case dayBeforeMonth
  /// The same, taken the other way round.
  case monthBeforeDay
  /// Whether the comma or the point in this text, as in all others, is a decimal point, as it is taken to be or not, or
  /// separates thousands.
  case separator(String, isDecimal: Bool)
}
