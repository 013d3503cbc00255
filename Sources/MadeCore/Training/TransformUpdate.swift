// One transform of a flow while it is trained: its parameters, and what moves them.

/// The parameters of a transform, their optimizer and their average; its part of a step of training.
final class TransformUpdate {
  let transform: any RowTransform
  private let gradient: FloatBuffer
  private let optimizer: Optimizer
  private let space: TransformSpace
  private let average: WeightAverage?

  /// - Parameter transform: where training begins; its parameters are moved in place.
  init(_ transform: any RowTransform, options: TrainingOptions, lanes: Int) {
    self.transform = transform
    let parameters = transform.parameters
    gradient = FloatBuffer(count: parameters.shape.count)
    optimizer = Optimizer(options.optimizer, count: parameters.shape.count)
    space = TransformSpace(transform, lanes: lanes, training: true, compute: options.compute)
    average =
      options.average > 0 ? WeightAverage(of: parameters, decay: options.average) : nil
  }

  /// What is validated and saved: the average if there is one.
  var reached: Parameters { average?.parameters ?? transform.parameters }

  /// All buffers that change from step to step.
  var state: [FloatBuffer] {
    [transform.parameters.values] + optimizer.moments
      + (average.map { [$0.parameters.values] } ?? [])
  }

  /// Goes on as after some steps, whose `state` has been restored.
  func resume(step: Int) {
    optimizer.resume(step: step)
    average?.resume(step: step)
  }

  /// Moves the numbers of some records from a stage to the next one.
  func forward(
    _ numbers: MovingNumbers, stage: Int, _ rows: Rows, _ records: ArraySlice<Int32>,
    team: WorkerTeam
  ) {
    transform.refresh()
    space.fill(
      from: rows, records: records, mask: transform.mask, except: numbers.cells, team: team)
    transform.forward(numbers, stage: stage, space, team: team)
  }

  /// Takes the gradient, and moves the parameters.
  ///
  /// - Parameter factor: of the learning rate.
  /// - Returns: false when a part of the gradient was refused.
  func backward(
    _ numbers: MovingNumbers, stage: Int, records: Int, factor: Double, team: WorkerTeam
  ) -> Bool {
    transform.backward(numbers, stage: stage, space, into: gradient, team: team)
    let parameters = transform.parameters
    let isUsable = optimizer.update(
      parameters.values, weights: parameters.shape.bias[0], gradient: gradient,
      records: records, factor: factor, team: team)
    if isUsable { average?.follow(parameters, team: team) }
    return isUsable
  }
}
