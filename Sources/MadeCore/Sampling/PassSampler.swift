// Ancestral sampling, one full forward pass for each column.

import CKernels

/// Draws records from a model by the definition: for each position in the ordering one forward pass,
/// then a number in [0, 1) that decides by the conditional probabilities of that column.
///
/// Row i is a pure function of (model, seed, i): its mask is drawn from stream (seed, component, i) and its cells
/// from stream (seed, sampled row, i), one random number for each position. So any range of rows can be drawn by
/// itself.
///
/// It is slow; it documents `Sampler`, which is tested against it.
package final class PassSampler: Sendable {
  /// The model that is drawn from.
  package let model: MadeModel
  private let seed: UInt64
  private let team: WorkerTeam

  /// - Parameter threads: CPUs to use.
  package init(model: MadeModel, seed: UInt64, threads: Int = 1) {
    self.model = model
    self.seed = seed
    team = WorkerTeam(threads: threads)
  }

  /// Rows `range` of the endless run with this seed.
  package func rows(_ range: Range<Int>) -> Rows { draw(Array(range)).rows }

  /// The rows of the endless run with these numbers, which are not negative, in their order.
  package func rows(_ numbers: [Int]) -> Rows { draw(numbers).rows }

  /// The same rows with the probabilities that they were drawn with; see `Drawn`.
  package func rowsAndProbabilities(_ range: Range<Int>) -> (
    rows: Rows, probabilities: [Float]
  ) {
    draw(Array(range))
  }

  private func draw(_ numbers: [Int]) -> (rows: Rows, probabilities: [Float]) {
    let outputs = model.architecture.outputs
    let drawn = DrawnCells(
      count: numbers.count, columns: model.architecture.columns, outputs: outputs)
    for number in model.masks.indices {
      let members = numbers.indices.filter {
        SampledRow.component(ofRow: numbers[$0], seed: seed, masks: model.masks.count) == number
      }
      if members.isEmpty { continue }
      let network = MaskedNetwork(model.parameters, mask: model.masks[number], team: team)
      team.forEachRange(of: members.count, size: EvaluationWorkspace.lanes) { part in
        self.draw(members[part], of: numbers, network, into: drawn)
      }
    }
    var rows = Rows(layout: model.schema.layout)
    let columns = rows.columns
    for row in 0..<numbers.count {
      rows.append(codes: (0..<columns).map { drawn.codes.base[row * columns + $0] })
    }
    return (rows, Array(drawn.probabilities.array.prefix(numbers.count * outputs)))
  }

  private func draw(
    _ members: ArraySlice<Int>, of numbers: [Int], _ network: MaskedNetwork, into drawn: DrawnCells
  ) {
    let mask = network.mask
    let rules = model.schema.drawingRules(mask.ordering)
    let workspace = Workspace(model.architecture, lanes: members.count, training: false)
    let lanes = workspace.lanes
    var streams = members.map {
      RandomStream(seed: seed, purpose: .sampledRow, index: UInt64(numbers[$0]))
    }
    var rows = Rows(layout: model.schema.layout)
    rows.appendZeros(count: members.count)
    let records = members.indices.map { Int32($0 - members.startIndex) }
    for column in mask.ordering.columns {
      let first = mask.firstOutputs[column]
      workspace.batch.fill(from: rows, records: records[...], mask: mask, team: .single)
      network.forward(workspace, team: .single)
      let z = workspace.outputT.base + mask.outputPlaces[first] * lanes
      guard let conditional = mask.codeConditional(column) else {
        drawNumbers(z, members, of: numbers, column, mask, into: &rows, drawn)
        // The random number of this position is left out, as `Sampler` leaves it out.
        for lane in streams.indices { _ = streams[lane].nextUniform() }
        continue
      }
      for rule in rules[column] {
        for lane in 0..<members.count {
          let before = rows.code(lane, rule.partner)
          for code in 0..<conditional.states
          where rule.allowed[before * conditional.states + code] == 0 {
            z[code * lanes + lane] -= DrawingRule.penalty
          }
        }
      }
      conditional.drawingProbabilities(
        z, lanes: lanes, barred: model.schema.columns[column].kind.otherCode)
      for (lane, place) in members.enumerated() {
        let p = (0..<conditional.outputs).map { z[$0 * lanes + lane] }
        let code = conditional.code(at: streams[lane].nextUniform(), p)
        rows.setCode(code, lane, column)
        drawn.codes.base[place * rows.columns + column] = code
        for (output, probability) in p.enumerated() {
          drawn.probabilities.base[place * drawn.outputs + first + output] = probability
        }
      }
    }
  }
}

extension PassSampler {
  /// The same for a column of numbers, whose random numbers come from streams of their own.
  private func drawNumbers(
    _ z: UnsafeMutablePointer<Float>, _ members: ArraySlice<Int>, of numbers: [Int],
    _ column: Int, _ mask: Mask, into rows: inout Rows, _ drawn: DrawnCells
  ) {
    guard let conditional = mask.conditional(column).ofValues else { return }
    let lanes = padded(members.count, to: 16)
    let limits = NumberDrawing.Column(
      conditional, rows.layout, barred: model.schema.columns[column].kind.otherCode, unfilled: []
    ).limits
    for (lane, place) in members.enumerated() {
      let outputs = LaneOutputs(z, lanes: lanes, lane: lane)
      let inRecord = conditional.inRecord(lane, of: rows)
      let cell = inRecord.drawAsRuled(outputs, within: limits) { attempt in
        NumberWords(
          seed: seed, purpose: .sampledNumber, index: UInt64(numbers[place]),
          position: mask.ordering.positions[column], attempt: attempt)
      }
      rows.setCode(cell, lane, column)
      drawn.codes.base[place * rows.columns + column] = cell
    }
  }
}

/// Where workers put their rows; each writes its own.
private struct DrawnCells {
  let codes: Block<Int>
  let probabilities: FloatBuffer
  let outputs: Int

  init(count: Int, columns: Int, outputs: Int) {
    codes = Block(count: count * columns)
    probabilities = FloatBuffer(count: count * outputs)
    self.outputs = outputs
  }
}
