// Plain decimal numbers: 12, -0.50, 1e6.

/// Decimal numbers, in units of 10^-`decimals`: the grid of the last decimal place.
package struct DecimalNotation: Notation {
  /// Digits after the decimal point; below 0, zeros before it that are left out.
  package var decimals: Int
  /// Whether a value is written with all its decimals, `1.50`; else without zeros at their end.
  package var hasFixedDecimals: Bool
  /// How many decimals a value is written with at least, where zeros at their end are left out: 1 in `7.0`.
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
    if let exponent { return exponent.append(units, scale: decimals, to: &bytes) }
    if decimals < 0 || decimals > 20 { return appendFar(units, to: &bytes) }
    var digits = Array(String(units.magnitude).utf8)
    if digits.count <= decimals {
      digits = Array(repeating: UInt8(ascii: "0"), count: decimals + 1 - digits.count) + digits
    }
    var fraction = digits.suffix(decimals)
    if !hasFixedDecimals {
      while fraction.count > leastDecimals, fraction.last == UInt8(ascii: "0") {
        fraction.removeLast()
      }
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
}

// MARK: - Model file

extension DecimalNotation {
  /// The two words of the lines `density` and `bins`.
  package var fileWords: [String] {
    let shortest = leastDecimals > 0 ? "shortest/\(leastDecimals)" : "shortest"
    return ["\(decimals)", exponent?.headerWord ?? (hasFixedDecimals ? "fixed" : shortest)]
  }

  /// What `decimals` may be in a header.
  private static let decimalsLimits = -600...600

  /// Undoes `fileWords`; nil for anything else.
  package init?(fileWords words: ArraySlice<Substring>) {
    guard let first = words.first, let last = words.last, words.count == 2,
      let decimals = HeaderText.integer(first, Self.decimalsLimits)
    else { return nil }
    if let exponent = ExponentForm(headerWord: last) {
      self.init(decimals: decimals, hasFixedDecimals: false, exponent: exponent)
    } else if ["fixed", "shortest"].contains(last) {
      self.init(decimals: decimals, hasFixedDecimals: last == "fixed")
    } else {
      guard last.hasPrefix("shortest/"), decimals > 1,
        let least = HeaderText.integer(last.dropFirst(9), 1...(decimals - 1))
      else { return nil }
      self.init(decimals: decimals, hasFixedDecimals: false, leastDecimals: least)
    }
  }
}
