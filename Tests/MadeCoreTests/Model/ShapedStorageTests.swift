// Parameters of networks over ones and reals: gathered, scattered, written and read.

import MadeCore
import Testing

@Suite("Parameters of a network over ones and reals")
struct ShapedStorageTests {
  @Test("that masks share are gathered and brought back, each to its place")
  func scatter() {
    for shaped in ShapedNetwork.all(columns: 9) where shaped.parameters.shape.mask == nil {
      let full = ReferenceNetwork(shaped.parameters)
      for mask in shaped.masks {
        let network = MaskedNetwork(shaped.parameters, mask: mask)
        let back = Parameters(shape: shaped.parameters.shape)
        back.values.base.update(repeating: 9, count: back.values.count)
        for threads in [1, 3] {
          network.scatter(network.weights, into: back.values, team: WorkerTeam(threads: threads))
          let found = ReferenceNetwork(back)
          for (number, connection) in shaped.architecture.connections.enumerated() {
            let (from, to) = (connection.from, connection.to)
            for (unit, row) in full.weights[number].enumerated() {
              let expected = row.enumerated().map { below, weight in
                mask.allows(from: from, below, to: to, unit) ? weight : 0
              }
              #expect(found.weights[number][unit] == expected, "\(shaped), matrix \(number)")
            }
          }
        }
      }
    }
  }

  @Test("come back from a payload, the live ones and no others")
  func payload() throws {
    for columns in [1, 2, 9] {
      for shaped in ShapedNetwork.all(columns: columns) {
        var bytes: [UInt8] = []
        shaped.parameters.appendLive(
          to: &bytes, schedule: shaped.schedule, masks: shaped.masks, precision: .f32)
        var payload = Payload(bytes: bytes[...], precision: .f32)
        let read = try payload.parameters(
          architecture: shaped.architecture, schedule: shaped.schedule, masks: shaped.masks)
        let records = shaped.records(count: 20)
        for mask in shaped.masks {
          let original = shaped.outputs(records, mask: mask)
          let network = MaskedNetwork(read, mask: mask)
          let workspace = shaped.forward(records, network)
          #expect(
            shaped.outputs(of: workspace, count: 20, mask) == original, "\(shaped)")
        }
        if shaped.schedule.regime == .cycle(1) || shaped.schedule.regime == .endless {
          #expect(bytes.count == 4 * shaped.parameters.shape.liveParameters, "\(shaped)")
          #expect(read.values.array == shaped.parameters.values.array, "\(shaped)")
        }
        // One parameter more or fewer is refused.
        for other in [bytes + [0, 0, 0, 0], Array(bytes.dropLast(4))] {
          var payload = Payload(bytes: other[...], precision: .f32)
          #expect(throws: ModelFileError.self) {
            try payload.parameters(
              architecture: shaped.architecture, schedule: shaped.schedule, masks: shaped.masks)
          }
        }
      }
    }
  }
}
