// Plain decimal numbers: 12, -0.50, 1e6.

/// Decimal numbers, in units of 10^-`decimals`: the grid of the last decimal place.
package struct DecimalNotation: Notation {
  /// Digits after the decimal point; below 0, zeros before it that are left out.
  package var decimals: Int
  /// Whether a value is written with all its decimals, `1.50`; else without zeros at their end.
  package var hasFixedDecimals: Bool
  /// How many decimals a value is written with at least, where zeros at their end are left out: 1 in `7.0`; they may be
  /// more than the grid has.
  package var leastDecimals: Int
  /// How a power of ten is written; nil for none.
  package var exponent: ExponentForm?

  package init(
    decimals: Int, hasFixedDecimals: Bool, leastDecimals: Int = 0, exponent: ExponentForm? = nil
  ) {
    self.decimals = decimals
    self.hasFixedDecimals = hasFixedDecimals
    self.leastDecimals = hasFixedDecimals ? 0 : leastDecimals
    self.exponent = exponent
  }

  package static var word: String { "decimal" }
  /// What no other notation claims.
  package static func found(in values: WrittenValues) -> FoundNotation? { nil }
  package init?(headerWords words: ArraySlice<Substring>, digits: DecimalNotation) { return nil }
  package var headerWords: [String] { [] }

  package var digits: DecimalNotation {
    get { self }
    set { self = newValue }
  }

  @inline(__always)
  package func number(_ text: UnsafeRawBufferPointer) -> NumberText? { NumberText(text) }

  package func append(_ units: Int, to bytes: inout [UInt8]) {
    if let exponent {
      guard exponent.writesPlainly(units, scale: decimals) else {
        return exponent.append(units, scale: decimals, to: &bytes)
      }
      if decimals < 0 || decimals > 20 && units == 0 { return appendWhole(units, to: &bytes) }
    } else if decimals < 0 || decimals > 20 {
      return appendFar(units, to: &bytes)
    }
    // No Int has as many digits as the powers leave out.
    var (whole, fraction) =
      decimals < Int.powersOfTen.count
      ? units.magnitude.quotientAndRemainder(dividingBy: UInt(Int.powersOfTen[decimals]))
      : (0, units.magnitude)
    var kept = decimals
    if !hasFixedDecimals {
      while kept > leastDecimals, fraction % 10 == 0 {
        (fraction, kept) = (fraction / 10, kept - 1)
      }
    }
    if units < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes.append(digitsOf: whole)
    let zeros = hasFixedDecimals ? 0 : max(leastDecimals - kept, 0)
    if kept == 0 && zeros == 0 { return }
    bytes.append(UInt8(ascii: "."))
    if kept > 0 { bytes.append(digitsOf: fraction, atLeast: kept) }
    bytes.append(zeros: zeros)
  }
}

extension DecimalNotation {
  /// Appends a number far from 1: with all its zeros if that is a number that people write out, else as a mantissa of
  /// one digit and perhaps a fraction, and a power of ten, as in `2.5e300`.
  private func appendFar(_ units: Int, to bytes: inout [UInt8]) {
    if units == 0
      || decimals < 0 && units.magnitude.digitCount - decimals <= Self.mostDigits
    {
      appendWhole(units, to: &bytes)
    } else {
      ExponentForm(isUpper: false, hasPlus: false, digits: 1, decimals: nil)
        .append(units, scale: decimals, to: &bytes)
    }
  }

  /// Appends a whole number with all zeros of the grid.
  private func appendWhole(_ units: Int, to bytes: inout [UInt8]) {
    if units < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes.append(digitsOf: units.magnitude)
    if units != 0 { bytes.append(zeros: -decimals) }
    if leastDecimals > 0 {
      bytes.append(UInt8(ascii: "."))
      bytes.append(zeros: leastDecimals)
    }
  }

  /// Whole numbers of more digits are written with a power of ten.
  private static let mostDigits = 24
}

// MARK: - Model file

extension DecimalNotation {
  /// The two words of the lines `density` and `bins`.
  ///
  /// Where only some numbers have powers of ten, the second is `shortest/1|e+2|-4:15`: the form of the others, that of
  /// these, and which the others are.
  package var fileWords: [String] {
    let shortest = leastDecimals > 0 ? "shortest/\(leastDecimals)" : "shortest"
    let plain = hasFixedDecimals ? "fixed" : shortest
    guard let exponent else { return ["\(decimals)", plain] }
    guard let plainly = exponent.plainly else { return ["\(decimals)", exponent.headerWord] }
    return ["\(decimals)", "\(plain)|\(exponent.headerWord)|\(plainly.headerWord)"]
  }

  /// What `leastDecimals` and `decimals` may be in a header.
  static let mostLeastDecimals = 20
  private static let decimalsLimits = -600...600

  /// Undoes `fileWords`; nil for anything else.
  package init?(fileWords words: ArraySlice<Substring>) {
    guard let first = words.first, let last = words.last, words.count == 2,
      let decimals = HeaderText.integer(first, Self.decimalsLimits)
    else { return nil }
    let parts = last.split(separator: "|", omittingEmptySubsequences: false)
    switch parts.count {
    case 1:
      if let exponent = ExponentForm(headerWord: last) {
        self.init(decimals: decimals, hasFixedDecimals: false, exponent: exponent)
      } else {
        self.init(decimals: decimals, plain: last, exponent: nil)
      }
    case 3:
      guard let plainly = ExponentForm.Plainly(headerWord: parts[2]),
        let exponent = ExponentForm(headerWord: parts[1], plainly: plainly)
      else { return nil }
      self.init(decimals: decimals, plain: parts[0], exponent: exponent)
    default: return nil
    }
  }

  private init?(decimals: Int, plain word: Substring, exponent: ExponentForm?) {
    if ["fixed", "shortest"].contains(word) {
      self.init(decimals: decimals, hasFixedDecimals: word == "fixed", exponent: exponent)
    } else {
      guard word.hasPrefix("shortest/"),
        let least = HeaderText.integer(word.dropFirst(9), 1...Self.mostLeastDecimals),
        least != decimals
      else { return nil }
      self.init(
        decimals: decimals, hasFixedDecimals: false, leastDecimals: least, exponent: exponent)
    }
  }
}
