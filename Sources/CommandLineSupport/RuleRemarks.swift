// Rules between columns, in words.

import MadeCore

extension TrainingRecords {
  /// Rules that are listed one by one.
  private static let most = 8

  /// What is kept to in rows that are drawn, and what is not.
  package var ruleRemarks: [String] {
    let formulas = schema.formulas
    var remarks = formulas.prefix(Self.most).map {
      "\($0): holds in all records, and will in drawn ones"
    }
    if formulas.count > Self.most {
      remarks.append("\(formulas.count - Self.most) more rules hold in all records")
    }
    if !remarks.isEmpty { remarks[remarks.count - 1] += "; --no-rules learns without" }
    return remarks
      + nearRules.map { rule in
        let breaks = "\(rule.breaks) \(rule.breaks == 1 ? "record" : "records")"
        return "\(schema.formula(rule)) in all but \(breaks): not taken for a rule"
      }
  }
}
