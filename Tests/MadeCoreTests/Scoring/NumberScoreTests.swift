// Probabilities of numbers and rare words: of values, and not of the codes that they share.

import Foundation
import MadeCore
import Testing

/// Reads lines by a model's schema.
private func rows(_ lines: [String], of model: MadeModel) throws -> Rows {
  var options = InputOptions()
  options.header = .absent
  // One column with missing cells would have empty lines.
  let text = lines.map { ($0.isEmpty ? "\"\"" : $0) + "\n" }.joined()
  return try RecordReader(
    sources: [MemorySource(Array(text.utf8))], options: options, schema: model.schema
  ).readAll()
}

private let kinds = ModelKind.categorical

@Suite("Scores of numbers and rare words")
struct NumberScoreTests {
  @Test("sum to 1 over all values, written out", arguments: kinds)
  func sumToOne(kind: ModelKind) throws {
    for columns in 1...4 {
      for model in kind.model(inputs: columns).withSharedSlots {
        let lines = allLines(model.schema.columns)
        guard lines.count < 200_000 else { continue }
        let records = try rows(lines, of: model)
        let sum = model.logLikelihoods(of: records).reduce(0) { $0 + exp($1) }
        #expect(abs(sum - 1) < 1e-5, "\(kind), D = \(columns): \(sum) over \(lines.count)")
      }
    }
  }

  @Test("are those of the codes less the logarithms of the widths, everywhere", arguments: kinds)
  func widths(kind: ModelKind) throws {
    let words = kind.model(inputs: 7)
    for model in words.withSharedSlots {
      let records = model.randomRecords(count: 300)
      let codes = words.logLikelihoods(of: records)
      let scores = model.logLikelihoods(of: records)
      let logWidths = (0..<records.count).map { row in
        model.schema.columns.enumerated().map { column, description in
          log(Double(description.kind.width(ofCode: records.code(row, column))))
        }
      }
      #expect(logWidths.joined().contains { $0 > 0 })
      for row in 0..<records.count {
        #expect(abs(scores[row] + logWidths[row].reduce(0, +) - codes[row]) < 1e-9, "\(kind)")
      }
      // Mixtures and tables of likelihoods.
      let mixed = try Mixture([model, model]).logLikelihoods(of: records)
      #expect(zip(mixed, scores).allSatisfy { abs($0 - $1) < 1e-9 }, "\(kind)")
      // Columns by themselves.
      let conditionals = model.conditionals(of: records)
      let ofCodes = words.conditionals(of: records)
      for row in 0..<records.count {
        for column in 0..<7 {
          let expected = ofCodes[7 * row + column] - logWidths[row][column]
          #expect(abs(conditionals[7 * row + column] - expected) < 1e-9, "\(kind)")
        }
      }
    }
  }

  @Test("are the means that training tells, and keeps in the model")
  func training() throws {
    let model = ModelKind(description: "numbers", hidden: [8], slots: [4, 1, 6]).model(inputs: 5)
      .ofNumbers
    let rows = model.randomRecords(count: 400)
    let (training, validation) = (rows.rows(at: 0..<300), rows.rows(at: 300..<400))
    var options = TrainingOptions()
    options.epochs = 3
    var told: [Double?] = []
    let trainer = try Trainer(
      architecture: model.architecture, schedule: MaskSchedule(seed: 2), options: options,
      training: training, validation: validation, schema: model.schema)
    let fitted = try trainer.run(
      schema: model.schema,
      observe: { if $0.batch == $0.batches { told.append($0.validationLogLikelihood) } })
    let scores = fitted.logLikelihoods(of: validation)
    let mean = scores.reduce(0, +) / 100
    #expect(abs((fitted.summary.validationLogLikelihood ?? 0) - mean) < 1e-6)
    #expect(told.contains { $0.map { abs($0 - mean) < 1e-6 } ?? false })
    let codes = try Trainer(
      architecture: model.architecture, schedule: MaskSchedule(seed: 2), options: options,
      training: training, validation: validation
    ).run(schema: model.schema)
    #expect(
      (codes.summary.trainingLogLikelihood ?? 0) > (fitted.summary.trainingLogLikelihood ?? 0) + 0.5
    )
    let result = try Search(
      architecture: model.architecture, schedule: MaskSchedule(seed: 2), options: options,
      training: training, validation: validation, plain: Candidate(), budget: .epochs(3)
    ).run(schema: model.schema)
    let found =
      result.model.density.logLikelihoods(of: validation, threads: 1).reduce(0, +) / 100
    #expect(abs((result.model.last.summary.validationLogLikelihood ?? 0) - found) < 1e-6)
  }
}
