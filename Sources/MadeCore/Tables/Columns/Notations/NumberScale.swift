// Words and letters that scale a number: K, million, the k of kHz.

/// A suffix that says by which power of ten a number is to be multiplied.
package struct NumberScale: Hashable, Sendable {
  /// 3 for K.
  package let power: Int
  /// What is written after the number, with the blank between.
  package let suffix: [UInt8]
  /// Digits after the point of numbers with one digit before it, with two, and with three and more: all of them have so
  /// many, or so many at most.
  package var decimals: [Int]
  package var hasFixedDecimals: Bool

  package init(power: Int, suffix: [UInt8], decimals: [Int], hasFixedDecimals: Bool) {
    self.power = power
    self.suffix = suffix
    self.decimals = decimals
    self.hasFixedDecimals = hasFixedDecimals
  }

  static let powers = -12...18
  static let decimalsLimits = 0...12
  static let sizes = 3

  /// Those of numbers with some digits before the point.
  func decimals(wholeDigits: Int) -> Int {
    decimals.isEmpty ? 0 : decimals[min(max(wholeDigits, 1), decimals.count) - 1]
  }
}

/// What a suffix may mean: a scale, and what remains of it.
struct ScaleReading: Hashable {
  let power: Int
  /// What stands after the number whatever its scale: nothing, a unit, a word.
  let rest: [UInt8]

  /// Scales by themselves, of money and counts.
  private static let words: [(power: Int, texts: [String])] = [
    (3, ["K", "k", "thousand", "Thousand", "Tsd", "Tsd.", "mil"]),
    (5, ["L", "Lac", "Lacs", "lac", "Lakh", "Lakhs", "lakh"]),
    (
      6,
      [
        "M", "m", "mn", "Mn", "mln", "Mln", "MM", "mm", "Mio", "Mio.", "mio", "mill", "Mill",
        "million", "Million", "millions", "Millionen",
      ]
    ),
    (7, ["Cr", "Cr.", "cr", "Crore", "Crores", "crore"]),
    (
      9,
      [
        "B", "b", "G", "bn", "Bn", "BN", "bln", "Mrd", "Mrd.", "mrd", "mld", "billion", "Billion",
        "billions", "Milliarden",
      ]
    ),
    (12, ["T", "t", "tn", "trn", "Bio", "Bio.", "trillion", "Trillion"]),
  ]

  /// Scales before a unit.
  private static let prefixes: [(power: Int, texts: [String])] = [
    (-9, ["n"]), (-6, ["u", "\u{B5}", "\u{3BC}"]), (-3, ["m"]), (3, ["k", "K"]), (6, ["M"]),
    (9, ["G"]), (12, ["T"]), (15, ["P"]),
  ]
  private static let units: Set<String> = [
    "B", "b", "bit", "Bit", "byte", "bytes", "bps", "b/s", "B/s", "bit/s", "Hz", "W", "Wh", "Wp",
    "VA", "V", "A", "J", "g", "m", "s", "l", "L", "Pa", "eV", "N", "F", "\u{3A9}", "cal", "mol",
    "Bq", "Sv", "pb",
  ]

  /// Whether what remains is a unit, so that the scale before it is certain.
  var isOfUnit: Bool {
    String(validating: rest, as: UTF8.self).map { Self.units.contains($0) } ?? false
  }

  /// All that a suffix without blanks around it may mean, that it is no scale first.
  static func all(_ suffix: [UInt8]) -> [ScaleReading] {
    var readings = [ScaleReading(power: 0, rest: suffix)]
    for (power, texts) in words {
      for text in texts where suffix.starts(with: text.utf8) {
        let rest = suffix.dropFirst(text.utf8.count)
        let trimmed = WrittenStyle.trimmed(rest)
        let isEnd = rest.first.map { !$0.isLetter && $0 < 0x80 && $0 != 0x2E } ?? true
        if isEnd || Currency.certainty(trimmed) == .sure {
          readings.append(ScaleReading(power: power, rest: trimmed))
        }
      }
    }
    for (power, texts) in prefixes {
      for text in texts where suffix.starts(with: text.utf8) {
        let reading = ScaleReading(power: power, rest: Array(suffix.dropFirst(text.utf8.count)))
        if reading.isOfUnit { readings.append(reading) }
      }
    }
    return readings
  }
}
