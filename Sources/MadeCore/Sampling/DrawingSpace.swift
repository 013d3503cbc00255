// The room in which records are drawn side by side.

import CKernels

/// Activations, lists of ones and finished cells of up to 96 records; used by one thread at a time.
final class DrawingSpace: @unchecked Sendable {
  static let lanes = Int(MADE_DRAWN)

  private let hidden: [FloatBuffer]
  private let hiddenBases: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  private let stream: FloatBuffer?
  private let done: UnsafeMutablePointer<Int32>
  private let ones: UnsafeMutablePointer<Int32>
  /// The logits of a categorical column.
  private let column: FloatBuffer
  private let index: UnsafeMutablePointer<UInt64>
  private let wordsPerRow: Int
  /// Cells of the records last drawn, (records, words per row); bit b % 64 of word b / 64 is bit b.
  let words: UnsafeMutableBufferPointer<UInt64>

  init(_ architecture: Architecture) {
    let lanes = Self.lanes
    wordsPerRow = Rows.words(forColumns: architecture.ones)
    hidden = architecture.hidden.map { FloatBuffer(count: padded($0, to: 16) * lanes) }
    stream = architecture.residual ? FloatBuffer(count: hidden[0].count) : nil
    hiddenBases = .allocate(capacity: hidden.count)
    for (layer, buffer) in hidden.enumerated() {
      (hiddenBases + layer).initialize(to: buffer.base)
    }
    done = .allocate(capacity: hidden.count)
    done.initialize(repeating: 0, count: hidden.count)
    ones = .allocate(capacity: architecture.columns * lanes)
    column = FloatBuffer(count: (architecture.shapes.map(\.outputs).max() ?? 1) * lanes)
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
  ///   - probabilities: if wanted, room for the probabilities of 1, (inputs, lanes) by place.
  ///   - evidence: what is known of these rows, one a lane; nil when that is nothing.
  ///   - positions: how many columns are drawn, the first ones of the ordering; nil for all.
  /// - Returns: that number of lanes: one a row, padded to a multiple of 16.
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
    var drawing = made_drawing(
      lanes: Int32(lanes), count: Int32(numbers.count), seed: seed,
      purpose: purpose.rawValue, index: index, hidden: hiddenBases,
      stream: stream?.base, done: done, ones: ones,
      column: column.base, words: words.baseAddress,
      wordsPerRow: wordsPerRow,
      probabilities: probabilities?.base, known: evidence?.known.base,
      isKnown: UnsafePointer(evidence?.isKnown), weights: evidence?.weights.base)
    var description = network.description.pointee
    if let positions { description.positions = Int32(positions) }
    kernels.pointee.draw(&description, &drawing)
    return lanes
  }

  /// The words of the record at `lane` of those last drawn.
  func row(_ lane: Int) -> Slice<UnsafeMutableBufferPointer<UInt64>> {
    words[lane * wordsPerRow..<(lane + 1) * wordsPerRow]
  }
}
