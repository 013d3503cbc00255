// Dropping hidden units at random during training.

import CKernels

/// Which hidden units one training step drops: a pure function of (seed, step, layer, index in its buffer).
///
/// Kept activations are divided by the probability of keeping (inverted dropout), so that evaluation
/// needs no change. Source: Srivastava et al., JMLR 15, 2014.
package struct Dropout: Sendable {
  /// Probability of dropping a unit, below 1.
  let rate: Float
  let seed: UInt64
  let step: Int

  package init?(rate: Double, seed: UInt64, step: Int) {
    guard rate > 0 else { return nil }
    self.rate = Float(rate)
    self.seed = seed
    self.step = step
  }

  var factor: Float { 1 / (1 - rate) }

  /// Draws the pattern of elements `from..<from + count` of a layer and applies it.
  ///
  /// A group of 8 records or a block of rows starts at a multiple of 128 elements, so every group has whole
  /// elements of `keep` and a random stream of its own.
  func apply(
    layer: Int, to h: UnsafeMutablePointer<Float>, keep: Block<UInt16>, from: Int, count: Int
  ) {
    let words = keep.base.advanced(by: from / 16)
    let kernels = Kernels.table.pointee
    kernels.keep_pattern(
      seed, RandomPurpose.dropout.rawValue,
      UInt64(step) << 34 | UInt64(layer) << 24 | UInt64(from / Self.granule),
      count / Self.granule, UInt32(min(Double(rate) * 0x1p16, 65535)), words)
    kernels.drop(h, words, factor, count)
  }

  /// Elements to a random stream: the fewest that 8 records can have, or 8 units of 16 records.
  private static let granule = 128

  /// Backward: drops the same elements of the gradient, and undoes the factor in the activations, from which g'
  /// is computed.
  func backward(
    gradient: UnsafeMutablePointer<Float>, h: UnsafeMutablePointer<Float>, keep: Block<UInt16>,
    from: Int, count: Int
  ) {
    let kernels = Kernels.table.pointee
    kernels.drop(gradient, keep.base.advanced(by: from / 16), factor, count)
    kernels.drop(h, keep.base.advanced(by: from / 16), 1 / factor, count)
  }
}

/// Which inputs one training step drops: the network reads 0 in their place, but still predicts them.
///
/// Dropping an input that is 0 changes nothing, so only inputs that are 1 draw a number, in the order of their
/// ranks, from lane b's stream (seed, dropout, step x 2^34 + 1023 x 2^24 + b). A cell of numbers draws one for all
/// its inputs, be they ones or real: either half would tell the network the other.
package struct InputDropout: Sendable {
  private let threshold: UInt32
  private let seed: UInt64
  private let step: Int
  /// What the inputs that were kept are multiplied by.
  let factor: Float

  package init?(rate: Double, seed: UInt64, step: Int) {
    guard rate > 0 else { return nil }
    threshold = UInt32(min(rate * 0x1p32, 0x1p32 - 1))
    factor = 1 / (1 - Float(rate))
    self.seed = seed
    self.step = step
  }

  func pattern(ofLane lane: Int) -> Pattern {
    Pattern(
      threshold: threshold,
      random: RandomStream(
        seed: seed, purpose: .dropout,
        index: UInt64(step) << 34 | 1023 << 24 | UInt64(lane)))
  }

  /// One record's decisions.
  struct Pattern {
    fileprivate let threshold: UInt32
    fileprivate var random: RandomStream

    /// Whether the next input that is 1, or the next cell of numbers, is dropped.
    mutating func next() -> Bool { random.nextWord() < threshold }
  }
}
