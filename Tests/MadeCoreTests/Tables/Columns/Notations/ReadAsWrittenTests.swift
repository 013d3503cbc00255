// What is written of a cell is read as this cell, in all notations and on grids of all kinds.

import MadeCore
import Testing

@Suite("A number that was written")
struct ReadAsWrittenTests {
  /// Numbers of all sizes and signs up to the limits, and those at the limits and at powers of ten.
  private static let numbers: [Int] = {
    var random = RandomStream(seed: 11, purpose: .sampledRow)
    let limits = ValueRanges.limits
    var numbers = [0, limits.lowerBound, limits.lowerBound + 1, limits.upperBound - 1]
    numbers += [limits.upperBound, 900_719_925_474_099, 9_007_199_254_740_985]
    var power = 1
    for _ in 0..<16 {
      numbers += [power - 1, -power, 5 * power]
      power *= 10
    }
    for _ in 0..<40 {
      let size = 1 << random.nextInteger(below: 54)
      let number = min(random.nextInteger(belowWide: size), limits.upperBound)
      numbers.append(random.nextUniform() < 0.5 ? -number : number)
      // With zeros at its end.
      numbers.append(number / 1_000_000 * 1_000_000)
    }
    return numbers.filter { limits.contains($0) }
  }()

  private func expectSame(
    _ notation: some Notation, _ numbers: [Int] = ReadAsWrittenTests.numbers
  ) {
    for number in numbers {
      let text = notation.text(number)
      guard text.withUnsafeBytes({ notation.units($0) }) != number else { continue }
      Issue.record("\(number) as \(String(decoding: text, as: UTF8.self)) in \(notation.digits)")
      return
    }
  }

  private static let decimals =
    Array(-4...8) + [-511, -510, -400, -20, -12, 12, 15, 16, 17, 20, 21, 30, 40, 60, 300, 511, 512]

  private static let forms: [ExponentForm] = {
    let plainly: [ExponentForm.Plainly?] = [
      nil, .powers(-4...15), .powers(-6...20), .powers(-40...40), .powers(0...0), .notLonger,
    ]
    return plainly.flatMap { plainly in
      [
        ExponentForm(isUpper: false, hasPlus: true, digits: 2, decimals: nil, plainly: plainly),
        ExponentForm(isUpper: true, hasPlus: false, digits: 1, decimals: 16, plainly: plainly),
        ExponentForm(
          isUpper: true, hasPlus: false, digits: 3, decimals: nil, leastDecimals: 1,
          plainly: plainly),
      ]
    }
  }()

  @Test("as a plain number, is read as the same", arguments: decimals)
  func plain(decimals: Int) {
    for isFixed in [false, true] {
      expectSame(DecimalNotation(decimals: decimals, hasFixedDecimals: isFixed))
    }
    for least in [1, 2, decimals / 2] where (1...20).contains(least) {
      expectSame(
        DecimalNotation(decimals: decimals, hasFixedDecimals: false, leastDecimals: least))
    }
  }

  @Test("with powers of ten, for all or for some sizes, is read as the same", arguments: forms)
  func powers(form: ExponentForm) {
    for decimals in Self.decimals {
      for isFixed in [false, true] {
        expectSame(
          DecimalNotation(decimals: decimals, hasFixedDecimals: isFixed, exponent: form))
      }
    }
  }

  @Test("of any size, is read as the same", arguments: ["1 -300", "3 -40", "13 -60", "14 0"])
  func floating(words: String) throws {
    for form in ["shortest", "shortest/1", "e2", "E+2.5", "shortest|e+2|-4:15"] {
      let plain = DecimalNotation(decimals: 0, hasFixedDecimals: false)
      let notation = try #require(
        FloatingNotation(headerWords: "\(words) \(form)".split(separator: " ")[...], digits: plain))
      let places = notation.places
      let most = places.mostPowers * places.perPower
      expectSame(notation, Self.numbers.filter { $0.magnitude <= UInt(most) })
    }
  }

  @Test(
    "as people write numbers, is read as the same",
    arguments: [
      "comma point/4 % %20€ -PNS never as-others zero",
      "point comma/4 $ % (PNS) never as-others zero",
      "point comma/5/2 ₹%20 % P-NS never as-others no-zero",
      "comma narrow/4 % %20kg %E2%88%92PNS positive shortest/,- zero",
      "point apostrophe/20 CHF%20 % PNS- not-negative fixed/.%E2%80%93 zero",
    ])
  func written(words: String) throws {
    let header = words.replacing("%E2%88%92", with: "\u{2212}").replacing(
      "%E2%80%93", with: "\u{2013}"
    ).split(separator: " ")
    for decimals in [-20, -3, 0, 1, 2, 7, 15, 16, 20, 21, 40] {
      for form in [nil] + Self.forms.map({ $0 }) {
        let digits = DecimalNotation(
          decimals: decimals, hasFixedDecimals: true, exponent: form)
        let notation = try #require(WrittenNotation(headerWords: header[...], digits: digits))
        expectSame(notation)
      }
    }
  }

  @Test("as a float, is read as the same, whether there is such a float or not")
  func single() throws {
    for decimals in -3...12 {
      for word in ["point", "bare"] {
        let notation = try #require(
          SingleNotation(
            headerWords: [word[...]],
            digits: DecimalNotation(decimals: decimals, hasFixedDecimals: false)))
        // Longer ones may be those of another float by chance.
        expectSame(notation, Self.numbers.filter { $0.magnitude < 1_000_000_000_000 })
      }
    }
  }

  @Test(
    "as C prints it, is read as the same, whether a binary number is printed so or not",
    arguments: ["6f", "12f", "8g", "9g", "17g", "7e", "18e", "9G", "18E", "30e"])
  func printed(form: String) throws {
    for decimals in Self.decimals {
      for size in ["single", "double"] {
        let notation = try #require(
          PrintedNotation(
            headerWords: [size[...], form[...]],
            digits: DecimalNotation(decimals: decimals, hasFixedDecimals: false)))
        #expect(notation.headerWords == [size, form])
        expectSame(notation)
      }
    }
  }

  @Test("with all digits of a double, is read as the same", arguments: [15, 16, 17])
  func double(precision: Int) throws {
    for decimals in Self.decimals {
      for form in [nil] + Self.forms.map({ $0 }) {
        let notation = try #require(
          DoubleNotation(
            headerWords: ["\(precision)"],
            digits: DecimalNotation(
              decimals: decimals, hasFixedDecimals: false, exponent: form)))
        expectSame(notation)
      }
    }
  }

  @Test("in scales, is read as the same")
  func scaled() throws {
    for words in [
      "point none $ % -PNS never as-others zero 0 0/0/% 3/0+/K 6/1/M 9/2+/B",
      "comma none % % -PNS never as-others zero 3 3/1+/%20kB 6/1+/%20MB 9/0/%20GB",
      "point comma/4 % % (PNS) never as-others zero -3 -3/2/ms 0/3+/s",
      "point none % % -PNS never as-others zero 0 0/0/% 3/1,0,0+/K 6/2,1,0/M",
    ] {
      for decimals in -3...12 {
        let digits = DecimalNotation(decimals: decimals, hasFixedDecimals: false)
        let notation = try #require(
          ScaledNotation(headerWords: words.split(separator: " ")[...], digits: digits))
        #expect(notation.headerWords.joined(separator: " ") == words)
        expectSame(notation)
      }
    }
  }
}

@Suite("Numbers that a Double can hardly tell apart")
struct LargestNumberTests {
  @Test("have a cell each, which meet", arguments: [1, 2, 3, 5, 10])
  func cells(step: Int) {
    let steps = NumberSteps(step: step, digits: 0)
    for start in [1 << 52 - 40, 1 << 53 - 200, -(1 << 52) - 40, -(1 << 53) + 100] {
      var number = steps.nearest(to: start)
      for _ in 0..<30 {
        #expect(steps.below(number) < steps.above(number))
        let next = steps.next(after: number)
        #expect(next == number + step && steps.last(before: next) == number)
        #expect(steps.above(number) == steps.below(next))
        number = next
      }
    }
  }

  @Test("have a width each where a column has them")
  func widths() throws {
    let cells = (0..<400).map { "\(8_000_000_000_000_000 + $0 * 7919 % 1000)" }
    let numbers = try #require(OneColumn(cells).numbers)
    for cell in 8_000_000_000_000_000..<8_000_000_000_001_000 {
      #expect(numbers.values.place(cell).rows[2] > 0)
    }
  }
}
