// What a fit is going to do, in words.

import CommandLineSupport
import MadeCore

/// The description that `--dry-run` and `-v` print.
struct FitPlan: CustomStringConvertible {
  let data: TrainingData
  let architecture: Architecture
  let schedule: MaskSchedule
  let options: TrainingOptions
  /// Whether `--auto` has yet to choose network, masks and training.
  let isSearched: Bool

  var description: String {
    let masks =
      switch schedule.regime {
      case .cycle(let count): "\(count), resampling \(schedule.resample.rawValue)"
      case .endless:
        "endless, resampling \(schedule.resample.rawValue), "
          + "\(options.ensemble) to evaluate"
      }
    let packed = (data.training.words.count + data.validation.words.count) * 8
    let lines = [
      ("records", "\(data.training.count) to train on, \(data.validation.count) to validate on"),
      ("columns", data.schema.kinds + names + threshold),
      ("packed data", "\(packed) bytes"),
      ("network", network),
      ("parameters", "\(architecture.parameterCount(schedule: schedule))"),
      ("masks", masks),
      (
        "training",
        "\(options.optimizer.rule.rawValue), learning rate \(options.optimizer.learningRate), "
          + "batches of \(options.batchSize), at most \(options.epochs) epochs, "
          + "patience \(options.patience), dropout \(options.dropout), average \(options.average), seed \(options.seed)"
          + (options.compute == .f32 ? "" : ", products in \(options.compute.rawValue)")
      ),
    ]
    return (isSearched ? Array(lines.prefix(3)) : lines).map {
      $0 + String(repeating: " ", count: 13 - $0.count) + $1 + "\n"
    }.joined()
  }

  /// Refuses a network that the model format cannot hold, before memory runs out.
  func checkSize() throws {
    if architecture.fullWeightCount > Double(ModelFormat.maximumParameters) {
      throw ToolFailure.usage(
        "a network of more than 2^31 weights", hint: "choose a smaller --hidden")
    }
    let parameters = architecture.parameterCount(schedule: schedule)
    if !ModelFormat.canHold(weights: Int(architecture.fullWeightCount), parameters: parameters) {
      throw ToolFailure.usage(
        "a network of \(Int(architecture.fullWeightCount)) weights, of which only \(parameters) can ever be used",
        hint: "choose a smaller --hidden, or no --direct")
    }
  }

  /// Refuses a network that memory is too small to train, before any output is opened.
  func checkMemory() throws {
    // Parameters, their gradient, the best of them, their average, and what the update rule keeps.
    let copies = 3 + (options.average > 0 ? 1 : 0) + options.optimizer.rule.moments
    let parameters = architecture.parameterCount(schedule: schedule)
    // Networks of a list of masks are kept, by training and by validation, if there is room.
    var kept = 0
    if case .cycle(let masks) = schedule.regime, masks > 1, masks * parameters < 1 << 26 {
      kept = 2 * masks * parameters
    }
    // A number for a one of a record, which is found by its place, two for an output, four for a real input
    // or a hidden unit.
    let lanes = min(options.batchSize, data.training.count)
    let ofRecord =
      architecture.ones + 2 * architecture.outputs
      + 4 * architecture.hidden.reduce(architecture.reals, +)
    let batch = lanes * ofRecord
    let bytes = (parameters * copies + kept + batch) * MemoryLayout<Float>.stride
    guard Memory.has(bytes: bytes) else {
      throw ToolFailure.memory(
        "a network of \(parameters) parameters, which takes about \(megabytes(bytes)) to train")
    }
  }

  /// The network in a few words.
  var network: String {
    architecture.hidden.map(String.init).joined(separator: ",") + " "
      + architecture.activation.rawValue + (architecture.direct ? ", direct" : "")
      + (architecture.residual ? ", residual" : "")
      + (architecture.maskWeights ? ", mask weights" : "")
  }

  private var names: String {
    guard let names = data.schema.names else { return "" }
    let first = names.prefix(4).map { printable($0) }.joined(separator: ", ")
    return ": \(first)" + (names.count > 4 ? ", ..." : "")
  }

  private var threshold: String {
    data.schema.threshold.map { ", values above \($0) are 1" } ?? ""
  }
}
