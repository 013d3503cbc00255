// Transforms against their plain twin: forward, back again, and gradients.

import MadeCore
import Testing

extension FlowKind {
  /// Of how many weights of a network the gradient is compared for one.
  fileprivate func interval(isLast: Bool) -> Int {
    let ofMap = isLast ? 3 : map == .affine ? 1 : 7
    return direction == .maf ? ofMap : 2 * ofMap + 1
  }
}

@Suite("The transforms of a flow")
struct TransformTests {
  private func records(_ flow: Flow, count: Int) -> Rows {
    flow.last.someRecords(count: count, seed: 3)
  }

  @Test("move some columns and not those with rules, or that others are counted from")
  func columns() {
    let columns = MovableColumns(Schema(columns: FlowKind.columns))
    #expect(columns.indices == [1, 3, 4])
    let numbers = columns.members[0].conditional
    #expect(numbers.movable(7) != nil)
    for cell in [0, 100, -31, 12, NumberLimits.cell(ofMark: 0), NumberLimits.cell(ofMark: 1)] {
      #expect(numbers.movable(cell) == nil, "\(cell)")
    }
    // Where most numbers stay, none moves: a density over them would count for nothing.
    func frequent(_ atoms: ClosedRange<Int>) -> LogisticMixture {
      mixture(
        NumberTransform(center: 0, bend: 0, mean: 0, deviation: 30), atoms: Array(atoms),
        range: -90...90)
    }
    #expect(frequent(-40...40).movable == nil)
    #expect(frequent(0...0).movable != nil)
  }

  @Test("put numbers where the plain ones do", arguments: FlowKind.all)
  func forward(kind: FlowKind) {
    let flow = kind.flow()
    let rows = records(flow, count: 60)
    let batch = FlowBatch(flow, rows)
    let reference = ReferenceFlow(flow)
    var moved = 0
    for lane in 0..<rows.count {
      let record = rows.record(lane)
      let start = reference.numbers(of: record)
      let (expected, logDeterminant) = reference.forward(start, of: record)
      for (index, column) in batch.numbers.columns.indices.enumerated() {
        let number = batch.numbers.number(index, lane, stage: flow.count)
        #expect((number == nil) == (expected[column] == nil))
        guard let place = number?.place, let other = expected[column] else { continue }
        #expect(abs(place - other) < 1e-5 * max(1, abs(other)), "\(kind), \(lane), \(column)")
        moved += 1
      }
      let sum = batch.numbers.logDeterminants.base[lane]
      #expect(abs(sum - logDeterminant) < 1e-5 * max(1, abs(sum)), "\(kind), \(lane)")
    }
    #expect(moved > 60)
  }

  @Test("bring numbers back to within 1e-5, each weight used once", arguments: FlowKind.all)
  func inverse(kind: FlowKind) {
    let flow = kind.flow()
    let rows = records(flow, count: 90)
    let batch = FlowBatch(flow, rows)
    let columns = batch.numbers.columns
    let back = MovingNumbers(columns, lanes: InversionSpace.lanes, transforms: flow.count)
    back.begin(count: rows.count)
    let inputs = CellInputs(columns, lanes: InversionSpace.lanes)
    inputs.fill(from: rows, count: rows.count, except: batch.numbers.cells)
    for lane in 0..<rows.count {
      for index in 0..<columns.count {
        if let number = batch.numbers.number(index, lane, stage: flow.count) {
          back.put(number.place, index, lane, stage: flow.count)
        }
      }
    }
    for (stage, transform) in flow.transforms.enumerated().reversed() {
      transform.inverse(
        back, stage: stage, inputs, InversionSpace(transform.parameters.shape.architecture))
    }
    let reference = ReferenceFlow(flow)
    for lane in 0..<rows.count {
      let record = rows.record(lane)
      let start = reference.numbers(of: record)
      let slow = reference.inverse(reference.forward(start, of: record).numbers, of: record)
      for (index, column) in columns.indices.enumerated() {
        guard let place = start[column], let slow = slow[column] else { continue }
        #expect(abs(slow - place) < 1e-9 * max(1, abs(place)), "\(kind)")
        let found = back.number(index, lane, stage: 0)?.place ?? .nan
        #expect(abs(found - place) < 1e-5 * max(1, abs(place)), "\(kind), \(lane), \(column)")
      }
      let (one, other) = (back.logDeterminants, batch.numbers.logDeterminants)
      #expect(abs(one.base[lane] - other.base[lane]) < 1e-4)
    }
  }

  @Test("are the identity before training, whatever the seed", arguments: StepKind.all)
  func identity(kind: StepKind) {
    let schema = Schema(columns: FlowKind.columns)
    let columns = MovableColumns(schema)
    let plan = FlowPlan(
      transforms: 3, map: kind.map, direction: kind.direction, hidden: [20], activation: .relu)
    for transform in plan.untrained(
      columns, ordering: .natural(count: 7), leading: [3], seed: 9, .orthogonal)
    {
      #expect(transform.mask.ordering.columns.first == 3)
      let last = FlowKind(transforms: 1).flow().last
      let flow = Flow([transform], last: last)
      let batch = FlowBatch(flow, records(flow, count: 20))
      for lane in 0..<20 {
        for index in 0..<columns.count {
          let ends = [0, 1].map { batch.numbers.number(index, lane, stage: $0)?.place }
          #expect(ends[0] == ends[1])
        }
        #expect(batch.numbers.logDeterminants.base[lane] == 0)
      }
    }
  }

  @Test("have the gradient of the flow's loss, by every parameter", arguments: FlowKind.all)
  func gradients(kind: FlowKind) {
    let flow = kind.flow()
    let rows = records(flow, count: 11)
    let gradients = FlowBatch(flow, rows).gradients()
    let team = WorkerTeam(threads: 3)
    let others = FlowBatch(flow, rows, team: team).gradients(team: team)
    for (one, other) in zip(gradients, others) { #expect(one.values.array == other.values.array) }
    var reference = ReferenceFlow(flow)
    func loss() -> Double { rows.records.reduce(0) { $0 - reference.logLikelihood(of: $1) } }
    for (number, gradient) in gradients.map({ ReferenceNetwork($0) }).enumerated() {
      let network = reference.networks[number]
      let faults = network.weights(
        unlike: gradient, step: 1e-6, tolerance: 2e-3,
        interval: kind.interval(isLast: number == gradients.count - 1)
      ) { changed in
        reference.networks[number] = changed
        return loss()
      }
      #expect(faults.isEmpty, "\(kind), network \(number): \(faults.prefix(3))")
      for layer in network.biases.indices {
        for unit in network.biases[layer].indices {
          var sides: [Double] = []
          for step in [1e-6, -1e-6] {
            reference.networks[number] = network
            reference.networks[number].biases[layer][unit] += step
            sides.append(loss())
          }
          let (expected, actual) = ((sides[0] - sides[1]) / 2e-6, gradient.biases[layer][unit])
          #expect(
            abs(actual - expected) < 2e-3 * max(1, abs(expected)),
            "\(kind), network \(number), bias \(layer) \(unit): \(actual), expected \(expected)")
        }
      }
      reference.networks[number] = network
    }
  }
}
