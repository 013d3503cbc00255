// Checkpoints: a resumed run is the unbroken one, and what is not its checkpoint is refused.

import MadeCore
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
  static let columns = 9
  static let schema = Schema(binaryColumns: columns)

  private func options(_ change: (inout TrainingOptions) -> Void = { _ in }) -> TrainingOptions {
    var options = TrainingOptions()
    options.epochs = 7
    options.batchSize = 30
    options.patience = 6
    // Soon better than columns by themselves.
    options.optimizer.learningRate = 0.02
    change(&options)
    return options
  }

  private func trainer(
    _ kind: ModelKind, _ options: TrainingOptions, validation: Int = 60, data: UInt64 = 1,
    initial: MadeModel? = nil
  ) throws -> Trainer {
    let architecture = kind.architecture(inputs: Self.columns)
    return try Trainer(
      architecture: architecture, schedule: kind.schedule, options: options,
      training: chain(
        columns: Self.columns, count: 200, seed: data, slots: architecture.slots),
      validation: chain(
        columns: Self.columns, count: validation, seed: 2, slots: architecture.slots),
      initial: initial)
  }

  private func checkpoint(
    of trainer: Trainer, after epochs: Int, schema: Schema = schema
  ) throws -> [UInt8] {
    let identity = trainer.identity(schema: schema, program: "test 1")
    for _ in 0..<epochs { try trainer.advance() }
    let sink = MemorySink()
    try trainer.writeCheckpoint(to: sink, identity: identity)
    return sink.bytes
  }

  private func resume(
    _ trainer: Trainer, from bytes: [UInt8], schema: Schema = schema, program: String = "test 1",
    chunk: Int = .max
  ) throws {
    try trainer.resume(
      from: MemorySource(bytes, chunk: chunk),
      identity: trainer.identity(schema: schema, program: program))
  }

  /// Trains to the end; returns the model's file and what is told of each epoch.
  private func finish(
    _ trainer: Trainer, schema: Schema = schema
  ) throws -> (model: [UInt8], epochs: [EpochRecord]) {
    while try trainer.advance() == .going {}
    let model = try trainer.model(schema: schema).fileBytes(tool: "test")
    return (
      model,
      trainer.history.map { epoch in
        var epoch = epoch
        epoch.seconds = 0
        return epoch
      }
    )
  }

  /// Compares an unbroken run with one that is broken and resumed after each number of epochs.
  private func check(
    _ kind: ModelKind, _ options: TrainingOptions, validation: Int = 60, _ what: String
  ) throws {
    let schema = kind.schema(columns: Self.columns)
    let whole = try finish(trainer(kind, options, validation: validation), schema: schema)
    for epochs in [1, 3, whole.epochs.count] {
      let first = try checkpoint(
        of: trainer(kind, options, validation: validation), after: epochs, schema: schema)
      let second = try trainer(kind, options, validation: validation)
      try resume(second, from: first, schema: schema, chunk: 1000)
      #expect(second.summary.epochs == epochs)
      let resumed = try finish(second, schema: schema)
      #expect(resumed == whole, "\(kind), \(what), resumed after \(epochs)")
    }
  }

  @Test("a resumed run ends as the unbroken one, for every kind of model", arguments: ModelKind.all)
  func kinds(kind: ModelKind) throws {
    try check(kind, options(), "defaults")
  }

  @Test("and for every optimizer, schedule, precision and way to validate")
  func ways() throws {
    let kind = ModelKind(description: "direct", hidden: [8], direct: true)
    for rule in OptimizerSettings.Rule.allCases {
      try check(kind, options { $0.optimizer = OptimizerSettings(rule) }, "\(rule)")
    }
    for course in LearningRateSchedule.Course.allCases {
      let changed = options {
        $0.optimizer.schedule.course = course
        $0.optimizer.schedule.warmUp = 2
        $0.optimizer.learningRate = 0.3
        $0.optimizer.momentum = 0.5
        $0.optimizer.rateDecay = 0.01
        $0.optimizer.clip = 0.1
      }
      try check(kind, changed, "\(course)")
    }
    try check(kind, options { $0.average = 0 }, "no average")
    try check(kind, options { $0.compute = .bf16 }, "bf16")
    try check(kind, options { $0.inputDropout = 0.2 }, "input dropout")
    try check(kind, options(), validation: 0, "no validation")
  }

  @Test("the number of threads may change")
  func threads() throws {
    let kind = ModelKind(description: "direct", hidden: [8], direct: true)
    let whole = try finish(trainer(kind, options()))
    let bytes = try checkpoint(of: trainer(kind, options { $0.threads = 2 }), after: 2)
    let second = try trainer(kind, options { $0.threads = 3 })
    try resume(second, from: bytes)
    #expect(try finish(second) == whole)
  }

  @Test("another run's checkpoint is refused, and it is said in what it differs")
  func others() throws {
    let kind = ModelKind(description: "direct", hidden: [8], direct: true)
    let bytes = try checkpoint(of: trainer(kind, options()), after: 2)
    func refused(
      _ trainer: Trainer, schema: Schema = Self.schema, program: String = "test 1",
      _ part: CheckpointError.Part, _ what: String = ""
    ) {
      #expect(throws: CheckpointError.other(part), "\(what)") {
        try resume(trainer, from: bytes, schema: schema, program: program)
      }
    }
    refused(try trainer(kind, options()), program: "test 2", .program)
    let changes: [(inout TrainingOptions) -> Void] = [
      { $0.seed = 2 }, { $0.epochs = 8 }, { $0.patience = 5 }, { $0.dropout = 0 },
      { $0.optimizer.learningRate = 0.002 }, { $0.optimizer.schedule.course = .plateau },
      { $0.optimizer.weightDecay = 1e-9 }, { $0.batchSize = 31 }, { $0.compute = .bf16 },
      { $0.average = 0.99 }, { $0.ensemble = 15 },
    ]
    for (number, change) in changes.enumerated() {
      refused(try trainer(kind, options(change)), .options, "\(number)")
    }
    refused(try trainer(kind, options(), data: 3), .data)
    refused(try trainer(kind, options(), validation: 61), .data)
    var named = Self.schema
    for column in named.columns.indices { named.columns[column].name = "c\(column)" }
    refused(try trainer(kind, options()), schema: named, .start, "name")
    var wider = kind
    wider.hidden = [9]
    refused(try trainer(wider, options()), .start, "wider")
    var masks = kind
    masks.schedule.seed = 4
    refused(try trainer(masks, options()), .start, "masks")
    refused(try trainer(kind, options(), initial: kind.model(inputs: Self.columns)), .start)
  }

  @Test("every prefix and every flipped bit is refused, and so is a byte too many")
  func damage() throws {
    let kind = ModelKind(description: "one unit", hidden: [1])
    let small = options { $0.optimizer = OptimizerSettings(.sgd) }
    let bytes = try checkpoint(of: trainer(kind, small), after: 2)
    let fresh = try trainer(kind, small)
    let identity = fresh.identity(schema: Self.schema, program: "test 1")
    func isRefused(_ bytes: [UInt8]) throws -> Bool {
      do {
        try fresh.resume(from: MemorySource(bytes), identity: identity)
        return false
      } catch is CheckpointError { return true }
    }
    for length in bytes.indices { #expect(try isRefused(Array(bytes[..<length])), "\(length)") }
    #expect(try isRefused(bytes + [0]))
    for place in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[place] ^= 1 << UInt8(bit)
        #expect(try isRefused(flipped), "bit \(bit) of byte \(place)")
      }
    }
    #expect(try !isRefused(bytes))
  }

  @Test("impossible numbers are refused though the checksum fits")
  func attacks() throws {
    let kind = ModelKind(description: "one unit", hidden: [1])
    let bytes = try checkpoint(of: trainer(kind, options()), after: 2)
    func store(_ value: UInt64, at place: Int) -> [UInt8] {
      var changed = bytes
      for byte in 0..<8 { changed[place + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
      let sum = Checksum(changed.dropLast(4)).value
      for byte in 0..<4 {
        changed[changed.count - 4 + byte] = UInt8(truncatingIfNeeded: sum >> (8 * byte))
      }
      return changed
    }
    try resume(trainer(kind, options()), from: store(2, at: 72))
    let huge: [UInt64] = [0, 1, 3, 1 << 31, 1 << 59, 1 << 63, .max]
    let places = [16, 56, 64, 72, 80, 88 + 24, 88 + 32 + 24]
    for place in places {
      for value in huge {
        let changed = store(value, at: place)
        if changed == bytes || place == 80 && value <= 2 || place == 112 && value <= 1
          || place == 144 && value == 1
        {
          continue
        }
        #expect(throws: CheckpointError.self, "\(value) at \(place)") {
          try resume(trainer(kind, options()), from: changed)
        }
      }
    }
    for (place, value) in [(88, Double.nan), (88, .infinity), (96, .infinity), (104, .nan)] {
      #expect(throws: CheckpointError.self) {
        try resume(trainer(kind, options()), from: store(value.bitPattern, at: place))
      }
    }
    let weights = UInt64(Float.nan.bitPattern)
    #expect(throws: CheckpointError.self) {
      try resume(trainer(kind, options()), from: store(weights, at: 88 + 64))
    }
  }
}
