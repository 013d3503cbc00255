// The counter-based random function that everything random here is drawn from.

/// Philox4x32-10: a keyed bijection of 128-bit counters whose outputs are statistically random.
///
/// There is no state to carry: block `n` of a stream is computed directly, so a row, a mask or a
/// dropout pattern depends on its address alone and never on how many threads drew what before.
///
/// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
package enum Philox {
  /// Four 32-bit words: a counter or a block of output.
  package typealias Block = SIMD4<UInt32>

  /// The random block at `counter` under the 64-bit `key`.
  package static func block(_ counter: Block, key: UInt64) -> Block {
    var words = counter
    var lowKey = UInt32(truncatingIfNeeded: key)
    var highKey = UInt32(truncatingIfNeeded: key >> 32)
    for round in 0..<10 {
      if round > 0 {
        lowKey &+= 0x9E37_79B9  // golden ratio
        highKey &+= 0xBB67_AE85  // square root of 3, minus 1
      }
      let first = UInt64(words[0]) &* 0xD251_1F53
      let second = UInt64(words[2]) &* 0xCD9E_8D57
      words = Block(
        UInt32(truncatingIfNeeded: second >> 32) ^ words[1] ^ lowKey,
        UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ words[3] ^ highKey,
        UInt32(truncatingIfNeeded: first))
    }
    return words
  }
}
