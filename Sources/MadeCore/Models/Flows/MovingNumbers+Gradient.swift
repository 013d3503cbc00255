// The gradient by numbers on their way, through the inputs of a network.

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
