// Every gradient against central differences of the plain network in Double.

import MadeCore
import Testing

@Suite("The gradient")
struct GradientTests {
  @Test("of every parameter is that of the summed negative log-likelihood", arguments: [1, 2, 6])
  func centralDifferences(columns: Int) {
    for kind in ModelKind.all {
      let model = kind.model(inputs: columns)
      let records = model.randomRecords(count: 21)
      for (number, mask) in model.masks.prefix(2).enumerated() {
        let gradient = gradient(model, mask, records)
        let found = ReferenceNetwork(gradient)
        var network = ReferenceNetwork(model.parameters)
        func check(_ path: WritableKeyPath<ReferenceNetwork, Double>, _ name: String) {
          let value = network[keyPath: path]
          let step = 1e-7  // small, so that few rectifiers switch within it
          network[keyPath: path] = value + step
          let above = negativeLogLikelihood(network, mask, records)
          network[keyPath: path] = value - step
          let below = negativeLogLikelihood(network, mask, records)
          network[keyPath: path] = value
          let expected = (above - below) / (2 * step)
          let actual = found[keyPath: path]
          #expect(
            abs(actual - expected) < 2e-4 * max(1, abs(expected)),
            "\(kind), D = \(columns), mask \(number), \(name): \(actual), expected \(expected)")
        }
        for matrix in network.weights.indices {
          for unit in network.weights[matrix].indices {
            for below in network.weights[matrix][unit].indices {
              check(\.weights[matrix][unit][below], "weight \(matrix) \(unit) \(below)")
              if matrix < network.maskWeights.count {
                check(\.maskWeights[matrix][unit][below], "U \(matrix) \(unit) \(below)")
              }
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
  }

  @Test("has the same bits for every number of threads")
  func threads() {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 37)
      let records = model.randomRecords(count: 100)
      let one = gradient(model, model.masks[0], records).values
      for threads in [2, 3, 8] {
        let many = gradient(model, model.masks[0], records, threads: threads).values
        #expect(one.array == many.array, "\(kind), \(threads) threads")
      }
    }
  }

  @Test("in bf16 is that in f32 to two digits, with the same bits for every number of threads")
  func bf16() {
    for kind in ModelKind.all {
      let model = kind.model(inputs: 37)
      let records = model.randomRecords(count: 99)
      func values(_ compute: Compute, threads: Int = 1) -> [Float] {
        let gradient = gradient(
          model, model.masks[0], records, threads: threads, compute: compute)
        return gradient.values.array
      }
      let (exact, near) = (values(.f32), values(.bf16))
      var (error, size) = (0.0, 0.0)
      for (a, b) in zip(exact, near) {
        error += Double((a - b) * (a - b))
        size += Double(a * a)
      }
      #expect(error > 0 && error < 1e-4 * size, "\(kind): \(error) of \(size)")
      for threads in [2, 3, 8] {
        #expect(near == values(.bf16, threads: threads), "\(kind), \(threads) threads")
      }
    }
  }

  @Test("with dropout is zero for dropped units and exact for the thinned network")
  func dropout() throws {
    // A unit that is dropped in every record has no gradient; with a rate near 1 most are.
    let kind = ModelKind(description: "two layers", hidden: [9, 6], activation: .tanh)
    let model = kind.model(inputs: 8)
    let records = randomRecords(columns: 8, count: 3)
    let dropout = try #require(Dropout(rate: 0.97, seed: 1, step: 4))
    let thinned = gradient(model, model.masks[0], records, dropout: dropout)
    let again = gradient(model, model.masks[0], records, dropout: dropout, threads: 3)
    #expect(thinned.values.array == again.values.array)
    let full = gradient(model, model.masks[0], records)
    let output = ReferenceNetwork(thinned).weights[2].joined().filter { $0 != 0 }.count
    #expect(output < ReferenceNetwork(full).weights[2].joined().filter { $0 != 0 }.count)
  }

  @Test("with dropout is that of the network whose hidden units are thinned")
  func thinned() throws {
    let columns = 5
    let count = 13
    for kind in ModelKind.all {
      let model = kind.model(inputs: columns)
      let mask = model.masks[0]
      let records = model.randomRecords(count: count)
      let dropout = try #require(Dropout(rate: 0.4, seed: 2, step: 3))
      let (stored, workspace) = backward(model, mask, records, dropout: dropout, threads: 2)
      let found = ReferenceNetwork(stored)
      let order = mask.order
      // The first layer's bits are by record, the others' by unit.
      let factors = (0..<count).map { record in
        kind.hidden.enumerated().map { layer, width in
          var factors = [Double](repeating: 0, count: width)
          for (place, unit) in order[layer + 1].enumerated() {
            let bit =
              layer == 0
              ? record * padded(width, to: 16) + place : place * workspace.lanes + record
            let word = workspace.keep[layer].base[bit / 16]
            factors[unit] = word >> UInt16(bit % 16) & 1 == 1 ? 1 / (1 - 0.4) : 0
          }
          return factors
        }
      }
      let faults = ReferenceNetwork(model.parameters).weights(unlike: found) { network in
        (0..<count).reduce(0.0) { sum, row in
          let record = records.record(row)
          let logits = network.logits(
            ofInputs: inputs(of: record, slots: model.architecture.slots), mask: mask,
            factors: factors[row])
          return sum - network.logLikelihood(of: record, logits: logits)
        }
      }
      #expect(faults.isEmpty, "\(kind): \(faults)")
    }
  }

  @Test("with input dropout is that of the network whose inputs are thinned")
  func inputDropout() throws {
    let columns = 7
    for kind in ModelKind.all {
      let model = kind.model(inputs: columns)
      let mask = model.masks[0]
      let records = model.randomRecords(count: 19, ones: 0.6)
      let dropout = try #require(InputDropout(rate: 0.3, seed: 3, step: 5))
      let places = mask.onePlaces
      let batch = InputBatch(model.architecture, lanes: 32, training: true)
      batch.fill(
        from: records, records: (0..<19).map { Int32($0) }[...],
        mask: mask, dropout: dropout, team: .single)
      let factor = 1 / (1 - 0.3)
      let thinned = (0..<19).map { record in
        places.map { place in
          let word = batch.inputBits[place * 2 + record / 16]
          return word >> UInt16(record % 16) & 1 == 1 ? factor : 0
        }
      }
      let whole = records.records.map { inputs(of: $0, slots: model.architecture.slots) }
      for (thinned, whole) in zip(thinned.joined(), whole.joined()) {
        #expect(thinned == 0 || whole == 1)
      }
      let left = thinned.joined().filter { $0 > 0 }.count
      let ones = whole.joined().filter { $0 > 0 }.count
      #expect(left < ones && left > ones / 3)
      let found = ReferenceNetwork(
        gradient(model, mask, records, inputDropout: dropout, threads: 3))
      let faults = ReferenceNetwork(model.parameters).weights(unlike: found) { network in
        (0..<19).reduce(0.0) { sum, row in
          let logits = network.logits(ofInputs: thinned[row], mask: mask)
          return sum - network.logLikelihood(of: records.record(row), logits: logits)
        }
      }
      #expect(faults.isEmpty, "\(kind): \(faults)")
    }
  }

  /// The gradient, stored like the model's parameters so that it can be read by unit numbers.
  private func gradient(
    _ model: MadeModel, _ mask: Mask, _ records: Rows, dropout: Dropout? = nil,
    inputDropout: InputDropout? = nil, threads: Int = 1, compute: Compute = .f32
  ) -> Parameters {
    backward(
      model, mask, records, dropout: dropout, inputDropout: inputDropout, threads: threads,
      compute: compute
    ).gradient
  }

  private func backward(
    _ model: MadeModel, _ mask: Mask, _ records: Rows, dropout: Dropout? = nil,
    inputDropout: InputDropout? = nil, threads: Int = 1, compute: Compute = .f32
  ) -> (gradient: Parameters, workspace: Workspace) {
    let team = WorkerTeam(threads: threads)
    let network = MaskedNetwork(model.parameters, mask: mask, team: team)
    let workspace = Workspace(
      model.architecture, lanes: records.count, training: true, compute: compute)
    workspace.batch.fill(
      from: records, records: (0..<records.count).map { Int32($0) }[...],
      mask: mask, dropout: inputDropout, team: team)
    network.forward(workspace, dropout: dropout, team: team)
    network.conditionals.evaluate(workspace, gradient: true, team: team)
    let result = Parameters(shape: model.parameters.shape)
    if network.isInPlace {
      network.backward(workspace, into: result.values, dropout: dropout, team: team)
    } else {
      let own = FloatBuffer(count: network.shape.count)
      network.backward(workspace, into: own, dropout: dropout, team: team)
      network.scatter(own, into: result.values, team: team)
    }
    return (result, workspace)
  }

  private func negativeLogLikelihood(
    _ network: ReferenceNetwork, _ mask: Mask, _ records: Rows
  ) -> Double {
    (0..<records.count).reduce(0) {
      $0 - network.logLikelihood(of: records.record($1), mask: mask)
    }
  }
}
