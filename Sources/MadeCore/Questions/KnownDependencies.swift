// What is known of one column, and the column that it determines or is determined by.

/// Dependencies that bear on records of one pattern, drawn in one ordering.
///
/// A `DrawingRule` keeps to a dependency when the later of its two columns is drawn. If that one is known or has a
/// condition, there is nothing to keep to any more: all depends on what was drawn before. So a hole that comes
/// earlier is drawn among the codes that go with what is known; and where that does not settle it, particles that
/// contradict a dependency count only if all of a record's particles do.
struct KnownDependencies {
  /// Columns with holes that are drawn among fewer codes, and the dependencies that say which.
  private let narrowed: [(column: Int, by: [Dependency])]
  /// Dependencies that a particle may contradict.
  private let breakable: [Dependency]

  static let none = KnownDependencies(narrowed: [], breakable: [])

  private init(narrowed: [(column: Int, by: [Dependency])], breakable: [Dependency]) {
    self.narrowed = narrowed
    self.breakable = breakable
  }

  /// - Parameter dependencies: for each column those that it is part of.
  init(_ dependencies: [[Dependency]], pattern: EvidencePattern, ordering: Ordering) {
    let positions = ordering.positions
    var narrowed: [(column: Int, by: [Dependency])] = []
    var breakable: [Dependency] = []
    for (column, all) in dependencies.enumerated() where !pattern.isKnown[column] {
      let telling = all.filter { pattern.hasEvidence($0.partner(of: column)) }
      let isLater = telling.map { positions[$0.partner(of: column)] > positions[column] }
      // Rules do not apply to a column with a condition, so that earlier columns have to be heeded here, too.
      if pattern.isLimited[column] || isLater.contains(true) {
        narrowed.append((column, telling))
      }
      breakable += zip(telling, isLater).filter { $1 }.map { $0.0 }
    }
    self.init(narrowed: narrowed.filter { !$0.by.isEmpty }, breakable: breakable)
  }

  /// Whether particles may contradict a dependency.
  var canBeBroken: Bool { !breakable.isEmpty }

  /// How many dependencies a row contradicts.
  func contradictions(in rows: Rows, row: Int) -> Int {
    breakable.count { !$0.allows(rows.code(row, $0.column), rows.code(row, $0.determined)) }
  }

  /// Marks in the lanes which codes go with what is known.
  ///
  /// - Parameter undrawn: for each column the codes that no hole is filled with.
  func narrow(
    _ lanes: EvidenceLanes, _ evidence: Evidence, rows: [Int], mask: Mask, undrawn: [[Int]]
  ) {
    let width = padded(rows.count, to: 16)
    for (column, dependencies) in narrowed {
      // Dependencies are between columns of codes.
      guard let conditional = mask.codeConditional(column) else { continue }
      let base = lanes.known.base + mask.outputPlaces[mask.firstOutputs[column]] * width
      for (lane, row) in rows.enumerated() {
        var shares: [Float]
        if case .limit(.shares(let limit)) = evidence.knowledge(row: row, column: column) {
          shares = limit
        } else {
          shares = Array(repeating: 1, count: conditional.states)
          for code in undrawn[column] { shares[code] = 0 }
        }
        for dependency in dependencies {
          let partner = dependency.partner(of: column)
          dependency.keep(&shares, of: column, none: 0) { code in
            switch evidence.knowledge(row: row, column: partner) {
            case .cell(let known): known == code
            case .limit(let limit): limit.allows(code)
            case .nothing, nil: true
            }
          }
        }
        if conditional.limit(shares, lane: lane, lanes: width, in: base) {
          lanes.isKnown[mask.ordering.positions[column]] = 1
        }
      }
    }
  }
}

extension Dependency {
  /// The other one of its two columns.
  func partner(of one: Int) -> Int { one == column ? determined : column }

  /// Replaces by `none` the numbers of codes of a column that no possible code of its partner goes with; if that
  /// would be all that are left, none of them.
  func keep<Number: Equatable>(
    _ numbers: inout [Number], of one: Int, none: Number, isPossible: (_ partnerCode: Int) -> Bool
  ) {
    var kept = numbers
    if one == column {
      for code in kept.indices {
        if let other = codes[code], !isPossible(other) { kept[code] = none }
      }
    } else {
      var isFound = [Bool](repeating: false, count: kept.count)
      for code in codes.indices where isPossible(code) {
        // A code that no record had says nothing.
        guard let other = codes[code] else { return }
        isFound[other] = true
      }
      for code in kept.indices where !isFound[code] { kept[code] = none }
    }
    if kept.contains(where: { $0 != none }) { numbers = kept }
  }
}

extension Schema {
  /// For each column the dependencies that it is part of.
  var dependenciesOfColumns: [[Dependency]] {
    var result: [[Dependency]] = columns.map { _ in [] }
    for dependency in dependencies {
      let ends = [dependency.column, dependency.determined]
      // As in `drawingRules`: others are not kept to.
      let isOfCodes = ends.allSatisfy {
        if case .code = columns[$0].kind.storage { true } else { false }
      }
      guard isOfCodes else { continue }
      for end in ends { result[end].append(dependency) }
    }
    return result
  }
}

extension ConditionalSampler {
  /// Scores of a hole's codes, minus infinity for those that it is not filled with: some never are, and others do
  /// not go with what is known.
  func fillable(
    _ scores: [Double], column: Int, of rows: Rows, _ record: Int, _ pattern: EvidencePattern
  ) -> [Double] {
    var fillable = scores
    for code in undrawn[column] { fillable[code] = -.infinity }
    for dependency in dependencies[column] {
      let partner = dependency.partner(of: column)
      guard pattern.isKnown[partner] else { continue }
      let known = rows.code(record, partner)
      dependency.keep(&fillable, of: column, none: -.infinity) { $0 == known }
    }
    return fillable
  }
}
