// Numbers with all digits of a double: 0.7364512983746512.

/// Decimal numbers that a program computed, and wrote with as many significant digits as a double has.
///
/// The number of decimals of such a text depends on its size, and it has more digits than the grid of a column, which
/// a Double has to hold from the least to the largest number. So what is written of a number that uses the last places
/// of the grid goes on with digits that mean nothing, as many as others have; it is read as the same number. Numbers
/// that end before the grid does, 0.25 among them, are written as they are.
package struct DoubleNotation: Notation {
  package static let word = "double"

  /// How many significant digits a number has: 15, 16, or as many as tell its double from others, which is up to 17.
  let precision: Int
  package var digits: DecimalNotation

  init(precision: Int, digits: DecimalNotation) {
    self.precision = precision
    self.digits = digits
  }

  private static let precisions = 15...17
  private static var shortest: Int { precisions.upperBound }
  /// A number that is a multiple of so many units ends before the grid does.
  private static let short = 1000
  /// In how many cells there is a long number at least: in one of 50; and how many of these there are.
  private static let fewCells = 50
  private static let fewest = 8

  package static func found(in values: WrittenValues) -> FoundNotation? {
    let long = zip(values.texts, values.counts).filter { text, _ in
      // Whole numbers that long are counted or are names.
      text.count > precisions.lowerBound && text.count(where: \.isDigit) >= precisions.lowerBound
        && text.contains(UInt8(ascii: "."))
    }
    guard long.count >= fewest,
      fewCells * long.reduce(0, { $0 + $1.1 }) >= values.counts.reduce(0, +)
    else { return nil }
    var look = ExponentLook()
    let numbers = values.read { text -> NumberText? in
      guard let number = NumberText(text) else { return nil }
      look.look(text, number)
      return number
    }
    guard let numbers, let precision = precision(long) else { return nil }
    let exponent = look.form(numbers.compactMap { number in number.map { ($0, 1) } })
    // Where all numbers have powers of ten these say how many digits there are.
    if let exponent, exponent.plainly == nil { return nil }
    return FoundNotation(
      DoubleNotation(
        precision: precision,
        digits: DecimalNotation(decimals: 0, hasFixedDecimals: false, exponent: exponent)))
  }

  /// What nearly all long numbers have; nil if they have more digits than a double, or others.
  private static func precision(_ long: [([UInt8], Int)]) -> Int? {
    var lengths: [(number: Int, cells: Int)] = []
    var (all, others) = (0, 0)
    for (text, count) in long {
      text.withUnsafeBytes { text in
        guard let decimal = DecimalText(text), let double = decimal.value else { return }
        let digits = decimal.significant.digits
        lengths.append((digits.count, count))
        all += count
        if digits.count > precisions.lowerBound, digits != significant(double)?.digits {
          others += count
        }
      }
    }
    guard let most = OddCells.least(lengths), most >= precisions.lowerBound else { return nil }
    if most == precisions.lowerBound { return most }
    let areShortest = OddCells.areNegligible(others, of: all)
    return areShortest ? shortest : most == shortest - 1 ? most : nil
  }

  /// The digits of the shortest decimal number that stands for a double, and where the point is.
  private static func significant(
    _ double: Double
  ) -> (isNegative: Bool, digits: [UInt8], point: Int)? {
    Array(double.description.utf8).withUnsafeBytes { DecimalText($0)?.significant }
  }

  package init?(headerWords words: ArraySlice<Substring>, digits: DecimalNotation) {
    guard words.count == 1, let word = words.first,
      let precision = HeaderText.integer(word, Self.precisions)
    else { return nil }
    self.init(precision: precision, digits: digits)
  }

  package var headerWords: [String] { ["\(precision)"] }

  package var isBinary: Bool { true }

  /// Doubles tell numbers of 15 digits from each other.
  package var mostUnits: Int { 999_999_999_999_999 }

  @inline(__always)
  package func number(_ text: UnsafeRawBufferPointer) -> NumberText? { NumberText(text) }

  package func append(_ units: Int, to bytes: inout [UInt8]) {
    bytes += longer(units) ?? digits.text(units)
  }

  /// A number with digits that mean nothing; nil if it has no need of any, or if there are none with which it is read
  /// as the same number.
  private func longer(_ units: Int) -> [UInt8]? {
    let missing = precision - units.magnitude.digitCount
    guard units % Self.short != 0, missing > 0 else { return nil }
    let power = (1..<missing).reduce(1) { power, _ in power * 10 }
    if let ratio = ratio(units) { return ratio }
    for attempt in 0..<4 {
      // What is the same for equal numbers, and otherwise without order; less than half of a unit, so that it is
      // rounded down.
      let hash = Self.hash(units, attempt)
      let fill = Int(hash & 3) * power + Int(hash >> 8) % power
      let (shifted, overflow) = Int(units.magnitude).multipliedReportingOverflow(by: power * 10)
      if overflow { return nil }
      let text = written(shifted + fill, places: missing, isNegative: units < 0)
      if let text, text.withUnsafeBytes({ self.units($0) }) == units { return text }
    }
    return nil
  }

  /// A mantissa on a grid of some more places, or the shortest number that stands for the same double.
  private func written(_ mantissa: Int, places: Int, isNegative: Bool) -> [UInt8]? {
    if precision == Self.shortest {
      return Double("\(mantissa)e\(-decimals - places)").flatMap {
        text(isNegative ? -$0 : $0)
      }
    }
    return text(isNegative ? -mantissa : mantissa, decimals: decimals + places)
  }

  private func text(_ double: Double) -> [UInt8]? {
    guard double.isFinite, let (isNegative, digits, point) = Self.significant(double),
      let mantissa = Int(String(decoding: digits, as: UTF8.self))
    else { return nil }
    return text(isNegative ? -mantissa : mantissa, decimals: digits.count - point)
  }

  private func text(_ mantissa: Int, decimals: Int) -> [UInt8] {
    var finer = digits
    (finer.decimals, finer.hasFixedDecimals) = (decimals, false)
    return finer.text(mantissa)
  }

  /// Denominators of ratios that are no chance.
  private static let mostParts = 1000.0

  /// The text of a ratio of small numbers, 0.6666666666666666, which is what shares and means are; nil if a number is
  /// near to none.
  ///
  /// The ratios are the convergents of its continued fraction.
  private func ratio(_ units: Int) -> [UInt8]? {
    guard precision == Self.shortest, let value = Double("\(units.magnitude)e\(-decimals)"),
      value < 1e6
    else { return nil }
    var rest = value
    var (numerators, denominators) = ((0.0, 1.0), (1.0, 0.0))
    while true {
      let whole = rest.rounded(.down)
      numerators = (numerators.1, whole * numerators.1 + numerators.0)
      denominators = (denominators.1, whole * denominators.1 + denominators.0)
      guard denominators.1 <= Self.mostParts, denominators.1 > 0 else { return nil }
      let ratio = numerators.1 / denominators.1
      if (ratio - value).magnitude <= 0.6 * value / Double(units.magnitude),
        let text = text(units < 0 ? -ratio : ratio),
        text.withUnsafeBytes({ self.units($0) }) == units
      {
        return text
      }
      guard rest > whole else { return nil }
      rest = 1 / (rest - whole)
    }
  }

  /// Bits that look like chance (Steele et al., "Fast splittable pseudorandom number generators", 2014).
  private static func hash(_ units: Int, _ attempt: Int) -> UInt64 {
    var bits = UInt64(bitPattern: Int64(units)) &+ UInt64(attempt + 1) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
