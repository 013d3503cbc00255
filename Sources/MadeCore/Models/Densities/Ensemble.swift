// Log-likelihoods of many records under the mixture of all masks.

/// Evaluates parameters under a list of masks.
///
/// Probabilities are averaged: log p(x) = log-mean-exp over masks of log p_m(x). The average of
/// logits, which some implementations take, is not a distribution.
///
/// No bit of a result depends on the number of threads, or on which records are evaluated together.
package final class Ensemble: Sendable {
  package let parameters: Parameters
  package let masks: [Mask]
  private let kept: [MaskedNetwork]
  /// Workspaces that no call is using; in all there are as many as threads have ever worked at the same time.
  private let unused = Lock<[EvaluationWorkspace]>([])

  /// Batch limits for prefix sharing: larger batches share more and need more memory.
  private static let recordsToShare = 4096
  private static let logitsToShare = 6_000_000
  /// Whether the networks of `masks` masks are kept once they are gathered: less than 2^26 floats in all.
  ///
  /// Larger ones are gathered for every call.
  package static func keepsNetworks(of parameters: Parameters, masks: Int) -> Bool {
    parameters.shape.mask != nil || masks * parameters.shape.count < 1 << 26
  }

  package init(_ parameters: Parameters, masks: [Mask], team: WorkerTeam) {
    self.parameters = parameters
    self.masks = masks
    kept =
      Self.keepsNetworks(of: parameters, masks: masks.count)
      ? masks.map { MaskedNetwork(parameters, mask: $0, team: team) } : []
  }

  /// The only mask of a network that was gathered before.
  package init(_ network: MaskedNetwork) {
    parameters = network.parameters
    masks = [network.mask]
    kept = [network]
  }

  /// How many records are searched for common prefixes together.
  static func recordsToShare(_ architecture: Architecture) -> Int {
    min(recordsToShare, max(logitsToShare / architecture.outputs, EvaluationWorkspace.lanes))
  }

  /// Takes up changed parameters.
  package func refresh(team: WorkerTeam) {
    for network in kept { network.gather(team: team) }
  }

  /// log p of each record of `rows` in nats: of its codes, where values share some.
  ///
  /// - Parameter team: who does the work; by default the calling thread alone.
  package func logLikelihoods(of rows: Rows, team: WorkerTeam = .single) -> [Double] {
    withWorkspaces(team) { logLikelihoods(of: rows, team: team, workspaces: $0) }
  }

  /// The mean of `logLikelihoods`, which are added in the order of the records.
  package func meanLogLikelihood(of rows: Rows, team: WorkerTeam) -> Double {
    logLikelihoods(of: rows, team: team).reduce(0, +) / Double(rows.count)
  }

  /// Calls `body` with a workspace for each thread of a team; nobody else uses these meanwhile.
  private func withWorkspaces<Value>(
    _ team: WorkerTeam, _ body: ([EvaluationWorkspace]) -> Value
  ) -> Value {
    var mine = unused.withLock { unused in
      let found = Array(unused.suffix(team.threads))
      unused.removeLast(found.count)
      return found
    }
    while mine.count < team.threads {
      mine.append(EvaluationWorkspace(parameters.shape.architecture))
    }
    defer { unused.withLock { $0 += mine } }
    return body(mine)
  }

  private func logLikelihoods(
    of rows: Rows, team: WorkerTeam, workspaces: [EvaluationWorkspace]
  ) -> [Double] {
    let count = rows.count
    let table = DoubleBuffer(count: masks.count * count)
    let portion = Self.recordsToShare(parameters.shape.architecture)
    for number in masks.indices {
      let network = network(number, team: team)
      let column = number * count
      for first in stride(from: 0, to: count, by: portion) {
        let records = first..<min(count, first + portion)
        let shared = SharedPrefixes(
          records, of: rows, mask: network.mask, output: network.shape.output)
        if let shared, network.cannotOverflow, Memory.has(bytes: shared.bytes) {
          shared.forEachLogLikelihood(of: rows, network, team: team, workspaces: workspaces) {
            table.base[column + $0] = $1
          }
          continue
        }
        forward(network, rows, records, team: team, workspaces: workspaces) { workspace, records in
          network.conditionals.evaluate(workspace, gradient: false, team: .single)
          for lane in 0..<records.count {
            table.base[column + records.lowerBound + lane] = Conditionals.total(
              workspace, record: lane)
          }
        }
      }
    }
    return (0..<count).map { record in
      logMeanExp(masks.indices.lazy.map { table.base[$0 * count + record] })
    }
  }

  /// Calls `body` with the logits of each record under mask `number`.
  ///
  /// `body` takes the record's index and a function from output to logit. It is called from several threads if
  /// the team has them, else in the order of the records.
  package func forEachLogits(
    of rows: Rows, mask number: Int, team: WorkerTeam = .single,
    _ body: @Sendable (_ record: Int, _ logit: (Int) -> Float) -> Void
  ) {
    let places = masks[number].outputPlaces
    let network = network(number, team: team)
    withWorkspaces(team) { workspaces in
      forward(network, rows, 0..<rows.count, team: team, workspaces: workspaces) {
        workspace, records in
        let z = workspace.outputT.base
        for lane in 0..<records.count {
          body(records.lowerBound + lane) { z[places[$0] * workspace.lanes + lane] }
        }
      }
    }
  }

  private func network(_ number: Int, team: WorkerTeam) -> MaskedNetwork {
    kept.isEmpty ? MaskedNetwork(parameters, mask: masks[number], team: team) : kept[number]
  }

  /// Computes the logits of records, `lanes` at a time; each thread keeps to its workspace.
  private func forward(
    _ network: MaskedNetwork, _ rows: Rows, _ records: Range<Int>, team: WorkerTeam,
    workspaces: [EvaluationWorkspace], _ body: @Sendable (Workspace, Range<Int>) -> Void
  ) {
    team.forEachRangeWithWorker(of: records.count, size: EvaluationWorkspace.lanes) {
      range, worker in
      let first = records.lowerBound + range.lowerBound
      let records = first..<first + range.count
      let workspace = workspaces[worker].room(for: records.count)
      workspace.batch.fill(
        from: rows, records: records.map { Int32($0) }[...], mask: network.mask, team: .single)
      network.forward(workspace, team: .single)
      body(workspace, records)
    }
  }
}
