// How numbers are written: text to whole units of a grid, and back.

/// A way to write numbers, apart from how they are modelled.
///
/// Values are whole numbers of units, within `ValueRanges.limits`; one more than a limit stands for everything
/// beyond it.
package protocol Notation: Equatable, Sendable {
  /// The words that stand for the notation in a model's header.
  var headerWords: [String] { get }
  /// The number of units that is nearest to what a text says; nil if it is not a number.
  func units(_ text: UnsafeRawBufferPointer) -> Int?
  /// The largest number of units that is not above what a text says.
  func unitsBelow(_ text: UnsafeRawBufferPointer) -> Int?
  /// The smallest number of units that is not below what a text says.
  func unitsAbove(_ text: UnsafeRawBufferPointer) -> Int?
  /// Whether tokens for missing cells stand for this number of units, however it is spelled.
  func isMissing(_ units: Int, _ tokens: MissingTokens) -> Bool
  /// Appends the text of a number of units.
  func append(_ units: Int, to bytes: inout [UInt8])
}

extension Notation {
  func text(_ units: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    append(units, to: &bytes)
    return bytes
  }
}

/// Decimal numbers, in units of 10^-`decimals`: the grid of the last decimal place.
package struct DecimalNotation: Notation {
  /// Digits after the decimal point; below 0, zeros before it that are left out.
  package var decimals: Int
  /// Whether a value is written with all its decimals, `1.50`; else without zeros at their end.
  package var hasFixedDecimals: Bool
  /// How a power of ten is written; nil for none.
  package var exponent: ExponentForm?

  package init(decimals: Int, hasFixedDecimals: Bool, exponent: ExponentForm? = nil) {
    self.decimals = decimals
    self.hasFixedDecimals = hasFixedDecimals
    self.exponent = exponent
  }

  package var headerWords: [String] {
    ["\(decimals)", exponent?.headerWord ?? (hasFixedDecimals ? "fixed" : "shortest")]
  }

  @inline(__always)
  package func units(_ text: UnsafeRawBufferPointer) -> Int? {
    NumberText(text)?.units(decimals: decimals)
  }

  package func unitsBelow(_ text: UnsafeRawBufferPointer) -> Int? {
    NumberText(text)?.unitsBelow(decimals)
  }

  package func unitsAbove(_ text: UnsafeRawBufferPointer) -> Int? {
    NumberText(text)?.unitsAbove(decimals)
  }

  package func isMissing(_ units: Int, _ tokens: MissingTokens) -> Bool {
    tokens.contains(units: units, decimals: decimals)
  }

  package func append(_ units: Int, to bytes: inout [UInt8]) {
    if let exponent { return exponent.append(units, scale: decimals, to: &bytes) }
    if decimals < 0 || decimals > 20 { return appendFar(units, to: &bytes) }
    var digits = Array(String(units.magnitude).utf8)
    if digits.count <= decimals {
      digits = Array(repeating: UInt8(ascii: "0"), count: decimals + 1 - digits.count) + digits
    }
    var fraction = digits.suffix(decimals)
    if !hasFixedDecimals {
      while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
    }
    if units < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes += digits.dropLast(decimals)
    if fraction.isEmpty { return }
    bytes.append(UInt8(ascii: "."))
    bytes += fraction
  }
}

extension DecimalNotation {
  /// Appends a number far from 1: with all its zeros if that is a number that people write out, else as a mantissa of
  /// one digit and perhaps a fraction, and a power of ten, as in `2.5e300`.
  private func appendFar(_ units: Int, to bytes: inout [UInt8]) {
    if units == 0 {
      bytes.append(UInt8(ascii: "0"))
    } else if decimals < 0, String(units.magnitude).utf8.count - decimals <= Self.mostDigits {
      bytes += String(units).utf8
      bytes += Array(repeating: UInt8(ascii: "0"), count: -decimals)
    } else {
      ExponentForm(isUpper: false, hasPlus: false, digits: 1, decimals: nil)
        .append(units, scale: decimals, to: &bytes)
    }
  }

  /// Whole numbers of more digits are written with a power of ten.
  private static let mostDigits = 24

  /// What `decimals` may be in a header.
  private static let decimalsLimits = -600...600

  /// Undoes `headerWords`; nil for anything else.
  init?(headerWords words: ArraySlice<Substring>) {
    guard let first = words.first, let last = words.last, words.count == 2,
      let decimals = HeaderText.integer(first, Self.decimalsLimits),
      case let exponent = ExponentForm(headerWord: last),
      exponent != nil || ["fixed", "shortest"].contains(last)
    else { return nil }
    self.init(decimals: decimals, hasFixedDecimals: last == "fixed", exponent: exponent)
  }
}
