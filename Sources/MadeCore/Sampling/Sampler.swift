// Ancestral sampling at the price of one forward pass.

import CKernels

/// Draws records from a model exactly, using every weight once for each record.
///
///     x_p ~ p(x_p | x_<p)   for p = 0 ..< C in the order of the mask, C columns
///
/// Each x_p is drawn as its column's conditional says, with two exceptions. The code that stands for all values
/// that are not listed is never drawn, for it has no text. And where one column determines another
/// (`Dependency`), codes that never came with what was drawn before are not drawn. Their probability goes to the
/// column's other codes in proportion to theirs.
///
/// Once x_p is drawn, exactly the hidden units of degree p + 1 have all their inputs, and the logits of
/// position p + 1 need no others. So they are finished then, layer by layer, instead of running
/// the whole network again for each position.
///
/// Row i is a pure function of (model, seed, i): any rows can be drawn by themselves, by any number
/// of threads. `PassSampler` draws the same rows by the definition. May be used from several
/// threads at a time. A model keeps its own and draws by it: `MadeModel.draw`.
package final class Sampler: Sendable {
  // The parts of the model, not the model: it keeps its sampler, and would be kept by it.
  private let schema: Schema
  private let masks: [Mask]
  private let parameters: Parameters
  private let architecture: Architecture
  private let layout: RowLayout
  private nonisolated(unsafe) let kernels: UnsafePointer<made_kernels>
  /// The network of each mask, once it was needed; always nil if networks are too large to keep.
  private let kept: Lock<[DrawnNetwork?]>
  private let keepsNetworks: Bool
  private let spaces = Lock<[DrawingSpace]>([])

  package init(_ model: MadeModel, kernels: UnsafePointer<made_kernels> = Kernels.table) {
    schema = model.schema
    masks = model.masks
    parameters = model.parameters
    architecture = model.architecture
    layout = model.schema.layout
    self.kernels = kernels
    keepsNetworks = Ensemble.keepsNetworks(of: model.parameters, masks: model.masks.count)
    kept = Lock(Array(repeating: nil, count: model.masks.count))
  }

  /// The rows of the endless run of `seed` with these numbers, in their order; see `RowDensity.draw`.
  package func draw(
    _ numbers: [Int], seed: UInt64, withProbabilities: Bool, threads: Int
  ) -> Drawn {
    let outputs = architecture.outputs
    let team = WorkerTeam(threads: threads)
    guard withProbabilities else {
      return Drawn(rows: draw(numbers, seed: seed, probabilities: nil, team))
    }
    let probabilities = FloatBuffer(count: numbers.count * outputs)
    let rows = draw(numbers, seed: seed, probabilities: probabilities, team)
    return Drawn(
      rows: rows, probabilities: Array(probabilities.array.prefix(numbers.count * outputs)))
  }

  private func draw(
    _ numbers: [Int], seed: UInt64, probabilities: FloatBuffer?, _ team: WorkerTeam
  ) -> Rows {
    let outputs = architecture.outputs
    let drawn = DrawnRows(count: numbers.count, layout: layout)
    for (number, members) in membersByMask(numbers, seed: seed).enumerated()
    where !members.isEmpty {
      let network = network(number, team)
      team.forEachRange(of: members.count, size: DrawingSpace.lanes) { part in
        let members = members[part]
        let space = self.takeSpace()
        let theirs = probabilities.map { _ in
          FloatBuffer(count: outputs * DrawingSpace.lanes)
        }
        let lanes = space.draw(
          members.map { UInt64(numbers[$0]) }, from: network, seed: seed,
          kernels: self.kernels,
          probabilities: theirs)
        drawn.take(members, from: space)
        if let probabilities, let theirs {
          drawn.take(
            theirs, lanes: lanes, of: members, network.mask.outputPlaces, to: probabilities)
        }
        self.spaces.withLock { $0.append(space) }
      }
    }
    return drawn.packed()
  }

  /// Indices into `numbers`, grouped by the mask that the rows are drawn from.
  private func membersByMask(_ numbers: [Int], seed: UInt64) -> [[Int]] {
    let masks = masks.count
    if masks == 1 { return [Array(numbers.indices)] }
    var members = [[Int]](repeating: [], count: masks)
    for (place, row) in numbers.enumerated() {
      members[SampledRow.component(ofRow: row, seed: seed, masks: masks)].append(place)
    }
    return members
  }

  private func network(_ number: Int, _ team: WorkerTeam) -> DrawnNetwork {
    func gathered() -> DrawnNetwork {
      DrawnNetwork(
        MaskedNetwork(parameters, mask: masks[number], team: team), schema: schema)
    }
    guard keepsNetworks else { return gathered() }
    // Gathered inside the lock: without it a second thread would only do the same work.
    return kept.withLock { kept in
      let network = kept[number] ?? gathered()
      kept[number] = network
      return network
    }
  }

  private func takeSpace() -> DrawingSpace {
    spaces.withLock { $0.popLast() } ?? DrawingSpace(architecture, layout: layout)
  }
}

/// Where workers put their rows; each writes its own.
private struct DrawnRows {
  private let count: Int
  private let layout: RowLayout
  private let words: Block<UInt64>

  private var wordsPerRow: Int { layout.wordsPerRow }

  init(count: Int, layout: RowLayout) {
    self.count = count
    self.layout = layout
    words = Block(count: count * layout.wordsPerRow)
  }

  /// Copies the rows just drawn in `space` to the indices `members`.
  func take(_ members: ArraySlice<Int>, from space: DrawingSpace) {
    for (lane, place) in members.enumerated() {
      _ = self[place].update(fromContentsOf: space.row(lane))
    }
  }

  /// Copies probabilities by (rank, lane) of the rows with the indices `members` to (row, output).
  func take(
    _ drawn: FloatBuffer, lanes: Int, of members: ArraySlice<Int>, _ places: [Int],
    to probabilities: FloatBuffer
  ) {
    for (output, sorted) in places.enumerated() {
      for (lane, place) in members.enumerated() {
        probabilities.base[place * places.count + output] = drawn.base[sorted * lanes + lane]
      }
    }
  }

  func packed() -> Rows {
    var rows = Rows(layout: layout)
    rows.reserveCapacity(count)
    for row in 0..<count { rows.append(words: self[row]) }
    return rows
  }

  private subscript(row: Int) -> UnsafeMutableBufferPointer<UInt64> {
    UnsafeMutableBufferPointer(start: words.base + row * wordsPerRow, count: wordsPerRow)
  }
}
