// What a fit is going to do, in words.

import CommandLineSupport
import MadeCore

/// The description that `--dry-run` and `-v` print.
struct FitPlan: CustomStringConvertible {
  let data: TrainingData
  let architecture: Architecture
  let schedule: MaskSchedule
  let options: TrainingOptions
  /// The transforms before the network; nil for none.
  let flow: FlowPlan?
  /// What `--auto` would be without options.
  let plain: Candidate
  /// Whether output weights are to be scaled by what suits validation records.
  let sharpens: Bool
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
      ("parameters", "\(parameters)"),
      (
        "masks",
        masks
          + (sharpens && data.validation.count > 0 ? ", sharpened at the end where that helps" : "")
      ),
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

  /// What is to be said of a network too narrow for its columns; nil if nothing is.
  ///
  /// Each hidden unit has one degree. With fewer units than degrees, D - 1, there are columns that no unit takes in
  /// without all before them, so that outputs see less than they may: the first ones nothing at all.
  var narrowness: String? {
    let needed = data.schema.columns.count - 1
    guard !isSearched, !architecture.direct, let width = architecture.hidden.min(), width < needed
    else { return nil }
    return "a hidden layer of \(width) \(width == 1 ? "unit" : "units") is too narrow for "
      + "\(needed + 1) columns: some will not see all of those before them, unless with --direct"
  }

  /// How many numbers training moves, in all networks.
  private var parameters: Int {
    let ofNetwork = architecture.parameterCount(schedule: schedule)
    guard let flow else { return ofNetwork }
    let ofTransform = flow.architecture(MovableColumns(data.schema))
    return ofNetwork + flow.transforms * ofTransform.parameterCount(schedule: MaskSchedule())
  }

  /// The network in a few words.
  var network: String {
    (flow.map {
      "\($0.transforms) \($0.direction.words($0.map)) \($0.transforms == 1 ? "step" : "steps") before "
    } ?? "")
      + architecture.hidden.map(String.init).joined(separator: ",") + " "
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
