// A flow as a density: normalised, the same as its plain twin, and drawn from as it scores.

import Foundation
import MadeCore
import Testing

@Suite("A flow")
struct FlowDensityTests {
  @Test("has the log-likelihoods of the plain one", arguments: FlowKind.all)
  func reference(kind: FlowKind) {
    let flow = kind.flow()
    let rows = flow.last.someRecords(count: 150, seed: 5)
    let reference = ReferenceFlow(flow)
    for (score, record) in zip(flow.logLikelihoods(of: rows), rows.records) {
      let expected = reference.logLikelihood(of: record)
      #expect(abs(score - expected) < 2e-4 * max(1, abs(expected)), "\(kind): \(record)")
    }
  }

  @Test("gives a record a score that depends on that record alone", arguments: FlowKind.all)
  func alone(kind: FlowKind) {
    let flow = kind.flow()
    let rows = flow.last.someRecords(count: 230, seed: 6)
    let scores = flow.logLikelihoods(of: rows)
    #expect(flow.logLikelihoods(of: rows, threads: 3) == scores)
    for record in [0, 17, 96, 200, 229] {
      #expect(flow.logLikelihoods(of: rows.rows(at: [record])) == [scores[record]])
    }
  }

  /// All records of a word and a number near 0, and marks.
  private func lineRecords(_ flow: Flow, _ reach: Int) -> Rows {
    var rows = Rows(layout: flow.schema.layout)
    for word in 0..<3 {
      for mark in 0..<2 { rows.append(codes: [word, NumberLimits.cell(ofMark: mark)]) }
      for number in -reach...reach { rows.append(codes: [word, number]) }
    }
    return rows
  }

  /// All records of two numbers within some scales of 0, and a word.
  private func planeRecords(_ flow: Flow, _ reach: Int) -> Rows {
    var rows = Rows(layout: flow.schema.layout)
    for one in -reach...reach {
      for word in 0..<2 {
        for other in -reach...reach { rows.append(codes: [one, word, other]) }
      }
    }
    for column in [0, 2] {
      for word in 0..<2 {
        for other in -reach...reach {
          let mark = NumberLimits.cell(ofMark: 0)
          rows.append(codes: column == 0 ? [mark, word, other] : [other, word, mark])
        }
      }
    }
    for word in 0..<2 {
      let mark = NumberLimits.cell(ofMark: 0)
      rows.append(codes: [mark, word, mark])
    }
    return rows
  }

  @Test("integrates to 1 over a number, and sums over words and marks", arguments: FlowKind.all)
  func oneNumber(kind: FlowKind) {
    // The densities of splines have kinks at the knots, and sums over a grid know less of them.
    let deviation = kind.map == .affine ? 100 : 500
    let flow = kind.flow(FlowKind.wordAndNumber(deviation: Double(deviation)))
    let rows = lineRecords(flow, 40 * deviation)
    let sum = flow.logLikelihoods(of: rows, threads: 2).reduce(0) { $0 + exp($1) }
    // What listed and known values stand on has no part of the density: five of the sum's steps.
    let gaps = [0, 50, -70, 31].reduce(0.0) { sum, number in
      sum
        + (0..<3).reduce(0) { sum, word in
          var row = Rows(layout: flow.schema.layout)
          row.append(codes: [word, number + 1])
          return sum + exp(flow.logLikelihoods(of: row)[0])
        }
    }
    #expect(abs(sum + gaps - 1) < 1e-4, "\(kind): \(sum) + \(gaps)")
  }

  @Test("integrates to 1 over two numbers, and sums over words", arguments: FlowKind.all)
  func twoNumbers(kind: FlowKind) {
    var (own, scale, reach): (FlowKind, Float?, Int) = (kind, nil, 150)
    if kind.map == .spline {
      // A finer grid, for which the density is to be nearer to 0.
      (own.size, scale, reach) = (0.2, -1.5, 200)
    }
    let columns = FlowKind.twoNumbers(deviation: scale == nil ? 5 : 25)
    let flow = own.flow(columns, seed: 2, logScale: scale)
    let rows = planeRecords(flow, reach)
    let sum = flow.logLikelihoods(of: rows, threads: 2).reduce(0) { $0 + exp($1) }
    #expect(abs(sum - 1) < 1e-4, "\(kind): \(sum)")
  }

  @Test("draws what it scores: one number", arguments: FlowKind.all)
  func drawnNumber(kind: FlowKind) {
    let flow = kind.flow(FlowKind.wordAndNumber(), hasOther: false)
    var rows = Rows(layout: flow.schema.layout)
    for word in 0..<3 {
      rows.append(codes: [word, NumberLimits.cell(ofMark: 1)])
      for number in -300...300 { rows.append(codes: [word, number]) }
    }
    let count = 30_000
    let drawn = flow.rows(0..<count, seed: 3, threads: 2)
    check(flow, drawn, rows, "\(kind)") { [$0[0], self.bin($0[1], 25)] }
    // Kolmogorov and Smirnov, among numbers of all words.
    distribution(flow, drawn, rows, column: 1, "\(kind)")
  }

  @Test("draws what it scores: two numbers", arguments: FlowKind.all)
  func drawnNumbers(kind: FlowKind) {
    var (own, deviation) = (kind, 5)
    if kind.map == .spline { (own.size, deviation) = (min(kind.size, 0.4), 25) }
    let flow = own.flow(
      FlowKind.twoNumbers(deviation: deviation), seed: 2, hasOther: false)
    let rows = planeRecords(flow, 6 * deviation).records.filter { record in
      record.allSatisfy { NumberLimits.mark(of: $0) == nil }
    }
    var allowed = Rows(layout: flow.schema.layout)
    for record in rows { allowed.append(codes: record) }
    let drawn = flow.rows(0..<30_000, seed: 4, threads: 2)
    check(flow, drawn, allowed, "\(kind)") {
      [self.bin($0[0], deviation + 1), $0[1], self.bin($0[2], deviation + 1)]
    }
    for column in [0, 2] { distribution(flow, drawn, allowed, column: column, "\(kind)") }
  }

  private func bin(_ cell: Int, _ width: Int) -> Int {
    NumberLimits.mark(of: cell).map { -1000 - $0 } ?? Int((Double(cell) / Double(width)).rounded())
  }

  /// Pearson's statistic of cells of the records that can be drawn.
  private func check(
    _ flow: Flow, _ drawn: Rows, _ records: Rows, _ name: String, cell: ([Int]) -> [Int]
  ) {
    let scores = flow.logLikelihoods(of: records, threads: 2)
    let whole = logSumExp(scores)
    var expected: [[Int]: Double] = [:]
    var observed: [[Int]: Double] = [:]
    for (score, record) in zip(scores, records.records) {
      expected[cell(record), default: 0] += exp(score - whole) * Double(drawn.count)
    }
    for record in drawn.records { observed[cell(record), default: 0] += 1 }
    #expect(observed.keys.allSatisfy { expected[$0] != nil }, "\(name)")
    let (common, rare) = (expected.filter { $0.value >= 10 }, expected.filter { $0.value < 10 })
    var pairs = common.map { (observed[$0.key] ?? 0, $0.value) }
    pairs.append(
      rare.reduce((0, 0)) { ($0.0 + (observed[$1.key] ?? 0), $0.1 + $1.value) })
    let statistic = pairs.filter { $0.1 >= 5 }.reduce(0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / $1.1
    }
    let freedom = Double(pairs.count - 1)
    #expect(
      statistic < freedom + 4 * (2 * freedom).squareRoot(), "\(name): \(statistic) of \(freedom)")
  }

  /// The largest distance between the distributions of a column's numbers.
  private func distribution(
    _ flow: Flow, _ drawn: Rows, _ records: Rows, column: Int, _ name: String
  ) {
    func isNumber(_ record: [Int]) -> Bool { NumberLimits.mark(of: record[column]) == nil }
    var masses: [Int: Double] = [:]
    for (score, record) in zip(flow.logLikelihoods(of: records, threads: 2), records.records)
    where isNumber(record) { masses[record[column], default: 0] += exp(score) }
    let whole = masses.values.reduce(0, +)
    let numbers = drawn.records.filter(isNumber).map { $0[column] }
    var counts: [Int: Int] = [:]
    for number in numbers { counts[number, default: 0] += 1 }
    var (below, drawnBelow, distance) = (0.0, 0, 0.0)
    for number in masses.keys.sorted() {
      below += (masses[number] ?? 0) / whole
      drawnBelow += counts[number] ?? 0
      distance = max(distance, abs(below - Double(drawnBelow) / Double(numbers.count)))
    }
    #expect(
      distance * Double(numbers.count).squareRoot() < 1.95, "\(name), column \(column): \(distance)"
    )
  }

  @Test("draws the same for any number of threads and any split", arguments: FlowKind.all)
  func splits(kind: FlowKind) {
    let flow = kind.flow()
    let whole = flow.rows(0..<300, seed: 6)
    #expect(flow.rows(0..<300, seed: 6, threads: 3) == whole, "\(kind)")
    var parts = Rows(layout: flow.schema.layout)
    for range in [0..<1, 1..<98, 98..<200, 200..<300] {
      parts.append(contentsOf: flow.rows(range, seed: 6))
    }
    #expect(parts == whole, "\(kind)")
    for record in whole.records {
      for (column, cell) in zip(flow.schema.columns, record) {
        guard let numbers = column.kind as? Numbers, cell != numbers.missingCode else { continue }
        let number = numbers.mixture.frame { record[$0] }.relative(cell)
        #expect(numbers.values.range.contains(number), "\(kind): \(cell)")
        #expect(numbers.values.nearest(to: number) == number, "\(kind): \(cell)")
      }
    }
  }

  @Test("has no networks, so that questions about single columns are refused")
  func questions() throws {
    let flow = FlowKind(transforms: 1).flow()
    #expect(flow.networks == nil && flow.density.networks == nil)
    #expect(Flow([], last: flow.last).density.networks?.count == 1)
    #expect(throws: QuestionError.notOfNetworks) {
      _ = try ConditionalSampler(flow, seed: 1, particles: 10, fillsMissing: false)
    }
    let mixture = try Mixture([flow, FlowKind(transforms: 2).flow()])
    let rows = mixture.rows(0..<50, seed: 1)
    let parts = [flow, FlowKind(transforms: 2).flow()].map { $0.logLikelihoods(of: rows) }
    for (row, score) in mixture.logLikelihoods(of: rows).enumerated() {
      #expect(abs(score - logMeanExp(parts.map { $0[row] })) < 1e-9)
    }
  }
}
