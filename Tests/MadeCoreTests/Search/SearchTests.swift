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
    _ budget: SearchBudget, threads: Int = 1, flows: Bool = false,
    observe: @escaping (SearchEvent) -> Void = { _ in },
    shouldStop: @escaping () -> Bool = { false }
  ) throws -> SearchResult {
    try Search(
      architecture: Self.base, schedule: MaskSchedule(), options: Self.options(threads: threads),
      training: Self.training, validation: Self.validation, plain: Candidate(), flows: flows,
      budget: budget,
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
    #expect(result.model.last.architecture.activation == .tanh)
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
    let summary = result.model.last.summary
    #expect(summary.validationLogLikelihood == values.max())
    #expect(trained[result.candidate] == result.epochs)
    #expect(trained.count > SearchSpace.families(Candidate()).joined().count / 2)
    let scores = result.model.density.logLikelihoods(of: Self.validation, threads: 1)
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
    // Of thirteen: the first, when nothing is known yet, and others where the machine slows down meanwhile.
    #expect(tried.count <= 5, "\(tried)")
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
    #expect(result.model.last.summary.validationLogLikelihood != nil)
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

  @Test("flows are not tried where nothing moves")
  func nothingMoves() throws {
    var tried: [Candidate] = []
    _ = try search(
      .epochs(12), flows: true,
      observe: { if case .tried(let candidate, _, _) = $0 { tried.append(candidate) } })
    #expect(!tried.isEmpty && tried.allSatisfy { $0.transforms == 0 })
  }

  @Test("flows are tried where numbers move, and what is found can be made again")
  func flows() throws {
    var noise = Noise(1)
    let rows: [[(any CellValue)?]] = (0..<120).map { _ in
      let (x, y) = (Double(noise.float()), Double(noise.float()))
      let numbers = [x, y, x * y + 0.01 * Double(noise.float())]
      return numbers.map { ($0 * 100_000).rounded() / 100_000 } + [noise.below(2)]
    }
    let table = try Table(rows, columns: ["x", "y", "z", "bit"])
    let schema = table.schema
    let base = Architecture(
      shapes: schema.columns.map(\.shape), hidden: [6], activation: .tanh, direct: false)
    let (training, validation) = (
      table.rows.rows(at: Array(0..<80)), table.rows.rows(at: Array(80..<120))
    )
    var tried: [Candidate] = []
    let result = try Search(
      architecture: base, schedule: MaskSchedule(), options: Self.options(threads: 2),
      training: training, validation: validation,
      plain: Candidate(hidden: [6], direct: false), flows: true, budget: .epochs(48),
      observe: { if case .tried(let candidate, _, _) = $0 { tried.append(candidate) } }
    ).run(schema: schema)
    for kind in StepKind.all where kind.map == .affine || kind.direction == .maf {
      #expect(
        tried.contains {
          $0.transforms > 0 && $0.map == kind.map && $0.direction == kind.direction
        }, "\(kind)")
    }
    var options = result.candidate.options(Self.options())
    options.epochs = result.epochs
    let trainer = try Trainer(
      architecture: result.candidate.architecture(base),
      schedule: result.candidate.schedule(MaskSchedule()), options: options,
      training: training, validation: validation, schema: schema,
      flow: result.candidate.flow(base))
    while try trainer.advance() == .going {}
    #expect(
      try trainer.flow(schema: schema).fileBytes(tool: "t") == result.model.fileBytes(tool: "t"))
  }

  @Test(
    "neighbours differ in one choice and are networks that can be made", arguments: [false, true])
  func neighbours(flows: Bool) {
    let candidates = SearchSpace.families(Candidate(), flows: flows).joined()
    #expect(candidates.contains { $0.transforms > 0 } == flows)
    for candidate in candidates {
      let neighbours = SearchSpace.neighbours(of: candidate, flows: flows)
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
          // What is no flow has no kind of step.
          neighbour.transforms != candidate.transforms
            || neighbour.map != candidate.map || neighbour.direction != candidate.direction,
        ].count { $0 }
        #expect(differences == 1)
        #expect(!neighbour.residual || Architecture.canBeResidual(hidden: neighbour.hidden))
        if neighbour.transforms == 0 {
          #expect(neighbour.residual == (neighbour.hidden.count > 1))
          #expect(neighbour.map == .affine && neighbour.direction == .maf)
        } else {
          #expect(flows && !neighbour.residual && neighbour.masks == .cycle(1))
          #expect(neighbour.inputDropout == 0)
        }
      }
    }
  }
}
