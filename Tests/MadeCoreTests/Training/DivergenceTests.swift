// Numbers that are no longer finite: noticed before they do harm.

import MadeCore
import Testing

@Suite("Divergence")
struct DivergenceTests {
  static let bad: [Float] = [.nan, -.nan, .infinity, -.infinity, 0x1p63, -0x1p64, 1e38]

  @Test(
    "a part of a gradient that is not finite, or too large, moves nothing",
    arguments: OptimizerSettings.Rule.allCases)
  func gradient(rule: OptimizerSettings.Rule) {
    let count = 64
    for value in Self.bad {
      for place in [0, 17, 63] {
        let optimizer = Optimizer(OptimizerSettings(rule), count: count)
        let (parameters, gradient) = (FloatBuffer(count: count), FloatBuffer(count: count))
        for index in 0..<count { parameters.base[index] = Float(index) }
        for index in 0..<count { gradient.base[index] = 1 }
        #expect(
          optimizer.update(
            parameters, weights: count, gradient: gradient, records: 1, team: .single))
        let before = parameters.array
        let moments = optimizer.moments.map(\.array)
        #expect(before != (0..<count).map { Float($0) })
        gradient.base[place] = value
        #expect(
          !optimizer.update(
            parameters, weights: count, gradient: gradient, records: 1, team: .single),
          "\(rule) \(value)")
        #expect(parameters.array == before)
        #expect(optimizer.moments.map(\.array) == moments)
      }
    }
  }

  @Test("the largest gradient that is taken leaves everything finite")
  func largest() {
    for rule in OptimizerSettings.Rule.allCases {
      let optimizer = Optimizer(OptimizerSettings(rule), count: 16)
      let (parameters, gradient) = (FloatBuffer(count: 16), FloatBuffer(count: 16))
      for index in 0..<16 { gradient.base[index] = Float(0x1p63).nextDown * (index < 8 ? 1 : -1) }
      let isTaken = optimizer.update(
        parameters, weights: 16, gradient: gradient, records: 1, team: .single)
      #expect(isTaken && parameters.isFinite, "\(rule)")
    }
  }

  @Test("with clipping a long gradient is shortened, not refused")
  func clipped() {
    var settings = OptimizerSettings(.sgd)
    settings.clip = 1
    let optimizer = Optimizer(settings, count: 16)
    let (parameters, gradient) = (FloatBuffer(count: 16), FloatBuffer(count: 16))
    gradient.base[3] = 1e38
    #expect(
      optimizer.update(parameters, weights: 16, gradient: gradient, records: 1, team: .single))
    #expect(abs(parameters.base[3] + 0.01) < 1e-6)
    gradient.base[3] = .infinity
    #expect(
      !optimizer.update(parameters, weights: 16, gradient: gradient, records: 1, team: .single))
  }

  @Test(
    "a trainer that diverged before it was better than the start gives nothing, and goes no further"
  )
  func trainer() throws {
    let (columns, kind) = (9, ModelKind(description: "deep", hidden: [20, 20, 20, 20]))
    var options = TrainingOptions()
    options.optimizer = OptimizerSettings(.sgd)
    options.optimizer.learningRate = 1e9
    options.optimizer.schedule.warmUp = 100
    options.batchSize = 1000
    options.average = 0
    func make(validation: Int) throws -> Trainer {
      try Trainer(
        architecture: kind.architecture(inputs: columns), schedule: kind.schedule,
        options: options, training: randomRecords(columns: columns, count: 300),
        validation: randomRecords(columns: columns, count: validation, seed: 2))
    }
    func epochsUntilDivergence(_ trainer: Trainer) -> Int {
      var error: TrainingError?
      while error == nil, trainer.state == .going {
        do throws(TrainingError) { try trainer.advance() } catch let thrown { error = thrown }
      }
      return error == nil ? 0 : trainer.history.count
    }
    let trainer = try make(validation: 50)
    let epochs = epochsUntilDivergence(trainer)
    #expect(epochs >= 1 && trainer.state == .diverged && !trainer.hasBest)
    #expect(try trainer.advance() == .diverged && trainer.bestLogLikelihood == nil)
    #expect(throws: TrainingError.self) {
      try trainer.model(schema: Schema(binaryColumns: columns))
    }
    let blind = try make(validation: 0)
    #expect(epochsUntilDivergence(blind) > 0 && !blind.hasBest)
    #expect(throws: TrainingError.self) {
      try blind.model(schema: Schema(binaryColumns: columns))
    }
  }
}
