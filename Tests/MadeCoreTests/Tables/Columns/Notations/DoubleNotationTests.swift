// Columns of numbers with all digits of a double.

import MadeCore
import Testing

@Suite("Numbers with all digits of a double")
struct DoubleNotationTests {
  /// Decimals of each text, as shares.
  private func lengths(_ texts: [String]) -> [Int: Double] {
    var shares: [Int: Double] = [:]
    for text in texts {
      let point = text.firstIndex(of: ".")
      let places = point.map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
      shares[places, default: 0] += 1 / Double(texts.count)
    }
    return shares
  }

  private func variation(_ one: [String], _ other: [String]) -> Double {
    let (a, b) = (lengths(one), lengths(other))
    return Set(a.keys).union(b.keys).reduce(0) { $0 + abs((a[$1] ?? 0) - (b[$1] ?? 0)) } / 2
  }

  /// Numbers of the grid near those of a column, which it did not have.
  private func others(_ column: OneColumn, _ cells: [String]) throws -> [String] {
    let numbers = try #require(column.numbers)
    return cells.map { cell in
      let units = Array(cell.utf8).withUnsafeBytes { numbers.notation.units($0) } ?? 0
      // What is short stays short.
      let moved = units % 1000 == 0 ? units : units / 97 * 96 + 1
      return String(decoding: numbers.notation.text(moved), as: UTF8.self)
    }
  }

  private static let uniform: [Double] = {
    var random = RandomStream(seed: 12, purpose: .sampledRow)
    return (0..<2000).map { _ in Double(random.nextUniform()) * (1 + Double(random.nextUniform())) }
  }()

  @Test("are as long as the file has them, of all sizes", arguments: [0.01, 1, 4, 1000])
  func long(scale: Double) throws {
    let cells = Self.uniform.map { "\((($0 - 0.7) * scale))" }
    let column = try OneColumn(cells)
    let notation = try #require(column.numbers?.notation as? DoubleNotation)
    #expect(notation.headerWords == ["17"])
    #expect(variation(cells, try others(column, cells)) < 0.1)
    // A cell is written as a double that is read as the same cell.
    for text in try column.texts() + others(column, cells) {
      let units = Array(text.utf8).withUnsafeBytes { notation.units($0) } ?? 0
      #expect(String(decoding: notation.text(units), as: UTF8.self) == text)
    }
  }

  @Test("stand beside short ones, and may have 15 digits")
  func mixed() throws {
    let cells = Self.uniform.enumerated().map { index, value -> String in
      if index % 10 > 0 { return "\((value * 1000).rounded() / 1000)" }
      let decimals = value < 0.1 ? 16 : value < 1 ? 15 : 14
      var digits = Array(
        String(Int(value * (decimals == 14 ? 1e14 : decimals == 15 ? 1e15 : 1e16))))
      while digits.count <= decimals { digits.insert("0", at: 0) }
      return String(digits.dropLast(decimals)) + "." + String(digits.suffix(decimals))
    }
    let column = try OneColumn(cells)
    #expect((column.numbers?.notation as? DoubleNotation)?.headerWords == ["15"])
    #expect(column.numbers?.notation.decimals ?? 0 >= 14)
    #expect(variation(cells, try others(column, cells)) < 0.1)
  }

  @Test("that are ratios come back with every digit")
  func ratios() throws {
    let cells = (0..<600).map { "\(Double($0 * 37 % 89 + 1) / Double($0 % 97 + 2))" }
    let column = try OneColumn(cells)
    #expect(column.numbers?.notation is DoubleNotation)
    let texts = try column.texts()
    #expect(zip(texts, cells).count { $0 == $1 } > 590)
  }

  @Test("are no others: codes, prices, longer decimals")
  func others() throws {
    var noise = Noise(2)
    let long = (0..<400).map { _ in
      "0.\(noise.below(899_999_999) + 100_000_000)\(noise.below(899_999_999) + 100_000_000)1"
    }
    let prices = (0..<400).map { _ in "\(noise.below(900)).\(noise.below(90) + 10)" }
    for cells in [long, prices, prices + ["0.1234567890123456", "4.699999999999999"]] {
      #expect(!(try OneColumn(cells).numbers?.notation is DoubleNotation))
    }
  }

  @Test("what a header says is 15, 16 or 17")
  func header() {
    let digits = DecimalNotation(decimals: 12, hasFixedDecimals: false)
    for word in ["15", "16", "17"] {
      #expect(DoubleNotation(headerWords: [word[...]], digits: digits)?.headerWords == [word])
    }
    for words in [["14"], ["18"], [], ["17", "1"], ["x"]] as [[Substring]] {
      #expect(DoubleNotation(headerWords: words[...], digits: digits) == nil)
    }
  }
}
