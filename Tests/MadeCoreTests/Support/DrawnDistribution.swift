// What a sampler draws from: the model, but for the slots that are never drawn.

import Foundation
import MadeCore

extension MadeModel {
  /// For each column the slot of values that are not listed.
  var otherSlots: [Int?] {
    schema.columns.map { column in
      guard case .categorical(let categories) = column.kind else { return nil }
      return categories.otherSlot
    }
  }

  /// The logarithms of the probabilities with which records are drawn.
  ///
  /// They are those of the model where every slot can be drawn. Elsewhere they are computed by the
  /// definition: under each mask a column's conditional probabilities are divided by those of
  /// all slots but the one that is never drawn.
  func drawnLogLikelihoods(of records: Rows) -> [Double] {
    let others = otherSlots
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
            slots: slots, isOne: { record[$0] }, logit: { logits[$0] }
          ) { column, value in
            sum += value
            guard let other = others[column] else { return }
            let place = mask.firstOnes[column] + other
            let all = logits[mask.firstOnes[column]..<mask.firstOnes[column] + slots[column]]
            sum -= record[place] ? .infinity : log1p(-exp(logits[place] - logSumExp(Array(all))))
          }
          return sum
        })
    }
  }
}
