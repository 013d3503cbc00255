// Small networks over columns of any shape, with random weights: ones and reals in, other numbers out.

import MadeCore

/// A network whose columns have inputs and outputs of random numbers, and a batch for it.
struct ShapedNetwork: CustomStringConvertible, Sendable {
  let description: String
  let architecture: Architecture
  let schedule: MaskSchedule
  let parameters: Parameters
  let masks: [Mask]

  /// How columns get their shapes.
  enum Columns { case mixed, realsAlone, onesAlone }

  init(
    _ description: String, columns: Int, _ kind: Columns = .mixed, hidden: [Int],
    activation: Activation = .tanh, direct: Bool = false, maskWeights: Bool = false,
    residual: Bool = false, regime: MaskSchedule.Regime = .cycle(1)
  ) {
    var random = RandomStream(seed: UInt64(columns), purpose: .initialWeights, index: 55)
    let shapes = (0..<columns).map { column in
      var ones = kind == .realsAlone ? 0 : random.nextInteger(below: 4)
      // The first column has some for sure.
      var reals = kind == .onesAlone ? 0 : column == 0 ? 2 : random.nextInteger(below: 4)
      let outputs = 1 + random.nextInteger(below: 5)
      if ones + reals == 0 {
        if kind == .realsAlone { reals = 1 } else { ones = 1 }
      }
      return ColumnShape(ones: ones, reals: reals, outputs: outputs)
    }
    self.description = "\(description), \(columns) columns"
    architecture = Architecture(
      shapes: shapes, hidden: hidden, activation: activation, direct: direct,
      maskWeights: maskWeights, residual: residual)
    schedule = MaskSchedule(regime: regime, seed: 5)
    parameters = randomParameters(architecture, schedule)
    masks = schedule.ensemble(count: 2, for: architecture)
  }

  static func all(columns: Int) -> [ShapedNetwork] {
    [
      ShapedNetwork("plain", columns: columns, hidden: [7], activation: .relu),
      ShapedNetwork("one unit", columns: columns, hidden: [1], direct: true),
      ShapedNetwork("direct", columns: columns, hidden: [19], direct: true),
      ShapedNetwork(
        "two layers", columns: columns, hidden: [9, 6], activation: .sigmoid, direct: true),
      ShapedNetwork(
        "reals alone", columns: columns, .realsAlone, hidden: [20, 11], activation: .relu,
        direct: true),
      ShapedNetwork("ones alone", columns: columns, .onesAlone, hidden: [12], direct: true),
      ShapedNetwork(
        "four masks with U", columns: columns, hidden: [12], direct: true, maskWeights: true,
        regime: .cycle(4)),
      ShapedNetwork(
        "three masks with U, deep", columns: columns, hidden: [11, 8], activation: .softplus,
        maskWeights: true, regime: .cycle(3)),
      ShapedNetwork(
        "endless", columns: columns, hidden: [10, 17], activation: .softsign, direct: true,
        regime: .endless),
      ShapedNetwork("residual", columns: columns, hidden: [9, 9, 9], direct: true, residual: true),
      ShapedNetwork(
        "residual, two blocks, four masks with U", columns: columns,
        hidden: [18, 18, 18, 18, 18], activation: .softsign, maskWeights: true, residual: true,
        regime: .cycle(4)),
    ]
  }

  /// Records with random bits and random reals.
  func records(count: Int, seed: UInt64 = 1) -> ShapedRecords {
    var random = RandomStream(seed: seed, purpose: .sampledRow, index: 66)
    return ShapedRecords(
      ones: (0..<count).map { _ in
        (0..<architecture.ones).map { _ in random.nextUniform() < 0.4 }
      },
      reals: (0..<count).map { _ in
        (0..<architecture.reals).map { _ in 4 * random.nextUniform() - 2 }
      })
  }

  /// A workspace after the forward pass.
  func forward(
    _ records: ShapedRecords, _ network: MaskedNetwork, in workspace: Workspace? = nil,
    dropout: Dropout? = nil, threads: Int = 1, compute: Compute = .f32
  ) -> Workspace {
    let team = WorkerTeam(threads: threads)
    let workspace =
      workspace
      ?? Workspace(architecture, lanes: records.count, training: true, compute: compute)
    workspace.batch.fill(
      bits: Rows(columns: architecture.ones, rows: records.ones),
      records: (0..<records.count).map { Int32($0) }[...], places: network.mask.onePlaces,
      team: team)
    workspace.batch.fillReals(places: network.mask.realPlaces, team: team) { lane, real in
      records.reals[lane][real]
    }
    network.forward(workspace, dropout: dropout, team: team)
    return workspace
  }

  /// Outputs by record and number.
  func outputs(
    _ records: ShapedRecords, mask: Mask, threads: Int = 1, compute: Compute = .f32
  ) -> [[Float]] {
    let workspace = forward(
      records, MaskedNetwork(parameters, mask: mask), threads: threads, compute: compute)
    return outputs(of: workspace, count: records.count, mask)
  }

  func outputs(of workspace: Workspace, count: Int, _ mask: Mask) -> [[Float]] {
    (0..<count).map { record in
      mask.outputPlaces.map { workspace.outputT.base[$0 * workspace.lanes + record] }
    }
  }
}

/// What a network reads: for each record the ones and the reals of its columns.
struct ShapedRecords: Sendable {
  var ones: [[Bool]]
  var reals: [[Float]]

  var count: Int { ones.count }

  /// As numbers, for the reference network.
  func numbers(_ record: Int) -> (ones: [Double], reals: [Double]) {
    (ones[record].map { $0 ? 1 : 0 }, reals[record].map(Double.init))
  }
}
