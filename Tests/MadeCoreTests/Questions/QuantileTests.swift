// Quantiles of numbers given other cells, against sums over all that a cell may be.

import Foundation
import MadeCore
import Testing

@Suite("Quantiles of numbers given other cells")
struct QuantileTests {
  private static let columns = DensityKind.wordAndNumbers(-40...40, steps: -150...150)
  /// The third column is counted from the second one.
  private static let ruled = DensityKind.wordAndNumbers(
    -40...40, steps: -150...150,
    rule: NumberRule(
      relation: NumberRelation(
        form: .smallest, sources: [NumberRelation.Source(column: 1)], range: -100...0,
        fallback: 20)))
  private static let shares = [0.05, 0.25, 0.5, 0.95]

  /// Numbers that a column may be, ascending, each with its share of the probability of all, given the others.
  private func enumerated(
    _ model: MadeModel, _ record: [Int], column: Int, words: [Int]
  ) -> [(number: Int, share: Double)] {
    guard let kind = model.schema.columns[column].kind as? Numbers else { return [] }
    let numbers = (-2000...2000).filter { kind.values.nearest(to: $0) == $0 }
    var rows = Rows(layout: model.schema.layout)
    for number in numbers {
      for word in words {
        var record = record
        record[0] = word
        record[column] = number
        rows.append(codes: record)
      }
    }
    let logs = model.logLikelihoods(of: rows)
    let total = logSumExp(logs)
    return numbers.enumerated().map { index, number in
      let own = logs[index * words.count..<(index + 1) * words.count]
      return (number, exp(logSumExp(own) - total))
    }
  }

  /// - Parameter isHole: whether the first column is unknown.
  private func answers(
    _ model: MadeModel, _ record: [Int], column: Int, isHole: Bool, particles: Int
  ) throws -> [Int] {
    let sampler = try model.conditionalSampler(particles: particles, fillsMissing: false)
    let question = try #require(
      QuantileQuestion(Self.shares, column: column, sampler: sampler, delimiter: 0x2c))
    var batch = RecordBatch(
      rows: Rows(layout: model.schema.layout, records: [record]), firstRecord: 0)
    if isHole { batch.holes = Rows(columns: 3, rows: [[true, false, false]]) }
    let answer = question.answer(batch)
    #expect(answer.width == 0 && answer.texts.count == 1)
    return String(decoding: answer.texts[0], as: UTF8.self).split(separator: ",").compactMap {
      Int($0)
    }
  }

  @Test("are those of the sum over everything", arguments: DensityKind.all, [columns, ruled])
  func sums(kind: DensityKind, columns: [Column]) throws {
    let model = kind.model(columns)
    // Weak dependencies, as training leaves them: so that what comes later does not settle all, and sums end.
    let values = model.parameters.values
    for index in values.array.indices { values.base[index] *= 0.4 }
    // What others follow from is never the last column.
    for column in columns == Self.ruled ? [2] : [1, 2] {
      for record in [[1, 2, 10], [0, 1, -15], [2, Int.min + 1, 5], [2, 0, Int.min]] {
        for isHole in [false, true] {
          let found = try answers(
            model, record, column: column, isHole: isHole, particles: 3000)
          try #require(found.count == Self.shares.count)
          let isLast =
            model.masks.allSatisfy { mask in
              let columns = mask.ordering.columns
              return columns.last == column && !isHole
                || isHole && columns[1] == column && columns[2] == 0
            }
          let all = enumerated(
            model, record, column: column, words: isHole ? [0, 1, 2] : [record[0]])
          for (share, number) in zip(Self.shares, found) {
            let upTo = all.reduce(0) { $1.number <= number ? $0 + $1.share : $0 }
            let below = all.reduce(0) { $1.number < number ? $0 + $1.share : $0 }
            let error = isLast ? 1e-3 : isHole ? 0.06 : 0.03
            #expect(
              upTo >= share - error && below <= share + error,
              "\(kind), \(record), column \(column), hole \(isHole), \(share): \(number) has \(below) to \(upTo)"
            )
          }
        }
      }
    }
  }

  @Test("what the column has plays no part, and what is impossible has none")
  func nothing() throws {
    let model = DensityKind.all[1].model(Self.columns)
    for column in [1, 2] {
      var other = [1, 2, 10]
      other[column] = Int.min
      #expect(
        try answers(model, [1, 2, 10], column: column, isHole: false, particles: 10)
          == answers(model, other, column: column, isHole: false, particles: 10))
    }
    let sampler = try model.conditionalSampler()
    #expect(QuantileQuestion([0.5], column: 0, sampler: sampler, delimiter: 0x2c) == nil)
    var batch = RecordBatch(
      rows: Rows(layout: model.schema.layout, records: [[1, 2, 10], [0, 0, 0]]), firstRecord: 0)
    batch.isBad = [false, true]
    let question = QuantileQuestion([0.5, 0.9], column: 1, sampler: sampler, delimiter: 0x3b)
    let texts = try #require(question?.answer(batch).texts)
    #expect(texts[0] != texts[1] && String(decoding: texts[1], as: UTF8.self) == "nan;nan")
  }
}
