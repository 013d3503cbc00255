// P-values under flows: of the places where these have put numbers.

import Foundation
import MadeCore
import Testing

@Suite("P-values under flows")
struct FlowPValueTests {
  private func expectUniform(_ density: some RowDensity, _ name: String) throws {
    let question = try PValueQuestion(density)
    let rows = density.rows(0..<20_000, seed: 5)
    let (pValues, tails) = question.tails(of: rows)
    let width = density.schema.columns.count
    #expect(pValues.allSatisfy { $0 > 0 && $0 <= 1 }, "\(name)")
    #expect(uniformDistance(pValues) < 1.95, "\(name): \(uniformDistance(pValues))")
    #expect(uniformChiSquared(pValues) < 4.5, "\(name): \(uniformChiSquared(pValues))")
    for column in 0..<width {
      let tails = stride(from: column, to: tails.count, by: width).map { tails[$0] }
      #expect(uniformDistance(tails) < 1.95, "\(name), column \(column): \(uniformDistance(tails))")
    }
  }

  @Test(
    "of drawn records are uniform, and so are the tails of each column", arguments: StepKind.all)
  func uniform(kind: StepKind) throws {
    for transforms in [1, 3] {
      let flow = FlowKind(
        transforms: transforms, size: 0.4, map: kind.map, direction: kind.direction
      ).flow(FlowKind.wideColumns, hasOther: false)
      try expectUniform(flow, "\(kind), \(transforms)")
    }
  }

  @Test("of drawn records are uniform, for mixtures of flows and networks")
  func mixtures() throws {
    let flow = FlowKind(transforms: 2, size: 0.4).flow(FlowKind.wideColumns, hasOther: false)
    let other = FlowKind(transforms: 1, size: 0.5, map: .spline).flow(
      FlowKind.wideColumns, seed: 2, hasOther: false)
    try expectUniform(try Mixture([flow, other], weights: [3, 1]), "flows")
    try expectUniform(try Mixture([flow, other.last], weights: [1, 1]), "a flow and a network")
  }

  @Test("choose among flows by likelihoods, which add up to those of the records")
  func likelihoods() throws {
    for kind in StepKind.all {
      let flow = FlowKind(transforms: 2, map: kind.map, direction: kind.direction).flow()
      let parts = try #require(flow.densityParts)
      let rows = flow.rows(0..<300, seed: 1)
      let drawn = flow.schema.columns.map { DrawableCells($0.kind) }
      let scores = flow.logLikelihoods(of: rows)
      let sums = Sums(count: rows.count)
      parts[0].forEachRecord(of: rows) { record, logit, place, logDeterminant in
        var (sum, first) = (logDeterminant, 0)
        for (column, description) in flow.schema.columns.enumerated() {
          let conditional = description.kind.conditional
          defer { first += conditional.outputs }
          let output = first
          guard let movable = parts[0].movable[column] else {
            sum +=
              conditional.ofValues?.inRecord(record, of: rows).logProbability(
                of: rows.code(record, column), { Double(logit(output + $0)) })
              ?? conditional.tail(
                of: rows.code(record, column), { Double(logit(output + $0)) }, drawn[column],
                NumberWords(0.5, 0.5, 0.5)
              ).logProbability
            continue
          }
          // Without the share of marks that are not drawn.
          var limits = drawn[column].limits
          limits.marks = limits.marks.map { _ in true }
          let tail = movable.tail(
            of: rows.code(record, column), movedTo: place(column),
            { Double(logit(output + $0)) }, DrawableCells(description.kind).within(limits),
            NumberWords(0.5, 0.5, 0.5))
          sum += tail.logProbability
        }
        sums.values[record] = sum
      }
      for record in 0..<rows.count {
        #expect(
          abs(sums.values[record] - scores[record]) < 2e-4 * max(1, abs(scores[record])),
          "\(kind), \(record): \(sums.values[record]), \(scores[record])")
      }
    }
  }

  /// Written by one thread.
  private final class Sums: @unchecked Sendable {
    var values: [Double]
    init(count: Int) { values = Array(repeating: 0, count: count) }
  }

  @Test("are small for numbers far out, and do not depend on batches or threads")
  func farAndBatches() throws {
    let flow = FlowKind(transforms: 2, size: 0.4).flow(FlowKind.wideColumns, hasOther: false)
    let question = try PValueQuestion(flow, threads: 2)
    var far = Rows(layout: flow.schema.layout)
    for number in [1 << 50, -(1 << 50)] { far.append(codes: [0, number, 0, number]) }
    #expect(question.pValues(of: far).allSatisfy { $0 < 1e-3 })
    let rows = flow.rows(0..<700, seed: 2)
    let whole = question.pValues(of: rows)
    let parts = [0..<1, 1..<130, 130..<700].flatMap {
      question.pValues(of: rows.rows(at: Array($0)), first: $0.lowerBound)
    }
    #expect(whole == parts)
  }
}
