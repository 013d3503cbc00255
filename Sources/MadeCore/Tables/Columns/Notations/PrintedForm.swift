// How C prints numbers: its conversions %g, %f and %e.

import CKernels

/// What C's printf is told: `%.9g`, `%.10f`, `%.18e`.
struct PrintedForm: Equatable, Sendable {
  /// f, e, E, g or G: what `precision` counts is decimals for f, e and E, and significant digits for g and G.
  let letter: UInt8
  let precision: Int

  var isFixed: Bool { letter == UInt8(ascii: "f") }

  /// What numbers with noise of binary arithmetic have at least and at most.
  private static let precisions = 6...30
  private static let letters = Array("efgEG".utf8)

  /// The form of all numbers among the texts of a column, as their lengths have it; nil if they have no single one.
  init?(of texts: [[UInt8]]) {
    var powers = 0
    var numbers = 0
    var isUpper = false
    var decimals: Set<Int> = []
    var mostDigits = 0
    for text in texts {
      let digits = text.withUnsafeBytes { DecimalText($0)?.significant.digits.count }
      guard let digits else { continue }
      numbers += 1
      let mantissa = text.prefix { $0 | 0x20 != UInt8(ascii: "e") }
      if mantissa.count < text.count {
        (powers, isUpper) = (powers + 1, text[mantissa.count] < 0x60)
      }
      let point = mantissa.firstIndex(of: UInt8(ascii: ".")) ?? mantissa.endIndex - 1
      decimals.insert(mantissa.endIndex - 1 - point)
      mostDigits = max(mostDigits, digits)
    }
    let letter: UInt8
    if decimals.count == 1, let places = decimals.first, powers == 0 || powers == numbers {
      precision = places
      letter = powers == 0 ? UInt8(ascii: "f") : isUpper ? UInt8(ascii: "E") : UInt8(ascii: "e")
    } else {
      precision = mostDigits
      letter = isUpper ? UInt8(ascii: "G") : UInt8(ascii: "g")
    }
    self.letter = letter
    guard Self.precisions.contains(precision) else { return nil }
  }

  /// Undoes `headerWord`; nil for anything else.
  init?(headerWord word: Substring) {
    guard let letter = word.utf8.last, Self.letters.contains(letter),
      let precision = HeaderText.integer(word.dropLast(), Self.precisions)
    else { return nil }
    (self.letter, self.precision) = (letter, precision)
  }

  /// `9g`.
  var headerWord: String { "\(precision)\(Character(UnicodeScalar(letter)))" }

  /// What is printed; nil of what is no finite number.
  func text(_ value: Double) -> [UInt8]? {
    guard value.isFinite else { return nil }
    // No double has more than 309 digits before its point.
    return [UInt8](unsafeUninitializedCapacity: 352) { bytes, count in
      count = Int(
        made_print_number(
          value, CChar(truncatingIfNeeded: letter), Int32(precision), bytes.baseAddress,
          bytes.count))
    }
  }
}
