// Columns that number the records.

/// What a column that numbers the records holds.
///
///     record i, from 0, has   PREFIX (first + i step) SUFFIX
///
/// The number has zeros before it up to `digits`, and a point and `decimals` zeros after it where there are any.
public struct RecordCount: Equatable, Sendable {
  /// What stands before each number, the same in all cells: `ID-`.
  public var prefix: [UInt8] = []
  /// What stands after each number: ` kg`.
  public var suffix: [UInt8] = []
  /// The number of the first record, and how far the next one is from it.
  public var first: Int
  public var step: Int
  /// The digits that a number has at least: four in 0017.
  public var digits = 1
  /// The zeros after its point, as in 17.0.
  public var decimals = 0

  /// A count that begins with `first`.
  public init(first: Int, step: Int) {
    self.first = first
    self.step = step
  }

  static let limits = -NumberText.mostUnits...NumberText.mostUnits
  static let digitsLimits = 1...20
  static let decimalsLimits = 0...20
  /// Bytes before or after the number.
  static let mostText = 64

  /// The number of a record, counted from 0; nil if it is too large to be written.
  func number(ofRecord record: Int) -> Int? {
    let (distance, overflow) = step.multipliedReportingOverflow(by: record)
    let (number, another) = first.addingReportingOverflow(distance)
    return overflow || another || !Self.limits.contains(number) ? nil : number
  }

  /// The text of a record, counted from 0; empty where its number is too large.
  package func text(ofRecord record: Int) -> [UInt8] {
    guard let number = number(ofRecord: record) else { return [] }
    var text = prefix
    if number < 0 { text.append(UInt8(ascii: "-")) }
    text.append(digitsOf: number.magnitude, atLeast: digits)
    if decimals > 0 {
      text.append(UInt8(ascii: "."))
      text.append(zeros: decimals)
    }
    return text + suffix
  }
}

extension RecordCount {
  /// The value of its line in a model's header after the number of the field: `FIRST STEP DIGITS DECIMALS PREFIX`,
  /// and a suffix if there is one.
  var headerWords: String {
    "\(first) \(step) \(digits) \(decimals) \(HeaderText.escaped(prefix))"
      + (suffix.isEmpty ? "" : " \(HeaderText.escaped(suffix))")
  }

  /// Undoes `headerWords`; nil for anything else.
  init?(headerWords words: ArraySlice<Substring.UTF8View.SubSequence>) {
    let words = Array(words)
    guard (5...6).contains(words.count),
      let first = HeaderText.integer(Substring(words[0]), Self.limits),
      let step = HeaderText.integer(Substring(words[1]), Self.limits), step != 0,
      let digits = HeaderText.integer(Substring(words[2]), Self.digitsLimits),
      let decimals = HeaderText.integer(Substring(words[3]), Self.decimalsLimits),
      let prefix = HeaderText.unescaped(words[4]), prefix.count <= Self.mostText
    else { return nil }
    let suffix = words.count == 6 ? HeaderText.unescaped(words[5]) : []
    guard let suffix, suffix.count <= Self.mostText, suffix.isEmpty == (words.count == 5) else {
      return nil
    }
    self.init(first: first, step: step)
    (self.digits, self.decimals) = (digits, decimals)
    (self.prefix, self.suffix) = (prefix, suffix)
  }
}
