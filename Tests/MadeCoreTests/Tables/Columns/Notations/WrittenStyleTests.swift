// Properties of styles of numbers: whatever one writes it reads, and whatever a header says is safe.

import MadeCore
import Testing

@Suite("Styles of written numbers")
struct WrittenStyleTests {
  /// A style of any features.
  private func style(_ random: inout Mutator) -> WrittenStyle? {
    func any<Value>(_ values: [Value]) -> Value { values[random.below(values.count)] }
    let affixes = ["%", "%20€", "€", "kg", "%20kg", "$", "US$%20", "CHF%20", "%25", "/10", "°C"]
    let signs = ["-PNS", "P-NS", "PN-S", "PNS-", "(PNS)", "P(N)S", "−PNS", "-%20PNS", "–PNS"]
    let groups = DigitSeparator.allCases.flatMap { ["\($0.rawValue)/4", "\($0.rawValue)/5"] }
    let words = [
      any(["point", "comma"]), any(groups + ["none", "none", "comma/4/2", "comma/20"]),
      any(affixes), any(affixes), any(signs), any(["never", "positive", "not-negative"]),
      any(["as-others", "as-others", "fixed/%", "fixed/.-", "shortest/.", "fixed/,--"]),
      any(["zero", "no-zero"]),
    ]
    return WrittenStyle(headerWords: words.map { $0[...] })
  }

  @Test("numbers of all sizes come back", arguments: 1...12 as ClosedRange<UInt64>)
  func roundTrips(seed: UInt64) {
    var random = Mutator(seed: seed)
    var styles = 0
    for _ in 0..<200 {
      guard let style = style(&random) else { continue }
      styles += 1
      for _ in 0..<50 {
        let decimals = random.below(5)
        let size = [10, 1000, 100_000, 1 << 30, 1 << 49][random.below(5)]
        let units = random.below(size) * (random.below(2) == 0 ? 1 : -1)
        let notation = WrittenNotation(
          style,
          digits: DecimalNotation(
            decimals: decimals, hasFixedDecimals: style.whole != nil || random.below(2) == 0))
        let text = notation.text(units)
        #expect(
          text.withUnsafeBytes { notation.units($0) } == units,
          "\(String(decoding: text, as: UTF8.self)) \(style.headerWords)")
      }
    }
    #expect(styles > 50)
  }

  @Test("a style has one spelling in a header", arguments: 1...4 as ClosedRange<UInt64>)
  func header(seed: UInt64) {
    var random = Mutator(seed: seed)
    for _ in 0..<300 {
      guard let style = style(&random) else { continue }
      let words = style.headerWords.map { $0[...] }
      #expect(WrittenStyle(headerWords: words) == style)
      // Anything else is refused, or a style that says itself.
      let line = Array(words.joined(separator: " ").utf8)
      let other = String(decoding: random.mutate([line]), as: UTF8.self)
      let others = other.split(separator: " ", omittingEmptySubsequences: false)
      if let read = WrittenStyle(headerWords: others) {
        #expect(read.headerWords == others.map(String.init))
      }
    }
  }

  @Test(
    "words that are refused",
    arguments: [
      "point none % % -PNS never as-others zero", "comma comma/4 % % -PNS never as-others zero",
      "blank none % % -PNS never as-others zero", "comma point/6 % % -PNS never as-others zero",
      "comma none 5 % -PNS never as-others zero", "comma none % 5 -PNS never as-others zero",
      "comma none % kg PN-S never as-others zero", "comma none - % -PNS never as-others zero",
      "comma none % % NPS never as-others zero", "comma none % % -PNS always as-others zero",
      "comma none % % -PNS never shortest/% zero", "comma none % % -PNS never fixed/x zero",
      "comma none % % -PNS never as-others maybe", "comma none % % -PNS never as-others",
      "comma none %00 % -PNS never as-others zero", "comma none % %0A -PNS never as-others zero",
    ])
  func refused(words: String) {
    #expect(WrittenStyle(headerWords: words.split(separator: " ")) == nil)
  }

  @Test(
    "any bytes are read without harm, and never as two numbers",
    arguments: 1...8 as ClosedRange<UInt64>)
  func anyText(seed: UInt64) {
    let letters =
      [
        "0", "1", "5", "23", "456", ",", ".", "'", " ", "-", "+", "(", ")", "€", "$", "%", "kg",
        "\u{A0}", "\u{202F}", "\u{2212}", "e", "E+", "CHF", "’",
      ].map { Array($0.utf8) } + [[0xA0], [0xE2], [0xE2, 0x80], [0xC2], [0x80]]
    var random = Mutator(seed: seed)
    guard
      let style = WrittenStyle(
        headerWords: "comma point/4 % %20€ -PNS never as-others zero".split(separator: " "))
    else {
      Issue.record("a style")
      return
    }
    let notation = WrittenNotation(
      style, digits: DecimalNotation(decimals: 6, hasFixedDecimals: false))
    for _ in 0..<5000 {
      let text = (0..<random.below(10)).flatMap { _ in letters[random.below(letters.count)] }
      let values = WrittenValues([(text, 3)], hasSemicolons: seed % 2 == 0)
      if let found = WrittenFinding(values) {
        #expect(WrittenStyle(headerWords: found.style.headerWords.map { $0[...] }) == found.style)
      }
      let units = text.withUnsafeBytes { notation.units($0) }
      guard let units, units.magnitude < 1 << 49 else { continue }
      // What was read is written, and read as the same number again.
      let back = notation.text(units)
      #expect(back.withUnsafeBytes { notation.units($0) } == units)
    }
  }
}
