// Values far from all others, which stand for something.

import MadeCore
import Testing

@Suite("Values that repeat far from all others")
struct FarValueTests {
  /// Temperatures from -12.0 to 31.9, some of them others.
  private func temperatures(_ others: [String]) -> [String] {
    var noise = Noise(5)
    let cells = (0..<400).map { _ in "\(Double(noise.below(440) - 120) / 10)" }
    return others + cells
  }

  private func atoms(_ cells: [String]) throws -> [Int] {
    try #require(try OneColumn(cells).numbers).values.atoms
  }

  @Test(
    "are atoms, however few cells have them",
    arguments: [
      (["-999.0"], [-9990]), (["9999.9"], [99999]), (["-99.0", "999.0"], [-990, 9990]),
      (["-998.0", "-999.0"], [-9990, -9980]),
    ])
  func sentinels(texts: [String], expected: [Int]) throws {
    for count in [3, 12] {
      let others = texts.flatMap { Array(repeating: $0, count: count) }
      #expect(try atoms(temperatures(others)) == expected)
    }
  }

  @Test(
    "are not such as occur once or twice, are many, or lie no further out than the others reach")
  func others() throws {
    #expect(try atoms(temperatures(["-999.0", "-999.0"])) == [])
    #expect(try atoms(temperatures(Array(repeating: "60.0", count: 5))) == [])
    let many = (0..<5).flatMap { Array(repeating: "\(990 + $0).5", count: 4) }
    #expect(try atoms(temperatures(many)) == [])
  }
}
