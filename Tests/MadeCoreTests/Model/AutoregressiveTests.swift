// Output d may look at columns before d in the ordering, and at nothing else.

import MadeCore
import Testing

@Suite("The autoregressive property")
struct AutoregressiveTests {
  @Test("holds bit for bit: flipping a column changes only later conditionals")
  func flips() {
    for columns in [1, 2, 9, 33] {
      for kind in ModelKind.all {
        let model = kind.model(inputs: columns)
        for (number, mask) in model.masks.enumerated() {
          let original = randomRecords(columns: columns, count: 1, seed: UInt64(number)).record(0)
          var rows = [original]
          for column in 0..<columns {
            var flipped = original
            flipped[column].toggle()
            rows.append(flipped)
          }
          let logits = logits(of: PackedRows(columns: columns, rows: rows), model, mask)
          let positions = mask.ordering.positions
          for column in 0..<columns {
            for output in 0..<columns where positions[output] <= positions[column] {
              #expect(
                logits[column + 1][output] == logits[0][output],
                "\(kind), D = \(columns), mask \(number): output \(output) saw column \(column)")
            }
          }
        }
      }
    }
  }

  @Test("leaves nothing out: with direct connections every predecessor is seen")
  func reaches() {
    let kind = ModelKind(description: "direct", hidden: [64], activation: .tanh, direct: true)
    let columns = 16
    let model = kind.model(inputs: columns)
    let mask = model.masks[0]
    let positions = mask.ordering.positions
    let original = randomRecords(columns: columns, count: 1).record(0)
    for column in 0..<columns {
      var flipped = original
      flipped[column].toggle()
      let logits = logits(
        of: PackedRows(columns: columns, rows: [original, flipped]), model, mask)
      for output in 0..<columns where positions[output] > positions[column] {
        #expect(logits[0][output] != logits[1][output], "output \(output) missed \(column)")
      }
    }
  }

  private func logits(of rows: PackedRows, _ model: MadeModel, _ mask: Mask) -> [[Float]] {
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
