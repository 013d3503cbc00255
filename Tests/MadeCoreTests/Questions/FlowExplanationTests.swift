// What surprises in records under a flow, and what it would have drawn instead.

import Foundation
import MadeCore
import Testing

@Suite("An explanation under a flow")
struct FlowExplanationTests {
  private static let comma = UInt8(ascii: ",")

  /// The named columns of each record: name, value, what was expected, surprise.
  private func fields(_ density: some RowDensity, _ rows: Rows, count: Int) throws -> [[String]] {
    let question = try ExplanationQuestion(count: count, density, delimiter: Self.comma)
    let answer = try question.answer(RecordBatch(rows: rows, firstRecord: 0))
    #expect(answer.numbers == density.logLikelihoods(of: rows))
    return answer.texts.map {
      String(decoding: $0, as: UTF8.self).split(separator: ",", omittingEmptySubsequences: false)
        .dropFirst().map(String.init)
    }
  }

  @Test("has surprises that are 0 on average over drawn records", arguments: StepKind.all)
  func surprises(kind: StepKind) throws {
    let flow = FlowKind(transforms: 2, size: 0.4, map: kind.map, direction: kind.direction).flow(
      FlowKind.wideColumns, hasOther: false)
    let rows = flow.rows(0..<4000, seed: 3)
    let width = flow.schema.columns.count
    var sums = [Double](repeating: 0, count: width)
    for record in try fields(flow, rows, count: width) {
      #expect(record.count == 4 * width)
      for place in stride(from: 0, to: record.count, by: 4) {
        let column = try #require(Int(record[place]))
        sums[column - 1] += try #require(Double(record[place + 3]))
      }
    }
    for (column, sum) in sums.enumerated() {
      #expect(abs(sum / Double(rows.count)) < 0.1, "\(kind), \(column): \(sum)")
    }
  }

  @Test("expects of a number what the flow draws there, and names one that is far out first")
  func expected() throws {
    let flow = FlowKind(transforms: 2, size: 0.4).flow(
      FlowKind.twoNumbers(deviation: 1000), hasOther: false)
    var rows = flow.rows(0..<400, seed: 8)
    for record in 0..<rows.count { rows.setCode(50_000, record, 2) }
    for record in try fields(flow, rows, count: 1) {
      #expect(record[0] == "3" && record[1] == "50000")
      let ends = record[2].components(separatedBy: "..").compactMap { Int($0) }
      try #require(ends.count == 2)
      #expect(-6000 <= ends[0] && ends[0] < ends[1] && ends[1] <= 6000, "\(record)")
    }
    // Nine of ten of those that are drawn lie there, in the only column that depends on nothing.
    let drawn = flow.rows(0..<2000, seed: 9)
    let inside = try fields(flow, drawn, count: 3).count { record in
      let place = stride(from: 0, to: 12, by: 4).first { record[$0] == "1" } ?? 0
      let ends = record[place + 2].components(separatedBy: "..").compactMap { Int($0) }
      return ends.count == 2 && ends[0] <= Int(record[place + 1]) ?? .max
        && Int(record[place + 1]) ?? .min <= ends[1]
    }
    #expect(abs(Double(inside) / 2000 - 0.9) < 0.03)
  }

  @Test("does not depend on batches, and is the mean over the members of a mixture")
  func batchesAndMixtures() throws {
    let flows = [1, 2].map { FlowKind(transforms: 2, size: 0.4).flow(seed: $0, hasOther: false) }
    let mixture = try Mixture([flows[0], flows[1].last], weights: [1, 1])
    let rows = flows[0].rows(0..<150, seed: 3)
    let whole = try fields(mixture, rows, count: 2)
    let parts = try [0..<1, 1..<101, 101..<150].flatMap {
      try fields(mixture, rows.rows(at: Array($0)), count: 2)
    }
    #expect(whole == parts)
  }

  @Test("moves places back to the numbers that they came from", arguments: FlowKind.all)
  func inverse(kind: FlowKind) throws {
    let flow = kind.flow()
    let rows = flow.rows(0..<130, seed: 4)
    let part = try #require(flow.densityParts?.first)
    let width = flow.schema.columns.count
    let places = Places(rows.count * width)
    part.forEachRecord(of: rows) { record, _, place, _ in
      for column in 0..<width { places.values[record * width + column] = place(column) }
    }
    let columns = MovableColumns(flow.schema)
    let requests = (0..<rows.count).flatMap { record in
      columns.indices.enumerated().compactMap { index, column in
        places.values[record * width + column].map {
          FlowInverse.Request(record: record, index: index, place: $0)
        }
      }
    }
    let inverse = FlowInverse(flow.likelihood)
    let numbers = inverse.numbers(of: rows, requests) { record, index in
      places.values[record * width + columns.indices[index]]
    }
    #expect(requests.count > rows.count)
    for (request, number) in zip(requests, numbers) {
      #expect(number == rows.code(request.record, columns.indices[request.index]), "\(kind)")
    }
  }

  /// Written by one thread.
  private final class Places: @unchecked Sendable {
    var values: [Double?]
    init(_ count: Int) { values = Array(repeating: nil, count: count) }
  }
}
