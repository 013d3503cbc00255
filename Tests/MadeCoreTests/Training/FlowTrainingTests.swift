// Training a flow: the same bytes for any number of threads, and what it comes to.

import Foundation
import MadeCore
import Testing

@Suite("Fitting a flow")
struct FlowTrainingTests {
  /// Numbers on a bent line, whose width depends on a word.
  private static func table(_ count: Int, seed: Int = 1) throws -> MadeCore.Table {
    var noise = Noise(seed)
    func normal() -> Double { (0..<6).reduce(0.0) { sum, _ in sum + Double(noise.float()) } / 1.4 }
    let rows: [[(any CellValue)?]] = (0..<count).map { _ in
      let word = noise.below(2)
      let x = normal()
      let y = x * x + normal() * (word == 0 ? 0.1 : 0.5)
      func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
      return [rounded(y), ["a", "b"][word], noise.below(15) == 0 ? nil : rounded(x)]
    }
    return try Table(rows, columns: ["y", "word", "x"])
  }

  private static func options(
    _ transforms: Int, _ kind: StepKind = StepKind(map: .affine, direction: .maf)
  ) -> FitOptions {
    var options = FitOptions()
    (options.map, options.direction) = (kind.map, kind.direction)
    options.hidden = [24]
    options.activation = .tanh
    options.transforms = transforms
    options.ordering = .natural(count: 3)
    options.training.epochs = 12
    options.training.dropout = 0
    options.training.average = 0.9
    options.training.batchSize = 50
    options.training.optimizer.learningRate = 0.01
    options.training.threads = 1
    return options
  }

  @Test(
    "ends with the same bytes for any number of threads, and other ones for other seeds",
    arguments: StepKind.all)
  func threads(kind: StepKind) throws {
    let table = try Self.table(600)
    func bytes(threads: Int, seed: UInt64 = 1) throws -> [UInt8] {
      var options = Self.options(2, kind)
      options.training.threads = threads
      options.training.seed = seed
      options.training.epochs = 2
      return try Flow.fit(to: table, options: options).fileBytes(tool: "test 1")
    }
    let one = try bytes(threads: 1)
    #expect(try bytes(threads: 2) == one && bytes(threads: 3) == one)
    #expect(try bytes(threads: 1, seed: 2) != one)
  }

  @Test("learns what a network learns, and reports what it scores", arguments: StepKind.all)
  func learns(kind: StepKind) throws {
    let (table, test) = (try Self.table(3000), try Self.table(1500, seed: 2))
    func mean(_ flow: Flow) throws -> Double {
      let rows = try test.reading(as: flow.schema).rows
      return flow.density.logLikelihoods(of: rows, threads: 2).reduce(0, +) / Double(rows.count)
    }
    let means = try [0, 1, 3].map { transforms in
      let flow = try Flow.fit(to: table, options: Self.options(transforms, kind))
      #expect(flow.count == transforms)
      return try mean(flow)
    }
    var independent = Self.options(0)
    independent.training.epochs = 1
    independent.training.optimizer.learningRate = 1e-9
    let marginals = try mean(Flow.fit(to: table, options: independent))
    for value in means {
      #expect(value > marginals + 0.3, "\(means), independent \(marginals)")
      #expect(abs(value - means[0]) < 0.3, "\(means)")
    }
  }

  @Test(
    "that is resumed from a checkpoint ends with the bytes of the unbroken run",
    arguments: StepKind.all)
  func resumed(kind: StepKind) throws {
    let (table, validation) = (try Self.table(300), try Self.table(100, seed: 4))
    func trainer(_ transforms: Int = 2, _ kind: StepKind = kind) throws -> Trainer {
      var own = Self.options(transforms, kind)
      own.training.epochs = 6
      return try Trainer(
        architecture: own.architecture(table.schema), schedule: own.schedule,
        options: own.training, training: table.rows,
        validation: validation.reading(as: table.schema).rows, schema: table.schema,
        flow: own.flow)
    }
    func bytes(_ trainer: Trainer) throws -> [UInt8] {
      while try trainer.advance() == .going {}
      return try trainer.flow(schema: table.schema).fileBytes(tool: "test 1")
    }
    let whole = try bytes(trainer())
    for epochs in [1, 4] {
      let first = try trainer()
      let identity = first.identity(schema: table.schema, program: "test 1")
      for _ in 0..<epochs { try first.advance() }
      let sink = MemorySink()
      try first.writeCheckpoint(to: sink, identity: identity)
      let second = try trainer()
      try second.resume(
        from: MemorySource(sink.bytes),
        identity: second.identity(schema: table.schema, program: "test 1"))
      #expect(try bytes(second) == whole, "after epoch \(epochs)")
      let others = [
        StepKind(map: kind.map == .affine ? .spline : .affine, direction: kind.direction),
        StepKind(map: kind.map, direction: kind.direction == .maf ? .iaf : .maf),
      ]
      for other in try [trainer(1)] + others.map({ try trainer(2, $0) }) {
        #expect(throws: CheckpointError.other(.start)) {
          try other.resume(
            from: MemorySource(sink.bytes),
            identity: other.identity(schema: table.schema, program: "test 1"))
        }
      }
    }
  }

  @Test(
    "reports the log-likelihood of validation records that the flow gives them",
    arguments: StepKind.all)
  func reported(kind: StepKind) throws {
    let (table, validation) = (try Self.table(400), try Self.table(200, seed: 3))
    var options = Self.options(2, kind)
    options.training.epochs = 3
    let flow = try Flow.fit(to: table, validation: validation, options: options)
    let rows = try validation.reading(as: flow.schema).rows
    let mean = flow.logLikelihoods(of: rows).reduce(0, +) / Double(rows.count)
    #expect(abs(mean - (flow.last.summary.validationLogLikelihood ?? 0)) < 1e-9)
  }

  @Test("that gets no better keeps the start, with transforms that are the identity")
  func start() throws {
    var options = Self.options(2)
    options.training.epochs = 1
    options.training.optimizer.learningRate = 1e-12
    let flow = try Flow.fit(to: Self.table(300), options: options)
    guard flow.last.summary.keepsStart else { return }
    for transform in flow.transforms {
      let top = transform.parameters.shape.architecture.outputLayer
      #expect(transform.parameters.bias(layer: top).allSatisfy { $0 == 0 })
    }
  }

  @Test("is refused where it cannot be, and never passed over")
  func refused() throws {
    let table = try Self.table(100)
    #expect(throws: TrainingError.setting(.transforms)) {
      _ = try MadeModel.fit(to: table, options: Self.options(1))
    }
    let changes: [(inout FitOptions) -> Void] = [
      { $0.transforms = -1 }, { $0.transforms = 65 }, { $0.masks = .cycle(2) },
      { $0.masks = .endless }, { $0.maskWeights = true }, { $0.training.inputDropout = 0.1 },
      { ($0.hidden, $0.residual) = ([4, 4, 4], true) },
    ]
    for change in changes {
      var options = Self.options(1)
      change(&options)
      #expect(throws: TrainingError.setting(.transforms)) {
        _ = try Flow.fit(to: table, options: options)
      }
    }
    let rows: [[(any CellValue)?]] = (0..<60).map { [$0 % 2, ["red", "green", "blue"][$0 % 3]] }
    var options = Self.options(1)
    options.ordering = nil
    #expect(throws: TrainingError.nothingMoves) {
      _ = try Flow.fit(to: Table(rows, columns: ["a", "b"]), options: options)
    }
  }
}
