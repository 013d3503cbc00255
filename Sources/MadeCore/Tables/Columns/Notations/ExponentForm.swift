// Scientific notation: numbers with powers of ten, as they were written.

/// How a number is written with a power of ten, `1.50E+06`, and which numbers of the column are.
package struct ExponentForm: Equatable, Sendable {
  /// The numbers beside those with a power of ten that are written without.
  package enum Plainly: Hashable, Sendable {
    /// Those whose first digit is worth 10^e with e in a range, as most programs have it: -4...15 in Python, -6...20
    /// in JavaScript.
    case powers(ClosedRange<Int>)
    /// Those that are not longer so, as R has it: 0.00012 and 120000, but 1e-04 and 1e+05.
    case notLonger
  }

  /// E, not e.
  package let isUpper: Bool
  /// Whether an exponent of 0 or more has a plus sign.
  package let hasPlus: Bool
  /// Digits that an exponent has at least.
  package let digits: Int
  /// Digits after the point; nil for as many as there are without zeros at their end.
  package let decimals: Int?
  /// Where these are as many as there are: how many at least, 1 in `1.0E-5`.
  package let leastDecimals: Int
  /// Nil if all numbers have a power of ten, also 0.
  package let plainly: Plainly?

  package init(
    isUpper: Bool, hasPlus: Bool, digits: Int, decimals: Int?, leastDecimals: Int = 0,
    plainly: Plainly? = nil
  ) {
    self.isUpper = isUpper
    self.hasPlus = hasPlus
    self.digits = digits
    self.decimals = decimals
    self.leastDecimals = decimals == nil ? leastDecimals : 0
    self.plainly = plainly
  }

  static let digitsLimits = 1...3
  static let decimalsLimits = 0...30
  /// Of numbers that are written plainly: people do not count more zeros.
  static let powersLimits = -40...40

  /// Whether a number is written without a power of ten.
  ///
  /// - Parameters:
  ///   - digits: how many it has from the first to the last that is not 0; none for 0.
  ///   - power: what its first digit is worth, as a power of ten.
  func writesPlainly(digits: Int, power: Int) -> Bool {
    guard let plainly else { return false }
    if digits == 0 { return true }
    switch plainly {
    case .powers(let range): return range.contains(power)
    case .notLonger: return !Self.isShorter(digits: digits, power: power)
    }
  }

  /// Whether a number is shorter with a power of ten, of two digits at least.
  static func isShorter(digits: Int, power: Int) -> Bool {
    let plain =
      power < 0 ? digits + 1 - power : max(digits + (digits > power + 1 ? 1 : 0), power + 1)
    let withPower = digits + (digits > 1 ? 1 : 0) + (power.magnitude < 100 ? 4 : 5)
    return withPower < plain
  }

  /// Whether a number of units of 10^-`scale` is written without a power of ten.
  func writesPlainly(_ units: Int, scale: Int) -> Bool {
    plainly != nil && writesPlainly(NumberText(mantissa: units, exponent: -scale))
  }

  func writesPlainly(_ number: NumberText) -> Bool {
    let (digits, power) = number.size
    return writesPlainly(digits: digits, power: power)
  }

  /// Appends a number of units of 10^-`scale` with a power of ten.
  func append(_ units: Int, scale: Int, to bytes: inout [UInt8]) {
    var digits = Array(String(units.magnitude).utf8)
    let exponent = units == 0 ? 0 : digits.count - 1 - scale
    let zero = UInt8(ascii: "0")
    while digits.count > 1, digits.last == zero { digits.removeLast() }
    let least = (decimals ?? leastDecimals) + 1
    digits += Array(repeating: zero, count: max(least - digits.count, 0))
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
    bytes.append(digitsOf: exponent.magnitude, atLeast: self.digits)
  }
}

extension NumberText {
  /// How many digits it has from the first to the last that is not 0, none for 0, and what the first is worth, as a
  /// power of ten.
  var size: (digits: Int, power: Int) {
    let number = canonical
    if number.mantissa == 0 { return (0, 0) }
    let digits = number.mantissa.magnitude.digitCount
    return (digits, digits - 1 + number.exponent)
  }
}

// MARK: - Model file

extension ExponentForm {
  /// As a word of a model's header: `E+2.5` has a capital letter, a plus sign, two digits of the exponent and five
  /// decimals, `E1.1+` one decimal or more.
  package var headerWord: String {
    let places = decimals.map { ".\($0)" } ?? (leastDecimals > 0 ? ".\(leastDecimals)+" : "")
    return "\(isUpper ? "E" : "e")\(hasPlus ? "+" : "")\(digits)\(places)"
  }

  /// Undoes `headerWord`; nil for anything else.
  package init?(headerWord word: Substring, plainly: Plainly? = nil) {
    var rest = word
    guard let letter = rest.popFirst(), letter == "E" || letter == "e" else { return nil }
    let hasPlus = rest.first == "+"
    if hasPlus { rest = rest.dropFirst() }
    let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let digits = HeaderText.integer(first, Self.digitsLimits) else {
      return nil
    }
    var decimals: Int?
    var least = 0
    if parts.count > 1 {
      let isLeast = parts[1].last == "+"
      let places = HeaderText.integer(
        isLeast ? parts[1].dropLast() : parts[1], Self.decimalsLimits)
      guard let places, places > 0 || !isLeast else { return nil }
      if isLeast { least = places } else { decimals = places }
    }
    self.init(
      isUpper: letter == "E", hasPlus: hasPlus, digits: digits, decimals: decimals,
      leastDecimals: least, plainly: plainly)
  }
}

extension ExponentForm.Plainly {
  /// As a part of a word of a model's header: `-4:15`, `not-longer`.
  var headerWord: String {
    switch self {
    case .powers(let range): "\(range.lowerBound):\(range.upperBound)"
    case .notLonger: "not-longer"
    }
  }

  /// Undoes `headerWord`; nil for anything else.
  init?(headerWord word: Substring) {
    if word == "not-longer" {
      self = .notLonger
      return
    }
    let ends = word.split(separator: ":", omittingEmptySubsequences: false).compactMap {
      HeaderText.integer($0, ExponentForm.powersLimits)
    }
    guard ends.count == 2, ends[0] <= ends[1], word.utf8.count(where: { $0 == 0x3A }) == 1 else {
      return nil
    }
    self = .powers(ends[0]...ends[1])
  }
}
