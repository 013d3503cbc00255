// Columns of dates in several spellings.

import MadeCore
import Testing

@Suite("Dates in several spellings")
struct SpelledDatesTests {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Days in a year, by spelling.
  private static func text(_ month: Int, _ day: Int, _ spelling: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    switch spelling {
    case 0: return "2024-\(two(month))-\(two(day))"
    case 1: return "\(two(day)).\(two(month)).2024"
    case 2: return "\(months[month - 1]) \(day), 2024"
    case 3: return "\(month)/\(day)/2024"
    default: return "\(day)/\(month)/2024"
    }
  }

  private static func cells(_ count: Int, _ spelling: (Int) -> Int) -> [String] {
    var noise = Noise(8)
    return (0..<count).map { text(noise.below(12) + 1, noise.below(28) + 1, spelling($0)) }
  }

  @Test("are dates, and are written in each as often as they were")
  func shares() throws {
    let cells = Self.cells(2000) { $0 % 10 < 6 ? 0 : $0 % 10 < 9 ? 1 : 2 }
    let column = try OneColumn(cells)
    let notation = try #require(column.numbers?.notation as? SpelledDates)
    #expect(column.summary.form == .date && column.summary.words == 0)
    #expect(notation.headerWords.contains("D.M.Y"))
    let texts = try column.texts()
    for (text, cell) in zip(texts, cells) {
      #expect(
        text.utf8.withContiguousStorageIfAvailable { notation.units(UnsafeRawBufferPointer($0)) }
          == cell.utf8.withContiguousStorageIfAvailable {
            notation.units(UnsafeRawBufferPointer($0))
          })
    }
    let spelled = (0..<10_000).map { String(decoding: notation.text($0 % 366), as: UTF8.self) }
    #expect(Set(spelled).count == 366)
    let iso = Set(spelled).count { $0.hasPrefix("2") && $0.dropFirst(4).hasPrefix("-") }
    #expect((180...260).contains(iso), "\(iso)")
    let words = notation.headerWords.map { $0[...] }
    #expect(SpelledDates(headerWords: words[...], digits: notation.digits) == notation)
    // A condition may be in any of them.
    for text in ["2024-06-01", "01.06.2024", "Jun 1, 2024"] {
      #expect(
        Array(text.utf8).withUnsafeBytes { notation.units($0) }
          == Array("2024-06-01".utf8).withUnsafeBytes { notation.units($0) })
    }
  }

  @Test("may change in the middle of a table")
  func halves() throws {
    let column = try OneColumn(Self.cells(1200) { $0 < 600 ? 1 : 0 })
    #expect(column.numbers?.notation is SpelledDates && column.summary.words == 0)
  }

  @Test("are words where one spelling may be read as the other")
  func unsure() throws {
    let column = try OneColumn(Self.cells(1200) { $0 % 2 == 0 ? 3 : 4 })
    #expect(!(column.numbers?.notation is SpelledDates))
  }

  @Test("are one where there is only one")
  func single() throws {
    for spelling in 0..<4 {
      let column = try OneColumn(Self.cells(1200) { _ in spelling })
      #expect(column.numbers?.notation is DateNotation)
    }
  }

  @Test("are read from a model's header, and nothing else is")
  func header() {
    let digits = DecimalNotation(decimals: 0, hasFixedDecimals: true)
    for words in [
      "day 19000 0 700 Y-M-D 300 D.M.Y", "second 0 0 1 Y-M-D%20H:N:S 1 Y/M/D%20H:N:S",
    ] {
      #expect(SpelledDates(headerWords: words.split(separator: " ")[...], digits: digits) != nil)
    }
    for words in [
      "day 19000 0 700 Y-M-D", "day 19000 0 700 Y-M-D 0 D.M.Y", "day 19000 0 1 Y-M-D 1 Y-M-D",
      "day 19000 0 1 M/D/Y 1 D/M/Y", "day 19000 0 1 Y-M-D 1 Y.M", "day 19000 0 1 Y-M-D 1 H:N:S",
      "day 19000 0 1 Y-M-D 1", "month:1 0 0 1 Y-M-D 1 x",
    ] {
      #expect(
        SpelledDates(headerWords: words.split(separator: " ")[...], digits: digits) == nil,
        "\(words)")
    }
  }
}
