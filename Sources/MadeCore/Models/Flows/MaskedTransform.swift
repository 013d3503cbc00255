// The transform of autoregressive flows: a map for each number, by outputs that see those before it.

/// A masked network that gives each number that moves what a `NumberMap` makes of it.
///
///     u_d = f(x_d; z_d(x_<d))  or  u_d = f(x_d; z_d(u_<d)),     log|det du/dx| = sum over d of log f'(x_d)
///
/// Which of them is the direction; <d is what comes before column d in the ordering of the network, and z_d its outputs of
/// that column. All outputs start at 0: the untrained transform is the identity.
///
/// Sources: Papamakarios, Pavlakou and Murray 2017, equations 3 to 5; Kingma et al. 2016, equations 9 and 10.
package struct MaskedTransform: RowTransform {
  package let map: NumberMap
  package let direction: TransformDirection
  package let columns: MovableColumns
  package let network: MaskedNetwork
  private let inverted: InvertedNetwork
  private let places: [MovedPlace]
  /// For each column that moves, the rank of its first output, which the others follow.
  private let outputs: [Int]

  package var mask: Mask { network.mask }
  package var parameters: Parameters { network.parameters }

  /// - Parameter parameters: of a single mask, whose outputs are those of `columns` for the map.
  package init(
    _ map: NumberMap, _ direction: TransformDirection, _ parameters: Parameters, mask: Mask,
    columns: MovableColumns
  ) {
    (self.map, self.direction) = (map, direction)
    self.columns = columns
    network = MaskedNetwork(parameters, mask: mask)
    inverted = InvertedNetwork(network, columns: columns)
    places = mask.movedPlaces(columns.indices)
    outputs = columns.indices.map { mask.outputPlaces[mask.firstOutputs[$0]] }
  }

  package func with(_ parameters: Parameters) -> MaskedTransform {
    MaskedTransform(map, direction, parameters, mask: mask, columns: columns)
  }

  package func refresh() {
    // The plain pass reads all weights where they are.
    if direction == .iaf { inverted.refresh() }
  }

  package func forward(
    _ numbers: MovingNumbers, stage: Int, _ space: TransformSpace, team: WorkerTeam
  ) {
    let (x, u, rule) = (numbers.stage(stage), numbers.stage(stage + 1), map.rule)
    if let inputs = space.inputs {
      space.forEachInversion(of: numbers.count, team: team) { rows, space in
        self.inverted.run(numbers, rows, inputs, space) { index, lane, z, lanes in
          let element = index * numbers.lanes + lane
          let (place, logSlope) = rule.forward(
            x.base[element], LaneOutputs(z, lanes: lanes, lane: 0))
          u.base[element] = place
          numbers.logDeterminants.base[lane] += logSlope
          return place
        }
      }
    } else if let workspace = space.workspace {
      workspace.batch.move(places, team: team) { numbers.number($0, $1, stage: stage) }
      network.forward(workspace, team: team)
      eachLane(numbers, workspace, team) { element, lane, z in
        let z = LaneOutputs(z, lanes: workspace.lanes, lane: 0)
        let (place, logSlope) = rule.forward(x.base[element], z)
        u.base[element] = place
        numbers.logDeterminants.base[lane] += logSlope
      }
    }
  }

  package func backward(
    _ numbers: MovingNumbers, stage: Int, _ space: TransformSpace, into gradient: FloatBuffer,
    team: WorkerTeam
  ) {
    guard let workspace = space.workspace else { return }
    let (x, byStage, rule) = (numbers.stage(stage), numbers.gradient, map.rule)
    if direction == .iaf {
      backwardByPosition(numbers, stage: stage, workspace, into: gradient, team: team)
      return
    }
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

  /// Back through x_d = f^-1(u_d; z_d(u_<d)), where the u are what `forward` has come to.
  ///
  /// A plain pass at u has all z. Then, from the last column to the first: dL/du_d is what later transforms say and what
  /// the network's real input of the column says; the map makes of it dL/dx_d and dL/dz_d.
  private func backwardByPosition(
    _ numbers: MovingNumbers, stage: Int, _ workspace: Workspace, into gradient: FloatBuffer,
    team: WorkerTeam
  ) {
    workspace.batch.move(places, team: team) { numbers.number($0, $1, stage: stage + 1) }
    network.forward(workspace, team: team)
    let (x, u, rule) = (numbers.stage(stage), numbers.stage(stage + 1), map.rule)
    let byStage = numbers.gradient
    let positions = columns.indices.map { mask.ordering.positions[$0] }
    let inOrder = positions.indices.sorted { positions[$0] < positions[$1] }
    let ordered = inOrder.map { OrderedColumn(position: positions[$0], real: places[$0].real) }
    network.backward(workspace, into: gradient, columns: ordered, team: team) {
      column, lanes, byReal in
      let index = inOrder[column]
      for lane in lanes {
        let z = workspace.outputT.base + self.outputs[index] * workspace.lanes + lane
        guard lane < numbers.count, numbers.moves(index, lane) else {
          for output in 0..<rule.outputs { z[output * workspace.lanes] = 0 }
          continue
        }
        let element = index * numbers.lanes + lane
        var byMoved = byStage.base[element]
        // Further out the input is the same everywhere.
        if abs(u.base[element]) < MovableNumber.mostOfInput {
          byMoved += Double(byReal[lane - lanes.lowerBound])
        }
        byStage.base[element] = rule.adjoint(
          x.base[element], byMoved: byMoved, LaneOutputs(z, lanes: workspace.lanes, lane: 0),
          into: LaneGradient(z, lanes: workspace.lanes))
      }
    }
  }

  package func inverse(
    _ numbers: MovingNumbers, stage: Int, _ inputs: CellInputs, _ space: InversionSpace
  ) {
    let (x, u, rule) = (numbers.stage(stage).base, numbers.stage(stage + 1).base, map.rule)
    let isRead = direction == .iaf
    inverted.run(numbers, 0..<numbers.count, inputs, space) { index, lane, z, lanes in
      let element = index * numbers.lanes + lane
      let (place, logSlope) = rule.inverse(u[element], LaneOutputs(z, lanes: lanes, lane: 0))
      x[element] = place
      numbers.logDeterminants.base[lane] += logSlope
      return isRead ? u[element] : place
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
