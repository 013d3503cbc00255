// Ancestral sampling at the price of one forward pass.

import CKernels
import Synchronization

/// Draws records from a model exactly, using every weight once for each record.
///
///     x_p ~ Bernoulli(p(x_p = 1 | x_<p))   for p = 0 ..< D in the order of the mask
///
/// Once x_p is drawn, exactly the hidden units of degree p + 1 have all their inputs, and the logit of
/// position p + 1 needs no others. So they are finished then, layer by layer, instead of running
/// the whole network again for each position.
///
/// Row i is a pure function of (model, seed, i): any range of rows can be drawn by itself, by any
/// number of threads. `PassSampler` draws the same rows by the definition. May be used from several
/// threads at a time.
public final class Sampler: Sendable {
  /// The model that is drawn from.
  public let model: MadeModel
  private let seed: UInt64
  private let team: WorkerTeam
  private nonisolated(unsafe) let kernels: UnsafePointer<made_kernels>
  /// The network of each mask, once it was needed; never filled when they are too large to keep.
  private let kept: Mutex<[DrawnNetwork?]>
  let keepsNetworks: Bool
  private let spaces = Mutex<[DrawingSpace]>([])

  /// A sampler of the endless run of rows with this seed.
  ///
  /// - Parameter threads: CPUs to use.
  public convenience init(model: MadeModel, seed: UInt64, threads: Int = 1) {
    self.init(model: model, seed: seed, threads: threads, kernels: Kernels.table)
  }

  package init(
    model: MadeModel, seed: UInt64, threads: Int, kernels: UnsafePointer<made_kernels>
  ) {
    self.model = model
    self.seed = seed
    self.kernels = kernels
    team = WorkerTeam(threads: threads)
    keepsNetworks = Ensemble.keepsNetworks(of: model.parameters, masks: model.masks.count)
    kept = Mutex(Array(repeating: nil, count: model.masks.count))
  }

  /// Rows `range` of the endless run with this seed.
  public func rows(_ range: Range<Int>) -> PackedRows { draw(range, probabilities: nil) }

  /// The same rows with, for each cell, the probability of 1 that it was drawn with:
  /// shape (rows, D), row-major, columns in the order of the data.
  public func rowsAndProbabilities(_ range: Range<Int>) -> (
    rows: PackedRows, probabilities: [Float]
  ) {
    let columns = model.architecture.inputs
    let probabilities = FloatBuffer(count: range.count * columns)
    let rows = draw(range, probabilities: probabilities)
    return (rows, Array(probabilities.array.prefix(range.count * columns)))
  }

  private func draw(_ range: Range<Int>, probabilities: FloatBuffer?) -> PackedRows {
    let drawn = DrawnRows(range: range, columns: model.architecture.inputs)
    for (number, members) in membersByMask(range).enumerated() where !members.isEmpty {
      let network = network(number)
      team.forEachRange(of: members.count, size: DrawingSpace.lanes) { part in
        let members = members[part]
        let space = self.takeSpace()
        let theirs = probabilities.map { _ in
          FloatBuffer(count: self.model.architecture.inputs * DrawingSpace.lanes)
        }
        let lanes = space.draw(
          members, from: network, seed: self.seed, kernels: self.kernels, probabilities: theirs)
        drawn.take(members, from: space)
        if let probabilities, let theirs {
          drawn.take(theirs, lanes: lanes, of: members, network.mask.ordering, to: probabilities)
        }
        self.spaces.withLock { $0.append(space) }
      }
    }
    return drawn.packed()
  }

  /// The rows of a range, grouped by the mask that they are drawn from.
  private func membersByMask(_ range: Range<Int>) -> [[Int]] {
    let masks = model.masks.count
    if masks == 1 { return [Array(range)] }
    var members = [[Int]](repeating: [], count: masks)
    for row in range {
      members[SampledRow.component(ofRow: row, seed: seed, masks: masks)].append(row)
    }
    return members
  }

  private func network(_ number: Int) -> DrawnNetwork {
    func gathered() -> DrawnNetwork {
      DrawnNetwork(MaskedNetwork(model.parameters, mask: model.masks[number], team: team))
    }
    guard keepsNetworks else { return gathered() }
    // Gathering inside the lock: a second thread would only do the same once more.
    return kept.withLock { kept in
      let network = kept[number] ?? gathered()
      kept[number] = network
      return network
    }
  }

  private func takeSpace() -> DrawingSpace {
    spaces.withLock { $0.popLast() } ?? DrawingSpace(model.architecture)
  }
}

/// Where workers put their rows; each writes its own.
private final class DrawnRows: @unchecked Sendable {
  private let range: Range<Int>
  private let columns: Int
  private let wordsPerRow: Int
  private let words: UnsafeMutableBufferPointer<UInt64>

  init(range: Range<Int>, columns: Int) {
    self.range = range
    self.columns = columns
    wordsPerRow = (columns + 63) / 64
    words = .allocate(capacity: range.count * wordsPerRow)
    words.initialize(repeating: 0)
  }

  deinit { words.deallocate() }

  /// The rows with the numbers `members`, which were just drawn in `space`.
  func take(_ members: ArraySlice<Int>, from space: DrawingSpace) {
    for (lane, row) in members.enumerated() {
      let place = (row - range.lowerBound) * wordsPerRow
      _ = words[place..<place + wordsPerRow].update(fromContentsOf: space.row(lane))
    }
  }

  /// Probabilities (position, lane) of the rows `members`, to (row, column).
  func take(
    _ drawn: FloatBuffer, lanes: Int, of members: ArraySlice<Int>, _ ordering: Ordering,
    to probabilities: FloatBuffer
  ) {
    for (position, column) in ordering.columns.enumerated() {
      for (lane, row) in members.enumerated() {
        probabilities.base[(row - range.lowerBound) * columns + column] =
          drawn.base[position * lanes + lane]
      }
    }
  }

  func packed() -> PackedRows {
    var rows = PackedRows(columns: columns)
    rows.reserveCapacity(range.count)
    for row in 0..<range.count {
      rows.append(words: words[row * wordsPerRow..<(row + 1) * wordsPerRow])
    }
    return rows
  }
}
