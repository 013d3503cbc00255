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
        let columnOfOutput = model.columnOfOutput
        for (number, mask) in model.masks.enumerated() {
          let original = model.randomRecords(count: 1, seed: UInt64(number)).record(0)
          let rows = [original] + (0..<columns).map { model.changed(original, column: $0) }
          let logits = logits(
            of: Rows(layout: model.schema.layout, records: rows), model, mask)
          let positions = mask.ordering.positions
          for column in 0..<columns {
            for (output, own) in columnOfOutput.enumerated()
            where positions[own] <= positions[column] {
              #expect(
                logits[column + 1][output] == logits[0][output],
                "\(kind), C = \(columns), mask \(number): output \(own) saw column \(column)")
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
      let logits = logits(of: Rows(layout: model.schema.layout, records: rows), model, mask)
      for (output, own) in model.columnOfOutput.enumerated()
      where positions[own] > positions[column] {
        #expect(logits[0][output] != logits[1][output], "output \(own) missed \(column)")
      }
    }
  }

  private func logits(of rows: Rows, _ model: MadeModel, _ mask: Mask) -> [[Float]] {
    let ensemble = Ensemble(model.parameters, masks: [mask], team: .single)
    let outputs = model.architecture.outputs
    let table = DoubleBuffer(count: rows.count * outputs)
    ensemble.forEachLogits(of: rows, mask: 0) { record, logit in
      for output in 0..<outputs {
        table.base[record * outputs + output] = Double(logit(output))
      }
    }
    return (0..<rows.count).map { row in
      (0..<outputs).map { Float(table.base[row * outputs + $0]) }
    }
  }
}
