// `--curve FILE`: the learning curves as a picture, drawn when training ends.

import CommandLineSupport
import MadeCore

/// Remembers the epochs, two numbers each, and draws them at the end.
final class CurveFile {
  private let output: Output
  private var curve: LearningCurve

  /// Opens the file, which appears complete or not at all.
  init(path: String, plan: FitPlan) throws {
    output = try Output(path: path)
    curve = LearningCurve(
      title: "made-fit: \(plan.data.schema.columns.count) columns, network \(plan.network)")
  }

  /// Remembers the end of an epoch and ignores other reports.
  func record(_ state: TrainingProgress) {
    guard state.batch == state.batches else { return }
    curve.points.append(
      .init(
        epoch: state.epoch, training: state.trainingLogLikelihood,
        validation: state.validationLogLikelihood))
    curve.bestEpoch = state.bestEpoch
  }

  func finish() throws {
    try output.write(curve.svg())
    try output.finish()
  }
}
