// The nearest record of a file, against every record of it.

import MadeCore
import Testing

@Suite("Nearest records")
struct NearestQuestionTests {
  private static let model = DensityKind.all[0].model()

  /// The distance by its definition.
  private func distance(_ rows: Rows, _ row: Int, _ records: Rows, _ record: Int) -> Double {
    let columns = Self.model.schema.columns
    let distances = columns.enumerated().map { column, description -> Double in
      let (mine, other) = (rows.code(row, column), records.code(record, column))
      if mine == other { return 0 }
      guard description.kind is Numbers, NumberLimits.mark(of: mine) == nil,
        NumberLimits.mark(of: other) == nil
      else { return 1 }
      let all = (0..<records.count).map { records.code($0, column) }
        .filter { NumberLimits.mark(of: $0) == nil }
      func share(_ cell: Int) -> Double {
        (Double(all.count { $0 < cell }) + Double(all.count { $0 == cell }) / 2) / Double(all.count)
      }
      return abs(share(mine) - share(other))
    }
    return distances.reduce(0, +) / Double(columns.count)
  }

  @Test("are as near as the definition says, and the first of equals", arguments: [1, 40, 1100])
  func nearest(count: Int) throws {
    let records = Self.model.someRecords(count: count, seed: 3)
    let rows = Self.model.someRecords(count: 30, seed: 4)
    let question = try #require(NearestQuestion(records, schema: Self.model.schema))
    let answer = question.answer(RecordBatch(rows: rows, firstRecord: 0))
    #expect(answer.width == 2 && question.fieldNames.count == 2)
    for row in 0..<rows.count {
      let distances = (0..<count).map { distance(rows, row, records, $0) }
      let least = distances.min() ?? 1
      let (found, number) = (answer.numbers[2 * row], Int(answer.numbers[2 * row + 1]))
      #expect(abs(found - least) < 1e-6)
      // Sums of rounded numbers may order what differs by less than their error.
      #expect(abs(distances[number - 1] - least) < 1e-6)
    }
  }

  @Test("of a copy are the first copy, at 0; of others farther")
  func copies() throws {
    let records = Self.model.rows(0..<1500, seed: 3)
    var rows = records.rows(at: [1, 1200, 7])
    let question = try #require(NearestQuestion(records, schema: Self.model.schema))
    let (distinct, places) = records.distinct()
    let answer = question.answer(RecordBatch(rows: rows, firstRecord: 0))
    for (index, record) in [1, 1200, 7].enumerated() {
      #expect(answer.numbers[2 * index] == 0)
      let first = places.firstIndex(of: places[record]) ?? -1
      #expect(answer.numbers[2 * index + 1] == Double(first + 1))
    }
    #expect(distinct.count > 1000)
    // A number that no record has is a little farther.
    rows.setCode(40_000, 0, 1)
    #expect(question.answer(RecordBatch(rows: rows, firstRecord: 0)).numbers[0] > 0)
  }

  @Test("need a record")
  func none() {
    let none = Rows(layout: Self.model.schema.layout)
    #expect(NearestQuestion(none, schema: Self.model.schema) == nil)
  }
}
