// Whole networks over words, bits and numbers against the plain network in Double.

import MadeCore
import Testing

@Suite("A network of numbers with a density")
struct DensityGradientTests {
  private func gradient(
    _ model: MadeModel, _ mask: Mask, _ rows: Rows, dropout: InputDropout? = nil, threads: Int = 1
  ) -> Parameters {
    let team = WorkerTeam(threads: threads)
    let network = MaskedNetwork(model.parameters, mask: mask, team: team)
    let workspace = Workspace(model.architecture, lanes: rows.count, training: true)
    workspace.batch.fill(
      from: rows, records: (0..<rows.count).map { Int32($0) }[...], mask: mask, dropout: dropout,
      team: team)
    network.forward(workspace, team: team)
    network.conditionals.evaluate(workspace, gradient: true, team: team)
    let result = Parameters(shape: model.parameters.shape)
    let own = network.isInPlace ? result.values : FloatBuffer(count: network.shape.count)
    network.backward(workspace, into: own, team: team)
    if !network.isInPlace { network.scatter(own, into: result.values, team: team) }
    return result
  }

  @Test("has the gradient of its loss, by every parameter", arguments: DensityKind.all)
  func centralDifferences(kind: DensityKind) {
    let model = kind.model()
    let rows = model.someRecords(count: 9)
    for mask in model.masks.prefix(2) {
      let gradient = gradient(model, mask, rows)
      #expect(self.gradient(model, mask, rows, threads: 3).values.array == gradient.values.array)
      let found = ReferenceNetwork(gradient)
      var network = ReferenceNetwork(model.parameters)
      func loss() -> Double {
        rows.records.reduce(0) { $0 - network.logLikelihood(of: $1, mask: mask) }
      }
      func check(_ path: WritableKeyPath<ReferenceNetwork, Double>, _ name: String) {
        let (value, step) = (network[keyPath: path], 1e-6)
        network[keyPath: path] = value + step
        let above = loss()
        network[keyPath: path] = value - step
        let below = loss()
        network[keyPath: path] = value
        let (expected, actual) = ((above - below) / (2 * step), found[keyPath: path])
        #expect(
          abs(actual - expected) < 1e-3 * max(1, abs(expected)),
          "\(kind), \(name): \(actual), expected \(expected)")
      }
      for matrix in network.weights.indices {
        for unit in network.weights[matrix].indices {
          for below in network.weights[matrix][unit].indices {
            check(\.weights[matrix][unit][below], "weight \(matrix) \(unit) \(below)")
          }
        }
      }
      for layer in network.biases.indices {
        for unit in network.biases[layer].indices {
          check(\.biases[layer][unit], "bias \(layer) \(unit)")
        }
      }
    }
  }

  @Test("with input dropout is that of the network whose cells are thinned")
  func inputDropout() throws {
    for kind in DensityKind.all {
      let model = kind.model()
      let mask = model.masks[0]
      let rows = model.someRecords(count: 29)
      let dropout = try #require(InputDropout(rate: 0.3, seed: 3, step: 5))
      let batch = InputBatch(model.architecture, lanes: 32, training: true)
      batch.fill(
        from: rows, records: (0..<29).map { Int32($0) }[...], mask: mask, dropout: dropout,
        team: .single)
      let found = try #require(batch.reals)
      let factor = 1 / (1 - 0.3)
      let ones = (0..<29).map { record in
        mask.onePlaces.map { place in
          let word = batch.inputBits[place * 2 + record / 16]
          return word >> UInt16(record % 16) & 1 == 1 ? factor : 0
        }
      }
      let reals = (0..<29).map { record in
        mask.realPlaces.map { Double(found.byRecord.base[record * 16 + $0]) }
      }
      var (left, dropped, both) = (0, 0, 0)
      for record in 0..<29 {
        for column in model.schema.columns.indices {
          guard let conditional = mask.conditional(column).ofValues else { continue }
          let place = conditional.inRecord(record, of: rows).place(rows.code(record, column))
          let real = reals[record][mask.firstReals[column]]
          #expect(real == 0 || abs(real - factor * Double(place.real)) < 1e-5 * abs(real))
          let isDropped = place.real != 0 && real == 0
          if place.real != 0 {
            (left, dropped) = isDropped ? (left, dropped + 1) : (left + 1, dropped)
          }
          guard place.one >= 0, place.real != 0 else { continue }
          // What a cell sets goes as one.
          #expect((ones[record][mask.firstOnes[column] + Int(place.one)] == 0) == isDropped)
          both += 1
        }
      }
      #expect(left > dropped && dropped > 8 && both > 0, "\(left), \(dropped), \(both)")
      let gradient = ReferenceNetwork(self.gradient(model, mask, rows, dropout: dropout))
      #expect(
        self.gradient(model, mask, rows, dropout: dropout, threads: 3).values.array
          == self.gradient(model, mask, rows, dropout: dropout).values.array)
      let faults = ReferenceNetwork(model.parameters).weights(
        unlike: gradient, step: 1e-6, tolerance: 1e-3, interval: 5
      ) { network in
        (0..<29).reduce(0.0) { sum, row in
          let logits = network.logits(ofInputs: ones[row], reals: reals[row], mask: mask)
          return sum - network.logLikelihood(of: rows.record(row), logits: logits)
        }
      }
      #expect(faults.isEmpty, "\(kind): \(faults)")
    }
  }

  @Test("gives records the likelihoods of the plain network", arguments: DensityKind.all)
  func likelihoods(kind: DensityKind) {
    let model = kind.model()
    let rows = model.someRecords(count: 200)
    let found = model.logLikelihoods(of: rows)
    let expected = model.referenceLogLikelihoods(of: rows)
    for (row, (one, other)) in zip(found, expected).enumerated() {
      #expect(
        abs(one - other) < 2e-4 * max(1, abs(other)),
        "\(kind), \(rows.record(row)): \(one), expected \(other)")
    }
    #expect(model.logLikelihoods(of: rows, threads: 3) == found, "\(kind)")
    for size in [1, 7, 64] {
      let parts = stride(from: 0, to: 200, by: size).flatMap { start in
        model.logLikelihoods(of: rows.rows(at: start..<min(start + size, 200)))
      }
      #expect(parts == found, "\(kind), \(size)")
    }
  }
}
