// How files differ: distances of distributions, and what they say of damaged files.

import Foundation
import MadeCore
import Testing

@Suite("Distances of distributions")
struct ShareTallyTests {
  private func tally(_ numbers: [Double]) -> ShareTally {
    var tally = ShareTally()
    for number in numbers { tally.add(number) }
    return tally
  }

  @Test("are those of Kolmogorov and Smirnov, but for what happens within a bin")
  func distances() {
    var noise = Noise(3)
    let some = (0..<1500).map { _ in Double(noise.below(1 << 40)) / Double(1 << 40) }
    let others = (0..<900).map { _ in some[noise.below(1500)] * some[noise.below(1500)] }
    func share(_ numbers: [Double], _ limit: Double) -> Double {
      Double(numbers.count { $0 <= limit }) / Double(numbers.count)
    }
    let points = some + others
    let uniform = points.map { abs(share(others, $0) - $0) }.max() ?? 0
    let between = points.map { abs(share(others, $0) - share(some, $0)) }.max() ?? 0
    #expect(abs(tally(others).distanceFromUniform - uniform) < 2e-3)
    #expect(abs(tally(others).distance(from: tally(some)) - between) < 2e-3)
    #expect(tally(some).distance(from: tally(others)) == tally(others).distance(from: tally(some)))
    #expect(tally(some).distance(from: tally(some)) == 0)
  }

  @Test("are 1 where all is at one end, and NaN without numbers")
  func ends() {
    #expect(abs(tally([0, 1e-300]).distanceFromUniform - 1) < 1e-3)
    #expect(abs(tally([1, 1, .nan]).distanceFromUniform - 1) < 1e-3)
    #expect(tally([0]).distance(from: tally([1])) == 1)
    #expect(tally([]).distanceFromUniform.isNaN)
    #expect(tally([0.5]).distance(from: tally([])).isNaN)
  }

  @Test("have the p-values of Kolmogorov's distribution")
  func pValues() {
    // Smirnov 1948: the distribution is 0.90, 0.95 and 0.99 at 1.2238, 1.3581 and 1.6276.
    for (limit, share) in [(1.2238, 0.1), (1.3581, 0.05), (1.6276, 0.01)] {
      let root = 1e9.squareRoot()
      let pValue = ShareTally.pValue(distance: limit / root, 2_000_000_000, 2_000_000_000)
      #expect(abs(pValue - share) < 1e-4)
    }
    #expect(ShareTally.pValue(distance: 0, 10, 10) == 1)
    #expect(ShareTally.pValue(distance: 1, 100, 100) < 1e-30)
    #expect(ShareTally.pValue(distance: .nan, 0, 100).isNaN)
  }
}

@Suite("How files differ")
struct FileComparisonTests {
  private static let model = DensityKind.all[0].model()

  private func tally(_ rows: Rows) throws -> FileTally {
    let question = try StrangenessQuestion(Self.model)
    let answer = question.answer(RecordBatch(rows: rows, firstRecord: 0))
    var tally = FileTally(columns: rows.layout.columns)
    for record in 0..<rows.count {
      tally.add(answer.numbers[record * answer.width..<(record + 1) * answer.width])
    }
    return tally
  }

  @Test("is nothing between a file and itself")
  func same() throws {
    let tally = try tally(Self.model.rows(0..<500, seed: 5))
    for difference in tally.differences(from: tally) {
      #expect(difference.difference == 0)
      #expect(difference.pValue == 1)
      #expect(difference.first == difference.second)
    }
  }

  @Test("is what chance makes of it between two files of one source")
  func drawn() throws {
    let first = try tally(Self.model.rows(0..<4000, seed: 5))
    let second = try tally(Self.model.rows(4000..<8000, seed: 5))
    let differences = first.differences(from: second)
    #expect(differences.count == 2 + Self.model.schema.columns.count)
    for difference in differences {
      #expect(difference.pValue > 1e-4, "\(difference)")
      if difference.measure != .logLikelihood {
        #expect(max(difference.first, difference.second) < 0.04)
      }
    }
  }

  @Test("is plain where a column is turned around, and worse than without")
  func damaged() throws {
    let rows = Self.model.rows(0..<2000, seed: 5)
    let first = try tally(rows)
    for (column, description) in Self.model.schema.columns.enumerated() {
      guard let numbers = description.kind as? Numbers else { continue }
      var damaged = rows
      for row in 0..<rows.count {
        let cell = rows.code(row, column)
        guard NumberLimits.mark(of: cell) == nil else { continue }
        damaged.setCode(numbers.values.nearest(to: 1000 * cell + 100_000), row, column)
      }
      let differences = first.differences(from: try tally(damaged))
      let ofColumn = differences.first { $0.measure == .column(column) }
      #expect((ofColumn?.pValue ?? 1) < 1e-6, "\(column)")
      #expect((ofColumn?.second ?? 0) > (ofColumn?.first ?? 1), "\(column)")
      #expect(differences[0].difference < 0, "\(column)")
    }
  }

  @Test("of files without records, or with a single one, is not known")
  func empty() throws {
    let none = try tally(Rows(layout: Self.model.schema.layout))
    let one = try tally(Self.model.rows(0..<1, seed: 5))
    for difference in none.differences(from: one) {
      #expect(difference.first.isNaN && difference.pValue.isNaN)
    }
    let ofMeans = one.differences(from: one)[0]
    #expect(ofMeans.difference == 0 && ofMeans.pValue.isNaN)
  }
}
