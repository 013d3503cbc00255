// Answers to questions by the definition: every record that is possible, one by one, in Double.

import Foundation
import MadeCore

/// What a model says about the completions of one record.
struct EnumeratedAnswer {
  /// All records that agree with what is known.
  let records: Rows
  /// log of p(known) p(holes | known) of each, slots that are never drawn left out.
  let logLikelihoods: [Double]

  /// log p(known).
  var logLikelihood: Double { logSumExp(logLikelihoods) }

  /// The logarithms of the conditional probabilities of `records`.
  var conditionals: [Double] { logLikelihoods.map { $0 - logLikelihood } }
}

extension MadeModel {
  /// Enumerates the completions of a record.
  ///
  /// - Parameters:
  ///   - record: a bit for each slot; those of holes are not looked at.
  ///   - known: for each column whether its cell is known.
  ///   - limits: conditions on holes, as in `Evidence`.
  ///   - fillsMissing: whether holes are not left missing.
  func enumeratedAnswer(
    _ record: [Bool], known: [Bool], limits: [[Float]?]? = nil, fillsMissing: Bool
  ) -> EnumeratedAnswer {
    let slots = architecture.slots
    let limits = limits ?? slots.map { _ in nil }
    let pattern = EvidencePattern(isKnown: known, isLimited: limits.map { $0 != nil })
    let masks = masks(for: pattern)
    let reference = ReferenceNetwork(parameters)
    let first = masks[0].firstSlots
    func value(_ record: [Bool], _ column: Int) -> Int {
      slots[column] == 1
        ? (record[first[column]] ? 1 : 0)
        : (0..<slots[column]).first { record[first[column] + $0] } ?? 0
    }
    let all = allRecords
    var records = Rows(columns: all.columns)
    var logLikelihoods: [Double] = []
    for row in 0..<all.count {
      let candidate = all.record(row)
      let agrees = slots.indices.allSatisfy { column in
        known[column] ? value(candidate, column) == value(record, column) : true
      }
      guard agrees else { continue }
      let joint = logMeanExp(
        masks.map { mask in
          let logits = reference.logits(of: candidate, mask: mask)
          return slots.indices.reduce(0.0) { sum, column in
            let own =
              slots[column] == 1
              ? [0, logits[first[column]]]
              : Array(logits[first[column]..<first[column] + slots[column]])
            let chosen = value(candidate, column)
            let logFactors = own.indices.map { slot -> Double in
              if known[column] { return 0 }
              if let limit = limits[column] { return log(Double(limit[slot])) }
              return isDrawn(column, slot, fillsMissing) ? 0 : -.infinity
            }
            // Conditions are counted; that some slots are never drawn is not.
            let weighed = zip(own, logFactors).map { $0 + $1 }
            let isLimited = known[column] || limits[column] != nil
            return sum + weighed[chosen] - logSumExp(isLimited ? own : weighed)
          }
        })
      records.append(candidate)
      logLikelihoods.append(joint)
    }
    return EnumeratedAnswer(records: records, logLikelihoods: logLikelihoods)
  }

  private func isDrawn(_ column: Int, _ slot: Int, _ fillsMissing: Bool) -> Bool {
    guard case .categorical(let categories) = schema.columns[column].kind else { return true }
    return slot != categories.otherSlot && !(fillsMissing && slot == categories.missingSlot)
  }

  /// Evidence about copies of one record.
  func evidence(
    _ record: [Bool], known: [Bool], limits: [[Float]?]? = nil, count: Int = 1
  ) -> Evidence {
    let slots = architecture.slots
    let isKnown = zip(known, slots).flatMap { repeatElement($0, count: $1) }
    let row = zip(record, isKnown).map { $0 && $1 }
    return Evidence(
      rows: Rows(columns: record.count, rows: Array(repeating: row, count: count)),
      holes: Rows(
        columns: record.count, rows: Array(repeating: isKnown.map { !$0 }, count: count)),
      slots: slots, limits: limits)
  }

  /// A sampler that answers questions about this model.
  func conditionalSampler(
    seed: UInt64 = 1, particles: Int = 64, fillsMissing: Bool = true
  ) throws -> ConditionalSampler {
    try ConditionalSampler(self, seed: seed, particles: particles, fillsMissing: fillsMissing)
  }
}

/// All choices of known columns.
func allPatterns(columns: Int) -> [[Bool]] {
  (0..<(1 << columns)).map { bits in (0..<columns).map { bits >> $0 & 1 == 1 } }
}
