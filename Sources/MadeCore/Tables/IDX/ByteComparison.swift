// Bytes against a threshold, eight at a time in one word.

/// Compares eight bytes at once with a threshold.
struct ByteComparison {
  /// Added to the low seven bits of a byte, it carries into the eighth if they are above.
  private let addend: UInt64
  /// All ones when bytes from 128 on are above whatever their low bits, else zero.
  private let highSuffices: UInt64
  /// The outcome for every byte, where it does not depend on the byte.
  private let constant: UInt64?

  /// The comparison `byte > threshold`.
  init(above threshold: Double) {
    // For whole numbers, above a threshold is above its floor.
    let floor = threshold < 0 ? -1 : threshold >= 255 ? 255 : Int(threshold)
    constant = floor < 0 ? 0xff : floor >= 255 ? 0 : nil
    highSuffices = floor < 128 ? .max : 0
    addend = UInt64(127 - max(0, floor) % 128) &* 0x0101_0101_0101_0101
  }

  /// In bit i the outcome for byte i of `bytes`, which lies at bits 8 i and up.
  func bits(_ bytes: UInt64) -> UInt64 {
    if let constant { return constant }
    let lowAbove = (bytes & 0x7f7f_7f7f_7f7f_7f7f) &+ addend
    let above = (lowAbove & bytes) | (lowAbove | bytes) & highSuffices
    // The product moves bit 8 i to bit 56 + i; no two of its terms overlap.
    return ((above >> 7 & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080) >> 56
  }
}
