// Ancestral sampling, one full forward pass for each column.

import CKernels

/// Draws records from a model by the definition: for each position in the ordering one forward pass,
/// then a coin with the conditional probability of that column.
///
/// Row i is a pure function of (model, seed, i): its mask is drawn from stream (seed, component, i) and
/// its coins from stream (seed, sampled row, i), one word for each position. So any range of rows can
/// be drawn by itself.
///
/// It is slow, and stays as the documentation and the oracle of `Sampler`.
public final class PassSampler: Sendable {
  /// The model that is drawn from.
  public let model: MadeModel
  private let seed: UInt64
  private let team: WorkerTeam

  /// - Parameter threads: CPUs to use.
  public init(model: MadeModel, seed: UInt64, threads: Int = 1) {
    self.model = model
    self.seed = seed
    team = WorkerTeam(threads: threads)
  }

  /// Rows `range` of the endless run with this seed.
  public func rows(_ range: Range<Int>) -> PackedRows { draw(Array(range)).rows }

  /// The rows of the endless run with these numbers, which are not negative, in their order.
  public func rows(_ numbers: [Int]) -> PackedRows { draw(numbers).rows }

  /// The same rows with, for each cell, the probability of 1 that it was drawn with:
  /// shape (rows, D), row-major, columns in the order of the data.
  public func rowsAndProbabilities(_ range: Range<Int>) -> (
    rows: PackedRows, probabilities: [Float]
  ) {
    draw(Array(range))
  }

  private func draw(_ numbers: [Int]) -> (rows: PackedRows, probabilities: [Float]) {
    let columns = model.architecture.inputs
    let drawn = DrawnRows(count: numbers.count, columns: columns)
    for number in model.masks.indices {
      let members = numbers.indices.filter {
        SampledRow.component(ofRow: numbers[$0], seed: seed, masks: model.masks.count) == number
      }
      if members.isEmpty { continue }
      let network = MaskedNetwork(model.parameters, mask: model.masks[number], team: team)
      team.forEachRange(of: members.count, size: Ensemble.lanes) { part in
        self.draw(members[part], of: numbers, network, into: drawn)
      }
    }
    var rows = PackedRows(columns: columns)
    for row in 0..<numbers.count {
      rows.append((0..<columns).map { drawn.bits[row * columns + $0] })
    }
    return (rows, Array(drawn.probabilities.array.prefix(numbers.count * columns)))
  }

  private func draw(
    _ members: ArraySlice<Int>, of numbers: [Int], _ network: MaskedNetwork, into drawn: DrawnRows
  ) {
    let columns = model.architecture.inputs
    let workspace = Workspace(model.architecture, lanes: members.count, training: false)
    var streams = members.map {
      RandomStream(seed: seed, purpose: .sampledRow, index: UInt64(numbers[$0]))
    }
    var rows = PackedRows(columns: columns)
    rows.appendZeros(count: members.count)
    let records = members.indices.map { Int32($0 - members.startIndex) }
    let probability = FloatBuffer(count: workspace.lanes)
    for position in 0..<columns {
      let column = network.mask.ordering.columns[position]
      workspace.batch.fill(
        from: rows, records: records[...], positions: network.mask.ordering.positions,
        team: .single)
      network.forward(workspace, team: .single)
      probability.base.update(
        from: workspace.outputT.base + position * workspace.lanes, count: workspace.lanes)
      Kernels.table.pointee.activate(Activation.sigmoid.kernel, probability.base, workspace.lanes)
      for (lane, place) in members.enumerated() {
        let isOne = streams[lane].nextUniform() < probability.base[lane]
        rows[lane, column] = isOne
        let cell = place * columns + column
        drawn.bits[cell] = isOne
        drawn.probabilities.base[cell] = probability.base[lane]
      }
    }
  }
}

/// Where workers put their rows; each writes its own.
private final class DrawnRows: @unchecked Sendable {
  let bits: UnsafeMutablePointer<Bool>
  let probabilities: FloatBuffer

  init(count: Int, columns: Int) {
    bits = .allocate(capacity: max(count * columns, 1))
    bits.initialize(repeating: false, count: max(count * columns, 1))
    probabilities = FloatBuffer(count: count * columns)
  }

  deinit { bits.deallocate() }
}
