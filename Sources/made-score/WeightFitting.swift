// made-score --fit-weights: records in, the weights of a mixture out.

import CommandLineSupport
import MadeCore

/// Fits the weights of a mixture and tells how good it is.
struct WeightFitting {
  let pipeline: ScoringPipeline
  /// What means in nats are multiplied by.
  let factor: Double
  let common: CommonOptions

  /// Fits weights to all records of `reader` that are not bad.
  func fit(_ reader: RecordReader) throws -> MixtureFit {
    do {
      return try pipeline.likelihoods(of: reader).fitWeights(threads: common.cpus)
    } catch let error as MixtureWeightError {
      throw ToolFailure.data(error.sentence, hint: nil)
    }
  }

  /// One line that `--mixture-weights` takes.
  func line(_ fit: MixtureFit) -> String {
    fit.weights.values.map(\.description).joined(separator: ",") + "\n"
  }

  /// What there is to say on standard error about a fit.
  func remarks(_ fit: MixtureFit, models: [String]) -> String {
    var text = ""
    if common.verbose {
      for (path, mean) in zip(models, fit.modelMeans) { text += remark(path, mean) }
      text += remark("equal weights", fit.equalMean)
      let bound = ", at most \(Float(fit.bound * factor)) below the largest"
      text += remark("fitted weights", fit.mean, bound)
    }
    if !fit.isSettled && !common.quiet {
      text +=
        "made-score: other weights may be better, by at most \(Float(fit.bound)) nats a record\n"
    }
    return text
  }

  private func remark(_ name: String, _ mean: Double, _ more: String = "") -> String {
    "made-score: \(name): mean log-likelihood \(mean * factor)\(more)\n"
  }
}
