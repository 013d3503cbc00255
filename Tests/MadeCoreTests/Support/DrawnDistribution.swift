// What a sampler draws from: the model, but for the codes that are never drawn.

import Foundation
import MadeCore

extension MadeModel {
  /// For each column of words the code of values that are not listed.
  var otherCodes: [Int?] {
    schema.columns.map { ($0.kind as? Categories)?.otherCode }
  }

  /// The logarithms of the probabilities with which records are drawn.
  ///
  /// They are those of the model where every code can be drawn. Elsewhere they are computed by the
  /// definition: under each mask a column's conditional probabilities are divided by those of
  /// all codes but the one that is never drawn.
  func drawnLogLikelihoods(of records: Rows) -> [Double] {
    let others = otherCodes
    if others.allSatisfy({ $0 == nil }) { return logLikelihoods(of: records) }
    let reference = ReferenceNetwork(parameters)
    let slots = architecture.slots
    return (0..<records.count).map { row in
      let record = records.record(row)
      return logMeanExp(
        masks.map { mask in
          let logits = reference.logits(of: record, mask: mask)
          var sum = 0.0
          Conditionals.forEachLogLikelihood(
            architecture.conditionals, code: { record[$0] }, output: { logits[$0] }
          ) { column, value in
            sum += value
            guard let other = others[column] else { return }
            let place = mask.firstOutputs[column] + other
            let all = logits[mask.firstOutputs[column]..<mask.firstOutputs[column] + slots[column]]
            sum -=
              record[column] == other
              ? .infinity : log1p(-exp(logits[place] - logSumExp(Array(all))))
          }
          return sum
        })
    }
  }
}
