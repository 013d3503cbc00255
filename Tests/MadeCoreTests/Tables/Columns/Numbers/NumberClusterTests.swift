// Numbers in a few places far from each other, each of which keeps its shape.

import Foundation
import MadeCore
import Testing

@Suite("Clusters of numbers")
struct NumberClusterTests {
  private static let units = 10.0

  /// Cells with one decimal, this many of each normal distribution.
  private func cells(_ parts: [(count: Int, middle: Double, spread: Double)]) -> [String] {
    var noise = Noise(7)
    func uniform() -> Double { (Double(noise.below(1 << 30)) + 0.5) / Double(1 << 30) }
    return parts.flatMap { part in
      (0..<part.count).map { _ in
        let normal = (-2 * log(uniform())).squareRoot() * cos(2 * Double.pi * uniform())
        return "\(((part.middle + part.spread * normal) * Self.units).rounded() / Self.units)"
      }
    }
  }

  private func transform(_ cells: [String]) throws -> NumberTransform {
    try #require(try OneColumn(cells).numbers).values.transform
  }

  private func centers(_ cells: [String]) throws -> [Double] {
    let transform = try transform(cells)
    return ([transform.center] + transform.others.map(\.center)).map { $0 / Self.units }
  }

  @Test(
    "have a center each",
    arguments: [
      [(500, 10, 2), (500, 1000, 2)], [(60, 10, 2), (900, 1000, 2)],
      [(500, -178, 1), (500, 178, 1)], [(300, 10, 2), (700, 1000, 100)],
      [(400, 0, 1), (300, 30, 1), (300, 1000, 3)], (0..<7).map { (100, Double($0 * 100), 3) },
    ] as [[(count: Int, middle: Double, spread: Double)]])
  func clusters(parts: [(count: Int, middle: Double, spread: Double)]) throws {
    let found = try centers(cells(parts))
    try #require(found.count == parts.count)
    for (center, part) in zip(found, parts) {
      #expect(abs(center - part.middle) < 0.5 * part.spread)
    }
  }

  @Test("are there also if a few numbers lie between")
  func between() throws {
    let few = (0..<20).map { "\(50 * $0 + 25).1" }
    #expect(try centers(cells([(490, 10, 2), (490, 1000, 2)]) + few).count == 2)
  }

  @Test("lie deviations apart on the scale, and are wide beside the least scale")
  func widths() throws {
    let numbers = try #require(
      try OneColumn(cells([(500, 10, 2), (500, 1000, 2)])).numbers)
    let transform = numbers.values.transform
    #expect(transform(80) > -1.5 && transform(9980) < 1.5)
    for middle in [100.0, 10_000] {
      let width = transform.width(from: middle - 20, to: middle + 20)
      #expect(width > 0.05 && Double(numbers.mixture.least) < 0.1 * width)
    }
  }

  @Test(
    "are not what is near, wide, heavy in its tails, or beside numbers that stand alone",
    arguments: [
      [(1000, 50, 10)], [(500, 0, 1), (500, 8, 1)], [(600, 20, 1), (400, 200, 40)],
      [(980, 10, 2), (15, 1000, 2)], [(500, 0, 0.2), (500, 0, 30)],
    ] as [[(count: Int, middle: Double, spread: Double)]])
  func others(parts: [(count: Int, middle: Double, spread: Double)]) throws {
    #expect(try transform(cells(parts)).others.isEmpty)
  }

  @Test("are not the two ends of a column whose middle is all atoms")
  func atoms() throws {
    let middle = (20..<50).flatMap { Array(repeating: "\($0).0", count: 60) }
    let ends =
      (0..<60).map { "\(Double($0 % 20) * 0.9 + 0.1)" } + (0..<60).map { "\(50 + $0 % 20).3" }
    #expect(try transform(middle + ends).others.isEmpty)
  }

  @Test("are drawn as they are")
  func draws() throws {
    let column = try OneColumn(cells([(500, 10, 2), (500, 1000, 2)]))
    let numbers = try #require(column.numbers)
    let bias = try #require(column.start).bias.map(Double.init)
    func mass(_ range: ClosedRange<Int>) -> Double {
      let limits = NumberLimits(
        ranges: [range], marks: numbers.mixture.limits.marks.map { _ in false })
      return exp(numbers.mixture.logMass(within: limits) { bias[$0] })
    }
    // Six deviations from either.
    #expect(abs(mass(-20...220) - 0.5) < 0.02)
    #expect(abs(mass(9880...10_120) - 0.5) < 0.02)
    #expect(mass(221...9879) < 0.02)
  }
}
