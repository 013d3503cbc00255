// The gradient of inverse steps: solved column by column, against a plain pass, and after changes in place.

import MadeCore
import Testing

@Suite("A gradient solved from the last column to the first")
struct OrderedBackwardTests {
  /// What is known of the outputs' gradient once that by the real input of their column is.
  private static func gradient(_ output: Int, _ lane: Int, _ byReal: Float) -> Float {
    Float((7 * output + 3 * lane) % 11 - 5) / 8 + byReal * Float((output + lane) % 3 - 1)
  }

  @Test(
    "is that of a plain pass from the gradient that it ends with, bit for bit",
    arguments: [Compute.f32, .bf16], [1, 3])
  func plain(compute: Compute, threads: Int) {
    // More lanes than a thread takes at a time, some without a record, and layers that are no whole blocks.
    let kind = FlowKind(transforms: 1, hidden: [37, 22], map: .spline, direction: .iaf)
    let transform = kind.flow().transforms[0]
    let (network, mask) = (transform.network, transform.mask)
    let rows = kind.flow().last.someRecords(count: 230, seed: 4)
    let workspace = Workspace(
      network.shape.architecture, lanes: 256, training: true, compute: compute)
    let team = WorkerTeam(threads: threads)
    workspace.batch.fill(
      from: rows, records: (0..<230).map { Int32($0) }[...], mask: mask, team: team)
    network.forward(workspace, team: team)
    let moving = transform.columns.indices.sorted {
      mask.ordering.positions[$0] < mask.ordering.positions[$1]
    }
    let columns = moving.map {
      OrderedColumn(
        position: mask.ordering.positions[$0], real: mask.realPlaces[mask.firstReals[$0]])
    }
    let given = FloatBuffer(count: columns.count * workspace.lanes)
    let gradient = FloatBuffer(count: network.shape.count)
    network.backward(workspace, into: gradient, columns: columns, team: team) {
      index, lanes, byReal in
      let first = mask.outputPlaces[mask.firstOutputs[moving[index]]]
      for lane in lanes {
        given.base[index * workspace.lanes + lane] = byReal[lane - lanes.lowerBound]
        for output in first..<first + kind.map.rule.outputs {
          workspace.outputT.base[output * workspace.lanes + lane] =
            lane < 230 ? Self.gradient(output, lane, byReal[lane - lanes.lowerBound]) : 0
        }
      }
    }
    let plain = FloatBuffer(count: network.shape.count)
    network.backward(workspace, into: plain, byReals: true, team: team)
    #expect(gradient.array == plain.array)
    #expect(gradient.array.contains { $0 != 0 })
    guard let byReals = workspace.realGradientT else {
      Issue.record("no gradient by real inputs")
      return
    }
    for (index, column) in columns.enumerated() {
      for lane in 0..<230 {
        let one = byReals.base[column.real * workspace.lanes + lane]
        #expect(one == given.base[index * workspace.lanes + lane])
        // What comes last is seen by nobody.
        #expect(index + 1 < columns.count || one == 0)
      }
    }
    let second = (0..<230).map { byReals.base[columns[0].real * workspace.lanes + $0] }
    #expect(second.contains { $0 != 0 })
  }

  @Test("belongs to the parameters as they are after a change in place", arguments: StepKind.all)
  func refreshed(kind: StepKind) {
    let flow = FlowKind(transforms: 1, map: kind.map, direction: kind.direction).flow()
    let rows = flow.last.someRecords(count: 40, seed: 8)
    let changed = flow.transforms[0].with(flow.transforms[0].parameters.copy())
    for matrix in changed.parameters.shape.matrices {
      changed.parameters.forEachRow(of: matrix) { _, row, base in
        for column in matrix.live(row) { base[column] *= -0.7 }
      }
    }
    changed.refresh()
    let fresh = changed.with(changed.parameters.copy())
    let places = [flow.transforms[0], changed, fresh].map { transform in
      FlowBatch(Flow([transform], last: flow.last), rows).numbers.stage(1).array
    }
    #expect(places[1] == places[2] && places[0] != places[1])
  }
}
