// Columns of numbers in several scales: $1.2M, 350K, 12 GB.

import MadeCore
import Testing

@Suite("Numbers in scales")
struct ScaledColumnTests {
  private static let scales = ["", "K", "M", "B"]

  /// Numbers from 1 to 999 billion with some decimals.
  private func cells(
    _ count: Int, prefix: String = "", suffixes: [String] = ScaledColumnTests.scales,
    decimals: [Int] = [0, 0, 1, 2], point: String = "."
  ) -> [String] {
    var noise = Noise(3)
    return (0..<count).map { _ in
      let scale = noise.below(suffixes.count)
      let places = decimals[scale]
      let power = [1, 10, 100][places]
      let number = noise.below(999 * power) + power
      let fraction = places == 0 ? "" : point + "\(power + number % power)".dropFirst()
      return prefix + "\(number / power)" + fraction + suffixes[scale]
    }
  }

  @Test("are numbers, on a grid that is coarser for larger ones, and come back in their scale")
  func money() throws {
    let cells = cells(600, prefix: "$")
    let column = try OneColumn(cells)
    let numbers = try #require(column.numbers)
    #expect(
      numbers.notation.headerWords.joined(separator: " ")
        == "point none $ % -PNS never as-others zero 0 0/0+/% 3/0+/K 6/1+/M 9/2+/B")
    #expect(numbers.values.steps.bySize.map(\.power) == [0, 3, 5, 7])
    #expect(column.summary.rounded == 0 && column.summary.words == 0)
    #expect(try column.texts() == cells)
    #expect(column.text("1250000") == "$1.25M" && column.text("$2k") == "$2K")
    // All that is drawn looks like the others.
    for number in [1_249_999, 1234, 999_950, 12_345_678_901, -4_560_000] {
      let cell = numbers.values.nearest(to: number)
      let text = String(decoding: numbers.notation.text(cell), as: UTF8.self)
      #expect(text.wholeMatch(of: /-?\$(\d+|\d+K|\d+\.\dM|\d+\.\d\dB)/) != nil, "\(text)")
    }
  }

  @Test(
    "may be of any sort that is certain",
    arguments: [
      ("", ["K", "M"], [0, 1], "."), ("", ["k", "M"], [0, 1], "."),
      ("€", ["K", "M"], [0, 1], "."),
      ("", [" kB", " MB", " GB"], [0, 1, 2], "."), ("", [" MB", " GB"], [0, 0], "."),
      ("", [" Hz", " kHz", " MHz"], [0, 1, 1], "."), ("", [" Mio. €", " Mrd. €"], [1, 2], ","),
      ("₹", [" Lac", " Cr"], [1, 2], "."), ("", ["ms", "s"], [0, 2], "."),
      ("", [" views", "K views", "M views"], [0, 1, 1], "."),
      ("", ["", "k"], [0, 1], "."), ("£", [" million", " billion"], [1, 1], "."),
    ])
  func sorts(prefix: String, suffixes: [String], decimals: [Int], point: String) throws {
    var cells = cells(
      600, prefix: prefix, suffixes: suffixes, decimals: decimals, point: point)
    // A crore is a hundred lakhs.
    if suffixes.contains(" Lac") { cells = cells.filter { !$0.hasSuffix("Lac") || $0.count < 10 } }
    let column = try OneColumn(cells)
    #expect(column.numbers?.notation is ScaledNotation)
    #expect(column.summary.rounded == 0 && column.summary.words == 0)
    #expect(try column.texts() == cells)
  }

  @Test("may have fewer decimals where they have more digits before the point: 4.0K and 12K")
  func lessPlaces() throws {
    var noise = Noise(9)
    let cells = (0..<600).map { _ in
      let scale = ["K", "M"][noise.below(2)]
      switch noise.below(3) {
      case 0: return "\(noise.below(9) + 1).\(noise.below(10))\(scale)"
      // As 9.96 is written with a decimal.
      case 1: return noise.below(20) == 0 ? "10.0\(scale)" : "\(noise.below(90) + 10)\(scale)"
      default: return "\(noise.below(900) + 100)\(scale)"
      }
    }
    let column = try OneColumn(cells)
    let numbers = try #require(column.numbers)
    #expect(numbers.notation.headerWords.suffix(2) == ["3/1,0,0+/K", "6/1,0,0+/M"])
    #expect(try column.texts() == cells.map { $0.replacing("10.0", with: "10") })
    #expect(column.summary.rounded == 0)
    for number in [4321, 9960, 12_345, 1_960_000, 55_500_000, 123_456_789] {
      let cell = numbers.values.nearest(to: number)
      let text = String(decoding: numbers.notation.text(cell), as: UTF8.self)
      #expect(text.wholeMatch(of: /\d\.\d[KM]|\d\d\d?[KM]/) != nil, "\(text)")
    }
  }

  @Test("with words and zeros among them")
  func words() throws {
    let cells =
      cells(400, suffixes: ["K", "M"], decimals: [0, 1]) + ["0", "0", "Varies", "Varies"]
    let column = try OneColumn(cells)
    #expect(column.numbers?.notation is ScaledNotation && column.summary.words == 1)
    #expect(try column.texts() == cells)
  }

  @Test(
    "are none where letters may be those of codes, or do not follow from the size",
    arguments: [
      (["A", "B", "C", "D"], 1...30), (["B", "M"], 5...14), (["K"], 1...900),
      (["K", "M"], 1...20_000), (["", "B"], 1...400), (["m", "h", "s"], 1...59),
    ])
  func codes(suffixes: [String], numbers: ClosedRange<Int>) throws {
    var noise = Noise(4)
    let cells = (0..<400).map { _ in
      "\(numbers.lowerBound + noise.below(numbers.count))\(suffixes[noise.below(suffixes.count)])"
    }
    let column = try OneColumn(cells)
    #expect(!(column.numbers?.notation is ScaledNotation))
  }

  @Test("are read from a model's header, and nothing else is")
  func header() {
    let digits = DecimalNotation(decimals: 0, hasFixedDecimals: false)
    let style = "point none % % -PNS never as-others zero"
    for words in ["0 0/0/% 3/1/K", "3 3/0+/K 6/2/M", "0 0/0/% 3/0/%20k"] {
      let words = "\(style) \(words)".split(separator: " ")
      #expect(ScaledNotation(headerWords: words[...], digits: digits) != nil)
    }
    for words in [
      "0 0/0/%", "0 3/1/K 0/0/%", "1 0/0/% 3/1/K", "0 0/0/% 3/1/%", "0 0/0/K 3/1/K", "0 0/0/% 3/1",
      "0 0/0/% 3/13/K", "0 0/0/% 3/1,1,1/K", "0 0/0/% 3/1,0/K", "0 0/0/% 30/1/K",
      "0 0/0/% 3/1/K%20", "0 3/0/% 6/0/M", "0 0/0/% 3/x/K",
    ] {
      let words = "\(style) \(words)".split(separator: " ")
      #expect(ScaledNotation(headerWords: words[...], digits: digits) == nil, "\(words)")
    }
    for word in ["0,3:3,6:5", "2,3:2", "0,4:4,5:0"] {
      #expect(NumberSteps(fileWords: ["1", word[...]])?.fileWords == ["1", word])
    }
    for word in ["0,", "0,3", "0,3:4", "0,3:3,3:1", "0,6:5,3:3", "17,18:1", "0,3:3:3", ",3:3"] {
      #expect(NumberSteps(fileWords: ["1", word[...]]) == nil, "\(word)")
    }
    #expect(NumberSteps(fileWords: ["2", "0,3:3"]) == nil)
  }
}
