// Ancestral sampling at the price of one forward pass.

import CKernels

/// Draws records from a model exactly, using every weight once for each record.
///
///     x_p ~ p(x_p | x_<p)   for p = 0 ..< C in the order of the mask, C columns
///
/// Bernoulli for a binary column, one of the slots for a categorical one. The slot that stands for all
/// values that are not listed is never drawn, for it has no text: its probability goes to the column's
/// other slots in proportion to theirs. So does that of slots which never came with what was drawn before, where
/// one column determines another (`Dependency`).
///
/// Once x_p is drawn, exactly the hidden units of degree p + 1 have all their inputs, and the logits of
/// position p + 1 need no others. So they are finished then, layer by layer, instead of running
/// the whole network again for each position.
///
/// Row i is a pure function of (model, seed, i): any rows can be drawn by themselves, by any number
/// of threads. `PassSampler` draws the same rows by the definition. May be used from several
/// threads at a time.
public final class Sampler: Sendable {
  /// The model that is drawn from.
  public let model: MadeModel
  private let seed: UInt64
  private let team: WorkerTeam
  private nonisolated(unsafe) let kernels: UnsafePointer<made_kernels>
  /// The network of each mask, once it was needed; never filled when they are too large to keep.
  private let kept: Lock<[DrawnNetwork?]>
  let keepsNetworks: Bool
  private let spaces = Lock<[DrawingSpace]>([])

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
    kept = Lock(Array(repeating: nil, count: model.masks.count))
  }

  /// Rows `range` of the endless run with this seed.
  public func rows(_ range: Range<Int>) -> Rows { rows(Array(range)) }

  /// The rows of the endless run with these numbers, which are not negative, in their order.
  public func rows(_ numbers: [Int]) -> Rows { draw(numbers, probabilities: nil) }

  /// The same rows with, for each slot, the probability of 1 that it was drawn with.
  ///
  /// Its shape is (rows, D) for D slots, row-major, slots in the order of the data. Those of a
  /// categorical column sum to 1.
  public func rowsAndProbabilities(_ range: Range<Int>) -> (
    rows: Rows, probabilities: [Float]
  ) {
    rowsAndProbabilities(Array(range))
  }

  /// The same for the rows with these numbers, in their order.
  public func rowsAndProbabilities(_ numbers: [Int]) -> (
    rows: Rows, probabilities: [Float]
  ) {
    let slots = model.architecture.inputs
    let probabilities = FloatBuffer(count: numbers.count * slots)
    let rows = draw(numbers, probabilities: probabilities)
    return (rows, Array(probabilities.array.prefix(numbers.count * slots)))
  }

  private func draw(_ numbers: [Int], probabilities: FloatBuffer?) -> Rows {
    let slots = model.architecture.inputs
    let drawn = DrawnRows(count: numbers.count, slots: slots)
    for (number, members) in membersByMask(numbers).enumerated() where !members.isEmpty {
      let network = network(number)
      team.forEachRange(of: members.count, size: DrawingSpace.lanes) { part in
        let members = members[part]
        let space = self.takeSpace()
        let theirs = probabilities.map { _ in
          FloatBuffer(count: slots * DrawingSpace.lanes)
        }
        let lanes = space.draw(
          members.map { UInt64(numbers[$0]) }, from: network, seed: self.seed,
          kernels: self.kernels,
          probabilities: theirs)
        drawn.take(members, from: space)
        if let probabilities, let theirs {
          drawn.take(theirs, lanes: lanes, of: members, network.mask.places, to: probabilities)
        }
        self.spaces.withLock { $0.append(space) }
      }
    }
    return drawn.packed()
  }

  /// Places in a list of rows, grouped by the mask that the rows are drawn from.
  private func membersByMask(_ numbers: [Int]) -> [[Int]] {
    let masks = model.masks.count
    if masks == 1 { return [Array(numbers.indices)] }
    var members = [[Int]](repeating: [], count: masks)
    for (place, row) in numbers.enumerated() {
      members[SampledRow.component(ofRow: row, seed: seed, masks: masks)].append(place)
    }
    return members
  }

  private func network(_ number: Int) -> DrawnNetwork {
    func gathered() -> DrawnNetwork {
      DrawnNetwork(
        MaskedNetwork(model.parameters, mask: model.masks[number], team: team),
        schema: model.schema)
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
private struct DrawnRows {
  private let count: Int
  private let slots: Int
  private let wordsPerRow: Int
  private let words: Block<UInt64>

  init(count: Int, slots: Int) {
    self.count = count
    self.slots = slots
    wordsPerRow = Rows.words(forColumns: slots)
    words = Block(count: count * wordsPerRow)
  }

  /// The rows with the places `members`, which were just drawn in `space`.
  func take(_ members: ArraySlice<Int>, from space: DrawingSpace) {
    for (lane, place) in members.enumerated() {
      _ = self[place].update(fromContentsOf: space.row(lane))
    }
  }

  /// Probabilities (sorted place, lane) of the rows with the places `members`, to (row, slot).
  func take(
    _ drawn: FloatBuffer, lanes: Int, of members: ArraySlice<Int>, _ places: [Int],
    to probabilities: FloatBuffer
  ) {
    for (slot, sorted) in places.enumerated() {
      for (lane, place) in members.enumerated() {
        probabilities.base[place * slots + slot] = drawn.base[sorted * lanes + lane]
      }
    }
  }

  func packed() -> Rows {
    var rows = Rows(columns: slots)
    rows.reserveCapacity(count)
    for row in 0..<count { rows.append(words: self[row]) }
    return rows
  }

  private subscript(row: Int) -> UnsafeMutableBufferPointer<UInt64> {
    UnsafeMutableBufferPointer(start: words.base + row * wordsPerRow, count: wordsPerRow)
  }
}
