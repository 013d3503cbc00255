// Columns of numbers that C printed with more digits than they were given.

import Foundation
import MadeCore
import Testing

@Suite("Numbers that C printed")
struct PrintedNotationTests {
  /// Numbers of one or two decimals and of three sizes.
  private let measured: [Double] = (0..<600).map { index in
    let units = Double(index * 7919 % 30011 - 9000)
    return index % 3 == 0 ? units / 10 : units / 100
  }

  private func printed(_ value: Double, _ form: String, isSingle: Bool) -> String {
    String(format: "%.\(form)", isSingle ? Double(Float(value)) : value)
  }

  @Test(
    "lie on the grid of what was measured, and come back as such",
    arguments: ["6f", "10f", "8g", "9g", "17g", "18e", "18E"])
  func single(form: String) throws {
    let cells = measured.map { printed($0, form, isSingle: true) }
    let column = try OneColumn(cells)
    let notation = try #require(column.numbers?.notation)
    #expect(notation.headerWords == ["single", form] && notation.decimals == 2)
    #expect(try column.texts() == cells)
    // Numbers that the column did not have, and a condition as people write it.
    for units in stride(from: 100_003, to: 200_000, by: 977) {
      let text = printed(Double(units) / 100, form, isSingle: true)
      #expect(String(decoding: notation.text(units), as: UTF8.self) == text)
    }
    #expect(Array("5.82".utf8).withUnsafeBytes { notation.units($0) } == 582)
    #expect(Array("x".utf8).withUnsafeBytes { notation.units($0) } == nil)
  }

  @Test("may have 64 bits", arguments: ["17g", "18e", "20f"])
  func double(form: String) throws {
    let cells = measured.map { printed($0, form, isSingle: false) }
    let column = try OneColumn(cells)
    let notation = try #require(column.numbers?.notation)
    #expect(notation.headerWords == ["double", form] && notation.decimals == 2)
    #expect(try column.texts() == cells)
  }

  @Test("whole numbers with 18 decimals and a power of ten keep these")
  func wholes() throws {
    let cells = (0..<400).map { printed(Double($0 * 37 % 211), "18e", isSingle: false) }
    let column = try OneColumn(cells)
    #expect(column.numbers?.notation is DecimalNotation)
    #expect(try column.texts() == cells)
  }

  @Test("are no others: decimals of all lengths, codes, coordinates, and computed numbers")
  func others() throws {
    var noise = Noise(3)
    func cells(_ cell: (inout Noise) -> String) -> [String] { (0..<500).map { _ in cell(&noise) } }
    let columns = [
      cells { "\($0.below(900)).\($0.below(90) + 10)" },
      cells { "-122.\($0.below(900_000) + 100_000)" },
      cells { "\($0.below(9)).\($0.below(90_000_000) + 10_000_000)" },
      cells { "\($0.below(90_000_000) + 10_000_000)" },
      cells { String(format: "%.6f", Double($0.below(100_000_000)) / 7_000_001.0) },
      cells { "\(Double($0.below(100_000)) / 7)" },
      cells { String(format: "%.6f", Double($0.below(1000)) / 10) },
    ]
    for cells in columns {
      let notation = try OneColumn(cells).numbers?.notation
      #expect(!(notation is PrintedNotation), "\(cells[0])")
    }
  }

  @Test("a header says the bits, a precision and a letter")
  func header() {
    let digits = DecimalNotation(decimals: 2, hasFixedDecimals: false)
    let wrong = [
      "single", "single 9", "half 9g", "single 5g", "double 31e", "single 9x", "single 09g",
      "single g", "single 9g 1", "single -9g", "single 9g9g", "",
    ]
    for words in wrong {
      let words = words.split(separator: " ")[...]
      #expect(PrintedNotation(headerWords: words, digits: digits) == nil, "\(words)")
    }
    for words in [["single", "9g"], ["double", "30E"]] as [[Substring]] {
      #expect(
        PrintedNotation(headerWords: words[...], digits: digits)?.headerWords
          == words.map(String.init))
    }
  }
}
