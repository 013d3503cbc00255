// Answers to questions by the definition: every record that is possible, one by one, in Double.

import Foundation
import MadeCore

/// What a model says about the completions of one record.
struct EnumeratedAnswer {
  /// All records that agree with what is known.
  let records: Rows
  /// log of p(known) p(holes | known) of each, codes that are never drawn left out.
  let logLikelihoods: [Double]

  /// log p(known).
  var logLikelihood: Double { logSumExp(logLikelihoods) }

  /// The logarithms of the conditional probabilities of `records`.
  var conditionals: [Double] { logLikelihoods.map { $0 - logLikelihood } }

  /// The probability of each of the `states` codes of a column.
  func shares(ofColumn column: Int, states: Int) -> [Double] {
    var shares = [Double](repeating: 0, count: states)
    for (row, conditional) in conditionals.enumerated() {
      shares[records.code(row, column)] += exp(conditional)
    }
    return shares
  }
}

extension MadeModel {
  /// Enumerates the completions of a record.
  ///
  /// - Parameters:
  ///   - record: a code for each column; those of holes are not looked at.
  ///   - known: for each column whether its cell is known.
  ///   - constraints: conditions on holes, as in `Evidence`.
  ///   - fillsMissing: whether holes are not left missing.
  func enumeratedAnswer(
    _ record: [Int], known: [Bool], constraints: [Constraint?]? = nil, fillsMissing: Bool
  ) -> EnumeratedAnswer {
    let slots = architecture.slots
    let constraints = constraints ?? slots.map { _ in nil }
    let shares = zip(schema.columns, constraints).map { column, constraint in
      constraint.map { enumeratedShares(of: column, under: $0) }
    }
    let pattern = EvidencePattern(isKnown: known, isLimited: constraints.map { $0 != nil })
    let masks = masks(for: pattern)
    let reference = ReferenceNetwork(parameters)
    let first = masks[0].firstOutputs
    let all = allRecords
    var records = Rows(layout: all.layout)
    var logLikelihoods: [Double] = []
    for row in 0..<all.count {
      let candidate = all.record(row)
      guard slots.indices.allSatisfy({ !known[$0] || candidate[$0] == record[$0] }) else {
        continue
      }
      let joint = logMeanExp(
        masks.map { mask in
          let logits = reference.logits(of: candidate, mask: mask)
          return slots.indices.reduce(0.0) { sum, column in
            let own =
              slots[column] == 1
              ? [0, logits[first[column]]]
              : Array(logits[first[column]..<first[column] + slots[column]])
            let logFactors = own.indices.map { code -> Double in
              if known[column] { return 0 }
              if let shares = shares[column] { return log(shares[code]) }
              return isDrawn(column, code, fillsMissing) ? 0 : -.infinity
            }
            // Conditions are counted; that some codes are never drawn is not.
            let weighed = zip(own, logFactors).map { $0 + $1 }
            let isLimited = known[column] || constraints[column] != nil
            return sum + weighed[candidate[column]] - logSumExp(isLimited ? own : weighed)
          }
        })
      records.append(codes: candidate)
      logLikelihoods.append(joint)
    }
    return EnumeratedAnswer(records: records, logLikelihoods: logLikelihoods)
  }

  private func isDrawn(_ column: Int, _ code: Int, _ fillsMissing: Bool) -> Bool {
    guard let categories = schema.columns[column].kind as? Categories else { return true }
    return code != categories.otherCode && !(fillsMissing && code == categories.missingCode)
  }

  /// Evidence about copies of one record.
  func evidence(
    _ record: [Int], known: [Bool], constraints: [Constraint?]? = nil, count: Int = 1
  ) -> Evidence {
    let row = zip(record, known).map { $1 ? $0 : 0 }
    return Evidence(
      rows: Rows(layout: schema.layout, records: Array(repeating: row, count: count)),
      holes: Rows(
        columns: record.count, rows: Array(repeating: known.map { !$0 }, count: count)),
      schema: schema, constraints: constraints)
  }

  /// A sampler that answers questions about this model.
  func conditionalSampler(
    seed: UInt64 = 1, particles: Int = 64, fillsMissing: Bool = true
  ) throws -> ConditionalSampler {
    try ConditionalSampler(self, seed: seed, particles: particles, fillsMissing: fillsMissing)
  }
}

/// How much of each code of a column a constraint allows: of the values of a code, counted one by one.
func enumeratedShares(of column: Column, under constraint: Constraint) -> [Double] {
  (0..<(column.kind.storage.states ?? 0)).map { code in
    if code == column.kind.missingCode { return constraint.allowsMissing ? 1 : 0 }
    guard let values = column.kind.values(ofCode: code) else { return 0 }
    let allowed = values.filter { value in
      constraint.values.ranges.contains { $0.contains(value) }
    }
    return Double(allowed.count) / Double(values.count)
  }
}

/// All choices of known columns.
func allPatterns(columns: Int) -> [[Bool]] {
  (0..<(1 << columns)).map { bits in (0..<columns).map { bits >> $0 & 1 == 1 } }
}
