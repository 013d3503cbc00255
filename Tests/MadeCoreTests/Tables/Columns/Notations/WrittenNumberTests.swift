// How people write numbers is found, read and written back.

import MadeCore
import Testing

@Suite("Numbers as people write them")
struct WrittenNumberTests {
  private func finding(_ cells: String, delimiter: String = ",") -> WrittenFinding? {
    finding(cells.split(separator: "|").map { ("\($0)", 40) }, hasSemicolons: delimiter == ";")
  }

  private func finding(
    _ cells: [(String, Int)], hasSemicolons: Bool = false
  ) -> WrittenFinding? {
    WrittenFinding(
      WrittenValues(
        cells.map { (text: Array($0.0.utf8), count: $0.1) }, hasSemicolons: hasSemicolons))
  }

  /// What a text says in a style, in units of 10^-`decimals`.
  private func units(_ text: String, _ style: WrittenStyle, decimals: Int = 6) -> Int? {
    Array(text.utf8).withUnsafeBytes { notation(style, decimals).units($0) }
  }

  private func notation(_ style: WrittenStyle, _ decimals: Int) -> WrittenNotation {
    WrittenNotation(style, digits: DecimalNotation(decimals: decimals, hasFixedDecimals: true))
  }

  /// What a plain text says, in units of 10^-6.
  private func plain(_ text: String) -> Int? {
    Array(text.utf8).withUnsafeBytes {
      DecimalNotation(decimals: 6, hasFixedDecimals: true).units($0)
    }
  }

  @Test("columns, each beside what other programs do", arguments: WrittenNumberCase.all)
  func cases(row: WrittenNumberCase) throws {
    let found = finding(row.cells, delimiter: row.delimiter)
    #expect(found?.style.headerWords.joined(separator: " ") == row.style, "\(row.name)")
    #expect((found?.doubtful != nil) == row.isDoubtful)
    guard let style = found?.style, let first = row.cells.split(separator: "|").first else {
      return
    }
    #expect(units(String(first), style) == plain(row.first))
    #expect(
      WrittenStyle(headerWords: style.headerWords.map { $0[...] }) == style, "read from a header")
  }

  @Test("all cells of those columns come back as they are", arguments: WrittenNumberCase.all)
  func roundTrips(row: WrittenNumberCase) throws {
    guard let style = finding(row.cells, delimiter: row.delimiter)?.style else { return }
    for cell in row.cells.split(separator: "|").map(String.init) {
      // Powers of ten have a notation of their own, and this cell has the other decimal point.
      if cell.contains("E+") || row.name.contains("among decimal commas") && cell == "1.5" {
        continue
      }
      guard units(cell, style) != nil else { continue }
      let texts = (0...3).map { decimals in
        units(cell, style, decimals: decimals).map {
          String(decoding: notation(style, decimals).text($0), as: UTF8.self)
        }
      }
      #expect(texts.contains(cell), "\(row.name): \(cell) became one of \(texts)")
    }
  }

  @Test("what is no number is none", arguments: WrittenNumberCase.words)
  func words(name: String, cells: String) {
    #expect(finding(cells) == nil, "\(name)")
  }

  @Test("telephone and postal numbers with blanks are names, amounts with blanks are numbers")
  func names() {
    var random = Mutator(seed: 3)
    func column(_ number: (Int) -> Int) -> WrittenFinding? {
      let texts = (0..<60).map { _ in
        let value = number(random.below(900_000))
        return ("\(value / 1000) " + "\(1000 + value % 1000)".dropFirst(), 1)
      }
      return finding(texts)
    }
    #expect(column { 100_000 + $0 } == nil)
    #expect(column { 1000 + $0 } != nil)
    #expect(column { 100_000 + $0 / 100 * 100 } != nil)
  }

  @Test("decimals with cents are no thousands because of a slip")
  func slip() throws {
    let thousands = (1...400).map { ("\($0 % 90 + 1),\(100 + $0)", 1) }
    let slip = thousands + [("1,23", 1)]
    let found = try #require(finding(slip))
    #expect(found.style.group == .comma && found.doubtful != nil)
    // One in ten is enough to say that commas are decimal ones.
    let decimals = thousands + (1...40).map { ("\($0),5", 1) }
    #expect(finding(decimals)?.style.point == .comma)
    // Whole numbers beside groups of three: decimals would be written in all of them, or not always be three.
    let wholes = thousands + (1...40).map { ("\($0)", 1) }
    #expect(finding(wholes, hasSemicolons: true)?.style.group == .comma)
  }

  @Test(
    "a column reads its own spelling first, then what can be nothing else, then plain numbers",
    arguments: [
      ("1.200,50 €", "1200.50"), ("1.200,50", "1200.50"), ("1200,50€", "1200.50"),
      ("1.200", "1200"), ("1200.5", "1200.5"), ("1 200,5 €", "1200.5"), ("1'200", "1200"),
      ("-1.200,50 €", "-1200.5"), ("(1.200,50 €)", "-1200.5"), ("1200,50- €", "-1200.5"),
      ("+7 €", "7"), ("\u{2212}7", "-7"), ("1e3", "1000"), (",5", "0.5"), ("12.34", "12.34"),
      ("1200,50 $", nil), ("1.20,50", nil), ("€", nil), ("1,2,3", nil), ("-", nil), ("", nil),
    ] as [(String, String?)])
  func lenient(text: String, expected: String?) throws {
    let style = try #require(finding("1.234,50 €|5,00 €", delimiter: ";")).style
    #expect(units(text, style) == expected.flatMap(plain))
  }
}
