// Columns of numbers of so many powers of ten that no grid of decimals holds them all.

import Foundation
import MadeCore
import Testing

@Suite("Numbers of many powers of ten")
struct FloatingNotationTests {
  /// Numbers of some digits whose logarithms are spread evenly over a range of powers of ten.
  private func cells(
    _ count: Int = 600, digits: Int, _ powers: ClosedRange<Int>, seed: Int = 3,
    _ text: (Double) -> String
  ) -> [String] {
    var noise = Noise(seed)
    return (0..<count).map { _ in
      let power = powers.lowerBound + noise.below(powers.count)
      let mantissa = pow(10, Double(noise.below(1_000_000)) / 1_000_000)
      return text(
        Double(String(format: "%.\(digits - 1)e", mantissa * pow(10, Double(power)))) ?? 0)
    }
  }

  /// As Swift and Python write them.
  private func python(_ value: Double) -> String { "\(value)" }

  @Test("keep the smallest, and all their digits, and come back as they were")
  func smallest() throws {
    let texts = [
      cells(digits: 1, 0...299) { String(format: "%.0e", $0) },
      cells(digits: 3, -60 ... -1) { String(format: "%.2e", $0) },
      cells(digits: 5, -40 ... -6) { String(format: "%.4E", $0) },
      cells(digits: 4, -30...25) { String(format: "%.3e", $0) },
      cells(digits: 1, -300 ... -5) { String(format: "%.0e", $0) },
      cells(digits: 6, -80 ... -5, python),
    ]
    for cells in texts {
      let column = try OneColumn(cells)
      let notation = try #require(column.numbers?.notation as? FloatingNotation, "\(cells[0])")
      #expect(try column.texts() == cells)
      #expect(column.summary.form == .real && column.summary.rounded == 0)
      // The same column from the model file.
      let again = FloatingNotation(
        headerWords: notation.headerWords.map { $0[...] }[...], digits: notation.digits)
      #expect(again == notation)
    }
  }

  @Test("may have signs, zeros and plain ones among them")
  func mixed() throws {
    var cells = cells(digits: 3, -50...3, python)
    for index in stride(from: 0, to: cells.count, by: 3) { cells[index] = "-" + cells[index] }
    for index in stride(from: 0, to: cells.count, by: 11) { cells[index] = "0.0" }
    let column = try OneColumn(cells)
    #expect(column.numbers?.notation is FloatingNotation)
    #expect(try column.texts() == cells)
  }

  @Test("have a 0 that stands alone, though few cells have it")
  func zeros() throws {
    var cells = cells(digits: 3, -50 ... -1, python)
    (cells[7], cells[300]) = ("0.0", "0.0")
    let numbers = try #require(try OneColumn(cells).numbers)
    #expect(numbers.values.atoms == [0])
    // No number that is drawn lies between it and the smallest double.
    let first = String(decoding: numbers.notation.text(1), as: UTF8.self)
    #expect((Double(first) ?? 0) > 0)
  }

  @Test("are no columns that a grid holds, nor such with a few huge or tiny ones")
  func others() throws {
    var few = cells(digits: 3, -2...2, python)
    (few[0], few[1], few[2]) = ("1e+30", "2e+30", "1e-30")
    let columns = [
      cells(digits: 3, -9...3, python), few,
      cells(digits: 15, -6...0) { "\($0)" },
      // Whole numbers stay whole, however many powers of ten there are.
      cells(digits: 16, 0...14) { "\(Int($0))" },
      cells(digits: 3, -2...12) { String(format: "%.2f", $0) },
    ]
    for cells in columns {
      #expect(!(try OneColumn(cells).numbers?.notation is FloatingNotation), "\(cells[0])")
    }
  }

  private static let scale = PowerScale(digits: 3, least: -40)

  @Test("are in the order of their places, which are next to each other")
  func places() throws {
    let scale = try #require(Self.scale)
    #expect(scale.perPower == 900)
    let plain = DecimalNotation(decimals: 0, hasFixedDecimals: false)
    let notation = try #require(
      FloatingNotation(headerWords: ["3", "-40", "e2"][...], digits: plain))
    var last = Decimal(-1)
    for place in 0...5000 {
      #expect(scale.place(of: scale.number(at: place)) == (place, 0))
      #expect(scale.place(of: scale.number(at: -place)) == (-place, 0))
      let text = String(decoding: notation.text(place), as: UTF8.self)
      let value = try #require(Decimal(string: text))
      #expect(value > last)
      last = value
    }
  }

  @Test(
    "between two places are rounded, and known to be between them",
    arguments: [
      ("1.004e-40", 1, 1), ("1.006e-40", 2, -1), ("9.999e-40", 901, -1), ("1e-41", 1, -1),
      ("-1.004e-40", -1, -1), ("-9.999e-40", -901, 1), ("-3e-99", -1, 1), ("0", 0, 0),
      ("1e-40", 1, 0), ("0.1e-38", 901, 0),
    ])
  func sides(text: String, place: Int, side: Int) throws {
    let plain = DecimalNotation(decimals: 0, hasFixedDecimals: false)
    let number = try #require(Array(text.utf8).withUnsafeBytes { plain.number($0) })
    #expect(try #require(Self.scale).place(of: number) == (place, side))
  }

  @Test("are compared as they are: between which places a limit lies")
  func conditions() throws {
    let column = try OneColumn(cells(digits: 2, -50 ... -1) { String(format: "%.1e", $0) })
    let notation = try #require(column.numbers?.notation as? FloatingNotation)
    func place(_ text: String) throws -> Int {
      try #require(Array(text.utf8).withUnsafeBytes { notation.units($0) })
    }
    func range(_ comparison: Comparison, _ text: String) throws -> ClosedRange<Int>? {
      let numbers = try #require(column.numbers)
      return try numbers.constraint(comparison, Array(text.utf8)[...], column: "p")
        .values.ranges.first
    }
    #expect(try range(.atMost, "1.2e-20")?.upperBound == place("1.2e-20"))
    #expect(try range(.below, "1.2e-20")?.upperBound == place("1.1e-20"))
    #expect(try range(.below, "1.25e-20")?.upperBound == place("1.2e-20"))
    #expect(try range(.atLeast, "1.25e-20")?.lowerBound == place("1.3e-20"))
    #expect(try range(.below, "1e-300")?.upperBound == 0)
    #expect(try range(.above, "0")?.lowerBound == 1)
    #expect(try range(.equal, "1.25e-20") == nil)
  }
}
