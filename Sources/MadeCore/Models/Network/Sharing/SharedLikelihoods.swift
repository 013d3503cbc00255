// Log-likelihoods of records that share prefixes.

import CKernels

extension SharedPrefixes {
  /// log p of each lane's record under the mask of `network`, by all threads of the team.
  ///
  /// Bit for bit what `Conditionals` gives for each record alone: a conditional is the same for whichever record
  /// it was computed, and a record's terms are added in the same order.
  ///
  /// - Parameter body: takes a record and its log-likelihood.
  func forEachLogLikelihood(
    of rows: Rows, _ network: MaskedNetwork, team: WorkerTeam,
    workspaces: [EvaluationWorkspace], _ body: (_ record: Int, _ logLikelihood: Double) -> Void
  ) {
    let terms = FloatBuffer(count: records.count * columns.count)
    let children = childrenOfPieces()
    forward(rows, network, team: team, workspaces: workspaces) { workspace, lanes, positions in
      lookUp(
        lanes, children[lanes.lowerBound / EvaluationWorkspace.lanes], positions, in: workspace,
        into: terms.base)
    }
    // A parent's lane comes before those of its children.
    for lane in records.indices {
      let own = terms.base + lane * columns.count
      let shared = Int(shared[lane])
      if shared > 0 {
        own.update(from: terms.base + Int(parents[lane]) * columns.count, count: shared)
      }
      body(Int(records[lane]), sum(own))
    }
    withExtendedLifetime(terms) {}
  }

  /// Computes the logits that all lanes need, a workspace of lanes at a time.
  private func forward(
    _ rows: Rows, _ network: MaskedNetwork, team: WorkerTeam,
    workspaces: [EvaluationWorkspace],
    _ body: @Sendable (Workspace, _ lanes: Range<Int>, _ positions: Range<Int>) -> Void
  ) {
    if network.shape.hidden.isEmpty && network.shape.direct == nil {
      forwardByBands(network, team: team, workspaces: workspaces, body)
      return
    }
    let blocks = 0..<network.shape.output.blocks
    team.forEachRangeWithWorker(of: evaluated, size: EvaluationWorkspace.lanes) { lanes, worker in
      let workspace = workspaces[worker].room(for: lanes.count)
      workspace.batch.fill(
        from: rows, records: records[lanes], mask: network.mask, team: .single)
      network.forward(workspace, outputs: outputs(of: lanes, blocks: blocks), team: .single)
      body(workspace, lanes, columns.indices)
    }
  }

  /// For each workspace of lanes, their children that look a code up there, in the order of the position where
  /// they do.
  ///
  /// A record that equals its parent looks nothing up: all its terms are its parent's.
  private func childrenOfPieces() -> [[Int32]] {
    var children = [[Int32]](
      repeating: [], count: (evaluated + EvaluationWorkspace.lanes - 1) / EvaluationWorkspace.lanes)
    for lane in records.indices.dropFirst() where shared[lane] < columns.count {
      children[Int(parents[lane]) / EvaluationWorkspace.lanes].append(
        Int32(truncatingIfNeeded: lane))
    }
    return children
  }

  /// From the logits of the given positions, takes the log-likelihood of each lane's code, and for each child
  /// that of the first code in which it differs from its parent.
  private func lookUp(
    _ lanes: Range<Int>, _ children: [Int32], _ positions: Range<Int>, in workspace: Workspace,
    into terms: UnsafeMutablePointer<Float>
  ) {
    let silent = FloatBuffer(count: workspace.lanes)
    var next = children.startIndex
    for position in positions {
      let column = columns[position]
      let count = needed(at: position, of: lanes)
      if count == 0 { continue }
      let z = workspace.outputT.base + column.first * workspace.lanes
      let filled = padded(count, to: 16)
      conditionals[position].logProbabilities(
        z, lanes: workspace.lanes, count: filled, silent: silent.base)
      let firstInput = column.input + column.silentCodes
      func keep(_ lane: Int, from parent: Int) {
        let cell = lane * columns.count + position
        let place = Int(chosen[cell])
        let ofParent = parent - lanes.lowerBound
        // The first input belongs to the first output.
        terms[cell] =
          place < 0
          ? silent.base[ofParent] : z[(place - firstInput) * workspace.lanes + ofParent]
      }
      for lane in lanes.prefix(count) { keep(lane, from: lane) }
      while next < children.endIndex, shared[Int(children[next])] <= position {
        let lane = Int(children[next])
        if shared[lane] == position { keep(lane, from: Int(parents[lane])) }
        next += 1
      }
    }
    withExtendedLifetime(silent) {}
  }

  /// The sum over the columns in the order in which `Conditionals` adds them.
  private func sum(_ terms: UnsafePointer<Float>) -> Double {
    var (total, partial, group) = (0.0, 0.0, 0)
    for (position, column) in columns.enumerated() {
      if column.first / Workspace.placesPerSum != group {
        group = column.first / Workspace.placesPerSum
        total += partial
        partial = 0
      }
      partial += Double(terms[position])
    }
    return total + partial
  }
}

extension MaskedNetwork {
  /// Whether no activation can overflow, whatever the record.
  ///
  /// After its live weights a row of a staircase has zeros, which are multiplied with units that see later
  /// columns. Records that share a logit differ in those units, which changes nothing unless one is infinite:
  /// zero times infinity is NaN.
  ///
  /// With w the largest weight, at least 1, and n the units below: |z| <= (n + 2) w |h|. A real input has no
  /// bound, so the answer is false where there are any.
  package var cannotOverflow: Bool {
    let architecture = shape.architecture
    guard architecture.reals == 0 else { return false }
    let layers = Double(architecture.hidden.count)
    let widths = architecture.widths.prefix(architecture.hidden.count)
    let room = widths.reduce(logarithm(1e38)) { $0 - logarithm(Double($1 + 2)) } / layers
    return room > 0
      && Kernels.table.pointee.bounded(weights.base, Float(exponential(room)), shape.count) != 0
  }
}
