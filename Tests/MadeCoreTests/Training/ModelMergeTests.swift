// Averages of parameters: the formula, the weights, and what is refused.

import MadeCore
import Testing

@Suite("Merging models")
struct ModelMergeTests {
  /// A model of a kind with other weights for another seed, trained on so many records.
  private func model(_ kind: ModelKind, seed: UInt64, records: Int = 1) -> MadeModel {
    let drawn = kind.model(inputs: 10, seed: seed)
    var summary = TrainingSummary()
    summary.records = records
    summary.epochs = 3 + Int(seed)
    summary.bestEpoch = 2
    summary.trainingLogLikelihood = -5
    return drawn.with(summary: summary)
  }

  private func merged(_ models: [MadeModel]) throws -> MadeModel {
    var merge = ModelMerge(models[0])
    for model in models.dropFirst() { try merge.add(model) }
    return merge.model
  }

  @Test("every parameter is the mean, weighted by the records, for every kind of model")
  func mean() throws {
    for kind in ModelKind.all {
      let models = [
        model(kind, seed: 1, records: 300), model(kind, seed: 2, records: 100),
        model(kind, seed: 3, records: 0),
      ]
      let result = try merged(models)
      let values = models.map(\.parameters.values.array)
      for (index, value) in result.parameters.values.array.enumerated() {
        let parts = values.map { Double($0[index]) }
        // No records count as one.
        let mean = Float((300 * parts[0] + 100 * parts[1] + parts[2]) / 401)
        #expect(value == mean, "\(kind), parameter \(index)")
      }
      #expect(result.summary.records == 400)
      #expect(result.summary.epochs == 6)
      #expect(result.summary.trainingLogLikelihood == nil)
    }
  }

  @Test("a merge is a model like its parts: its bytes are read again, and its scores are finite")
  func isAModel() throws {
    for kind in ModelKind.all {
      let result = try merged((1...4).map { model(kind, seed: $0, records: 10) })
      let bytes = result.fileBytes(tool: "test")
      let read = try MadeModel.read(from: MemorySource(bytes))
      #expect(read.fileBytes(tool: "test") == bytes, "\(kind)")
      #expect(read.difference(from: model(kind, seed: 1)) == nil, "\(kind)")
    }
  }

  @Test("one model, or equal models of any weights, come out bit for bit")
  func equalModels() throws {
    for kind in ModelKind.all {
      let one = model(kind, seed: 1, records: 7)
      #expect(try merged([one]).fileBytes(tool: "") == one.fileBytes(tool: ""))
      let many = [3, 1_000_003, 77].map { model(kind, seed: 1, records: $0) }
      #expect(try merged(many).parameters.values.array == one.parameters.values.array)
    }
  }

  @Test("merging in stages is merging at once, but for rounding")
  func stages() throws {
    let kind = ModelKind.all[1]
    let models = (1...4).map { model(kind, seed: $0, records: 10 * Int($0)) }
    let once = try merged(models).parameters.values.array
    let staged = try merged([merged(Array(models[..<2])), merged(Array(models[2...]))])
    for (a, b) in zip(once, staged.parameters.values.array) {
      #expect(abs(a - b) <= 4 * max(a.magnitude, 1).ulp)
    }
    #expect(staged.summary.records == 100)
  }

  @Test("counts of records at the end of their range neither trap nor spoil the mean")
  func hugeCounts() throws {
    let kind = ModelKind.all[1]
    let models = (1...3).map { model(kind, seed: $0, records: .max) }
    let result = try merged(models)
    #expect(result.summary.records == .max)
    #expect(result.parameters.values.isFinite)
  }

  @Test("unlike models are refused with the first difference, and leave the merge as it was")
  func unlike() throws {
    let kind = ModelKind(description: "a", hidden: [7], direct: true)
    let first = model(kind, seed: 1)
    func difference(_ change: (inout ModelKind) -> Void) -> ModelDifference? {
      var other = kind
      change(&other)
      return model(other, seed: 1).difference(from: first)
    }
    #expect(difference { _ in } == nil)
    #expect(difference { $0.hidden = [8] } == .network)
    #expect(difference { $0.hidden = [7, 7] } == .network)
    #expect(difference { $0.activation = .tanh } == .network)
    #expect(difference { $0.direct = false } == .network)
    #expect(difference { $0.maskWeights = true } == .network)
    #expect(difference { $0.schedule.seed = 4 } == .masks)
    #expect(difference { $0.schedule.regime = .cycle(2) } == .masks)
    #expect(difference { $0.schedule.regime = .endless } == .masks)
    #expect(difference { $0.slots = [1, 3] } == .column(2, name: nil))
    #expect(
      kind.model(inputs: 9).difference(from: first) == .columnCount(9, expected: 10))
    var merge = ModelMerge(first)
    #expect(throws: ModelDifference.columnCount(9, expected: 10)) {
      try merge.add(kind.model(inputs: 9))
    }
    #expect(merge.model.fileBytes(tool: "") == first.fileBytes(tool: ""))
  }

  @Test("names of columns and rules of reading count")
  func schemas() {
    let kind = ModelKind(description: "a", hidden: [7])
    let first = model(kind, seed: 1)
    func difference(_ change: (inout Schema) -> Void) -> ModelDifference? {
      var schema = first.schema
      change(&schema)
      return first.with(schema: schema).difference(from: first)
    }
    #expect(difference { $0.columns[4].name = "x" } == .column(5, name: "x"))
    #expect(difference { $0.threshold = 127 } == .reading)
    #expect(difference { $0.missingTokens = [[63]] } == .reading)
    #expect(difference { $0.ignoredFields = [2] } == .reading)
  }
}
