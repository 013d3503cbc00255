// Whether a network can be trained and written at all.

extension Architecture {
  /// Refuses networks that the model format cannot hold, before memory runs out.
  ///
  /// - Parameter flow: the transforms before this network.
  /// - Throws: `TrainingError.networkTooLarge`, or `.nothingMoves`.
  package func checkSize(
    _ schedule: MaskSchedule, flow: FlowPlan? = nil
  ) throws(TrainingError) {
    if let flow {
      let columns = MovableColumns(conditionals)
      guard columns.count > 0 else { throw .nothingMoves }
      try flow.architecture(columns).checkSize(MaskSchedule())
    }
    let weights = fullWeightCount
    let isTooLarge = weights > Double(ModelFormat.maximumParameters)
    let parameters = isTooLarge ? .max : parameterCount(schedule: schedule)
    if isTooLarge || !ModelFormat.canHold(weights: Int(weights), parameters: parameters) {
      throw .networkTooLarge(weights: weights, parameters: parameters)
    }
  }

  /// Refuses networks that memory is too small to train, before any output is opened.
  ///
  /// - Parameters:
  ///   - records: how many are trained on.
  ///   - flow: the transforms before this network.
  /// - Throws: `TrainingError.noMemory`.
  package func checkMemory(
    _ schedule: MaskSchedule, _ options: TrainingOptions, records: Int, flow: FlowPlan? = nil
  ) throws(TrainingError) {
    var parameters = parameterCount(schedule: schedule)
    var bytes = trainingBytes(schedule, options, records: records)
    if let flow {
      let transform = flow.architecture(MovableColumns(conditionals))
      parameters += flow.transforms * transform.parameterCount(schedule: MaskSchedule())
      bytes += flow.transforms * transform.trainingBytes(MaskSchedule(), options, records: records)
      if flow.direction == .iaf {
        // What a network that goes position by position reads of each record, and what it computes, by threads.
        let lanes = min(options.batchSize, records) + InversionSpace.lanes * options.threads
        let ofLane = transform.hidden.reduce(3 * transform.columns, +)
        bytes += flow.transforms * lanes * ofLane * MemoryLayout<Float>.stride
      }
    }
    guard Memory.has(bytes: bytes) else { throw .noMemory(parameters: parameters, bytes: bytes) }
  }

  private func trainingBytes(
    _ schedule: MaskSchedule, _ options: TrainingOptions, records: Int
  ) -> Int {
    // Parameters, their gradient, the best of them, their average, and what the update rule keeps.
    let copies = 3 + (options.average > 0 ? 1 : 0) + options.optimizer.rule.moments
    let parameters = parameterCount(schedule: schedule)
    // Networks of a list of masks are kept, by training and by validation, if there is room.
    var kept = 0
    if case .cycle(let masks) = schedule.regime, masks > 1, masks * parameters < 1 << 26 {
      kept = 2 * masks * parameters
    }
    // A number for a one of a record, which is found by its place, two for an output, four for a real input
    // or a hidden unit.
    let lanes = min(options.batchSize, records)
    let ofRecord = ones + 2 * outputs + 4 * hidden.reduce(reals, +)
    return (parameters * copies + kept + lanes * ofRecord) * MemoryLayout<Float>.stride
  }
}
