// What improves a model after training, judged by validation records: --sharpen and --choose-masks.

import CommandLineSupport
import MadeCore

extension MadeFit {
  /// Whether something was asked for that is done after training, beside the default.
  var isFinishing: Bool { training.sharpen == true || network.searched.chooseMasks != nil }

  /// The model with its output weights scaled, and then with better masks, as far as that was asked for or is the
  /// default; prints what was changed.
  func finished(_ trained: MadeModel, on validation: Rows, _ options: FitOptions) -> MadeModel {
    var model = trained
    if options.sharpens(model), validation.count > 0 {
      let factors: Sharpening
      (model, factors) = model.sharpened(
        on: validation, threads: common.cpus, shouldStop: { Interrupt.signal != nil })
      if factors.gain > 0 {
        let direct =
          model.architecture.direct ? ", direct by \(fixedPoint(factors.direct, digits: 3))" : ""
        tell("output weights scaled by \(fixedPoint(factors.hidden, digits: 3))\(direct)", model)
      } else if training.sharpen == true {
        tell("output weights are best as they are", model)
      }
    }
    if let candidates = network.searched.chooseMasks,
      let better = model.choosingMasks(from: candidates, on: validation, threads: common.cpus)
    {
      model = better
      tell("chose \(model.masks.count) of \(candidates) masks", model)
    }
    return model
  }

  /// Prints which epoch was saved, since the last line of progress is about another one; nothing where none was chosen.
  func tellSaved(_ summary: TrainingSummary) {
    guard !common.quiet, summary.bestEpoch > 0, let valid = summary.validationLogLikelihood else {
      return
    }
    let train = summary.trainingLogLikelihood.map { "train \(fixedPoint($0, digits: 3))  " } ?? ""
    Self.tell("saved epoch \(summary.bestEpoch): \(train)valid \(fixedPoint(valid, digits: 3))")
  }

  private func tell(_ what: String, _ model: MadeModel) {
    guard !common.quiet else { return }
    let value = model.summary.validationLogLikelihood.map { ": valid \(fixedPoint($0, digits: 3))" }
    Self.tell(what + (value ?? ""))
  }
}
