// Log-likelihoods of many records under the mixture of all masks.

/// Evaluates parameters under a list of masks.
///
/// Probabilities are averaged: log p(x) = log-mean-exp over masks of log p_m(x). The average of
/// logits, which some implementations take, is not a distribution.
package final class Ensemble: Sendable {
  package let parameters: Parameters
  package let masks: [Mask]
  private let kept: [MaskedNetwork]
  private let team: WorkerTeam
  private let workspaces: [Workspace]

  /// Records that one thread takes through the network at a time.
  package static let lanes = 96
  /// Gathered networks are kept up to this many floats in total, else gathered for every call.
  private static let keptFloats = 1 << 26

  package init(_ parameters: Parameters, masks: [Mask], team: WorkerTeam) {
    self.parameters = parameters
    self.masks = masks
    self.team = team
    workspaces = (0..<team.threads).map { _ in
      Workspace(parameters.shape.architecture, lanes: Self.lanes, training: false)
    }
    let isSmall =
      parameters.shape.mask != nil || masks.count * parameters.shape.count < Self.keptFloats
    kept = isSmall ? masks.map { MaskedNetwork(parameters, mask: $0, team: team) } : []
  }

  /// Takes up changed parameters.
  package func refresh() {
    for network in kept { network.gather(team: team) }
  }

  /// log p of each record of `rows`, in nats.
  ///
  /// Bits do not depend on the number of threads or on which records come together.
  package func logLikelihoods(of rows: PackedRows) -> [Double] {
    let count = rows.count
    let table = DoubleBuffer(count: masks.count * count)
    for number in masks.indices {
      let network =
        kept.isEmpty
        ? MaskedNetwork(parameters, mask: masks[number], team: team) : kept[number]
      let column = number * count
      batches(of: count) { workspace, records in
        self.load(workspace, rows, records, network.mask)
        network.forward(workspace, team: .single)
        Bernoulli.evaluate(workspace, gradient: false, team: .single)
        for lane in 0..<records.count {
          table.base[column + records.lowerBound + lane] = Bernoulli.total(workspace, record: lane)
        }
      }
    }
    return (0..<count).map { record in
      logMeanExp(masks.indices.lazy.map { table.base[$0 * count + record] })
    }
  }

  /// Hands on the logits of each record under mask `number`.
  ///
  /// Calls `body`, from several threads, with the record's number and a function from column to logit.
  package func forEachLogits(
    of rows: PackedRows, mask number: Int,
    _ body: @Sendable (_ record: Int, _ logit: (Int) -> Float) -> Void
  ) {
    let network =
      kept.isEmpty ? MaskedNetwork(parameters, mask: masks[number], team: team) : kept[number]
    let positions = masks[number].ordering.positions
    batches(of: rows.count) { workspace, records in
      self.load(workspace, rows, records, network.mask)
      network.forward(workspace, team: .single)
      let z = workspace.outputT.base
      for lane in 0..<records.count {
        body(records.lowerBound + lane) { z[positions[$0] * workspace.lanes + lane] }
      }
    }
  }

  private func load(
    _ workspace: Workspace, _ rows: PackedRows, _ records: Range<Int>, _ mask: Mask
  ) {
    workspace.batch.fill(
      from: rows, records: records.map { Int32($0) }[...], positions: mask.ordering.positions,
      team: .single)
  }

  /// Shares out batches of records; each thread keeps to one workspace.
  private func batches(
    of count: Int, _ body: @Sendable (Workspace, Range<Int>) -> Void
  ) {
    let pieces = (count + Self.lanes - 1) / Self.lanes
    team.forEachWithWorker(pieces) { piece, worker in
      body(
        self.workspaces[worker],
        piece * Self.lanes..<min(count, (piece + 1) * Self.lanes))
    }
  }
}
