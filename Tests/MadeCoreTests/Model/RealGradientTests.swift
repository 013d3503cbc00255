// Gradients of networks over ones and reals, by all weights and by the reals, against central differences.

import MadeCore
import Testing

@Suite("The gradient of a network over ones and reals")
struct RealGradientTests {
  /// A loss of the outputs: the sum over records and outputs o of a_o z_o + b/2 z_o^2.
  private struct Loss {
    let slopes: [Double]
    let curvature = 0.1

    init(outputs: Int) {
      var random = RandomStream(seed: 4, purpose: .sampledRow, index: 2)
      slopes = (0..<outputs).map { _ in Double(2 * random.nextUniform() - 1) }
    }

    func value(_ outputs: [Double]) -> Double {
      zip(slopes, outputs).reduce(0) { $0 + $1.0 * $1.1 + curvature / 2 * $1.1 * $1.1 }
    }

    /// Replaces the outputs of a batch by the gradient by them, which in lanes without a record is zero.
    func replace(_ workspace: Workspace, _ mask: Mask) {
      for (output, place) in mask.outputPlaces.enumerated() {
        let row = workspace.outputT.base + place * workspace.lanes
        for lane in 0..<workspace.lanes {
          row[lane] =
            lane < workspace.batch.count
            ? Float(slopes[output]) + Float(curvature) * row[lane] : 0
        }
      }
    }
  }

  private struct Found {
    /// Stored like the parameters, so that it can be read by unit numbers.
    let gradient: Parameters
    let workspace: Workspace
    /// By record and real input.
    let byReals: [[Float]]
  }

  private func backward(
    _ shaped: ShapedNetwork, _ mask: Mask, _ records: ShapedRecords, dropout: Dropout? = nil,
    threads: Int = 1, compute: Compute = .f32
  ) -> Found {
    let team = WorkerTeam(threads: threads)
    let network = MaskedNetwork(shaped.parameters, mask: mask, team: team)
    let workspace = shaped.forward(
      records, network, dropout: dropout, threads: threads, compute: compute)
    Loss(outputs: shaped.architecture.outputs).replace(workspace, mask)
    let result = Parameters(shape: shaped.parameters.shape)
    let own = network.isInPlace ? result.values : FloatBuffer(count: network.shape.count)
    network.backward(workspace, into: own, dropout: dropout, byReals: true, team: team)
    if !network.isInPlace { network.scatter(own, into: result.values, team: team) }
    let byReals = (0..<records.count).map { record in
      mask.realPlaces.map { place in
        workspace.realGradientT.map { $0.base[place * workspace.lanes + record] } ?? .nan
      }
    }
    return Found(gradient: result, workspace: workspace, byReals: byReals)
  }

  /// Compares everything with central differences of the plain network.
  ///
  /// - Parameter factors: by record, what dropout multiplies each hidden layer by.
  private func check(
    _ shaped: ShapedNetwork, _ mask: Mask, _ records: ShapedRecords, _ found: Found,
    factors: [[[Double]]]? = nil
  ) {
    let loss = Loss(outputs: shaped.architecture.outputs)
    var network = ReferenceNetwork(shaped.parameters)
    var inputs = (0..<records.count).map { records.numbers($0) }
    func value(_ record: Int) -> Double {
      loss.value(
        network.logits(
          ofInputs: inputs[record].ones, reals: inputs[record].reals, mask: mask,
          factors: factors?[record]))
    }
    func total() -> Double { (0..<records.count).reduce(0) { $0 + value($1) } }
    let step = 1e-6
    func compare(_ actual: Double, _ above: Double, _ below: Double, _ name: String) {
      let expected = (above - below) / (2 * step)
      #expect(
        abs(actual - expected) < 5e-4 * max(1, abs(expected)),
        "\(shaped), \(name): \(actual), expected \(expected)")
    }
    let stored = ReferenceNetwork(found.gradient)
    func checkParameter(_ path: WritableKeyPath<ReferenceNetwork, Double>, _ name: String) {
      let before = network[keyPath: path]
      network[keyPath: path] = before + step
      let above = total()
      network[keyPath: path] = before - step
      let below = total()
      network[keyPath: path] = before
      compare(stored[keyPath: path], above, below, name)
    }
    for matrix in network.weights.indices {
      for unit in network.weights[matrix].indices {
        for below in network.weights[matrix][unit].indices {
          checkParameter(\.weights[matrix][unit][below], "weight \(matrix) \(unit) \(below)")
          if matrix < network.maskWeights.count {
            checkParameter(\.maskWeights[matrix][unit][below], "U \(matrix) \(unit) \(below)")
          }
        }
      }
    }
    for layer in network.biases.indices {
      for unit in network.biases[layer].indices {
        checkParameter(\.biases[layer][unit], "bias \(layer) \(unit)")
      }
    }
    for record in 0..<records.count {
      for real in inputs[record].reals.indices {
        let before = inputs[record].reals[real]
        inputs[record].reals[real] = before + step
        let above = value(record)
        inputs[record].reals[real] = before - step
        let below = value(record)
        inputs[record].reals[real] = before
        compare(
          Double(found.byReals[record][real]), above, below, "record \(record), real \(real)")
      }
    }
  }

  @Test("is that of a loss, by every parameter and by every real input", arguments: [1, 2, 5])
  func centralDifferences(columns: Int) {
    for shaped in ShapedNetwork.all(columns: columns) {
      let records = shaped.records(count: 7)
      for mask in shaped.masks {
        check(shaped, mask, records, backward(shaped, mask, records, threads: 2))
      }
    }
  }

  @Test(
    "with dropout is that of the network whose hidden units are thinned, and whose reals are not")
  func dropout() throws {
    for shaped in ShapedNetwork.all(columns: 5) where shaped.architecture.reals > 0 {
      let mask = shaped.masks[0]
      let records = shaped.records(count: 9)
      let dropout = try #require(Dropout(rate: 0.4, seed: 2, step: 3))
      let found = backward(shaped, mask, records, dropout: dropout, threads: 2)
      // With real inputs the bits of all layers are by unit.
      let lanes = found.workspace.lanes
      let factors = (0..<records.count).map { record in
        shaped.architecture.hidden.indices.map { layer in
          inverse(mask.order[layer + 1]).map { place in
            let bit = place * lanes + record
            let word = found.workspace.keep[layer].base[bit / 16]
            return word >> UInt16(bit % 16) & 1 == 1 ? 1 / (1 - 0.4) : 0
          }
        }
      }
      #expect(
        factors.joined().joined().contains(0) && factors.joined().joined().contains { $0 > 1 })
      check(shaped, mask, records, found, factors: factors)
    }
  }

  @Test("has the same bits for every number of threads, in bf16 too, where it is near that in f32")
  func threads() {
    for shaped in ShapedNetwork.all(columns: 37) {
      let records = shaped.records(count: 99)
      func found(_ compute: Compute, _ threads: Int) -> (weights: [Float], reals: [[Float]]) {
        let found = backward(shaped, shaped.masks[0], records, threads: threads, compute: compute)
        return (found.gradient.values.array, found.byReals)
      }
      let exact = found(.f32, 1)
      let near = found(.bf16, 1)
      for threads in [2, 3] {
        #expect(found(.f32, threads) == exact, "\(shaped), \(threads) threads")
        #expect(found(.bf16, threads) == near, "\(shaped), \(threads) threads")
      }
      func distance(_ one: [Float], _ other: [Float]) -> Double {
        let size = one.reduce(0.0) { $0 + Double($1 * $1) }
        return zip(one, other).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) } / size
      }
      #expect(distance(exact.weights, near.weights) < 1e-3, "\(shaped)")
      if shaped.architecture.reals > 0 {
        let (one, other) = (exact.reals.flatMap { $0 }, near.reals.flatMap { $0 })
        #expect(distance(one, other) < 1e-3, "\(shaped)")
      }
    }
  }
}
