// The workspace in which records are drawn side by side.

import CKernels

/// Activations, lists of ones and finished cells of up to 96 records; used by one thread at a time.
final class DrawingSpace: @unchecked Sendable {
  static let lanes = Int(MADE_DRAWN)

  private let hidden: [FloatBuffer]
  private let hiddenBases: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  private let stream: FloatBuffer?
  private let done: UnsafeMutablePointer<Int32>
  private let ones: UnsafeMutablePointer<Int32>
  private let reals: FloatBuffer
  /// The outputs of the column that is being drawn.
  private let column: FloatBuffer
  private let index: UnsafeMutablePointer<UInt64>
  private let wordsPerRow: Int
  /// The rows last drawn, (rows, words per row), as their layout says.
  let words: UnsafeMutableBufferPointer<UInt64>

  init(_ architecture: Architecture, layout: RowLayout) {
    let lanes = Self.lanes
    wordsPerRow = layout.wordsPerRow
    hidden = architecture.hidden.map { FloatBuffer(count: padded($0, to: 16) * lanes) }
    stream = architecture.residual ? FloatBuffer(count: hidden[0].count) : nil
    hiddenBases = .allocate(capacity: hidden.count)
    for (layer, buffer) in hidden.enumerated() {
      (hiddenBases + layer).initialize(to: buffer.base)
    }
    done = .allocate(capacity: hidden.count)
    done.initialize(repeating: 0, count: hidden.count)
    ones = .allocate(capacity: architecture.columns * lanes)
    reals = FloatBuffer(count: architecture.reals * lanes)
    column = FloatBuffer(count: (architecture.conditionals.map(\.outputs).max() ?? 1) * lanes)
    index = .allocate(capacity: lanes)
    index.initialize(repeating: 0, count: lanes)
    words = .allocate(capacity: wordsPerRow * lanes)
    words.initialize(repeating: 0)
  }

  deinit {
    hiddenBases.deallocate()
    done.deallocate()
    ones.deallocate()
    index.deallocate()
    words.deallocate()
  }

  /// Draws the rows with these numbers, at most 96, into `words`.
  ///
  /// - Parameters:
  ///   - purpose: of the streams of random numbers, one for each row number.
  ///   - probabilities: if not nil, takes the probabilities that cells are drawn with, (outputs, lanes) by rank;
  ///     see `Drawn`.
  ///   - evidence: what is known of these rows, one a lane; nil if nothing is.
  ///   - positions: how many columns are drawn, the first ones of the ordering; nil for all.
  /// - Returns: how many lanes were used: one a row, padded to a multiple of 16.
  @discardableResult
  func draw(
    _ numbers: [UInt64], from network: DrawnNetwork, seed: UInt64,
    purpose: RandomPurpose = .sampledRow, kernels: UnsafePointer<made_kernels>,
    probabilities: FloatBuffer? = nil, evidence: EvidenceLanes? = nil, positions: Int? = nil
  ) -> Int {
    precondition(numbers.count <= Self.lanes)
    let lanes = padded(numbers.count, to: 16)
    for (lane, row) in numbers.enumerated() { index[lane] = row }
    words.update(repeating: 0)
    let drawer = NumberDrawing(network, seed: seed, purpose: purpose, evidence: evidence)
    var drawing = made_drawing(
      lanes: Int32(lanes), count: Int32(numbers.count), seed: seed,
      purpose: purpose.rawValue, index: index, hidden: hiddenBases,
      stream: stream?.base, done: done, ones: ones, reals: reals.base,
      numbers: NumberDrawing.draw, context: Unmanaged.passUnretained(drawer).toOpaque(),
      column: column.base,
      rows: UnsafeMutableRawPointer(words.baseAddress)?
        .assumingMemoryBound(to: UInt8.self),
      rowBytes: wordsPerRow * 8,
      probabilities: probabilities?.base, known: evidence?.known.base,
      isKnown: UnsafePointer(evidence?.isKnown), weights: evidence?.weights.base)
    var description = network.description.pointee
    if let positions { description.positions = Int32(positions) }
    withExtendedLifetime(drawer) { kernels.pointee.draw(&description, &drawing) }
    return lanes
  }

  /// The row at `lane` of those last drawn.
  func row(_ lane: Int) -> Slice<UnsafeMutableBufferPointer<UInt64>> {
    words[lane * wordsPerRow..<(lane + 1) * wordsPerRow]
  }
}
