// From the numbers of a column to which of them are written with powers of ten, and how.

/// How the numbers of a column are written, as far as powers of ten go.
struct ExponentLook {
  private var withExponent = 0
  private var without = 0
  private var upper = 0
  private var hasPlus = false
  private var digits = ExponentForm.digitsLimits.upperBound
  /// How many numbers have a first digit worth 10^e, by e: those with a power of ten, and those without.
  private var powers: [Int: Int] = [:]
  private var plainPowers: [Int: Int] = [:]
  /// Numbers that are longer than they could be with a power, or without.
  private var longer = 0
  /// The fewest and the most digits after the point before a power, and whether a zero is the last of some.
  private var places = (least: ExponentForm.decimalsLimits.upperBound, most: 0)
  private var hasZeros = false

  /// Looks at a number.
  ///
  /// - Parameters:
  ///   - text: its digits and separators, a power of ten perhaps.
  ///   - number: what it says.
  mutating func look(_ text: UnsafeRawBufferPointer, _ number: NumberText) {
    let (digits, power) = number.size
    guard let place = text.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
      // 0 has no size that would ask for a power.
      if digits > 0 {
        without += 1
        plainPowers[power, default: 0] += 1
        if ExponentForm.isShorter(digits: digits, power: power) { longer += 1 }
      }
      return
    }
    withExponent += 1
    if digits > 0 {
      powers[power, default: 0] += 1
      if !ExponentForm.isShorter(digits: digits, power: power) { longer += 1 }
    }
    look(mantissa: text[..<place])
    if text[place] == UInt8(ascii: "E") { upper += 1 }
    var exponent = text[(place + 1)...]
    if exponent.first == UInt8(ascii: "+") { hasPlus = true }
    if let first = exponent.first, !first.isDigit { exponent = exponent.dropFirst() }
    self.digits = max(min(self.digits, exponent.count), ExponentForm.digitsLimits.lowerBound)
  }

  private mutating func look(mantissa: Slice<UnsafeRawBufferPointer>) {
    let point = mantissa.lastIndex { !$0.isDigit }
    let places = point.map { mantissa.endIndex - $0 - 1 } ?? 0
    self.places = (min(self.places.least, places), max(self.places.most, places))
    if places > 0, mantissa.last == UInt8(ascii: "0") { hasZeros = true }
  }

  /// The form of nearly all numbers, or of those of some sizes; nil if numbers are written without powers, whatever
  /// their size.
  ///
  /// - Parameter numbers: all of them.
  func form(_ numbers: [(number: NumberText, count: Int)]) -> ExponentForm? {
    guard withExponent > 0 else { return nil }
    if OddCells.areNegligible(without, of: withExponent + without) {
      // More digits than a number keeps.
      if places.least == places.most, places.least >= 14 {
        return form(decimals: places.least, nil)
      }
      let lengths = Set(
        numbers.lazy.filter { $0.number.mantissa != 0 }.map {
          $0.number.mantissa.magnitude.digitCount - 1
        })
      return form(decimals: lengths.count == 1 ? lengths.first : nil, nil)
    }
    return plainly.map {
      form(decimals: hasZeros && places.least == places.most ? places.least : nil, $0)
    }
  }

  private func form(decimals: Int?, _ plainly: ExponentForm.Plainly?) -> ExponentForm {
    ExponentForm(
      isUpper: 2 * upper > withExponent, hasPlus: hasPlus, digits: digits, decimals: decimals,
      leastDecimals: hasZeros ? places.least : 0, plainly: plainly)
  }
}

extension ExponentLook {
  /// The least power that programs write plainly, the likelier ones first: Python, C and Go; JavaScript; Java.
  private static let lows = [-4, -6, -3]
  /// The largest: Python; JavaScript and Go; C; Java; PostgreSQL and .NET; spreadsheets.
  private static let highs = [15, 20, 5, 6, 14, 10, 11]

  /// Which numbers are written without a power; nil if it does not depend on their sizes.
  private var plainly: ExponentForm.Plainly? {
    guard let least = Self.bound(plainPowers, above: false),
      let most = Self.bound(plainPowers, above: true),
      ExponentForm.powersLimits.contains(least), ExponentForm.powersLimits.contains(most)
    else { return nil }
    let below = powers.keys.filter { $0 < 0 }.max()
    let above = powers.keys.filter { $0 >= 0 }.min()
    /// The first that is possible, or what the numbers themselves say.
    func choice(_ usual: [Int], _ isPossible: (Int) -> Bool, else other: Int) -> Int {
      usual.first(where: isPossible) ?? other
    }
    let low = choice(Self.lows, { $0 <= least && $0 > below ?? .min }, else: least)
    // JavaScript is the only one with -6.
    let highs = low == Self.lows[1] ? [Self.highs[1]] + Self.highs : Self.highs
    let high = choice(highs, { $0 >= most && $0 < above ?? .max }, else: most)
    let isUsual = low != Self.lows[2] && Self.lows.contains(low) && Self.highs.contains(high)
    let range = low...max(low, high)
    let isRange = areOdd(
      powers.reduce(0) { range.contains($1.key) ? $0 + $1.value : $0 }
        + plainPowers.reduce(0) { range.contains($1.key) ? $0 : $0 + $1.value })
    if isRange, isUsual || longer > 0 { return .powers(range) }
    if areOdd(longer) { return .notLonger }
    return isRange ? .powers(range) : nil
  }

  /// Whether so few numbers are written otherwise that a rule holds: few among those with powers, too.
  private func areOdd(_ others: Int) -> Bool {
    OddCells.areNegligible(others, of: withExponent + without) && 20 * others <= withExponent
  }

  /// The largest power, or the least, but for odd ones.
  private static func bound(_ powers: [Int: Int], above: Bool) -> Int? {
    OddCells.least(powers.map { (above ? $0.key : -$0.key, $0.value) }).map { above ? $0 : -$0 }
  }
}
