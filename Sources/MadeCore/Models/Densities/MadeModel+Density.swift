// A network with its masks as a density: log-likelihoods of rows.

extension MadeModel: RowDensity {
  /// log p(x) of each record in nats, the mean of the masks' probabilities; see `RowDensity`.
  public func logLikelihoods(of rows: Rows, threads: Int) -> [Double] {
    let team = WorkerTeam(threads: threads)
    let prepared = prepared(team)
    var scores = prepared.ensemble.logLikelihoods(of: rows, team: team)
    prepared.widths.subtract(from: &scores, rows)
    return scores
  }

  /// log p(x_d | earlier columns) of each cell in nats under the first mask: shape (records, C) for C
  /// columns, row-major, columns in the order of the data.
  ///
  /// A mixture over several orderings has no single chain of conditionals, so only the first mask
  /// counts; a row sums to the record's log-likelihood if the model has one mask.
  ///
  /// - Parameter threads: CPUs to use.
  public func conditionals(of rows: Rows, threads: Int = 1) -> [Double] {
    let team = WorkerTeam(threads: threads)
    let prepared = prepared(team)
    var scores = prepared.ensemble.conditionals(of: rows, team: team)
    prepared.widths.subtract(fromCells: &scores, columns: schema.columns.count, rows)
    return scores
  }

  /// This model alone.
  public var networks: [WeightedNetwork]? { [WeightedNetwork(model: self, weight: 1)] }

  /// Gathers the networks of the masks, if they are kept.
  public func prepare(threads: Int) {
    // The weights of a single mask are used in place, so there is nothing to share out.
    _ = prepared(WorkerTeam(threads: parameters.shape.mask == nil ? threads : 1))
  }

  /// What evaluates records under the masks.
  package var ensemble: Ensemble { prepared(.single).ensemble }

  private func prepared(_ team: WorkerTeam) -> PreparedModel {
    cache.thing { PreparedModel(self, team: team) }
  }
}

/// What the log-likelihoods of a model's records are computed with.
private final class PreparedModel: Sendable {
  /// Gives the log-likelihoods of codes.
  let ensemble: Ensemble
  /// What is subtracted to get those of values.
  let widths: CodeWidths

  init(_ model: MadeModel, team: WorkerTeam) {
    ensemble = Ensemble(model.parameters, masks: model.masks, team: team)
    widths = CodeWidths(model.schema)
  }
}

extension Ensemble {
  /// log p(x_d | earlier columns) of each cell under the first mask, (records, C), row-major.
  fileprivate func conditionals(of rows: Rows, team: WorkerTeam) -> [Double] {
    let conditionals = parameters.shape.architecture.conditionals
    let columns = conditionals.count
    let table = DoubleBuffer(count: rows.count * columns)
    forEachLogits(of: rows, mask: 0, team: team) { record, logit in
      Conditionals.forEachLogLikelihood(
        conditionals, code: { rows.code(record, $0) }, output: { Double(logit($0)) }
      ) { column, value in
        table.base[record * columns + column] = value
      }
    }
    return (0..<rows.count * columns).map { table.base[$0] }
  }
}
