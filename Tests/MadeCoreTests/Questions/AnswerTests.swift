// Posteriors of labels, and explanations, against the definition.

import Foundation
import MadeCore
import Testing

@Suite("Labels and explanations")
struct AnswerTests {
  private func batch(_ rows: PackedRows) -> RecordBatch { RecordBatch(rows: rows, firstRecord: 0) }

  @Test("the probabilities of a label are Bayes' rule over its values")
  func posterior() throws {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 6)
      let rows = model.randomRecords(count: 30, seed: 4)
      for column in 0..<6 {
        let question = try #require(
          LabelQuestion(column: column, mixtureOf: [model], weights: nil, threads: 1))
        let answer = try question.answer(batch(rows), worker: 0)
        let first = model.masks[0].firstSlots[column]
        let slots = model.architecture.slots[column]
        #expect(answer.width == question.values.count)
        for row in 0..<rows.count {
          let joint = question.values.indices.map { value -> Double in
            var record = rows.record(row)
            for slot in 0..<slots { record[first + slot] = slots == 1 ? value == 1 : slot == value }
            let one = PackedRows(columns: rows.columns, rows: [record])
            return model.logLikelihoods(of: one)[0]
          }
          for (value, likelihood) in joint.enumerated() {
            let expected = exp(likelihood - logSumExp(joint))
            #expect(abs(answer.numbers[row * answer.width + value] - expected) < 1e-6, "\(kind)")
          }
        }
      }
    }
  }

  @Test("surprises are log-probabilities less their means: on average over the model's records 0")
  func surprise() throws {
    for kind in [ModelKind.all[1], ModelKind.categorical[1], ModelKind.categorical[2]] {
      let model = kind.model(inputs: 4)
      let all = model.allRecords
      let question = ExplanationQuestion(
        count: 4, mixtureOf: [model], weights: nil, delimiter: 0x2c, threads: 1)
      let answer = try question.answer(batch(all), worker: 0)
      let scores = model.logLikelihoods(of: all)
      let reference = ReferenceNetwork(model.parameters)
      var means = [Double](repeating: 0, count: 4)
      for row in 0..<all.count {
        let fields = String(decoding: answer.texts[row], as: UTF8.self).split(
          separator: ",", omittingEmptySubsequences: false
        ).dropFirst().map(String.init)
        #expect(fields.count == 16)
        #expect(abs(answer.numbers[row] - scores[row]) < 1e-9)
        let surprises = stride(from: 3, to: 16, by: 4).map { Double(fields[$0]) ?? .nan }
        #expect(surprises == surprises.sorted(by: >), "most surprising first")
        // By the definition, in Double.
        let record = all.record(row)
        var expected = [Double](repeating: 0, count: 4)
        for mask in model.masks {
          let logits = reference.logits(of: record, mask: mask)
          for (column, slots) in model.architecture.slots.enumerated() {
            let first = mask.firstSlots[column]
            let own = slots == 1 ? [0, logits[first]] : Array(logits[first..<first + slots])
            let chosen =
              slots == 1
              ? (record[first] ? 1 : 0) : (0..<slots).first { record[first + $0] } ?? 0
            let logs = own.map { $0 - logSumExp(own) }
            let entropy = logs.reduce(0) { $0 - exp($1) * $1 }
            expected[column] += (-logs[chosen] - entropy) / Double(model.masks.count)
          }
        }
        for (place, surprise) in surprises.enumerated() {
          let column = (Int(fields[4 * place]) ?? 0) - 1
          #expect(abs(expected[column] - surprise) < 1e-4, "\(kind), row \(row)")
        }
        if model.masks.count == 1 {
          for column in 0..<4 { means[column] += exp(scores[row]) * expected[column] }
        }
      }
      #expect(means.allSatisfy { abs($0) < 1e-5 }, "\(kind)")
    }
  }
}
