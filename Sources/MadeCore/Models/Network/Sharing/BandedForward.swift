// Logits of records that share prefixes, a band of hidden units at a time.

import CKernels

/// Sums that one band hands to the next: for each lane those of all outputs from the first unfinished one on.
///
/// Shape (lanes, rows), row-major; rows are those of the output matrix, whole blocks of them.
private struct HandedSums {
  let lanes: Int
  let firstRow: Int
  let rows: Int
  let values: FloatBuffer

  init(lanes: Int, from first: Int, of output: Staircase, room: (_ count: Int) -> FloatBuffer) {
    self.lanes = lanes
    firstRow = first
    rows = output.paddedRows - first
    // The kernel transposes eight lanes at a time.
    values = room(padded(lanes, to: 8) * rows)
  }
}

extension SharedPrefixes {
  /// Computes all logits that lanes need, in a network of one hidden layer without direct connections.
  ///
  /// A logit is the same sum in the same order as in `MaskedNetwork.forward`:
  ///
  ///     z_r = b_r + V_r0 h_0 + V_r1 h_1 + ...
  ///
  /// cut into bands; the first bands are computed once for all records that agree in what their units see.
  ///
  /// - Parameter body: called for each run of lanes, when the workspace holds their logits of the given
  ///   positions.
  func forwardByBands(
    _ network: MaskedNetwork, team: WorkerTeam, workspaces: [EvaluationWorkspace],
    _ body: @Sendable (Workspace, _ lanes: Range<Int>, _ positions: Range<Int>) -> Void
  ) {
    var sums: HandedSums?
    let bands = bands(network)
    for (number, band) in bands.enumerated() {
      let next = bands.dropFirst(number + 1).first.map { following in
        HandedSums(lanes: band.lanes, from: following.firstRow, of: network.shape.output) {
          workspaces[0].buffer(number % 2, count: $0)
        }
      }
      let pass = BandPass(self, network, band, from: sums, to: next)
      team.forEachRangeWithWorker(of: band.lanes, size: EvaluationWorkspace.lanes) {
        lanes, worker in
        let workspace = workspaces[worker].room(for: lanes.count)
        pass.run(lanes, in: workspace)
        body(workspace, lanes, band.finished)
        pass.handOn(lanes, in: workspace)
      }
      sums = next
    }
  }
}

/// The computation of one band.
private struct BandPass: Sendable {
  let prefixes: SharedPrefixes
  let network: MaskedNetwork
  let band: PrefixBand
  /// The sums that earlier bands handed on; nil for the first band.
  let sums: HandedSums?
  /// For each lane, the lane of `sums` that it continues.
  let sources: [Int32]
  /// What this band hands on; nil for the last one.
  let next: HandedSums?
  /// First column and stored length of matrix rows, counted from the band's first unit.
  let starts: [Int32]
  let stored: [Int32]

  init(
    _ prefixes: SharedPrefixes, _ network: MaskedNetwork, _ band: PrefixBand,
    from sums: HandedSums?, to next: HandedSums?
  ) {
    self.prefixes = prefixes
    self.network = network
    self.band = band
    self.sums = sums
    self.next = next
    let shape = network.shape
    let (first, end) = (Int32(band.units.lowerBound), Int32(band.units.upperBound))
    starts = shape.first.start.map { $0 - first }
    stored = shape.output.stored.map { max(min($0, end) - first, 0) }
    // A parent's lane comes before those of its children.
    var sources: [Int32] = []
    if let sums {
      for lane in 0..<band.lanes {
        sources.append(
          lane < sums.lanes
            ? Int32(truncatingIfNeeded: lane) : sources[Int(prefixes.parents[lane])])
      }
    }
    self.sources = sources
  }

  /// Adds the band's units to the logits of some lanes.
  func run(_ lanes: Range<Int>, in workspace: Workspace) {
    hidden(lanes, in: workspace)
    if let sums {
      take(sums, lanes, in: workspace)
    } else {
      network.output(.f32).fillBias(
        band.firstRow..<network.shape.output.paddedRows, of: workspace.outputT,
        lanes: workspace.lanes)
    }
    let output = network.shape.output
    for part in prefixes.outputs(of: lanes, blocks: band.blocks) {
      Kernels.table.pointee.staircase_forward(
        network.weights.base + band.units.lowerBound, output.offset, stored,
        part.blocks.lowerBound, part.blocks.upperBound,
        workspace.hiddenT[0].base + band.units.lowerBound * workspace.lanes, workspace.lanes,
        workspace.outputT.base, workspace.lanes, part.lanes)
    }
  }

  /// The activations of the band's units for some lanes; see `InputLayer.forward`.
  private func hidden(_ lanes: Range<Int>, in workspace: Workspace) {
    let kernels = Kernels.table.pointee
    let shape = network.shape
    let (width, units) = (shape.first.paddedColumns, band.units)
    let positions = prefixes.columns.count
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: positions) { active in
      for group in stride(from: 0, to: lanes.count, by: 8) {
        let start = workspace.hidden[0].base + group * width + units.lowerBound
        for lane in group..<min(group + 8, lanes.count) {
          var count = 0
          let first = (lanes.lowerBound + lane) * positions
          for place in prefixes.chosen[first..<first + positions] where place >= 0 {
            active[count] = place
            count += 1
          }
          let row = start + (lane - group) * width
          row.update(
            from: network.weights.base + shape.bias[0] + units.lowerBound, count: units.count)
          guard let active = active.baseAddress else { continue }
          kernels.sparse_forward(
            network.weights.base + units.lowerBound, shape.first.offset, starts, units.count,
            active, count, row)
          kernels.activate(shape.architecture.activation.kernel, row, units.count)
        }
        kernels.transpose(
          start, width, 8, units.count,
          workspace.hiddenT[0].base + units.lowerBound * workspace.lanes + group, workspace.lanes)
      }
    }
  }

  /// Starts the logits of some lanes from the sums of the lanes that they share a prefix with.
  private func take(_ sums: HandedSums, _ lanes: Range<Int>, in workspace: Workspace) {
    // Not in use here, as there are no direct connections.
    let staging = workspace.output.base
    for group in stride(from: 0, to: lanes.count, by: 8) {
      let own = lanes.lowerBound + group..<min(lanes.lowerBound + group + 8, lanes.upperBound)
      var start = sums.values.base + own.lowerBound * sums.rows
      if own.upperBound > sums.lanes {
        for (number, source) in sources[own].enumerated() {
          (staging + number * sums.rows).update(
            from: sums.values.base + Int(source) * sums.rows, count: sums.rows)
        }
        start = staging
      }
      Kernels.table.pointee.transpose(
        start, sums.rows, 8, sums.rows,
        workspace.outputT.base + sums.firstRow * workspace.lanes + group, workspace.lanes)
    }
  }

  /// Keeps the sums of some lanes for the next band.
  func handOn(_ lanes: Range<Int>, in workspace: Workspace) {
    guard let next else { return }
    for group in stride(from: 0, to: lanes.count, by: 8) {
      let z = workspace.outputT.base + next.firstRow * workspace.lanes + group
      let target = next.values.base + (lanes.lowerBound + group) * next.rows
      Kernels.table.pointee.transpose(z, workspace.lanes, next.rows, 8, target, next.rows)
    }
  }
}
