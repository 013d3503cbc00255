// The workspace in which records are drawn side by side.

import CKernels

/// Activations, lists of ones and finished cells of up to 96 records; used by one thread at a time.
final class DrawingSpace: @unchecked Sendable {
  static let lanes = DrawingMemory.lanes

  private let memory: DrawingMemory
  private let wordsPerRow: Int
  /// The rows last drawn, (rows, words per row), as their layout says.
  let words: UnsafeMutableBufferPointer<UInt64>

  init(_ architecture: Architecture, layout: RowLayout) {
    let lanes = Self.lanes
    wordsPerRow = layout.wordsPerRow
    memory = DrawingMemory(architecture)
    words = .allocate(capacity: wordsPerRow * lanes)
    words.initialize(repeating: 0)
  }

  deinit { words.deallocate() }

  /// Draws the rows with these numbers, at most 96, into `words`.
  ///
  /// - Parameters:
  ///   - purpose: of the streams of random numbers, one for each row number.
  ///   - probabilities: if not nil, takes the probabilities that cells are drawn with, (outputs, lanes) by rank;
  ///     see `Drawn`.
  ///   - evidence: what is known of these rows, one a lane; nil if nothing is.
  ///   - moves: takes the numbers that a flow moves; nil without one.
  ///   - positions: how many columns are drawn, the first ones of the ordering; nil for all.
  /// - Returns: how many lanes were used: one a row, padded to a multiple of 16.
  @discardableResult
  func draw(
    _ numbers: [UInt64], from network: DrawnNetwork, seed: UInt64,
    purpose: RandomPurpose = .sampledRow, kernels: UnsafePointer<made_kernels>,
    probabilities: FloatBuffer? = nil, evidence: EvidenceLanes? = nil, moves: MovedDraws? = nil,
    positions: Int? = nil
  ) -> Int {
    words.update(repeating: 0)
    let drawer = NumberDrawing(
      network, seed: seed, purpose: purpose, evidence: evidence, moves: moves)
    var drawing = memory.drawing(numbers, seed: seed, purpose: purpose)
    drawing.numbers = NumberDrawing.draw
    drawing.context = Unmanaged.passUnretained(drawer).toOpaque()
    drawing.rows = UnsafeMutableRawPointer(words.baseAddress)?
      .assumingMemoryBound(to: UInt8.self)
    drawing.rowBytes = wordsPerRow * 8
    drawing.probabilities = probabilities?.base
    drawing.known = UnsafePointer(evidence?.known.base)
    drawing.isKnown = UnsafePointer(evidence?.isKnown)
    drawing.weights = evidence?.weights.base
    var description = network.description.pointee
    if let positions { description.positions = Int32(positions) }
    withExtendedLifetime(drawer) { kernels.pointee.draw(&description, &drawing) }
    return Int(drawing.lanes)
  }

  /// The row at `lane` of those last drawn.
  func row(_ lane: Int) -> Slice<UnsafeMutableBufferPointer<UInt64>> {
    words[lane * wordsPerRow..<(lane + 1) * wordsPerRow]
  }
}
