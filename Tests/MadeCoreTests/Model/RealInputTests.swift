// Networks over ones and reals side by side: what they compute, and what depends on what.

import MadeCore
import Testing

@Suite("A network over ones and reals")
struct RealInputTests {
  @Test("computes what the plain one does", arguments: [1, 2, 5, 13])
  func forward(columns: Int) {
    for shaped in ShapedNetwork.all(columns: columns) {
      let reference = ReferenceNetwork(shaped.parameters)
      let records = shaped.records(count: 21)
      for (number, mask) in shaped.masks.enumerated() {
        let outputs = shaped.outputs(records, mask: mask)
        for record in 0..<records.count {
          let (ones, reals) = records.numbers(record)
          let expected = reference.logits(ofInputs: ones, reals: reals, mask: mask)
          for (output, value) in expected.enumerated() {
            #expect(
              abs(Double(outputs[record][output]) - value) < 1e-4 * max(1, abs(value)),
              "\(shaped), mask \(number), record \(record), output \(output)")
          }
        }
      }
    }
  }

  @Test(
    "lets no output see its own column or a later one, bit for bit, and all see the earlier ones")
  func autoregressive() {
    for columns in [1, 2, 9] {
      for shaped in ShapedNetwork.all(columns: columns) {
        for (number, mask) in shaped.masks.enumerated() {
          let original = shaped.records(count: 1, seed: UInt64(number))
          let positions = mask.ordering.positions
          let before = shaped.outputs(original, mask: mask)[0]
          for column in 0..<columns {
            let shape = shaped.architecture.shapes[column]
            for input in 0..<shape.ones + shape.reals {
              var changed = original
              if input < shape.ones {
                changed.ones[0][mask.firstOnes[column] + input].toggle()
              } else {
                changed.reals[0][mask.firstReals[column] + input - shape.ones] += 0.75
              }
              let after = shaped.outputs(changed, mask: mask)[0]
              for other in 0..<columns {
                let first = mask.firstOutputs[other]
                let own = first..<first + shaped.architecture.shapes[other].outputs
                if positions[other] <= positions[column] {
                  #expect(
                    before[own] == after[own],
                    "\(shaped), mask \(number): column \(other) saw input \(input) of \(column)")
                } else if shaped.architecture.direct {
                  #expect(
                    own.allSatisfy { before[$0] != after[$0] },
                    "\(shaped), mask \(number): column \(other) missed \(column)")
                }
              }
            }
          }
        }
      }
    }
  }

  @Test("has the same bits for every number of threads and whatever came before")
  func threads() {
    for shaped in ShapedNetwork.all(columns: 37) {
      let network = MaskedNetwork(shaped.parameters, mask: shaped.masks[0])
      let records = shaped.records(count: 48)
      let few = shaped.records(count: 5, seed: 2)
      let workspace = shaped.forward(few, network)
      let alone = shaped.outputs(of: workspace, count: few.count, network.mask)
      let wide = shaped.forward(records, network)
      let together = shaped.outputs(of: wide, count: records.count, network.mask)
      for threads in [2, 3] {
        #expect(
          shaped.outputs(records, mask: network.mask, threads: threads) == together, "\(shaped)")
      }
      // Lanes without a record must not go on from the batch before.
      for _ in 0..<3 {
        let again = shaped.forward(few, network, in: wide, threads: 3)
        #expect(shaped.outputs(of: again, count: few.count, network.mask) == alone, "\(shaped)")
      }
      for real in 0..<shaped.architecture.reals {
        let row = (wide.batch.reals?.byPlace.base ?? wide.output.base) + real * wide.lanes
        #expect((few.count..<wide.lanes).allSatisfy { row[$0] == 0 }, "\(shaped)")
      }
    }
  }

  @Test("whose reals are zero is the network without them, bit for bit")
  func zeros() {
    // The random shapes have columns of reals alone, which have nothing left without them.
    let shapes = (0..<9).map { ColumnShape(ones: 1 + $0 % 3, reals: $0 % 4, outputs: 1 + $0 % 5) }
    for shaped in ShapedNetwork.all(columns: 9) {
      var full = shaped.architecture
      full.shapes = shapes
      check(full, shaped)
    }
  }

  private func check(_ full: Architecture, _ shaped: ShapedNetwork) {
    var less = full
    less.shapes = full.shapes.map { ColumnShape(ones: $0.ones, reals: 0, outputs: $0.outputs) }
    func parameters(_ architecture: Architecture, _ method: Initialisation) -> Parameters {
      let result = Parameters(
        shape: Parameters.storageShape(architecture, schedule: shaped.schedule))
      result.initialise(
        method, seed: 3, outputLogits: (0..<architecture.outputs).map { Float($0) / 7 })
      return result
    }
    for method in Initialisation.allCases {
      let (own, other) = (parameters(full, method), parameters(less, method))
      // The numbers of the matrices that both have are the same, and with them what was drawn.
      let (mine, theirs) = (ReferenceNetwork(own), ReferenceNetwork(other))
      #expect(Array(mine.weights.prefix(theirs.weights.count)) == theirs.weights, "\(shaped)")
      for matrix in mine.weights.dropFirst(theirs.weights.count) {
        #expect(
          full.columns == 1 || matrix.joined().contains { $0 != 0 }, "\(shaped): nothing was drawn")
      }
      var random = RandomStream(seed: 8, purpose: .sampledRow, index: 1)
      let bits = (0..<20).map { _ in (0..<full.ones).map { _ in random.nextUniform() < 0.5 } }
      func outputs(_ parameters: Parameters) -> [Float] {
        let architecture = parameters.shape.architecture
        let mask = shaped.schedule.ensemble(count: 1, for: architecture)[0]
        let network = MaskedNetwork(parameters, mask: mask)
        let workspace = Workspace(architecture, lanes: 20, training: false)
        workspace.batch.fill(
          bits: Rows(columns: architecture.ones, rows: bits), records: (0..<20).map { $0 }[...],
          places: mask.onePlaces, team: .single)
        workspace.batch.fillReals(places: mask.realPlaces, team: .single) { _, _ in 0 }
        network.forward(workspace, team: .single)
        return (0..<20).flatMap { record in
          mask.outputPlaces.map { workspace.outputT.base[$0 * workspace.lanes + record] }
        }
      }
      #expect(outputs(own) == outputs(other), "\(shaped), \(method)")
    }
  }

  @Test("promises neither shared beginnings nor finite activations")
  func promises() {
    for shaped in ShapedNetwork.all(columns: 9) {
      let network = MaskedNetwork(shaped.parameters, mask: shaped.masks[0])
      #expect(network.cannotOverflow == (shaped.architecture.reals == 0), "\(shaped)")
      let rows = Rows(
        columns: shaped.architecture.ones,
        rows: Array(
          repeating: Array(repeating: false, count: shaped.architecture.ones), count: 64))
      #expect(
        SharedPrefixes(0..<64, of: rows, mask: network.mask, output: network.shape.output) == nil)
    }
  }
}
