// Relations between numbers, solved for a source, against every number that it may be.

import MadeCore
import Testing

@Suite("Relations solved for a source")
struct RelationSolvingTests {
  private typealias Source = NumberRelation.Source

  private static let relations: [(NumberRelation, step: Int)] = [
    (relation(.sum, [Source(column: 1), Source(column: 2)], 0...0), 1),
    (relation(.sum, [Source(column: 1), Source(column: 2, isNegative: true)], -1...3), 1),
    (relation(.sum, [Source(column: 1, power: 1), Source(column: 2, power: -1)], 0...0), 1),
    (relation(.sum, [Source(column: 1, shift: -9), Source(column: 2, power: -1)], 0...5), 5),
    (relation(.largest, [Source(column: 1), Source(column: 2)], 0...4), 1),
    (relation(.largest, [Source(column: 1, power: -1, shift: 3), Source(column: 2)], 0...10), 5),
    (relation(.smallest, [Source(column: 1), Source(column: 2, shift: 2)], -6...0), 1),
    (relation(.smallest, [Source(column: 1, power: -1)], -10...0), 5),
    (relation(.multiple(2.54), [Source(column: 1)], 0...0), 1),
    (relation(.multiple(-0.3), [Source(column: 1)], -1...1), 1),
    (relation(.multiple(3), [Source(column: 1, power: -1)], 0...0), 1),
    (NumberRelation(atLeast: true, sources: [Source(column: 1), Source(column: 2)]), 1),
    (NumberRelation(atLeast: false, sources: [Source(column: 1, power: -1)]), 5),
  ]

  private static func relation(
    _ form: NumberRelation.Form, _ sources: [Source], _ range: ClosedRange<Int>
  ) -> NumberRelation {
    NumberRelation(form: form, sources: sources, range: range, fallback: 0)
  }

  /// Whether a record keeps a relation.
  private static func holds(_ relation: NumberRelation, _ step: Int, _ record: [Int]) -> Bool {
    guard let value = relation.value(step: step, { record[$0] }) else { return true }
    if relation.isBound {
      return relation.form == .largest ? record[0] >= value : record[0] <= value
    }
    return relation.range.contains(record[0] - value)
  }

  @Test("where the others are known it is what keeps the relation, and nothing else")
  func exact() {
    var noise = Noise(5)
    for (index, (relation, step)) in Self.relations.enumerated() {
      for source in relation.sources.map(\.column) {
        for _ in 0..<40 {
          let record = [step * (noise.below(81) - 40), noise.below(81) - 40, noise.below(81) - 40]
          let possible = (-900...900).filter { number in
            var record = record
            record[source] = number
            return Self.holds(relation, step, record)
          }
          let found = relation.numbers(of: source, from: record[0]...record[0], step: step) {
            .numbers($0 == source ? -900...900 : record[$0]...record[$0])
          }
          #expect(
            found?.lowerBound == possible.first && found?.upperBound == possible.last,
            "relation \(index), source \(source) of \(record): \(String(describing: found))")
        }
      }
    }
  }

  @Test("among spans nothing is lost that would keep it")
  func spans() {
    var noise = Noise(6)
    for (index, (relation, step)) in Self.relations.enumerated() {
      for _ in 0..<300 {
        let spans = (0..<3).map { column in
          let low = noise.below(41) - 20
          return column == 0
            ? step * low...step * (low + noise.below(9)) : low...(low + noise.below(9))
        }
        let record = spans.enumerated().map { column, span in
          let number = span.lowerBound + noise.below(span.count)
          return column == 0 ? number - (number % step + step) % step : number
        }
        guard spans[0].contains(record[0]), Self.holds(relation, step, record) else { continue }
        for source in relation.sources.map(\.column) {
          let found = relation.numbers(of: source, from: spans[0], step: step) {
            .numbers(spans[$0])
          }
          #expect(found?.contains(record[source]) == true, "relation \(index), \(record)")
        }
        let found = relation.numbers(step: step) { .numbers(spans[$0]) }
        #expect(found?.contains(record[0]) == true, "relation \(index), \(record)")
      }
    }
  }

  @Test("the largest and the smallest are of those that are numbers")
  func missing() {
    let mark = NumberLimits.cell(ofMark: 1)
    for (relation, step) in Self.relations where relation.sources.count == 2 {
      let value = relation.value(step: step) { $0 == 1 ? mark : 10 }
      let alone = NumberRelation(
        form: relation.form, sources: [relation.sources[1]], range: relation.range, fallback: 0)
      #expect(value == (relation.isOrder ? alone.value(step: step) { _ in 10 } : nil))
      #expect(relation.value(step: step) { _ in mark } == nil)
    }
  }
}
