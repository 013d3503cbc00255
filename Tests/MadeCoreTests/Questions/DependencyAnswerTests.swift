// Questions to models in which one column determines another.

import MadeCore
import Testing

@Suite("Answers under dependencies")
struct DependencyAnswerTests {
  /// A model whose first column determines the last one, or the other way round, and that dependency.
  private func model(_ kind: ModelKind, isBackward: Bool) -> (MadeModel, Dependency)? {
    let free = kind.model(inputs: 5, seed: 3)
    let codes = free.schema.columns.map { column in
      if case .code(let states) = column.kind.storage { states } else { 1 }
    }
    let several = codes.indices.filter { codes[$0] > 1 }
    guard !kind.hasExtraSlots, several.count > 1 else { return nil }
    let ends = [several[0], several[several.count - 1]]
    let (one, other) = isBackward ? (ends[1], ends[0]) : (ends[0], ends[1])
    let dependency = Dependency(
      column: one, determined: other, codes: (0..<codes[one]).map { $0 % codes[other] })
    return (free.with([dependency]), dependency)
  }

  @Test("complete records without pairs of values that training did not have")
  func completions() throws {
    var tried = 0
    for kind in ModelKind.categorical {
      for isBackward in [false, true] {
        guard let (model, dependency) = model(kind, isBackward: isBackward) else { continue }
        let sampler = try model.conditionalSampler(seed: 4, particles: 40)
        let record = model.randomRecords(count: 1, seed: 8).record(0)
        for known in allPatterns(columns: 5)
        where !(known[dependency.column] && known[dependency.determined]) {
          if known[dependency.determined] && !isReached(record, dependency) { continue }
          // The first values of a column that is not known, or any.
          for isLimited in [false, true] {
            let hole = known[dependency.column] ? dependency.determined : dependency.column
            var constraints: [Constraint?] = known.map { _ in nil }
            if isLimited {
              // Both values go with what is known of the other column, or one of them does.
              let fitting =
                hole == dependency.column
                ? dependency.codes.firstIndex { $0 == record[dependency.determined] }
                : dependency.codes[record[dependency.column]]
              guard let fitting else { continue }
              constraints[hole] = Constraint(
                values: ValueRanges([0...0, fitting...fitting]))
            }
            let evidence = model.evidence(record, known: known, constraints: constraints)
            let (drawn, _) = try sampler.completions(
              evidence, records: Array(repeating: 0, count: 60), numbers: Array(0..<60))
            for row in 0..<60 {
              let found = drawn.rows.record(row)
              #expect(
                dependency.allows(found[dependency.column], found[dependency.determined]),
                "\(kind), known: \(known), limited: \(isLimited), \(found)")
            }
            tried += 1
          }
        }
      }
    }
    #expect(tried > 50)
  }

  @Test("fill each hole with what goes with the known cells")
  func expectations() throws {
    for kind in ModelKind.categorical {
      for isBackward in [false, true] {
        guard let (model, dependency) = model(kind, isBackward: isBackward) else { continue }
        let sampler = try model.conditionalSampler()
        for seed in 1..<20 {
          let record = model.randomRecords(count: 1, seed: UInt64(seed)).record(0)
          for end in [dependency.column, dependency.determined] {
            let known = (0..<5).map { $0 == end }
            if end == dependency.determined && !isReached(record, dependency) { continue }
            let (filled, _) = try sampler.expectations(
              model.evidence(record, known: known), records: [0], numbers: [seed])
            let found = filled.rows.record(0)
            #expect(
              dependency.allows(found[dependency.column], found[dependency.determined]),
              "\(kind), known: \(known), \(found)")
          }
        }
      }
    }
  }

  /// Whether some value of the column that determines goes with the one that a record has in the other.
  private func isReached(_ record: [Int], _ dependency: Dependency) -> Bool {
    dependency.codes.contains(record[dependency.determined])
  }

  @Test("leave likelihoods alone: what is known does not change how the holes before it are drawn")
  func likelihoods() throws {
    var tried = 0
    for (kind, isBackward) in ModelKind.categorical.flatMap({ [($0, false), ($0, true)] }) {
      guard let (model, dependency) = model(kind, isBackward: isBackward), model.masks.count == 1
      else { continue }
      let free = model.with([])
      let record = model.randomRecords(count: 1, seed: 8).record(0)
      let positions = model.masks[0].ordering.positions
      let ends = [dependency.column, dependency.determined]
        .sorted { positions[$0] < positions[$1] }
      for known in allPatterns(columns: 5) where !known[ends[0]] && known[ends[1]] {
        tried += 1
        let answers = try [model, free].map { model in
          try model.conditionalSampler(fillsMissing: false)
            .logLikelihoods(model.evidence(record, known: known), numbers: [7]).values
        }
        #expect(answers[0] == answers[1], "\(kind), known: \(known)")
      }
    }
    #expect(tried > 20)
  }
}
