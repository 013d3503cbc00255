// Residual stacks: what they start as, what their masks are, and what cannot be one.

import Foundation
import MadeCore
import Testing

@Suite("A residual stack")
struct ResidualStackTests {
  @Test("is an odd number of equal layers, three at least")
  func shapes() {
    for hidden in [[1, 1, 1], [500, 500, 500], [7, 7, 7, 7, 7]] {
      #expect(Architecture.canBeResidual(hidden: hidden), "\(hidden)")
    }
    for hidden in [[], [5], [5, 5], [5, 5, 5, 5], [5, 6, 5], [5, 5, 6], [6, 5, 5]] {
      #expect(!Architecture.canBeResidual(hidden: hidden), "\(hidden)")
    }
  }

  @Test("gives all its layers one list of degrees, that of a network of one layer")
  func degrees() {
    for regime in [MaskSchedule.Regime.cycle(1), .cycle(4), .endless] {
      for resample in MaskSchedule.Resample.allCases {
        let schedule = MaskSchedule(regime: regime, resample: resample, seed: 7)
        for inputs in [1, 2, 10] {
          let stack = Architecture(inputs: inputs, hidden: [14, 14, 14, 14, 14], residual: true)
          let single = Architecture(inputs: inputs, hidden: [14])
          let masks = (0..<6).map { schedule.mask(step: $0, for: stack) }
          let expected = (0..<6).map { schedule.mask(step: $0, for: single) }
          let all = masks + schedule.ensemble(count: 3, for: stack)
          for (mask, one) in zip(all, expected + schedule.ensemble(count: 3, for: single)) {
            #expect(mask.ordering == one.ordering)
            #expect(mask.degrees.layers == Array(repeating: one.degrees.layers[0], count: 5))
            let proof = Reachability(mask: mask, direct: false, residual: true)
            #expect(proof.violations.isEmpty && proof.avoidable.isEmpty, "\(regime), \(inputs)")
          }
        }
      }
    }
  }

  @Test("whose layers differ in degrees leaks, and the proof finds it")
  func leaks() throws {
    // Unit 0 has seen two columns in layer 1, and in layer 3 feeds the output that may see one.
    let degrees = try #require(Degrees(layers: [[2, 1], [1, 1], [1, 2]], columns: 3))
    #expect(!degrees.areShared)
    let mask = Mask(ordering: .natural(count: 3), degrees: degrees)
    #expect(Reachability(mask: mask, direct: true).violations.isEmpty)
    #expect(Reachability(mask: mask, direct: true, residual: true).violations == [1])
  }

  @Test("is the network of its first layer before training, bit for bit")
  func startsAsIdentity() {
    let columns = 11
    for activation in Activation.allCases {
      let stack = ModelKind(
        description: "stack", hidden: [20, 20, 20, 20, 20], activation: activation, direct: true,
        residual: true
      ).model(inputs: columns)
      let logits = (0..<columns).map { Float($0) / 5 - 1 }
      stack.parameters.initialise(.glorot, seed: 3, outputLogits: logits)
      let single = ModelKind(
        description: "single", hidden: [20], activation: activation, direct: true
      ).model(inputs: columns)
      #expect(single.masks[0].order[1] == stack.masks[0].order[1])
      // First layer, output and direct connections have the same staircases in both.
      let theirs = stack.parameters.shape.matrices
      for (own, their) in zip(single.parameters.shape.matrices, [theirs[0], theirs[5], theirs[6]]) {
        for row in 0..<own.rows {
          for column in own.live(row) {
            single.parameters.values.base[Int(own.offset[row]) + column] =
              stack.parameters.values.base[Int(their.offset[row]) + column]
          }
        }
      }
      single.parameters.setBias(layer: 1, to: [Float](repeating: 0, count: 20))
      single.parameters.setBias(layer: 2, to: logits)
      let records = randomRecords(columns: columns, count: 150)
      #expect(
        stack.logLikelihoods(of: records) == single.logLikelihoods(of: records), "\(activation)")
    }
  }

  @Test("of endless masks draws more of them, and stays a distribution")
  func moreMasks() throws {
    let kind = ModelKind(
      description: "stack", hidden: [8, 8, 8], residual: true,
      schedule: MaskSchedule(regime: .endless, seed: 5))
    let more = try #require(kind.model(inputs: 6).withMasks(9))
    #expect(more.masks.count == 9 && more.masks.allSatisfy(\.degrees.areShared))
    #expect(Set(more.masks.map(\.degrees.layers)).count > 4)
    let sum = more.logLikelihoods(of: allRecords(columns: 6)).reduce(0) { $0 + exp($1) }
    #expect(abs(sum - 1) < 1e-5)
  }

  @Test("scores the same in a workspace that other batches have gone through")
  func reuse() {
    // The stream adds up in place: lanes without a record must not go on from the batch before.
    let kind = ModelKind(
      description: "stack", hidden: [9, 9, 9], activation: .softplus, residual: true)
    let model = kind.model(inputs: 6)
    let network = MaskedNetwork(model.parameters, mask: model.masks[0])
    let workspace = Workspace(model.architecture, lanes: 32, training: true)
    let records = randomRecords(columns: 6, count: 32)
    func stream(_ count: Int) -> [Float] {
      workspace.batch.fill(
        from: records, records: (0..<Int32(count)).map { $0 }[...],
        mask: network.mask, team: .single)
      network.forward(workspace, team: .single)
      return workspace.streamT?.array ?? []
    }
    let first = stream(3)
    _ = stream(32)
    for _ in 0..<3 { #expect(stream(3) == first) }
  }
}
