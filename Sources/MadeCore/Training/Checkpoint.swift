// A training run between two epochs, saved and taken up again.

/// How one finished epoch went; all that a resumed run reports of it.
package struct EpochRecord: Equatable, Sendable {
  package var trainingLogLikelihood: Double
  package var validationLogLikelihood: Double?
  /// Since training started.
  package var seconds: Double
  /// The best epoch when this one was over.
  package var bestEpoch: Int
}

extension Trainer {
  /// What this run is a function of.
  ///
  /// To be taken before the first epoch, from the untouched parameters.
  ///
  /// - Parameter program: name and version of the program; another one's checkpoints are refused.
  package func identity(schema: Schema, program: String) -> RunIdentity {
    precondition(summary.epochs == 0, "a run is identified by its start")
    return RunIdentity(
      program: program, options: options, training: training, validation: validation,
      start: Flow(
        transforms, last: model(schema: schema, parameters: update.parameters, summary: summary)))
  }

  /// Writes all that the next epochs depend on; to be called between two epochs.
  ///
  /// The run that resumes from it ends with the same bytes as this one.
  package func writeCheckpoint(
    to sink: any ByteSink, identity: RunIdentity
  ) throws(OutputError) {
    precondition(state == .going || state == .finished, "not between two epochs")
    let buffers = update.state + (best.map { [$0.values] } ?? []) + bestTransforms.map(\.values)
    let floats = buffers.reduce(0) { $0 + $1.count }
    var bytes = CheckpointFormat.magic
    bytes.append(littleEndian: CheckpointFormat.version)
    bytes.append(littleEndian: flags(hasBest: best != nil))
    bytes.append(
      littleEndian: CheckpointFormat.bytes(epochs: UInt64(history.count), floats: floats) ?? 0)
    for word in identity.words { bytes.append(littleEndian: word) }
    for number in [
      update.parameters.values.count, update.optimizerBuffers, history.count, update.halvings,
    ] {
      bytes.append(littleEndian: UInt64(number))
    }
    for epoch in history {
      for value in [
        epoch.trainingLogLikelihood, epoch.validationLogLikelihood ?? .nan, epoch.seconds,
      ] {
        bytes.append(littleEndian: value.bitPattern)
      }
      bytes.append(littleEndian: UInt64(epoch.bestEpoch))
    }
    var writer = CheckpointWriter(sink)
    try writer.write(bytes)
    for buffer in buffers { try writer.write(buffer) }
    try writer.finish()
  }

  /// Restores the state that a checkpoint was taken in; to be called before the first epoch.
  ///
  /// - Throws: `CheckpointError`, or `FileError` when the bytes cannot be read. The trainer must not be used
  ///   after that.
  package func resume(from source: any ByteSource, identity: RunIdentity) throws {
    precondition(summary.epochs == 0, "only a fresh run can be resumed")
    var reader = CheckpointReader(source)
    let magic = try reader.bytes(8)
    guard magic == CheckpointFormat.magic else { throw CheckpointError.notACheckpoint }
    let head = try reader.bytes(CheckpointFormat.fixedBytes - 8)
    func word(_ place: Int) -> UInt64 {
      head.withUnsafeBytes {
        UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: place - 8, as: UInt64.self))
      }
    }
    let total = word(16)
    let (version, flags) = (UInt32(truncatingIfNeeded: word(8)), UInt32(word(8) >> 32))
    // A damaged file is reported as damaged, even if the damage looks like another run.
    guard version == CheckpointFormat.version else {
      try reader.skip(to: total)
      throw CheckpointError.other(.program)
    }
    if let part = identity.difference(from: stride(from: 24, to: 56, by: 8).map(word)) {
      try reader.skip(to: total)
      throw CheckpointError.other(part)
    }
    let count = update.parameters.values.count
    let hasBest = flags & 2 != 0
    let ofBest = transforms.reduce(count) { $0 + $1.parameters.values.count }
    let floats = update.state.reduce(0) { $0 + $1.count } + (hasBest ? ofBest : 0)
    let (epochs, halvings) = (word(72), word(80))
    guard flags == self.flags(hasBest: hasBest), word(56) == UInt64(count),
      word(64) == UInt64(update.optimizerBuffers), epochs <= UInt64(options.epochs), epochs > 0,
      halvings <= epochs, total == CheckpointFormat.bytes(epochs: epochs, floats: floats)
    else { throw CheckpointError.damaged("its sizes are not those of this run") }
    let history = try Self.readHistory(Int(epochs), &reader)
    let bestEpoch = history.last?.bestEpoch ?? 0
    guard hasBest == (validation.count > 0 && bestEpoch > 0),
      !hasBest || history[bestEpoch - 1].validationLogLikelihood != nil
    else { throw CheckpointError.damaged("its best epoch has no validation") }
    for buffer in update.state { try reader.read(into: buffer) }
    let best = hasBest ? Parameters(shape: update.parameters.shape) : nil
    let bestTransforms =
      hasBest ? transforms.map { Parameters(shape: $0.parameters.shape) } : []
    for parameters in (best.map { [$0] } ?? []) + bestTransforms {
      try reader.read(into: parameters.values)
    }
    try reader.finish()
    update.resume(epochs: Int(epochs), halvings: Int(halvings))
    restore(history, best: best, bestTransforms)
  }

  /// The finished epochs as they were reported.
  package var finishedEpochs: [TrainingProgress] {
    let batches = options.batches(of: training.count)
    return history.enumerated().map { number, epoch in
      TrainingProgress(
        epoch: number + 1, epochs: options.epochs, batch: batches, batches: batches,
        trainingLogLikelihood: epoch.trainingLogLikelihood,
        validationLogLikelihood: epoch.validationLogLikelihood,
        isBest: epoch.bestEpoch == number + 1, bestEpoch: epoch.bestEpoch, seconds: epoch.seconds,
        recordsPerSecond: 0)
    }
  }

  private func flags(hasBest: Bool) -> UInt32 {
    (options.average > 0 ? 1 : 0) | (hasBest ? 2 : 0)
  }

  private static func readHistory(
    _ epochs: Int, _ reader: inout CheckpointReader
  ) throws -> [EpochRecord] {
    var history: [EpochRecord] = []
    for epoch in 1...epochs {
      let words = try reader.bytes(CheckpointFormat.epochBytes).withUnsafeBytes { bytes in
        (0..<4).map {
          UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
        }
      }
      let values = words.prefix(3).map { Double(bitPattern: $0) }
      guard values[0].isFinite, values[1].isFinite || values[1].isNaN, values[2].isFinite,
        words[3] <= UInt64(epoch)
      else { throw CheckpointError.damaged("an epoch is impossible") }
      history.append(
        EpochRecord(
          trainingLogLikelihood: values[0],
          validationLogLikelihood: values[1].isNaN ? nil : values[1], seconds: values[2],
          bestEpoch: Int(words[3])))
    }
    return history
  }
}
