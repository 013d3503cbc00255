// Several models as one distribution.

/// The mixture of models with equal weights.
///
///     log p(x) = log( 1/K sum over the models k of p_k(x) )
///
/// Each p_k is the ensemble of its model's masks. Members may differ in everything but the columns:
/// fitted with other seeds, or other shapes.
package final class Mixture: Sendable {
  /// One ensemble for each model.
  package let members: [Ensemble]

  package init(_ models: [MadeModel], team: WorkerTeam) {
    precondition(!models.isEmpty)
    members = models.map { Ensemble($0.parameters, masks: $0.masks, team: team) }
  }

  /// Whether networks are gathered anew for every call, which many records should then share.
  package var gathersEveryTime: Bool { members.contains { $0.gathersEveryTime } }

  /// log p of each record of `rows` in nats, by the calling thread alone.
  package func logLikelihoods(of rows: PackedRows, in workspace: MixtureWorkspace) -> [Double] {
    let scores = zip(members, workspace.rooms).map { $0.logLikelihoods(of: rows, in: $1) }
    if scores.count == 1 { return scores[0] }
    return (0..<rows.count).map { row in logMeanExp(scores.map { $0[row] }) }
  }
}

/// One thread's room for evaluating records under each member of a mixture.
package final class MixtureWorkspace: Sendable {
  package let rooms: [EvaluationWorkspace]

  package init(_ mixture: Mixture) {
    rooms = mixture.members.map { EvaluationWorkspace($0.parameters.shape.architecture) }
  }
}

extension MadeModel {
  /// Whether this model and another are distributions of the same records: as many columns, by the
  /// same names in the same order where both have names, and the same rule for IDX bytes.
  public func hasSameColumns(as other: MadeModel) -> Bool {
    guard schema.columns.count == other.schema.columns.count,
      schema.threshold == other.schema.threshold
    else { return false }
    guard let names = schema.names, let others = other.schema.names else { return true }
    return names == others
  }
}
