// Training: it learns, it stops, and it gives the same bytes whatever the threads.

import Foundation
import MadeCore
import Testing

@Suite("Training")
struct TrainerTests {
  private func fit(
    _ kind: ModelKind, threads: Int = 1, epochs: Int = 4,
    change: (inout TrainingOptions) -> Void = { _ in }
  ) throws -> MadeModel {
    var options = TrainingOptions()
    options.threads = threads
    options.epochs = epochs
    options.batchSize = 50
    // Soon better than columns by themselves.
    options.optimizer.learningRate = 0.02
    change(&options)
    let columns = 10
    let architecture = kind.architecture(inputs: columns)
    func records(_ count: Int, _ seed: UInt64) -> Rows {
      chain(columns: columns, count: count, seed: seed, slots: architecture.slots)
    }
    let trainer = try Trainer(
      architecture: architecture, schedule: kind.schedule, options: options,
      training: records(730, 1), validation: records(200, 2))
    return try trainer.run(schema: kind.schema(columns: columns))
  }

  @Test("reaches the entropy of a known distribution with every rule")
  func learns() throws {
    // Entropy of the chain: log 2 + 9 h(0.1) nats.
    let entropy = log(2.0) - 9 * (0.1 * log(0.1) + 0.9 * log(0.9))
    for rule in OptimizerSettings.Rule.allCases {
      let kind = ModelKind(description: "direct", hidden: [20], direct: true)
      let model = try fit(kind, epochs: 150) { options in
        options.optimizer = OptimizerSettings(rule)
        if rule == .sgd {
          options.optimizer.learningRate = 0.05
          options.optimizer.momentum = 0.5
          options.optimizer.rateDecay = 1e-4
        }
        if rule == .adagrad { options.optimizer.learningRate = 0.05 }
        if rule == .adam || rule == .rmsprop { options.optimizer.learningRate = 0.005 }
      }
      let score = model.logLikelihoods(of: chain(columns: 10, count: 5000, seed: 3)).reduce(0, +)
      #expect(abs(-score / 5000 - entropy) < 0.15, "\(rule): \(-score / 5000) for \(entropy)")
    }
  }

  @Test("gives the same bytes for every number of threads and every kind of model")
  func threads() throws {
    func change(_ options: inout TrainingOptions) {
      options.dropout = 0.2
      options.inputDropout = 0.1
      options.average = 0.9
      options.optimizer.clip = 2
      options.optimizer.weightDecay = 0.01
      options.optimizer.schedule.warmUp = 2
    }
    for kind in ModelKind.all {
      let one = try fit(kind, threads: 1, change: change).fileBytes(tool: "test")
      for threads in [2, 3, 8] {
        let many = try fit(kind, threads: threads, change: change).fileBytes(tool: "test")
        #expect(one == many, "\(kind), \(threads) threads")
      }
    }
  }

  @Test("in bf16 learns as much, and gives the same bytes for every number of threads")
  func bf16() throws {
    for kind in ModelKind.all {
      let one = try fit(kind) { $0.compute = .bf16 }.fileBytes(tool: "test")
      #expect(try one != fit(kind).fileBytes(tool: "test"), "\(kind)")
      for threads in [2, 3, 8] {
        let many = try fit(kind, threads: threads) { $0.compute = .bf16 }.fileBytes(tool: "test")
        #expect(one == many, "\(kind), \(threads) threads")
      }
    }
    // Smooth units: rectifiers on so few records may end in another optimum for a rounding.
    let kind = ModelKind(
      description: "two layers", hidden: [20, 20], activation: .tanh, direct: true)
    let test = chain(columns: 10, count: 5000, seed: 3)
    let scores = try Compute.allCases.map { compute in
      try fit(kind, epochs: 100) { $0.compute = compute }.logLikelihoods(of: test)
        .reduce(0, +) / 5000
    }
    #expect(abs(scores[0] - scores[1]) < 0.03, "\(scores)")
  }

  @Test("starts at the independent model's output biases")
  func startsIndependent() {
    let rows = Rows(columns: 2, rows: [[true, false], [true, false], [false, false]])
    let logits = StartingPoint(of: rows, [Bernoulli(), Bernoulli()]).bias
    #expect(logits.count == 2)
    #expect(abs(Double(logits[0]) - log((2.5 / 4) / (1.5 / 4))) < 1e-6)
    #expect(abs(Double(logits[1]) - log((0.5 / 4) / (3.5 / 4))) < 1e-6)
    let words = Rows(layout: layout(slots: [1, 3]), records: [[1, 0], [0, 0], [1, 1]])
    let start = StartingPoint(of: words, [Bernoulli(), Softmax(states: 3)])
    #expect(start.bias.count == 4)
    for (logit, ones) in zip(start.bias.dropFirst(), [2.5, 1.5, 0.5]) {
      #expect(abs(Double(logit) - log(ones / 4.5)) < 1e-6)
    }
    // The second column's outputs begin at 1, and so do its ones.
    #expect(start.silentOutputs == [3] && start.silentOnes == [3])
  }

  @Test("reaches the entropy of a known distribution of words too")
  func learnsWords() throws {
    let entropy = log(2.0) - 9 * (0.1 * log(0.1) + 0.9 * log(0.9))
    for slots in [[3], [1, 4, 2]] {
      let kind = ModelKind(description: "direct", hidden: [20], direct: true, slots: slots)
      let model = try fit(kind, epochs: 60) { $0.optimizer.learningRate = 0.005 }
      let records = chain(columns: 10, count: 5000, seed: 3, slots: model.architecture.slots)
      let score = model.logLikelihoods(of: records).reduce(0, +)
      #expect(abs(-score / 5000 - entropy) < 0.15, "\(slots): \(-score / 5000) for \(entropy)")
    }
  }

  @Test("leaves what was never seen where it started: rare, and without a say")
  func unseen() throws {
    for regime in [MaskSchedule.Regime.cycle(1), .cycle(3), .endless] {
      let kind = ModelKind(
        description: "words", hidden: [12, 9], direct: true, maskWeights: regime == .cycle(3),
        schedule: MaskSchedule(regime: regime, seed: 5), slots: [1, 4])
      let model = try fit(kind, epochs: 20) { $0.optimizer.weightDecay = 0.01 }
      let network = ReferenceNetwork(model.parameters)
      let top = model.architecture.outputLayer
      // Slots 2 and 3 of every column of words: smoothed as half a record in 730 and 2 more.
      for slot in 0..<model.architecture.ones where slot % 5 >= 3 {
        #expect(abs(network.biases[top - 1][slot] - log(0.5 / 732)) < 1e-5)
        for (number, matrix) in network.weights.enumerated() {
          let fromInputs = number == 0 || number == top
          if fromInputs { #expect(matrix.allSatisfy { $0[slot] == 0 }, "\(regime)") }
          if number >= top - 1 { #expect(matrix[slot].allSatisfy { $0 == 0 }, "\(regime)") }
        }
      }
      // The rest was trained.
      #expect(network.weights[0].joined().contains { $0 != 0 })
    }
  }

  @Test("keeps the best epoch and stops when patience is through")
  func earlyStopping() throws {
    let kind = ModelKind(description: "wide", hidden: [200])
    var seen: [TrainingProgress] = []
    var options = TrainingOptions()
    options.patience = 5
    options.optimizer.learningRate = 0.01
    let trainer = try Trainer(
      architecture: Architecture(inputs: 10, hidden: kind.hidden), schedule: kind.schedule,
      options: options, training: chain(columns: 10, count: 120, seed: 1),
      validation: chain(columns: 10, count: 300, seed: 2))
    let model = try trainer.run(
      schema: Schema(binaryColumns: 10),
      observe: { if $0.batch == $0.batches { seen.append($0) } })
    let values = seen.compactMap(\.validationLogLikelihood)
    #expect(values.count == model.summary.epochs)
    #expect(model.summary.epochs == model.summary.bestEpoch + 5)
    #expect(values.max() == model.summary.validationLogLikelihood)
    let again = model.logLikelihoods(of: chain(columns: 10, count: 300, seed: 2))
    #expect(again.reduce(0, +) / 300 == model.summary.validationLogLikelihood)
  }

  @Test("stops when asked, with the best model so far")
  func stops() throws {
    var batches = 0
    let trainer = try Trainer(
      architecture: Architecture(inputs: 10, hidden: [5]), schedule: MaskSchedule(),
      options: TrainingOptions(), training: chain(columns: 10, count: 500, seed: 1),
      validation: chain(columns: 10, count: 50, seed: 2))
    let model = try trainer.run(
      schema: Schema(binaryColumns: 10),
      shouldStop: {
        batches += 1
        return batches == 12
      })
    #expect(batches == 12)
    #expect(model.summary.epochs == 2)
  }

  @Test("that diverges says where, and an empty table is refused")
  func fails() {
    #expect(throws: TrainingError.self) {
      try fit(ModelKind.all[0]) { $0.optimizer.learningRate = 1e30 }
    }
    #expect(throws: TrainingError.noRecords) {
      try Trainer(
        architecture: Architecture(inputs: 3), schedule: MaskSchedule(),
        options: TrainingOptions(), training: Rows(columns: 3),
        validation: Rows(columns: 3))
    }
  }

  @Test("goes on from an initial model with its network and masks")
  func warmStart() throws {
    let kind = ModelKind.all[9]
    let first = try fit(kind, epochs: 30)
    var options = TrainingOptions()
    options.epochs = 1
    let rows = chain(columns: 10, count: 730, seed: 1)
    let validation = chain(columns: 10, count: 200, seed: 2)
    let second = try Trainer(
      architecture: Architecture(inputs: 10), schedule: MaskSchedule(), options: options,
      training: rows, validation: validation, initial: first
    ).run(schema: Schema(binaryColumns: 10))
    #expect(second.architecture == first.architecture)
    #expect(second.masks == first.masks)
    let before = try #require(first.summary.validationLogLikelihood)
    let after = try #require(second.summary.validationLogLikelihood)
    #expect(abs(before - after) < 0.3)
    #expect(throws: TrainingError.otherColumns(model: 10, data: 4)) {
      try Trainer(
        architecture: Architecture(inputs: 4), schedule: MaskSchedule(), options: options,
        training: randomRecords(columns: 4, count: 9),
        validation: Rows(columns: 4), initial: first)
    }
  }

  @Test("holds out the share that was asked for, the same for the same seed")
  func holdout() {
    let split = Holdout(count: 1000, fraction: 0.1, seed: 1)
    #expect(split.validation.count == 100)
    #expect(Set(split.training + split.validation) == Set(0..<1000))
    #expect(Holdout(count: 1000, fraction: 0.1, seed: 1).validation == split.validation)
    #expect(Holdout(count: 1000, fraction: 0.1, seed: 2).validation != split.validation)
    #expect(Holdout(count: 1, fraction: 0.5, seed: 1).validation.isEmpty)
    #expect(Holdout(count: 2, fraction: 0.001, seed: 1).validation.count == 1)
  }
}
