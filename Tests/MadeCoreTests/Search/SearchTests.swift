// The search: it finds, it keeps to its budget, and what it found can be made again.

import MadeCore
import Testing

@Suite("Search")
struct SearchTests {
  static let columns = 8

  /// Records in which each column is the parity of the two before it, but for some noise.
  private static func parities(count: Int, seed: UInt64) -> Rows {
    var random = RandomStream(seed: seed, purpose: .sampledRow)
    return Rows(
      columns: columns,
      rows: (0..<count).map { _ in
        var row = [random.nextUniform() < 0.5, random.nextUniform() < 0.5]
        while row.count < columns {
          row.append((row[row.count - 1] != row[row.count - 2]) != (random.nextUniform() < 0.1))
        }
        return row
      })
  }

  private static let training = parities(count: 400, seed: 1)
  private static let validation = parities(count: 200, seed: 2)

  private static func options(threads: Int = 1) -> TrainingOptions {
    var options = TrainingOptions()
    options.threads = threads
    options.patience = 10
    return options
  }

  private static let base = Architecture(inputs: columns, activation: .tanh)

  private func search(
    _ budget: SearchBudget, threads: Int = 1, observe: @escaping (SearchEvent) -> Void = { _ in },
    shouldStop: @escaping () -> Bool = { false }
  ) throws -> SearchResult {
    try Search(
      architecture: Self.base, schedule: MaskSchedule(), options: Self.options(threads: threads),
      training: Self.training, validation: Self.validation, plain: Candidate(), budget: budget,
      observe: observe, shouldStop: shouldStop
    ).run(schema: Schema(binaryColumns: Self.columns))
  }

  @Test("a search that is stopped before a validation has not diverged")
  func stopped() {
    #expect(throws: TrainingError.noTime) { try search(.epochs(50), shouldStop: { true }) }
    #expect(throws: TrainingError.noTime) { try search(.seconds(1e-9)) }
  }

  @Test(
    "an epochs budget gives the same bytes for any number of threads, and a plain fit makes them")
  func reproducible() throws {
    let result = try search(.epochs(150))
    let bytes = result.model.fileBytes(tool: "t")
    let other = try search(.epochs(150), threads: 3)
    #expect(other.candidate == result.candidate)
    #expect(other.model.fileBytes(tool: "t") == bytes)

    var options = result.candidate.options(Self.options(threads: 2))
    options.epochs = result.epochs
    let plain = try Trainer(
      architecture: result.candidate.architecture(Self.base),
      schedule: result.candidate.schedule(MaskSchedule()), options: options,
      training: Self.training, validation: Self.validation
    ).run(schema: Schema(binaryColumns: Self.columns))
    #expect(plain.fileBytes(tool: "t") == bytes)
    #expect(result.model.architecture.activation == .tanh)
  }

  @Test("the model is the best of all that were tried, and beats the first candidate's start")
  func best() throws {
    var values: [Double] = []
    var trained: [Candidate: Int] = [:]
    let result = try search(.epochs(200)) { event in
      if case .tried(let candidate, let epochs, let value) = event {
        values += [value].compactMap { $0 }
        trained[candidate] = epochs
      }
    }
    let summary = result.model.summary
    #expect(summary.validationLogLikelihood == values.max())
    #expect(trained[result.candidate] == result.epochs)
    #expect(trained.count > SearchSpace.families(Candidate()).joined().count / 2)
    let scores = result.model.logLikelihoods(of: Self.validation)
    let mean = scores.reduce(0, +) / Double(scores.count)
    #expect(abs(mean - (summary.validationLogLikelihood ?? 0)) < 1e-9)
    // Independent columns score 8 log(1/2) = -5.545; the entropy is 2 log 2 + 6 h(0.1) = 3.337.
    #expect(mean > -4.2)
  }

  @Test("epochs spent are those of the budget, up to a validation's share for each candidate")
  func spendsEpochs() throws {
    var trained: [Candidate: Int] = [:]
    _ = try search(.epochs(120)) { event in
      if case .tried(let candidate, let epochs, _) = event { trained[candidate] = epochs }
    }
    let spent = trained.values.reduce(0, +)
    #expect(spent >= 100 && spent <= 120 + 2 * trained.count)
  }

  @Test("a round that is announced trains as many candidates as it says")
  func headings() throws {
    var rounds: [(announced: Int, trained: Int)] = []
    _ = try search(.epochs(200)) { event in
      switch event {
      case .round(let candidates): rounds.append((candidates, 0))
      case .tried: rounds[rounds.count - 1].trained += 1
      case .training: break
      }
    }
    #expect(rounds.count > 4 && rounds.allSatisfy { $0.announced == $0.trained })
  }

  @Test("a network too large for its share of the time is not begun")
  func tooLarge() throws {
    var tried: [Candidate] = []
    _ = try search(.seconds(0.4)) { event in
      if case .tried(let candidate, let epochs, _) = event, epochs == 0 { tried.append(candidate) }
    }
    // Only the first ones of all, when nothing is known yet, may be given up.
    #expect(tried.count <= 2, "\(tried)")
  }

  @Test("a budget of time is kept to")
  func spendsTime() throws {
    let clock = ContinuousClock()
    let taken = try clock.measure { _ = try search(.seconds(1.5)) }
    #expect(taken < .seconds(20))
  }

  @Test("stopping gives the best so far, or says that there is none")
  func stops() throws {
    var tried = 0
    let result = try search(
      .epochs(1000),
      observe: { if case .tried = $0 { tried += 1 } }, shouldStop: { tried >= 3 })
    #expect(tried <= 4)
    #expect(result.model.summary.validationLogLikelihood != nil)
    #expect(throws: TrainingError.self) { try search(.epochs(1000), shouldStop: { true }) }
  }

  @Test("what is found by stopping between two validations can be made again")
  func stopsBetweenValidations() throws {
    // Half as many validation records as training records and eight masks: every second epoch.
    var batches = 0
    let result = try search(
      .epochs(1000),
      observe: { event in
        if case .training(let candidate, let state) = event, candidate.masks == .cycle(8),
          state.epoch >= 3
        {
          batches += 1
        }
      }, shouldStop: { batches >= 6 })
    var options = result.candidate.options(Self.options())
    options.epochs = result.epochs
    let plain = try Trainer(
      architecture: result.candidate.architecture(Self.base),
      schedule: result.candidate.schedule(MaskSchedule()), options: options,
      training: Self.training, validation: Self.validation
    ).run(schema: Schema(binaryColumns: Self.columns))
    #expect(plain.fileBytes(tool: "t") == result.model.fileBytes(tool: "t"))
  }

  @Test("a budget of one epoch still gives a model")
  func tiny() throws {
    #expect(try search(.epochs(1)).epochs >= 1)
  }

  @Test("neighbours differ in one choice and are networks that can be made")
  func neighbours() {
    for candidate in SearchSpace.families(Candidate()).joined() {
      let neighbours = SearchSpace.neighbours(of: candidate)
      #expect(Set(neighbours).count == neighbours.count)
      for neighbour in neighbours {
        let differences = [
          // Depth and residual go together, width is the other way to change the layers.
          neighbour.hidden != candidate.hidden || neighbour.residual != candidate.residual,
          neighbour.direct != candidate.direct, neighbour.masks != candidate.masks,
          neighbour.dropout != candidate.dropout,
          neighbour.inputDropout != candidate.inputDropout,
          neighbour.learningRate != candidate.learningRate,
          neighbour.average != candidate.average, neighbour.batchSize != candidate.batchSize,
        ].count { $0 }
        #expect(differences == 1)
        #expect(!neighbour.residual || Architecture.canBeResidual(hidden: neighbour.hidden))
        #expect(neighbour.residual == (neighbour.hidden.count > 1))
      }
    }
  }
}
