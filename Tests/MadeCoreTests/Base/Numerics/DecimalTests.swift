// Numbers for people.

import MadeCore
import Testing

@Suite("Decimals")
struct DecimalTests {
  @Test(
    "are rounded to so many digits",
    arguments: [
      (0, 3, "0.000"), (-0.0004, 3, "0.000"), (-0.0005, 3, "-0.001"), (1.5, 0, "2"),
      (-12.3456, 2, "-12.35"), (0.05, 1, "0.1"), (99.999, 2, "100.00"),
      (1e14, 0, "100000000000000"),
      (1e300, 2, "1e+300"), (.infinity, 1, "inf"), (.nan, 1, "nan"), (7, 1, "7.0"),
    ] as [(Double, Int, String)])
  func fixed(value: Double, digits: Int, text: String) {
    #expect(fixedPoint(value, digits: digits) == text)
  }

  @Test(
    "can have so many significant ones",
    arguments: [
      (-73.69573, "-73.696"), (0.034567891, "0.034568"), (123456.7, "123457"), (0, "0.0000"),
      (-9.99999, "-10.0000"), (1, "1.0000"), (-.infinity, "-inf"),
    ] as [(Double, String)])
  func significantDigits(value: Double, text: String) {
    #expect(significant(value, digits: 5) == text)
  }

  @Test("round steps are 1, 2 or 5 and fit in")
  func steps() {
    for exponent in -8...12 {
      for factor in [1.0, 1.7, 2, 3.3, 5, 9.99] {
        let length = factor * powerOfTen(exponent)
        for most in [1, 4, 7, 20] {
          let steps = RoundSteps(length: length, most: most)
          #expect(length / steps.step <= Double(most))
          #expect(length / steps.step > Double(most) / 2.6 || steps.step == 1e-9)
          let multiples = steps.multiples(from: -length, to: length)
          #expect(Set(multiples.map(steps.text)).count == multiples.count)
        }
      }
    }
    #expect(RoundSteps(length: 3, most: 10, smallest: 1).step == 1)
    #expect(RoundSteps(length: 8, most: 20, smallest: 0.3).step == 0.5)
    #expect(RoundSteps(length: 1, most: 5).multiples(from: 0, to: 1).count == 6)
    #expect(RoundSteps(length: 0.25, most: 5).text(-0.15) == "-0.15")
    for length in [0, -1, .nan, .infinity] {
      #expect(RoundSteps(length: length, most: 5).step == 0.2)
    }
  }
}
