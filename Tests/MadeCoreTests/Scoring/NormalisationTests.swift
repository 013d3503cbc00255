// The property that makes scores log-likelihoods: all probabilities together are 1.

import Foundation
import MadeCore
import Testing

@Suite("The probabilities of all records")
struct NormalisationTests {
  @Test("sum to 1 for every kind of model", arguments: [1, 2, 3, 10, 12])
  func sumToOne(columns: Int) {
    for kind in ModelKind.all {
      let model = kind.model(inputs: columns)
      let sum = model.logLikelihoods(of: model.allRecords).reduce(0) { $0 + exp($1) }
      #expect(abs(sum - 1) < 1e-5, "\(kind), D = \(columns): \(sum)")
    }
  }

  @Test("sum to 1 for each mask by itself")
  func eachMask() {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 8)
      let records = model.allRecords
      for mask in model.masks {
        let sum = model.with(masks: [mask]).logLikelihoods(of: records).reduce(0) { $0 + exp($1) }
        #expect(abs(sum - 1) < 1e-5, "\(kind): \(sum)")
      }
    }
  }

  @Test("are those of the plain network in Double")
  func reference() {
    for kind in ModelKind.all {
      for columns in [1, 2, 7, 19] {
        let model = kind.model(inputs: columns)
        let reference = ReferenceNetwork(model.parameters)
        let records = model.randomRecords(count: 50)
        let scores = model.logLikelihoods(of: records)
        for row in 0..<records.count {
          let expected = logMeanExp(
            model.masks.map { reference.logLikelihood(of: records.record(row), mask: $0) })
          #expect(
            abs(scores[row] - expected) < 1e-4 * max(1, abs(expected)),
            "\(kind), D = \(columns), record \(row): \(scores[row]), expected \(expected)")
        }
      }
    }
  }
}

@Suite("A score")
struct ScoreIndependenceTests {
  @Test("does not depend on the other records, on their number, or on the number of threads")
  func alone() {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 21)
      let records = model.randomRecords(count: 333)
      let together = model.logLikelihoods(of: records)
      for threads in [2, 3, 8] {
        #expect(model.logLikelihoods(of: records, threads: threads) == together, "\(kind)")
      }
      for part in [0..<1, 5..<7, 90..<101, 200..<333] {
        let some = model.logLikelihoods(of: records.rows(at: part))
        #expect(some == Array(together[part]), "\(kind), records \(part)")
      }
    }
  }

  @Test("is the sum of its conditionals under one mask")
  func conditionals() {
    for kind in ModelKind.all {
      guard let model = kind.model(inputs: 13).withMasks(1) else { continue }
      let records = model.randomRecords(count: 40)
      let scores = model.logLikelihoods(of: records)
      let conditionals = model.conditionals(of: records)
      for row in 0..<records.count {
        let sum = conditionals[row * 13..<row * 13 + 13].reduce(0, +)
        #expect(abs(sum - scores[row]) < 1e-4, "\(kind), record \(row)")
      }
    }
  }
}
