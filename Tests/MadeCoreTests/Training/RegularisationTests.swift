// Learning-rate schedules, weight decay, clipping and the average of weights.

import MadeCore
import Testing

@Suite("The learning rate")
struct LearningRateTests {
  @Test("takes the course that was asked for")
  func courses() {
    var schedule = LearningRateSchedule()
    #expect(schedule.factor(epoch: 7, epochs: 10, halvings: 3) == 1)
    schedule.course = .cosine
    #expect(schedule.factor(epoch: 0, epochs: 10, halvings: 0) == 1)
    #expect(abs(schedule.factor(epoch: 5, epochs: 10, halvings: 0) - 0.5) < 1e-12)
    #expect(abs(schedule.factor(epoch: 10, epochs: 10, halvings: 0)) < 1e-12)
    schedule.course = .plateau
    #expect(schedule.factor(epoch: 5, epochs: 10, halvings: 0) == 1)
    #expect(schedule.factor(epoch: 5, epochs: 10, halvings: 3) == 0.125)
    #expect(schedule.factor(epoch: 5, epochs: 10, halvings: 5000) > 0)
  }

  @Test("rises first where a warm-up is wanted")
  func warmUp() {
    var schedule = LearningRateSchedule()
    schedule.warmUp = 4
    #expect(schedule.factor(epoch: 1, epochs: 10, halvings: 0) == 0.25)
    #expect(schedule.factor(epoch: 4, epochs: 10, halvings: 0) == 1)
    schedule.course = .cosine
    #expect(schedule.factor(epoch: 4, epochs: 10, halvings: 0) == 1)
    #expect(abs(schedule.factor(epoch: 7, epochs: 10, halvings: 0) - 0.5) < 1e-12)
  }
}

@Suite("An optimizer step")
struct OptimizerStepTests {
  private func step(
    from start: Float, gradient: Float, count: Int = 48, weights: Int = 32, records: Int = 1,
    change: (inout OptimizerSettings) -> Void
  ) -> [Float] {
    var settings = OptimizerSettings(.sgd)
    settings.learningRate = 0.5
    change(&settings)
    let (w, g) = (FloatBuffer(count: count), FloatBuffer(count: count))
    w.base.update(repeating: start, count: count)
    g.base.update(repeating: gradient, count: count)
    Optimizer(settings, count: count).update(
      w, weights: weights, gradient: g, records: records, team: WorkerTeam(threads: 2))
    return w.array
  }

  @Test("shrinks weights by rate times decay, and leaves biases alone")
  func decay() {
    let after = step(from: 2, gradient: 0) { $0.weightDecay = 0.1 }
    #expect(after[..<32].allSatisfy { abs($0 - 2 * 0.95) < 1e-6 })
    #expect(after[32...].allSatisfy { $0 == 2 })
  }

  @Test("is no longer than clipping allows, and unchanged below that")
  func clipping() {
    // The mean gradient of 4 records: 48 elements of 3 / 4, of length 0.75 sqrt(48) = 5.196.
    let free = step(from: 0, gradient: 3, records: 4) { $0.clip = 5.2 }
    #expect(free.allSatisfy { abs($0 + 0.375) < 1e-6 })
    let clipped = step(from: 0, gradient: 3, records: 4) { $0.clip = 1 }
    let length = clipped.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(length - 0.5) < 1e-5)
  }
}

@Suite("The average of weights")
struct WeightAverageTests {
  @Test("is what the recursion says, and what is saved")
  func recursion() throws {
    let rows = randomRecords(columns: 5, count: 60)
    var options = TrainingOptions()
    options.epochs = 3
    options.batchSize = 20
    func fit(_ average: Double) throws -> MadeModel {
      options.average = average
      return try Trainer(
        architecture: Architecture(inputs: 5, hidden: [6]), schedule: MaskSchedule(),
        options: options, training: rows, validation: Rows(columns: 5)
      ).run(schema: Schema(binaryColumns: 5))
    }
    // The decay of early steps is (1 + t) / (10 + t), whatever the decay asked for: after 9 steps
    // the average is a known mixture of the start and the steps, so two decays above that agree.
    let plain = try fit(0)
    let (slow, slower) = (try fit(0.99), try fit(0.999))
    #expect(slow.parameters.values.array == slower.parameters.values.array)
    #expect(slow.parameters.values.array != plain.parameters.values.array)
    let barely = try fit(1e-9)
    for (a, b) in zip(barely.parameters.values.array, plain.parameters.values.array) {
      #expect(abs(a - b) < 1e-6)
    }
  }
}
