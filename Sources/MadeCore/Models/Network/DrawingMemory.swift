// The memory in which the drawing kernel computes a network, position by position.

import CKernels

/// Activations, lists of ones, reals and outputs of up to 96 records; used by one thread at a time.
final class DrawingMemory: @unchecked Sendable {
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

  init(_ architecture: Architecture) {
    let lanes = Self.lanes
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
    column = FloatBuffer(count: (architecture.shapes.map(\.outputs).max() ?? 1) * lanes)
    index = .allocate(capacity: lanes)
    index.initialize(repeating: 0, count: lanes)
  }

  deinit {
    hiddenBases.deallocate()
    done.deallocate()
    ones.deallocate()
    index.deallocate()
  }

  /// A drawing in this memory, without rows, evidence, or anyone who draws numbers.
  ///
  /// - Parameter numbers: the indices of the records' random numbers, at most 96.
  func drawing(_ numbers: [UInt64], seed: UInt64, purpose: RandomPurpose) -> made_drawing {
    precondition(numbers.count <= Self.lanes)
    for (lane, number) in numbers.enumerated() { index[lane] = number }
    return made_drawing(
      lanes: Int32(padded(numbers.count, to: 16)), count: Int32(numbers.count), seed: seed,
      purpose: purpose.rawValue, index: index, hidden: hiddenBases,
      stream: stream?.base, done: done, ones: ones, reals: reals.base,
      numbers: nil, context: nil, column: column.base, rows: nil, rowBytes: 0,
      probabilities: nil, known: nil, isKnown: nil, weights: nil)
  }
}
