// Several models as one distribution.

/// The weighted mixture of models.
///
///     log p(x) = log( sum over the models k of w_k p_k(x) )
///
/// Each p_k is the ensemble of its model's masks. Members may differ in everything but the columns:
/// fitted with other seeds, or other shapes.
package final class Mixture: Sendable {
  /// One ensemble for each model whose weight is not 0.
  package let members: [Ensemble]
  /// Of the columns, which all models have in common.
  package let widths: CodeWidths
  /// log w_k of each member; nil when all are alike.
  private let logWeights: [Double]?

  /// - Parameter weights: one for each model; nil for equal ones.
  package init(_ models: [MadeModel], weights: MixtureWeights? = nil, team: WorkerTeam) {
    widths = CodeWidths(models[0].schema)
    let weights = weights ?? MixtureWeights(equal: models.count)
    precondition(weights.count == models.count, "a weight for each model")
    let chosen = weights.positive
    members = chosen.map {
      Ensemble(models[$0].parameters, masks: models[$0].masks, team: team)
    }
    let values = chosen.map { weights.values[$0] }
    // Equal weights, told or not, give the same bits.
    logWeights = values.allSatisfy { $0 == values[0] } ? nil : values.map { logarithm($0) }
  }

  /// Whether networks are gathered anew for every call, which many records should then share.
  package var gathersEveryTime: Bool { members.contains { $0.gathersEveryTime } }

  /// log p of each record of `rows` in nats, by the calling thread alone.
  package func logLikelihoods(of rows: Rows, in workspace: MixtureWorkspace) -> [Double] {
    let scores = memberLogLikelihoods(of: rows, in: workspace)
    if scores.count == 1 { return scores[0] }
    guard let logWeights else {
      return (0..<rows.count).map { row in logMeanExp(scores.map { $0[row] }) }
    }
    return (0..<rows.count).map { row in
      logSumExp(zip(logWeights, scores).map { $0 + $1[row] })
    }
  }

  /// log p_k of each record of `rows` in nats for each member k, by the calling thread alone.
  package func memberLogLikelihoods(
    of rows: Rows, in workspace: MixtureWorkspace
  ) -> [[Double]] {
    zip(members, workspace.rooms).map { member, room in
      var scores = member.logLikelihoods(of: rows, in: room)
      widths.subtract(from: &scores, rows)
      return scores
    }
  }

  /// log p(x_d | earlier columns) of each cell under the first mask of the first member, in nats:
  /// (records, columns), row-major, by the calling thread alone.
  package func firstConditionals(
    of rows: Rows, in workspace: MixtureWorkspace
  ) -> [Double] {
    var scores = members[0].conditionals(of: rows, in: workspace.rooms[0])
    let columns = members[0].parameters.shape.architecture.columns
    widths.subtract(fromCells: &scores, columns: columns, rows)
    return scores
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
  /// Whether this model and another are distributions of the same records: as many columns, of the same
  /// kinds, categories and bins, by the same names in the same order where both have names, and the same
  /// rule for IDX bytes.
  public func hasSameColumns(as other: MadeModel) -> Bool {
    guard schema.columns.count == other.schema.columns.count,
      zip(schema.columns, other.schema.columns).allSatisfy({ $0.kind.isEqual(to: $1.kind) }),
      schema.threshold == other.schema.threshold
    else { return false }
    guard let names = schema.names, let others = other.schema.names else { return true }
    return names == others
  }
}
