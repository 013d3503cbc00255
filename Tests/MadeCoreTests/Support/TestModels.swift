// Small models of every kind, with random weights.

import MadeCore

/// A kind of model: shape and mask regime, with a name for messages.
struct ModelKind: CustomStringConvertible, Sendable {
  let description: String
  var hidden = [7]
  var activation = Activation.relu
  var direct = false
  var maskWeights = false
  var residual = false
  var schedule = MaskSchedule(seed: 3)
  var ensemble = 3

  static let all: [ModelKind] = [
    ModelKind(description: "one mask"),
    ModelKind(description: "direct", direct: true),
    ModelKind(description: "natural ordering", direct: true, schedule: natural),
    ModelKind(description: "one unit", hidden: [1], activation: .tanh),
    ModelKind(description: "two layers", hidden: [9, 6], activation: .sigmoid, direct: true),
    ModelKind(description: "three layers", hidden: [5, 17, 4], activation: .softplus),
    ModelKind(description: "wide", hidden: [40], activation: .softsign, direct: true),
    ModelKind(description: "one mask with U", maskWeights: true),
    ModelKind(
      description: "four masks with U, deep", hidden: [11, 8], activation: .tanh, direct: true,
      maskWeights: true, schedule: MaskSchedule(regime: .cycle(4), seed: 5)),
    ModelKind(
      description: "five masks", hidden: [12], direct: true,
      schedule: MaskSchedule(regime: .cycle(5), seed: 5)),
    ModelKind(
      description: "three orderings", hidden: [12, 9],
      schedule: MaskSchedule(regime: .cycle(3), resample: .ordering, seed: 5)),
    ModelKind(
      description: "three connectivities", hidden: [12], activation: .tanh, direct: true,
      schedule: MaskSchedule(regime: .cycle(3), resample: .connectivity, seed: 5)),
    ModelKind(
      description: "endless", hidden: [10], direct: true,
      schedule: MaskSchedule(regime: .endless, seed: 5)),
    ModelKind(
      description: "endless with U, deep", hidden: [10, 10], activation: .softplus,
      maskWeights: true, schedule: MaskSchedule(regime: .endless, seed: 5)),
    ModelKind(
      description: "residual", hidden: [9, 9, 9], activation: .tanh, direct: true, residual: true),
    ModelKind(
      description: "residual, two blocks of one unit", hidden: [1, 1, 1, 1, 1], residual: true),
    ModelKind(
      description: "residual, two blocks, four masks with U", hidden: [18, 18, 18, 18, 18],
      activation: .softsign, maskWeights: true, residual: true,
      schedule: MaskSchedule(regime: .cycle(4), seed: 5)),
    ModelKind(
      description: "residual, endless connectivities", hidden: [11, 11, 11], activation: .softplus,
      direct: true, residual: true,
      schedule: MaskSchedule(regime: .endless, resample: .connectivity, seed: 5)),
  ]

  private static let natural = MaskSchedule(firstOrdering: nil, seed: 3)

  func architecture(inputs: Int) -> Architecture {
    Architecture(
      inputs: inputs, hidden: hidden, activation: activation, direct: direct,
      maskWeights: maskWeights, residual: residual)
  }

  /// A model of this kind whose live weights, U and biases are all random and of size about 1.
  func model(inputs: Int, seed: UInt64 = 1) -> MadeModel {
    let architecture = architecture(inputs: inputs)
    var schedule = schedule
    if description == "natural ordering" { schedule.firstOrdering = .natural(count: inputs) }
    let parameters = Parameters(
      shape: Parameters.storageShape(architecture, schedule: schedule))
    var random = RandomStream(seed: seed, purpose: .initialWeights, index: 99)
    func draw() -> Float { 3 * random.nextUniform() - 1.5 }
    let shape = parameters.shape
    for (number, matrix) in shape.matrices.enumerated() {
      let isTold = number < architecture.toldConnections
      for shift in [0] + (isTold ? [shape.maskWeightShift ?? 0] : []) {
        parameters.forEachRow(of: matrix, shift: shift) { _, row, base in
          for column in matrix.live(row) { base[column] = draw() }
        }
      }
    }
    for layer in 1...architecture.outputLayer {
      parameters.setBias(
        layer: layer, to: (0..<architecture.widths[layer]).map { _ in draw() })
    }
    return MadeModel(
      schema: Schema(binaryColumns: inputs), architecture: architecture, schedule: schedule,
      masks: schedule.ensemble(count: ensemble, for: architecture),
      parameters: parameters, summary: TrainingSummary())
  }
}

/// All 2^D records of D columns, record r holding the bits of r.
func allRecords(columns: Int) -> PackedRows {
  PackedRows(
    columns: columns,
    rows: (0..<1 << columns).map { number in (0..<columns).map { number >> $0 & 1 == 1 } })
}

/// Random records with a share of ones.
func randomRecords(columns: Int, count: Int, ones: Float = 0.4, seed: UInt64 = 1) -> PackedRows {
  var random = RandomStream(seed: seed, purpose: .sampledRow, index: 77)
  return PackedRows(
    columns: columns,
    rows: (0..<count).map { _ in (0..<columns).map { _ in random.nextUniform() < ones } })
}

extension PackedRows {
  func record(_ row: Int) -> [Bool] { (0..<columns).map { self[row, $0] } }
}
