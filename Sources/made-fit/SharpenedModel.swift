// What --sharpen does, and says.

import CommandLineSupport
import MadeCore

extension MadeFit {
  /// Scales the model's output weights, and says by how much.
  func sharpened(_ model: MadeModel, on validation: PackedRows) -> MadeModel {
    let (result, factors) = model.sharpened(on: validation, threads: common.cpus)
    if !common.quiet {
      let value = result.summary.validationLogLikelihood.map { fixedPoint($0, digits: 3) } ?? ""
      let direct =
        model.architecture.direct ? ", direct by \(fixedPoint(factors.direct, digits: 3))" : ""
      Self.tell(
        factors.gain > 0
          ? "output weights scaled by \(fixedPoint(factors.hidden, digits: 3))\(direct): "
            + "valid \(value)"
          : "output weights are best as they are")
    }
    return result
  }
}
