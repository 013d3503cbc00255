// The hash of bytes: keys of hash tables, and names of random streams.

/// A 64-bit hash of bytes, the same in every process.
///
/// Its values may never change: `made-score --marginal` draws the random numbers of a record with holes from
/// the stream that this hash of the record names. The other hash, `Fingerprint` in Training, is kept in checkpoint
/// files and may not change either. They are two functions because `Fingerprint` takes its input piece by piece,
/// and because two training runs that differ in a single word must never have the same one.
package enum ByteHash {
  /// The hash of `bytes`, eight at a time.
  package static func value(of bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = UInt64(bytes.count) &* 0xff51_afd7_ed55_8ccd
    var index = 0
    while index + 8 <= bytes.count {
      hash = mixed(hash ^ bytes.littleEndian(at: index, as: UInt64.self))
      index += 8
    }
    var rest: UInt64 = 0
    while index < bytes.count {
      rest = rest << 8 | UInt64(bytes[index])
      index += 1
    }
    return mixed(hash ^ rest)
  }

  /// One round: 64 bits that look random, the same for the same ones.
  @inline(__always)
  package static func mixed(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: 0xc4ce_b9fe_1a85_ec53)
    return product.high ^ product.low
  }
}
