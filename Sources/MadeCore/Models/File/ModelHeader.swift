// The printable part of a model file.

/// The header of a model file as a value: one `key value` line each.
struct ModelHeader: Equatable {
  var tool = ""
  var schema = Schema(columns: [], imageShape: nil)
  var architecture = Architecture(inputs: 0)
  var schedule = MaskSchedule()
  /// The transforms, in the order in which a record goes through them.
  var transforms: [Transform] = []
  var isOrderingGiven = false
  /// Masks stored in the file.
  var ensemble = 1
  var precision = Precision.f32
  var summary = TrainingSummary()

  /// The header's lines.
  var text: String {
    var lines: [String] = []
    func add(_ key: String, _ value: String) { lines.append("\(key) \(value)") }
    add("tool", tool)
    if architecture.reals == 0 {
      add("inputs", "\(architecture.outputs)")
    } else {
      // Readers from before there were real inputs refuse this key, as they should.
      add("outputs", "\(architecture.outputs)")
    }
    if let shape = schema.imageShape { add("image", shape.map(String.init).joined(separator: " ")) }
    if let threshold = schema.threshold { add("threshold", "\(threshold)") }
    lines += columnLines
    lines += readingLines
    add("hidden", architecture.hidden.map(String.init).joined(separator: " "))
    add("activation", architecture.activation.rawValue)
    add("direct", architecture.direct ? "yes" : "no")
    add("residual", architecture.residual ? "yes" : "no")
    add("mask-weights", architecture.maskWeights ? "yes" : "no")
    switch schedule.regime {
    case .cycle(let count): add("masks", "\(count)")
    case .endless: add("masks", "endless")
    }
    add("resample", schedule.resample.rawValue)
    add("mask-seed", "\(schedule.seed)")
    add("first-ordering", isOrderingGiven ? "given" : "random")
    if !schedule.leading.isEmpty {
      add("condition-on", schedule.leading.map { "\($0 + 1)" }.joined(separator: " "))
    }
    for transform in transforms { add("step", transform.text) }
    add("ensemble", "\(ensemble)")
    add("precision", precision.rawValue)
    add("records", "\(summary.records)")
    add("validation-records", "\(summary.validationRecords)")
    add("epochs", "\(summary.epochs)")
    add("best-epoch", "\(summary.bestEpoch)")
    if let value = summary.trainingLogLikelihood { add("training-log-likelihood", "\(value)") }
    if let value = summary.validationLogLikelihood { add("validation-log-likelihood", "\(value)") }
    return lines.map { $0 + "\n" }.joined()
  }
}
