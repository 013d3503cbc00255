// Ancestral sampling, one full forward pass for each column.

import CKernels

/// Draws records from a model by the definition: for each position in the ordering one forward pass,
/// then a number in [0, 1) that decides by the conditional probabilities of that column.
///
/// Row i is a pure function of (model, seed, i): its mask is drawn from stream (seed, component, i) and
/// its numbers from stream (seed, sampled row, i), one word for each position. So any range of rows can
/// be drawn by itself.
///
/// It is slow, and stays as the documentation and the oracle of `Sampler`.
public final class PassSampler: Sendable {
  /// The model that is drawn from.
  public let model: MadeModel
  private let seed: UInt64
  private let team: WorkerTeam

  /// - Parameter threads: CPUs to use.
  public init(model: MadeModel, seed: UInt64, threads: Int = 1) {
    self.model = model
    self.seed = seed
    team = WorkerTeam(threads: threads)
  }

  /// Rows `range` of the endless run with this seed.
  public func rows(_ range: Range<Int>) -> Rows { draw(Array(range)).rows }

  /// The rows of the endless run with these numbers, which are not negative, in their order.
  public func rows(_ numbers: [Int]) -> Rows { draw(numbers).rows }

  /// The same rows with, for each slot, the probability of 1 that it was drawn with: shape (rows, D).
  public func rowsAndProbabilities(_ range: Range<Int>) -> (
    rows: Rows, probabilities: [Float]
  ) {
    draw(Array(range))
  }

  private func draw(_ numbers: [Int]) -> (rows: Rows, probabilities: [Float]) {
    let slots = model.architecture.inputs
    let drawn = DrawnRows(count: numbers.count, slots: slots)
    for number in model.masks.indices {
      let members = numbers.indices.filter {
        SampledRow.component(ofRow: numbers[$0], seed: seed, masks: model.masks.count) == number
      }
      if members.isEmpty { continue }
      let network = MaskedNetwork(model.parameters, mask: model.masks[number], team: team)
      team.forEachRange(of: members.count, size: Ensemble.lanes) { part in
        self.draw(members[part], of: numbers, network, into: drawn)
      }
    }
    var rows = Rows(columns: slots)
    for row in 0..<numbers.count {
      rows.append((0..<slots).map { drawn.bits.base[row * slots + $0] })
    }
    return (rows, Array(drawn.probabilities.array.prefix(numbers.count * slots)))
  }

  private func draw(
    _ members: ArraySlice<Int>, of numbers: [Int], _ network: MaskedNetwork, into drawn: DrawnRows
  ) {
    let inputs = model.architecture.inputs
    let mask = network.mask
    let barred = model.schema.barredSlots
    let rules = model.schema.drawingRules(mask.ordering)
    let workspace = Workspace(model.architecture, lanes: members.count, training: false)
    var streams = members.map {
      RandomStream(seed: seed, purpose: .sampledRow, index: UInt64(numbers[$0]))
    }
    var rows = Rows(columns: inputs)
    rows.appendZeros(count: members.count)
    let records = members.indices.map { Int32($0 - members.startIndex) }
    let probability = FloatBuffer(count: (mask.slots.max() ?? 1) * workspace.lanes)
    for column in mask.ordering.columns {
      let (first, slots) = (mask.firstSlots[column], mask.slots[column])
      workspace.batch.fill(
        from: rows, records: records[...], places: mask.places, team: .single)
      network.forward(workspace, team: .single)
      probability.base.update(
        from: workspace.outputT.base + mask.places[first] * workspace.lanes,
        count: slots * workspace.lanes)
      let kernels = Kernels.table.pointee
      if slots == 1 {
        kernels.activate(Activation.sigmoid.kernel, probability.base, workspace.lanes)
      } else {
        for rule in rules[column] {
          let partner = (mask.firstSlots[rule.partner], mask.slots[rule.partner])
          for lane in 0..<members.count {
            let before =
              rows.firstSet(inRow: lane, from: partner.0, count: partner.1) ?? partner.1 - 1
            for slot in 0..<slots where rule.allowed[before * slots + slot] == 0 {
              probability.base[slot * workspace.lanes + lane] -= DrawingRule.penalty
            }
          }
        }
        kernels.softmax(
          probability.base, workspace.lanes, slots, workspace.lanes, barred[column] ?? -1)
      }
      for (lane, place) in members.enumerated() {
        let p = (0..<slots).map { probability.base[$0 * workspace.lanes + lane] }
        let uniform = streams[lane].nextUniform()
        let chosen = slots > 1 ? Self.slot(at: uniform, p) : uniform < p[0] ? 0 : nil
        for slot in 0..<slots {
          let isOne = slot == chosen
          rows[lane, first + slot] = isOne
          drawn.bits.base[place * inputs + first + slot] = isOne
          drawn.probabilities.base[place * inputs + first + slot] = p[slot]
        }
      }
    }
  }

  /// The first slot at which the sum of the probabilities is above `uniform` times the whole sum.
  private static func slot(at uniform: Float, _ probabilities: [Float]) -> Int? {
    let share = uniform * probabilities.reduce(0, +)
    var sum: Float = 0
    return probabilities.firstIndex { probability in
      sum += probability
      return sum > share
    }
  }
}

/// Where workers put their rows; each writes its own.
private struct DrawnRows {
  let bits: Block<Bool>
  let probabilities: FloatBuffer

  init(count: Int, slots: Int) {
    bits = Block(count: count * slots)
    probabilities = FloatBuffer(count: count * slots)
  }
}
