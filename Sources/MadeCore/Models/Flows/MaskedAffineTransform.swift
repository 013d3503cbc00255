// The transform of masked autoregressive flow: a shift and a scale for each number, from those before it.

/// A masked network that gives each number that moves a shift and the logarithm of a scale.
///
///     u_d = (x_d - m_d(x_<d)) exp(-a_d(x_<d)),     a = z / (1 + |z| / 4),     log|det du/dx| = - sum over d of a_d
///
/// x_<d is what comes before column d in the ordering of the network. Its outputs are m and z of each column that moves;
/// a is z where that is small, and never beyond 4 in size, so that no step of training makes a scale infinite. All
/// outputs start at 0: the untrained transform is the identity.
///
/// Source: Papamakarios, Pavlakou and Murray 2017, equations 3 to 5; the bound is ours.
package struct MaskedAffineTransform: RowTransform {
  package let columns: MovableColumns
  package let network: MaskedNetwork
  private let inverted: InvertedNetwork
  private let places: [MovedPlace]
  /// For each column that moves, the rank of m; that of z follows.
  package let outputs: [Int]

  /// What a comes up to.
  package static let bound = 4.0
  /// m and z.
  package static let outputsOfColumn = 2

  package var mask: Mask { network.mask }
  package var parameters: Parameters { network.parameters }

  /// - Parameter parameters: of a single mask, whose outputs are those of `columns`.
  package init(_ parameters: Parameters, mask: Mask, columns: MovableColumns) {
    self.columns = columns
    network = MaskedNetwork(parameters, mask: mask)
    inverted = InvertedNetwork(network, columns: columns)
    places = mask.movedPlaces(columns.indices)
    outputs = columns.indices.map { mask.outputPlaces[mask.firstOutputs[$0]] }
  }

  package func with(_ parameters: Parameters) -> MaskedAffineTransform {
    MaskedAffineTransform(parameters, mask: mask, columns: columns)
  }

  /// a of z.
  package static func logScale(_ z: Double) -> Double { z / (1 + abs(z) / bound) }
  /// da/dz.
  package static func slope(_ z: Double) -> Double {
    let root = 1 + abs(z) / bound
    return 1 / (root * root)
  }

  package func forward(
    _ numbers: MovingNumbers, stage: Int, _ workspace: Workspace, team: WorkerTeam
  ) {
    workspace.batch.move(places, team: team) { numbers.number($0, $1, stage: stage) }
    network.forward(workspace, team: team)
    let (x, u) = (numbers.stage(stage), numbers.stage(stage + 1))
    eachLane(numbers, workspace, team) { element, lane, z in
      let a = Self.logScale(Double(z[workspace.lanes]))
      u.base[element] = (x.base[element] - Double(z[0])) * exponential(-a)
      numbers.logDeterminants.base[lane] -= a
    }
  }

  package func backward(
    _ numbers: MovingNumbers, stage: Int, _ workspace: Workspace, into gradient: FloatBuffer,
    team: WorkerTeam
  ) {
    let (x, u, g) = (numbers.stage(stage), numbers.stage(stage + 1), numbers.gradient)
    // With L the loss and g = dL/du:  dL/dm = -g exp(-a),  dL/da = 1 - g u,  dL/dx = g exp(-a) + what the network adds.
    eachLane(numbers, workspace, team) { element, lane, z in
      let raw = Double(z[workspace.lanes])
      let byPlace = g.base[element] * exponential(-Self.logScale(raw))
      z[0] = Float(-byPlace)
      z[workspace.lanes] = Float((1 - g.base[element] * u.base[element]) * Self.slope(raw))
      g.base[element] = byPlace
    } stays: { z in
      (z[0], z[workspace.lanes]) = (0, 0)
    }
    network.backward(workspace, into: gradient, byReals: true, team: team)
    numbers.addGradientByInputs(workspace, places, stage: x, team: team)
  }

  package func inverse(
    _ numbers: MovingNumbers, stage: Int, _ inputs: CellInputs, _ space: InversionSpace
  ) {
    let (x, u) = (numbers.stage(stage).base, numbers.stage(stage + 1).base)
    inverted.run(numbers, inputs, space) { index, lane, z, lanes in
      let a = Self.logScale(Double(z[lanes]))
      let element = index * numbers.lanes + lane
      x[element] = u[element] * exponential(a) + Double(z[0])
      numbers.logDeterminants.base[lane] -= a
      return x[element]
    }
  }

  /// Calls a body for each number that moves, by threads that share the lanes, with its element of the numbers'
  /// buffers, its lane, and the address of its m in the workspace.
  ///
  /// - Parameter stays: for outputs of cells that do not, and of lanes without a record.
  private func eachLane(
    _ numbers: MovingNumbers, _ workspace: Workspace, _ team: WorkerTeam,
    _ moves:
      @Sendable (
        _ element: Int, _ lane: Int, _ output: UnsafeMutablePointer<Float>
      ) -> Void,
    stays: @Sendable (UnsafeMutablePointer<Float>) -> Void = { _ in }
  ) {
    precondition(numbers.lanes == workspace.lanes)
    team.forEachRange(of: workspace.lanes, size: 16) { lanes in
      for (index, output) in outputs.enumerated() {
        for lane in lanes {
          let z = workspace.outputT.base + output * workspace.lanes + lane
          if lane < numbers.count, numbers.moves(index, lane) {
            moves(index * numbers.lanes + lane, lane, z)
          } else {
            stays(z)
          }
        }
      }
    }
  }
}

extension MovingNumbers {
  /// Adds to the gradient what a network's real inputs have of it, where these are the numbers themselves.
  package func addGradientByInputs(
    _ workspace: Workspace, _ places: [MovedPlace], stage: DoubleBuffer,
    team: WorkerTeam
  ) {
    guard let byReals = workspace.realGradientT else { return }
    team.forEachRange(of: count, size: 16) { range in
      for (index, place) in places.enumerated() {
        for lane in range where self.moves(index, lane) {
          let element = index * self.lanes + lane
          // Further out the input is the same everywhere.
          if abs(stage.base[element]) < MovableNumber.mostOfInput {
            self.gradient.base[element] += Double(byReals.base[place.real * workspace.lanes + lane])
          }
        }
      }
    }
  }
}
