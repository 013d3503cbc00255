// Output d may look at columns before d in the ordering, and at nothing else.

import MadeCore
import Testing

@Suite("The autoregressive property")
struct AutoregressiveTests {
  @Test("holds bit for bit: changing a column changes only later conditionals")
  func flips() {
    for columns in [1, 2, 9, 33] {
      for kind in ModelKind.all {
        let model = kind.model(inputs: columns)
        let columnOfSlot = model.columnOfSlot
        for (number, mask) in model.masks.enumerated() {
          let original = model.randomRecords(count: 1, seed: UInt64(number)).record(0)
          let rows = [original] + (0..<columns).map { model.changed(original, column: $0) }
          let logits = logits(
            of: Rows(columns: original.count, rows: rows), model, mask)
          let positions = mask.ordering.positions
          for column in 0..<columns {
            for (slot, output) in columnOfSlot.enumerated()
            where positions[output] <= positions[column] {
              #expect(
                logits[column + 1][slot] == logits[0][slot],
                "\(kind), C = \(columns), mask \(number): output \(output) saw column \(column)")
            }
          }
        }
      }
    }
  }

  @Test("leaves nothing out: with direct connections every predecessor is seen", arguments: [1, 3])
  func reaches(slots: Int) {
    let kind = ModelKind(
      description: "direct", hidden: [64], activation: .tanh, direct: true, slots: [slots])
    let columns = 16
    let model = kind.model(inputs: columns)
    let mask = model.masks[0]
    let positions = mask.ordering.positions
    let original = model.randomRecords(count: 1).record(0)
    for column in 0..<columns {
      let rows = [original, model.changed(original, column: column)]
      let logits = logits(of: Rows(columns: original.count, rows: rows), model, mask)
      for (slot, output) in model.columnOfSlot.enumerated()
      where positions[output] > positions[column] {
        #expect(logits[0][slot] != logits[1][slot], "output \(output) missed \(column)")
      }
    }
  }

  private func logits(of rows: Rows, _ model: MadeModel, _ mask: Mask) -> [[Float]] {
    let ensemble = Ensemble(model.parameters, masks: [mask], team: .single)
    let table = DoubleBuffer(count: rows.count * rows.columns)
    ensemble.forEachLogits(of: rows, mask: 0) { record, logit in
      for column in 0..<rows.columns {
        table.base[record * rows.columns + column] = Double(logit(column))
      }
    }
    return (0..<rows.count).map { row in
      (0..<rows.columns).map { Float(table.base[row * rows.columns + $0]) }
    }
  }
}
