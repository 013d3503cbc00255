// The transforms of a flow in a step of training: what comes before and after the step of the last network.

/// All transforms of a flow while it is trained together with its last network.
///
///     loss = - sum over the records of (log p_last(u) + sum over the transforms of log|det|)
///
/// Numbers are drawn anew within their grid cells at each step (`MovableNumber.place(at:)`), from the stream of
/// (seed, step, record). Hidden units of transforms are not dropped.
final class StackUpdate {
  private let updates: [TransformUpdate]
  private let numbers: MovingNumbers
  private let places: [MovedPlace]
  /// For each column that moves the ranks of the outputs that are places of components.
  private let placeOutputs: [Range<Int>]
  private let rows: Rows
  private let seed: UInt64
  private let team: WorkerTeam

  /// - Parameters:
  ///   - transforms: where training begins.
  ///   - mask: of the last network.
  init(
    _ transforms: [any RowTransform], columns: MovableColumns, mask: Mask,
    options: TrainingOptions, training: Rows, team: WorkerTeam
  ) {
    let lanes = padded(min(options.batchSize, training.count), to: 16)
    updates = transforms.map { TransformUpdate($0, options: options, lanes: lanes) }
    numbers = MovingNumbers(columns, lanes: lanes, transforms: transforms.count)
    places = mask.movedPlaces(columns.indices)
    placeOutputs = columns.places(mask)
    rows = training
    seed = options.seed
    self.team = team
  }

  /// What is validated and saved, in the order of the transforms.
  var reached: [Parameters] { updates.map(\.reached) }
  /// What training moves.
  var parameters: [Parameters] { updates.map(\.transform.parameters) }

  /// All buffers that change from step to step.
  var state: [FloatBuffer] { updates.flatMap(\.state) }

  /// Goes on as after some steps, whose `state` has been restored.
  func resume(step: Int) { for update in updates { update.resume(step: step) } }

  /// The cells of the records that were taken that move.
  var cells: MovingCells { numbers.cells }

  /// Takes the numbers of records.
  func take(_ records: ArraySlice<Int32>, step: Int) {
    let seed = seed
    numbers.fill(
      from: rows, records: records,
      noise: { record in
        RandomStream(
          seed: seed, purpose: .gridNoise,
          index: UInt64(step) << 32 | UInt64(UInt32(truncatingIfNeeded: record)))
      }, team: team)
  }

  /// Moves the numbers of the records that were taken, which the last network's batch has too, to where it reads them.
  func forward(_ records: ArraySlice<Int32>, into workspace: Workspace) {
    for (stage, update) in updates.enumerated() {
      update.forward(numbers, stage: stage, rows, records, team: team)
    }
    let (numbers, top) = (numbers, updates.count)
    workspace.batch.move(places, team: team) { numbers.number($0, $1, stage: top) }
  }

  /// The sum of log|det| of the records, in their order.
  var logDeterminants: Double {
    (0..<numbers.count).reduce(0) { $0 + numbers.logDeterminants.base[$1] }
  }

  /// Takes the gradient of the loss by u that goes through the mixtures, from the last network's gradient by its outputs.
  func takeGradient(_ workspace: Workspace) {
    numbers.takeGradient(placeOutputs, workspace, team: team)
  }

  /// Goes back through the transforms, once the last network's gradient by its inputs is known, and moves their parameters.
  ///
  /// - Parameter factor: of the learning rate.
  /// - Returns: false when a part of a gradient was refused.
  func backward(_ workspace: Workspace, records: Int, factor: Double) -> Bool {
    numbers.addGradientByInputs(workspace, places, stage: numbers.stage(updates.count), team: team)
    var isUsable = true
    for (stage, update) in updates.enumerated().reversed() {
      isUsable =
        update.backward(numbers, stage: stage, records: records, factor: factor, team: team)
        && isUsable
    }
    return isUsable
  }
}
