// Columns of which some numbers have powers of ten, as programs write them.

import MadeCore
import Testing

@Suite("Numbers some of which have powers of ten")
struct ExponentFormTests {
  /// How programs write a number of a few digits: DIGITS * 10^(power - their count + 1).
  private struct Program: CustomTestStringConvertible {
    let testDescription: String
    /// Powers that are written plainly; nil for the shorter of both.
    let plain: ClosedRange<Int>?
    let letter: String
    let digits: Int
    let plus: String
    let point: String
    /// The second word of the model's line.
    let word: String

    func text(_ number: Int, _ power: Int) -> String {
      var digits = Substring(String(number))
      while digits.count > 1, digits.hasSuffix("0") { digits = digits.dropLast() }
      let first = digits.prefix(1)
      let rest = digits.dropFirst()
      let withPower =
        first + (rest.isEmpty ? point : "." + rest) + letter + (power < 0 ? "-" : plus)
        + String(repeating: "0", count: max(self.digits - "\(abs(power))".count, 0))
        + "\(abs(power))"
      var plainly: String
      if power < 0 {
        plainly = "0." + String(repeating: "0", count: -power - 1) + digits
      } else if digits.count <= power + 1 {
        plainly = digits + String(repeating: "0", count: power + 1 - digits.count) + point
      } else {
        plainly = digits.prefix(power + 1) + "." + digits.dropFirst(power + 1)
      }
      if let plain { return plain.contains(power) ? plainly : String(withPower) }
      return withPower.count < plainly.count ? String(withPower) : plainly
    }
  }

  private static let programs = [
    Program(
      testDescription: "Python", plain: -4...15, letter: "e", digits: 2, plus: "+", point: "",
      word: "shortest|e+2|-4:15"),
    Program(
      testDescription: "JavaScript", plain: -6...20, letter: "e", digits: 1, plus: "+", point: "",
      word: "shortest|e+1|-6:20"),
    Program(
      testDescription: "Java", plain: -3...6, letter: "E", digits: 1, plus: "", point: ".0",
      word: "shortest/1|E1.1+|-3:6"),
    Program(
      testDescription: "awk", plain: -4...5, letter: "e", digits: 2, plus: "+", point: "",
      word: "shortest|e+2|-4:5"),
    Program(
      testDescription: ".NET", plain: -4...14, letter: "E", digits: 2, plus: "+", point: "",
      word: "shortest|E+2|-4:14"),
    Program(
      testDescription: "R", plain: nil, letter: "e", digits: 2, plus: "+", point: "",
      word: "shortest|e+2|not-longer"),
  ]

  @Test("come back as the program writes them, whatever their size", arguments: programs)
  private func program(_ program: Program) throws {
    // Sizes on either side of what is plain, on a grid that a Double holds, with one to three digits.
    var noise = Noise(5)
    func number() -> Int { noise.below(3) == 0 ? noise.below(9) + 1 : noise.below(899) + 100 }
    let low = (program.plain?.lowerBound ?? -4) - 2
    let cells =
      (0..<600).map { _ in program.text(number(), noise.below(13) + low) }
      + [program.point.isEmpty ? "0" : "0.0"]
    let column = try OneColumn(cells)
    let word = try #require(column.numbers?.notation.digits.fileWords.last)
    #expect(word == program.word || program.plain.map { $0.upperBound > 6 } ?? false, "\(word)")
    #expect(column.summary.rounded == 0)
    #expect(try column.texts() == cells)
    #expect(column.text("0.0000123") == program.text(123, -5))
    let words = DecimalNotation(fileWords: ["5", word[...]])
    #expect(words?.fileWords == ["5", word])
  }

  @Test("are large ones, too")
  func large() throws {
    var noise = Noise(6)
    let python = Self.programs[0]
    let cells = (0..<500).map { _ in
      let text = python.text(noise.below(899) + 100, noise.below(8) + 11)
      return text.contains("e") ? text : text + ".0"
    }
    let column = try OneColumn(cells)
    #expect(column.numbers?.notation.digits.fileWords.last == "shortest/1|e+2|-4:15")
    #expect(try column.texts() == cells)
  }

  @Test("are no rule where sizes do not tell")
  func none() throws {
    let cells = (0..<400).map { $0 % 3 == 0 ? "\($0 + 100)e-2" : "\($0 + 100).5" }
    let column = try OneColumn(cells)
    #expect(column.numbers?.notation.digits.exponent == nil)
  }

  @Test("may have a decimal comma")
  func comma() throws {
    var noise = Noise(7)
    let python = Self.programs[0]
    let cells = (0..<500).map { _ in
      python.text(noise.below(899) + 100, noise.below(8) - 7).replacing(".", with: ",")
    }
    let column = try OneColumn(cells)
    #expect(column.numbers?.notation is WrittenNotation)
    #expect(try column.texts() == cells)
  }

  @Test("are one word of a header")
  func words() {
    for word in [
      "fixed|e+2|-4:15", "shortest/2|E1.1+|not-longer", "shortest|e3.4|-40:40", "e+2.3+",
    ] { #expect(DecimalNotation(fileWords: ["7", word[...]])?.fileWords == ["7", word]) }
    for word in [
      "fixed|e+2|4:-15", "fixed|e+2|-41:5", "fixed|e+2", "fixed|e+2|", "e+2|fixed|0:1", "|e+2|0:1",
      "fixed|e+2|0:1|", "fixed|e+2|0:1:2", "fixed|e+2|0", "e+2.0+", "e+2.+", "fixed|e+2|longer",
    ] { #expect(DecimalNotation(fileWords: ["7", word[...]]) == nil, "\(word)") }
  }
}
