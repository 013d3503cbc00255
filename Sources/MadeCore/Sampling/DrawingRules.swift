// Which codes may be drawn, given codes drawn before.

/// What a dependency says about the column of the two that is drawn later.
struct DrawingRule {
  /// The column that is drawn before.
  let partner: Int
  /// Whether a code may be drawn: (codes of the partner, codes of the column), row-major.
  let allowed: [UInt8]

  /// What is subtracted from the logit of a code for each rule that it breaks: enough to rule it out if another
  /// code breaks fewer; among codes that break equally many the model decides.
  static let penalty: Float = 1e4
}

extension Schema {
  /// For each column, the rules about it in an ordering.
  func drawingRules(_ ordering: Ordering) -> [[DrawingRule]] {
    var rules: [[DrawingRule]] = columns.map { _ in [] }
    for dependency in dependencies {
      let (first, second) = (dependency.column, dependency.determined)
      guard case .code(let count) = columns[first].kind.storage,
        case .code(let determinedCount) = columns[second].kind.storage
      else { continue }
      if ordering.positions[first] < ordering.positions[second] {
        let allowed = (0..<count).flatMap { code in
          (0..<determinedCount).map { dependency.allows(code, $0) ? UInt8(1) : 0 }
        }
        rules[second].append(DrawingRule(partner: first, allowed: allowed))
      } else {
        let allowed = (0..<determinedCount).flatMap { determined in
          (0..<count).map { dependency.allows($0, determined) ? UInt8(1) : 0 }
        }
        rules[first].append(DrawingRule(partner: second, allowed: allowed))
      }
    }
    return rules
  }
}
