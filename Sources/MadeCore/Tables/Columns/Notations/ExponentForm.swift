// Scientific notation: numbers with powers of ten, as they were written.

/// How a number is written with a power of ten: `1.50E+06`.
package struct ExponentForm: Equatable, Sendable {
  /// E, not e.
  package let isUpper: Bool
  /// Whether an exponent of 0 or more has a plus sign.
  package let hasPlus: Bool
  /// Digits that an exponent has at least.
  package let digits: Int
  /// Digits after the point; nil for as many as there are without zeros at their end.
  package let decimals: Int?

  package init(isUpper: Bool, hasPlus: Bool, digits: Int, decimals: Int?) {
    self.isUpper = isUpper
    self.hasPlus = hasPlus
    self.digits = digits
    self.decimals = decimals
  }

  static let digitsLimits = 1...3
  static let decimalsLimits = 0...16

  /// Appends a number of units of 10^-`scale`.
  func append(_ units: Int, scale: Int, to bytes: inout [UInt8]) {
    var digits = Array(String(units.magnitude).utf8)
    let exponent = units == 0 ? 0 : digits.count - 1 - scale
    let zero = UInt8(ascii: "0")
    while digits.count > 1, digits.last == zero { digits.removeLast() }
    if let decimals {
      digits += Array(repeating: zero, count: max(decimals + 1 - digits.count, 0))
    }
    if units < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes.append(digits[0])
    if digits.count > 1 {
      bytes.append(UInt8(ascii: "."))
      bytes += digits.dropFirst()
    }
    bytes.append(UInt8(ascii: isUpper ? "E" : "e"))
    if exponent < 0 {
      bytes.append(UInt8(ascii: "-"))
    } else if hasPlus {
      bytes.append(UInt8(ascii: "+"))
    }
    let size = String(exponent.magnitude).utf8
    bytes += Array(repeating: zero, count: max(self.digits - size.count, 0)) + size
  }
}

extension ExponentForm {
  /// As a word of a model's header: `E+2.5` has a capital letter, a plus sign, two digits of the exponent and five
  /// decimals.
  package var headerWord: String {
    "\(isUpper ? "E" : "e")\(hasPlus ? "+" : "")\(digits)" + (decimals.map { ".\($0)" } ?? "")
  }

  /// Undoes `headerWord`; nil for anything else.
  package init?(headerWord word: Substring) {
    var rest = word
    guard let letter = rest.popFirst(), letter == "E" || letter == "e" else { return nil }
    let hasPlus = rest.first == "+"
    if hasPlus { rest = rest.dropFirst() }
    let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let digits = HeaderText.integer(first, Self.digitsLimits) else {
      return nil
    }
    var decimals: Int?
    if parts.count > 1 {
      decimals = HeaderText.integer(parts[1], Self.decimalsLimits)
      if decimals == nil { return nil }
    }
    self.init(isUpper: letter == "E", hasPlus: hasPlus, digits: digits, decimals: decimals)
  }
}

/// How the numbers of a column are written, as far as powers of ten go.
struct ExponentLook {
  private var withExponent = 0
  private var without = 0
  private var upper = 0
  private var hasPlus = false
  private var digits = ExponentForm.digitsLimits.upperBound

  /// Looks at a number.
  mutating func look(_ text: UnsafeRawBufferPointer) {
    guard let place = text.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
      // 0 has no size that would ask for a power.
      if text.contains(where: { $0 > UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) {
        without += 1
      }
      return
    }
    withExponent += 1
    if text[place] == UInt8(ascii: "E") { upper += 1 }
    var exponent = text[(place + 1)...]
    if exponent.first == UInt8(ascii: "+") { hasPlus = true }
    if let first = exponent.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) {
      exponent = exponent.dropFirst()
    }
    digits = max(min(digits, exponent.count), ExponentForm.digitsLimits.lowerBound)
  }

  /// The form of nearly all numbers; nil if they are written without powers.
  ///
  /// - Parameter numbers: all of them.
  func form(_ numbers: [(number: NumberText, count: Int)]) -> ExponentForm? {
    guard withExponent > 0, OddCells.areNegligible(without, of: withExponent + without) else {
      return nil
    }
    let lengths = Set(
      numbers.lazy.filter { $0.number.mantissa != 0 }.map {
        String($0.number.mantissa.magnitude).utf8.count - 1
      })
    return ExponentForm(
      isUpper: 2 * upper > withExponent, hasPlus: hasPlus, digits: digits,
      decimals: lengths.count == 1 ? lengths.first : nil)
  }
}
