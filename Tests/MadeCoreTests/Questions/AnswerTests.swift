// Posteriors of labels, and explanations, against the definition.

import Foundation
import MadeCore
import Testing

@Suite("Labels and explanations")
struct AnswerTests {
  private func batch(_ rows: Rows) -> RecordBatch { RecordBatch(rows: rows, firstRecord: 0) }

  @Test("the probabilities of a label are Bayes' rule over its values")
  func posterior() throws {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 6)
      let rows = model.randomRecords(count: 30, seed: 4)
      for column in 0..<6 {
        let question = try #require(
          LabelQuestion(column: column, model))
        let answer = try question.answer(batch(rows))
        #expect(answer.width == question.values.count)
        for row in 0..<rows.count {
          let joint = question.values.indices.map { value -> Double in
            var record = rows.record(row)
            record[column] = value
            let one = Rows(layout: rows.layout, records: [record])
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

  /// A density that leaves nothing to any row, or is broken.
  private struct Nothing: RowDensity {
    let schema = Schema(columns: [Column(), Column()])
    let score: Double

    func logLikelihoods(of rows: Rows, threads: Int) -> [Double] { rows.records.map { _ in score } }
    func draw(_ numbers: [Int], seed: UInt64, withProbabilities: Bool, threads: Int) -> Drawn {
      Drawn(rows: Rows(layout: schema.layout, records: numbers.map { _ in [0, 0] }))
    }
  }

  @Test("where no value is possible, each has the probability 0")
  func nothing() throws {
    for (score, expected) in [(-Double.infinity, [0.0, 0]), (-3, [0.5, 0.5])] {
      let question = try #require(LabelQuestion(column: 1, Nothing(score: score)))
      let rows = Rows(layout: RowLayout([.bit, .bit]), records: [[0, 1]])
      let found = try question.answer(batch(rows)).numbers
      #expect(found.count == 2 && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-9 })
    }
    let broken = try #require(LabelQuestion(column: 1, Nothing(score: .nan)))
    let rows = Rows(layout: RowLayout([.bit, .bit]), records: [[0, 1]])
    #expect(try broken.answer(batch(rows)).numbers.allSatisfy { $0.isNaN })
  }

  @Test("words that share a code share its probability in a label, and are expected by their own")
  func sharedWords() throws {
    for kind in ModelKind.categorical {
      let model = kind.model(inputs: 6).ofSharedWords
      let rows = model.randomRecords(count: 30, seed: 4)
      for (column, description) in model.schema.columns.enumerated() {
        guard let categories = description.kind as? Categories else { continue }
        let question = try #require(
          LabelQuestion(column: column, model))
        #expect(question.values == categories.values)
        let answer = try question.answer(batch(rows))
        #expect(answer.width == categories.values.count && answer.width > categories.valueCodes)
        for row in 0..<rows.count {
          let shares = answer.numbers[row * answer.width..<(row + 1) * answer.width]
          #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
          // The likelihood of any one value of each code, written out.
          let joint = (0..<categories.valueCodes).map { choice -> Double in
            var record = rows.record(row)
            record[column] = choice
            return model.logLikelihoods(of: Rows(layout: rows.layout, records: [record]))[0]
          }
          let total = logSumExp(
            zip(joint.indices, joint).map { $1 + log(Double(categories.width(ofCode: $0))) })
          for (share, code) in zip(shares, categories.codeOfValue) {
            #expect(abs(share - exp(joint[code] - total)) < 1e-6, "\(kind)")
          }
        }
      }
    }
  }

  @Test("where other cells are unknown, the sums are over all that they may hold")
  func posteriorOfPartialRecords() throws {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 4)
      let all = model.allRecords
      let likelihoods = model.logLikelihoods(of: all)
      let records = model.randomRecords(count: 6, seed: 9)
      for label in 0..<4 {
        let sampler = try ConditionalSampler(model, seed: 1, particles: 4096, fillsMissing: false)
        let question = try #require(
          LabelQuestion(column: label, model, sampler: sampler))
        // Of the record numbered r, the columns whose bits r + 1 has are unknown.
        func isUnknown(_ column: Int, _ row: Int) -> Bool { (row + 1) >> column & 1 == 1 }
        var asked = batch(records)
        var holes = Rows(columns: records.columns)
        holes.appendZeros(count: records.count)
        for row in 0..<records.count {
          for column in 0..<4 where isUnknown(column, row) {
            holes[row, column] = true
            asked.rows.setCode(0, row, column)
          }
        }
        asked.holes = holes
        let answer = try question.answer(asked)
        for row in 0..<records.count {
          var expected = [Double](repeating: 0, count: answer.width)
          for other in 0..<all.count {
            let agrees = (0..<4).allSatisfy { column in
              column == label || isUnknown(column, row)
                || all.code(other, column) == records.code(row, column)
            }
            guard agrees else { continue }
            let value = all.code(other, label)
            if value < answer.width { expected[value] += exp(likelihoods[other]) }
          }
          let total = expected.reduce(0, +)
          for value in expected.indices {
            let got = answer.numbers[row * answer.width + value]
            #expect(abs(got - expected[value] / total) < 0.05, "\(kind) \(label) \(row) \(value)")
          }
        }
      }
    }
  }

  @Test("several labels have the joint probabilities of all choices of their values")
  func joint() throws {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 5)
      let rows = model.randomRecords(count: 5, seed: 4)
      for columns in [[1, 3], [4, 0], [2, 0, 1]] {
        let question = try #require(LabelQuestion(columns: columns, model))
        let answer = try question.answer(batch(rows))
        #expect(answer.width == question.values.count)
        let kinds = columns.map { model.schema.columns[$0].kind }
        let labels = try kinds.map { try #require($0.labels) }
        for row in 0..<rows.count {
          var (texts, joint): ([String], [Double]) = ([], [])
          // The first column changes last.
          for choice in 0..<labels.reduce(1, { $0 * $1.count }) {
            var (rest, record, words) = (choice, rows.record(row), [String]())
            for (column, own) in zip(columns, labels).reversed() {
              let (text, code) = own[rest % own.count]
              rest /= own.count
              record[column] = code
              words.insert("\(column + 1)=\(String(decoding: text, as: UTF8.self))", at: 0)
            }
            texts.append(words.joined(separator: " & "))
            let one = Rows(layout: rows.layout, records: [record])
            joint.append(model.logLikelihoods(of: one)[0])
          }
          #expect(question.values == texts.map { Array($0.utf8) })
          let total = logSumExp(joint)
          for (value, likelihood) in joint.enumerated() {
            let got = answer.numbers[row * answer.width + value]
            #expect(abs(got - exp(likelihood - total)) < 1e-6, "\(kind) \(columns) \(value)")
          }
        }
      }
    }
    let many = ModelKind.binary[0].model(inputs: 14)
    #expect(LabelQuestion(columns: Array(0..<13), many) == nil)
    #expect(LabelQuestion(columns: Array(0..<12), many)?.values.count == LabelQuestion.mostValues)
    #expect(LabelQuestion(columns: [], many) == nil)
  }

  @Test("surprises are log-probabilities less their means: on average over the model's records 0")
  func surprise() throws {
    for kind in [ModelKind.all[1], ModelKind.categorical[1], ModelKind.categorical[2]] {
      let model = kind.model(inputs: 4)
      let all = model.allRecords
      let question = try ExplanationQuestion(count: 4, model, delimiter: 0x2c)
      let answer = question.answer(batch(all))
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
            let first = mask.firstOnes[column]
            let own = slots == 1 ? [0, logits[first]] : Array(logits[first..<first + slots])
            let logs = own.map { $0 - logSumExp(own) }
            let entropy = logs.reduce(0) { $0 - exp($1) * $1 }
            expected[column] += (-logs[record[column]] - entropy) / Double(model.masks.count)
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
