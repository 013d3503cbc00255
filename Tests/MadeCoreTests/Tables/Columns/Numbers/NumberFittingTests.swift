// Which grid, atoms and known values a column of numbers gets from its cells.

import Foundation
import MadeCore
import Testing

/// The numbers of a column with these cells, and its rows.
private func fit(_ cells: [String]) throws -> (numbers: Numbers, rows: Rows) {
  var typing = Typing()
  typing.rules = [Typing.Rule(column: "x", form: .real)]
  let text = "x,w\n" + cells.enumerated().map { "\($1),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
  let reader = RecordReader(sources: [MemorySource(Array(text.utf8))])
  let table = try reader.readTable(typing).packed()
  return (try #require(table.schema.columns[0].kind as? Numbers), table.rows)
}

@Suite("Fitted numbers with a density")
struct NumberFittingTests {
  /// Checks what holds for any column: cells are on the grid, the start is finite, and what is drawn is like them.
  private func check(_ cells: [String], sourceLocation: SourceLocation = #_sourceLocation) throws
    -> NumberValues
  {
    let (numbers, rows) = try fit(cells)
    let (values, mixture) = (numbers.values, numbers.mixture)
    let start = mixture.start(CellColumn(rows, 0, of: mixture))
    #expect(start.bias.count == mixture.outputs && start.bias.allSatisfy { $0.isFinite })
    let outputs = start.bias.map { Double($0) }
    let found = (0..<rows.count).map { rows.code($0, 0) }
    for cell in found where NumberLimits.mark(of: cell) == nil {
      #expect(
        values.nearest(to: cell) == cell && values.range.contains(cell), "\(cell)",
        sourceLocation: sourceLocation)
    }
    let logs = Set(found).map { cell in mixture.logProbability(of: cell) { outputs[$0] } }
    #expect(logs.allSatisfy { $0.isFinite && $0 < 1e-6 }, sourceLocation: sourceLocation)
    for index in 0..<500 as Range<UInt64> {
      let words = NumberWords(seed: 1, purpose: .sampledNumber, index: index, position: 0)
      let cell = mixture.draw({ outputs[$0] }, within: mixture.limits, words).cell
      if NumberLimits.mark(of: cell) != nil { continue }
      #expect(
        values.nearest(to: cell) == cell && values.range.contains(cell), "\(cell)",
        sourceLocation: sourceLocation)
    }
    // Out of the range is possible, and less likely than within.
    let away = values.nearest(to: values.range.upperBound + 10 * (values.range.count + 1000))
    let far = mixture.logProbability(of: away) { outputs[$0] }
    #expect(far.isFinite && far < logs.max() ?? 0, sourceLocation: sourceLocation)
    return values
  }

  @Test("prices that end in .99 or .50 are known values")
  func prices() throws {
    var noise = Noise(1)
    let values = try check(
      (0..<6000).map { _ in "\(noise.below(800)).\(noise.below(2) == 0 ? "99" : "50")" })
    #expect(values.known.count > 500 && values.atoms.isEmpty)
    #expect(values.known.allSatisfy { [99, 50].contains($0 % 100) })
  }

  @Test("a number from which all components are too far for a Double has its share in the start")
  func farNumber() {
    let near = (0..<100).map { Double($0) / 1000 }
    let mixture = MarginalMixture(near + [1e6], components: 3, least: 1e-6)
    #expect(mixture.outputs.allSatisfy { $0.isFinite })
    // Expectation and maximisation keep the mean, but for what each weight is smoothed by.
    let places = mixture.outputs[3..<6].map { Double($0) }
    let mean = zip(mixture.outputs, places).reduce(0) { $0 + exp(Double($1.0)) * $1.1 }
    #expect(mean > 1e6 / 102 / 2 && mean < 1e6 / 101 * 2)
  }

  @Test("multiples of 500 have steps of 500, frequent ones stand alone")
  func multiples() throws {
    var noise = Noise(2)
    let values = try check(
      (0..<4000).map { $0 % 5 == 0 ? "25000" : "\(500 * (noise.below(900) - 30))" })
    #expect(values.steps == NumberSteps(step: 500, digits: 0))
    #expect(values.atoms.contains(25_000) && values.known.allSatisfy { $0 % 500 == 0 })
  }

  @Test("five significant digits are found over orders of magnitude")
  func digits() throws {
    var noise = Noise(3)
    let values = try check(
      (0..<3000).map { _ in
        let digits = 10_000 + noise.below(90_000)
        return "\(digits)e\(noise.below(6) - 8)"
      })
    #expect(values.steps == NumberSteps(step: 1, digits: 5))
    #expect(values.atoms.isEmpty && values.known.isEmpty)
  }

  @Test("smooth decimals have no known values")
  func smooth() throws {
    var random = RandomStream(seed: 4, purpose: .sampledRow, index: 1)
    let values = try check(
      (0..<5000).map { _ in String(format: "%.3f", Double(random.nextNormal()) * 2) })
    #expect(values.known.isEmpty && values.atoms.isEmpty && values.steps == .every)
  }

  @Test("doubles with all their digits, constant columns and two values are fitted")
  func extremes() throws {
    var noise = Noise(5)
    _ = try check((0..<500).map { _ in "\(Double(noise.float()) / 3)" })
    let constant = try check(Array(repeating: "7.25", count: 100))
    #expect(constant.atoms == constant.range.map { $0 } && constant.known.isEmpty)
    let two = try check((0..<100).map { $0 % 3 == 0 ? "-4" : "1000000" })
    #expect(two.atoms.count == 2)
    _ = try check(["1", "2"])
    _ = try check(Array(repeating: "0", count: 50))
    _ = try check(["-1e15", "1e15", "0.5"])
  }

  @Test(
    "a few huge numbers leave the others apart, and on their grid",
    arguments: [("999999999", 1), ("1e12", 1), ("1e300", 1), ("-1e400", 3), ("-1e300", 8)])
  func huge(text: String, count: Int) throws {
    let cells = (0..<400).map { $0 < count ? text : "\($0 * 7919 % 501)" }
    let values = try check(cells)
    #expect(values.nearest(to: 250) == 250)
    // With narrow enough a scale the network tells half of the range from the other.
    let ends = (values.transform(0), values.transform(500))
    #expect(ends.1 - ends.0 > 0.2, "\(ends)")
  }

  @Test("missing cells are a mark of their own")
  func missing() throws {
    let (numbers, rows) = try fit((0..<300).map { $0 % 3 == 0 ? "" : "\($0 * $0)" })
    let missing = try #require(numbers.missingCode)
    #expect((0..<300).allSatisfy { (rows.code($0, 0) == missing) == ($0 % 3 == 0) })
    _ = try check((0..<300).map { $0 % 3 == 0 ? "" : "\($0 * $0)" })
  }
}
