// made-score --fit-weights: records in, the weights of a mixture out.

import CommandLineSupport
import MadeCore

/// Fits the weights of a mixture and describes the result.
struct WeightFitting {
  let models: [Flow]
  /// What means in nats are multiplied by.
  let factor: Double
  let common: CommonOptions

  /// Fits weights to all records of `reader` that are not bad.
  func fit(_ reader: RecordReader) throws -> MixtureFit {
    do {
      return try LikelihoodTable(of: reader, under: models.map(\.density), threads: common.cpus)
        .fitWeights(threads: common.cpus)
    } catch let error as MixtureWeightError {
      throw ToolFailure.data(error.sentence, hint: nil)
    }
  }

  /// One line that `--mixture-weights` takes.
  func line(_ fit: MixtureFit) -> String {
    fit.weights.values.map(\.description).joined(separator: ",") + "\n"
  }

  /// The remarks on a fit for standard error, a line each.
  func remarks(_ fit: MixtureFit, models: [String]) -> [String] {
    var lines: [String] = []
    if common.verbose {
      lines += zip(models, fit.modelMeans).map { remark($0, $1) }
      lines.append(remark("equal weights", fit.equalMean))
      let bound = ", at most \(Float(fit.bound * factor)) below the largest"
      lines.append(remark("fitted weights", fit.mean, bound))
    }
    if !fit.isSettled && !common.quiet {
      lines.append("other weights may be better, by at most \(Float(fit.bound)) nats a record")
    }
    return lines
  }

  private func remark(_ name: String, _ mean: Double, _ more: String = "") -> String {
    "\(name): mean log-likelihood \(mean * factor)\(more)"
  }
}
