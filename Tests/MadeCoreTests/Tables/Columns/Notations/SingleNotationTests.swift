// Numbers of single precision that were written in double precision, and least decimals.

import MadeCore
import Testing

@Suite("Numbers of programs")
struct SingleNotationTests {
  private func kind(_ cells: [String]) throws -> Numbers {
    let reader = RecordReader(
      sources: [
        MemorySource(
          Array(("x,w\n" + cells.enumerated().map { "\($1),\($0 % 3)\n" }.joined()).utf8))
      ])
    let (schema, _) = try reader.readTable().packed()
    return try #require(schema.columns[0].kind as? Numbers)
  }

  /// What pandas writes of `numpy.float32` columns.
  private let floats = (0..<400).map { Double(Float(Double(($0 * 7919) % 3001) / 100)).description }

  @Test(
    "floats with the digits of doubles lie on the grid of what was measured, and come back as such")
  func floatsOnGrid() throws {
    let kind = try kind(floats)
    #expect(kind.notation.headerWords == ["point"] && kind.notation.decimals == 2)
    for text in floats + ["0.10000000149011612", "7.0", "-3.3399999141693115"] {
      let number = Array(text.utf8).withUnsafeBytes { kind.notation.units($0) }
      let units = try #require(number)
      #expect(String(decoding: kind.notation.text(units), as: UTF8.self) == text)
    }
    // A condition is written as people write it.
    #expect(Array("5.82".utf8).withUnsafeBytes { kind.notation.units($0) } == 582)
    #expect(Array("x".utf8).withUnsafeBytes { kind.notation.units($0) } == nil)
    let bare = try self.kind(floats.map { $0.hasSuffix(".0") ? String($0.dropLast(2)) : $0 })
    #expect(bare.notation.headerWords == ["bare"])
    #expect(String(decoding: bare.notation.text(700), as: UTF8.self) == "7")
  }

  @Test("doubles, short decimals and whole numbers are none")
  func others() throws {
    var random = RandomStream(seed: 3, purpose: .sampledRow)
    let doubles = (0..<400).map { _ in "\(Double(random.nextUniform()) / 3.7)" }
    let halves = (0..<400).map { "\(Double($0 * 37 % 211) / 2)" }
    let wholes = (0..<400).map { "\($0 * 37 % 211)" }
    for cells in [halves, wholes] { #expect(try kind(cells).notation is DecimalNotation) }
    #expect(try kind(doubles).notation is DoubleNotation)
  }

  @Test("numbers that have a decimal at least keep it: 7.0 beside 12.95")
  func leastDecimals() throws {
    let kind = try kind((0..<300).map { "\(Double($0 * 37 % 211) / 20)" })
    #expect(kind.headerLines.contains { $0.contains(" 2 shortest/1 ") })
    #expect(String(decoding: kind.notation.text(700), as: UTF8.self) == "7.0")
    #expect(String(decoding: kind.notation.text(1295), as: UTF8.self) == "12.95")
    #expect(String(decoding: kind.notation.text(-50), as: UTF8.self) == "-0.5")
    for words in ["2 shortest/0", "2 shortest/2", "0 shortest/21", "2 shortest/", "2 shortest/x"] {
      #expect(DecimalNotation(fileWords: words.split(separator: " ")[...]) == nil)
    }
  }
}
