// One invertible map of a row's numbers.

/// An invertible, differentiable map u = f(x) of the numbers of a row that move, at fixed other cells.
///
///     log p(x) = log p(u) + log|det du/dx|
///
/// What goes through unchanged may decide how the others move, since at fixed words the Jacobian of the numbers is all
/// that counts. Each coordinate moves monotonically, given what its network sees, so log|det| is a sum over numbers.
///
/// Sources: Papamakarios, Pavlakou and Murray, "Masked autoregressive flow for density estimation", 2017; Kingma et al.,
/// "Improved variational inference with inverse autoregressive flow", 2016.
package protocol RowTransform: Sendable {
  /// Which numbers its network reads.
  var direction: TransformDirection { get }
  /// The network that says how numbers move: its order, and its weights.
  var mask: Mask { get }
  var parameters: Parameters { get }
  var columns: MovableColumns { get }

  /// Moves the numbers of stage `stage` to the next one, and adds log|det| to `numbers.logDeterminants`.
  ///
  /// - Parameter space: has the records, and is that of this transform's network.
  func forward(_ numbers: MovingNumbers, stage: Int, _ space: TransformSpace, team: WorkerTeam)

  /// Turns `numbers.gradient`, of a loss by stage `stage` + 1, into that by stage `stage`, and gives the gradient by the
  /// parameters; the loss has -log|det| as a term. To be called after `forward` with the same memory, made for training.
  ///
  /// - Parameter gradient: laid out like the parameters.
  func backward(
    _ numbers: MovingNumbers, stage: Int, _ space: TransformSpace, into gradient: FloatBuffer,
    team: WorkerTeam)

  /// Moves the numbers of stage `stage` + 1 back to `stage`, each weight used once.
  ///
  /// - Parameter inputs: what the network reads of all other cells.
  func inverse(_ numbers: MovingNumbers, stage: Int, _ inputs: CellInputs, _ space: InversionSpace)

  /// Takes parameters that have been changed in place.
  func refresh()

  /// The same transform with other parameters.
  func with(_ parameters: Parameters) -> Self
}

extension Collection<any RowTransform> {
  /// For each transform what is made for its network; transforms whose networks are alike, and read alike, share it.
  package func perNetwork<Memory>(_ make: (any RowTransform) -> Memory) -> [Memory] {
    var made: [(transform: any RowTransform, memory: Memory)] = []
    return map { transform in
      let known = made.first { known in
        known.transform.direction == transform.direction
          && known.transform.parameters.shape.architecture
            == transform.parameters.shape.architecture
      }
      if let known { return known.memory }
      made.append((transform, make(transform)))
      return made[made.count - 1].memory
    }
  }
}
