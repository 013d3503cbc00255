// Numbers whose larger ones have fewer decimals.

import Foundation
import MadeCore
import Testing

@Suite("Steps by size")
struct SizeStepTests {
  /// A column of numbers as they are fitted.
  private func column(_ cells: [String]) throws -> OneColumn { try OneColumn(cells) }

  @Test(
    "are found for significant digits with a limit of decimals, and all cells stay what they are")
  func found() throws {
    var noise = Noise(3)
    // Three digits, at most four decimals and at least two.
    let cells =
      (0..<300).map { _ -> String in
        let size = Double(noise.below(1000)) / 1000 * 4 - 2
        let number = pow(10, size) * 1.3
        let decimals = number >= 1 ? 2 : number >= 0.1 ? 3 : 4
        var text = String(format: "%.\(decimals)f", number)
        while text.last == "0" { text.removeLast() }
        return text.last == "." ? String(text.dropLast()) : text
      }
      + ["7", "12", "45", "3", "20", "33"] + Array(repeating: "0", count: 60)
    let column = try column(cells)
    let steps = try #require(column.numbers?.values.steps)
    #expect(steps.bySize.map(\.power) == [0, 1, 2], "\(steps)")
    #expect(steps.bySize.map(\.from) == [0, 3, 4], "\(steps)")
    #expect(try column.texts() == cells)
    #expect(column.summary.rounded == 0)
    #expect(NumberSteps(fileWords: steps.fileWords[...].map { $0[...] }[...]) == steps)
  }

  @Test("need proof: more than a few large numbers, and more than heaps say")
  func none() throws {
    var noise = Noise(4)
    func steps(_ cells: [String]) throws -> NumberSteps? {
      try column(cells).numbers?.values.steps
    }
    // Four large ones without cents.
    let few = (0..<300).map { _ in plainText(noise.below(9000), decimals: 2) }
    #expect(try steps(few + ["100", "250", "300", "400"])?.areEven == true)
    // Cents at all sizes.
    #expect(
      try steps((0..<400).map { _ in plainText(noise.below(90_000), decimals: 2) })?.areEven == true
    )
    // Large numbers alone are rounded to hundreds.
    let counts = (0..<400).map { row -> String in
      row % 2 == 0
        ? plainText(noise.below(9999), decimals: 1) : "\(100 * (10 + noise.below(500))).0"
    }
    #expect(try steps(counts)?.bySize.map(\.power) == [0, 3])
  }

  @Test("give way to a sum, and bound an order")
  func rules() throws {
    var noise = Noise(5)
    func money(_ cents: Int) -> Int { cents >= 10_000 ? cents / 100 * 100 : cents }
    let lines = (0..<400).map { row -> String in
      let (a, b) = (money(noise.below(2000) * (row % 2 == 0 ? 1 : 20)), noise.below(9000))
      return [a, b, a + b].map { plainText($0, decimals: 2) }.joined(separator: ",")
    }
    let text = "a,b,c\n" + lines.joined(separator: "\n") + "\n"
    let (schema, rows) = try RecordReader(sources: [MemorySource(Array(text.utf8))])
      .readTable(Typing()).packed()
    #expect((schema.columns[0].kind as? Numbers)?.values.steps.areEven == false)
    let found = RuleSearch(in: rows, schema: schema).schema
    #expect(found.formulas == ["c = a + b"])
    #expect((found.columns[0].kind as? Numbers)?.values.steps.areEven == false)
  }
}
