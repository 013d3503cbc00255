// The transform of masked autoregressive flow: a map for each number, by outputs that see those before it.

/// A masked network that gives each number that moves what a `NumberMap` makes of it.
///
///     u_d = f(x_d; z_d(x_<d)),     log|det du/dx| = sum over d of log f'(x_d)
///
/// x_<d is what comes before column d in the ordering of the network, and z_d its outputs of that column. All outputs
/// start at 0: the untrained transform is the identity.
///
/// Source: Papamakarios, Pavlakou and Murray 2017, equations 3 to 5.
package struct MaskedTransform: RowTransform {
  package let map: NumberMap
  package let columns: MovableColumns
  package let network: MaskedNetwork
  private let inverted: InvertedNetwork
  private let places: [MovedPlace]
  /// For each column that moves, the rank of its first output, which the others follow.
  private let outputs: [Int]

  package var mask: Mask { network.mask }
  package var parameters: Parameters { network.parameters }

  /// - Parameter parameters: of a single mask, whose outputs are those of `columns` for the map.
  package init(_ map: NumberMap, _ parameters: Parameters, mask: Mask, columns: MovableColumns) {
    self.map = map
    self.columns = columns
    network = MaskedNetwork(parameters, mask: mask)
    inverted = InvertedNetwork(network, columns: columns)
    places = mask.movedPlaces(columns.indices)
    outputs = columns.indices.map { mask.outputPlaces[mask.firstOutputs[$0]] }
  }

  package func with(_ parameters: Parameters) -> MaskedTransform {
    MaskedTransform(map, parameters, mask: mask, columns: columns)
  }

  package func forward(
    _ numbers: MovingNumbers, stage: Int, _ workspace: Workspace, team: WorkerTeam
  ) {
    workspace.batch.move(places, team: team) { numbers.number($0, $1, stage: stage) }
    network.forward(workspace, team: team)
    let (x, u, rule) = (numbers.stage(stage), numbers.stage(stage + 1), map.rule)
    eachLane(numbers, workspace, team) { element, lane, z in
      let z = LaneOutputs(z, lanes: workspace.lanes, lane: 0)
      let (place, logSlope) = rule.forward(x.base[element], z)
      u.base[element] = place
      numbers.logDeterminants.base[lane] += logSlope
    }
  }

  package func backward(
    _ numbers: MovingNumbers, stage: Int, _ workspace: Workspace, into gradient: FloatBuffer,
    team: WorkerTeam
  ) {
    let (x, byStage, rule) = (numbers.stage(stage), numbers.gradient, map.rule)
    eachLane(numbers, workspace, team) { element, _, z in
      byStage.base[element] = rule.adjoint(
        x.base[element], byMoved: byStage.base[element],
        LaneOutputs(z, lanes: workspace.lanes, lane: 0),
        into: LaneGradient(z, lanes: workspace.lanes))
    } stays: { z in
      for output in 0..<rule.outputs { z[output * workspace.lanes] = 0 }
    }
    network.backward(workspace, into: gradient, byReals: true, team: team)
    numbers.addGradientByInputs(workspace, places, stage: x, team: team)
  }

  package func inverse(
    _ numbers: MovingNumbers, stage: Int, _ inputs: CellInputs, _ space: InversionSpace
  ) {
    let (x, u, rule) = (numbers.stage(stage).base, numbers.stage(stage + 1).base, map.rule)
    inverted.run(numbers, inputs, space) { index, lane, z, lanes in
      let element = index * numbers.lanes + lane
      let (place, logSlope) = rule.inverse(u[element], LaneOutputs(z, lanes: lanes, lane: 0))
      x[element] = place
      numbers.logDeterminants.base[lane] += logSlope
      return place
    }
  }

  /// Calls a body for each number that moves, by threads that share the lanes, with its element of the numbers'
  /// buffers, its lane, and the address of its first output in the workspace.
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
