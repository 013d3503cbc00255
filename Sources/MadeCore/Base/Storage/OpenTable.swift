// The one hash table of this module: it numbers the texts of a column and the rows of a table.

/// Numbers found by 64-bit keys: open addressing, at most half full.
///
/// A `place` is the index of a bucket.
///
/// Things that differ may have the same key. The table does not know what its keys stand for, so a lookup brings
/// its own comparison. It has its own memory, for the reason that `Growing` gives.
final class OpenTable {
  /// The key in each bucket, 0 if it is free; `codes` has the number that belongs to it.
  private var keys: UnsafeMutablePointer<UInt64>
  private var codes: UnsafeMutablePointer<UInt32>
  private var shift: UInt64
  private var count = 0

  /// A table that takes `room` numbers before it has to grow.
  init(room: Int = 8) {
    let bits = max(4, Int.bitWidth - max(2 * room - 1, 1).leadingZeroBitCount)
    shift = UInt64(64 - bits)
    keys = .allocate(capacity: 1 << bits)
    keys.initialize(repeating: 0, count: 1 << bits)
    codes = .allocate(capacity: 1 << bits)
    codes.initialize(repeating: 0, count: 1 << bits)
  }

  deinit {
    keys.deallocate()
    codes.deallocate()
  }

  private var capacity: Int { 1 &<< Int(truncatingIfNeeded: 64 &- shift) }

  /// The bucket of a key, or the free one where it would go.
  ///
  /// - Parameters:
  ///   - key: not 0.
  ///   - isSame: whether a number that has an equal key is the one looked for.
  @inline(__always)
  func place(of key: UInt64, isSame: (_ code: Int) -> Bool) -> Int {
    let last = capacity &- 1
    var place = Self.place(key, shift: shift)
    while true {
      let found = keys[place]
      if found == 0 { return place }
      if found == key && isSame(Int(codes[place])) { return place }
      place = (place &+ 1) & last
    }
  }

  /// The number in a bucket that `place(of:isSame:)` found; nil if it is free.
  @inline(__always)
  subscript(place: Int) -> Int? { keys[place] == 0 ? nil : Int(codes[place]) }

  /// Fills a free bucket; buckets found before are no longer valid, because the table may grow.
  func insert(_ key: UInt64, code: Int, at place: Int) {
    keys[place] = key
    codes[place] = UInt32(truncatingIfNeeded: code)
    count += 1
    if 2 * count > capacity { grow() }
  }

  private func grow() {
    let (oldKeys, oldCodes, oldCapacity) = (keys, codes, capacity)
    shift -= 1
    let capacity = capacity
    keys = .allocate(capacity: capacity)
    keys.initialize(repeating: 0, count: capacity)
    codes = .allocate(capacity: capacity)
    codes.initialize(repeating: 0, count: capacity)
    for old in 0..<oldCapacity where oldKeys[old] != 0 {
      var place = Self.place(oldKeys[old], shift: shift)
      while keys[place] != 0 { place = (place + 1) & (capacity - 1) }
      keys[place] = oldKeys[old]
      codes[place] = oldCodes[old]
    }
    oldKeys.deallocate()
    oldCodes.deallocate()
  }

  /// The bucket of a key among 2^(64 - `shift`): the upper bits of its product with the golden ratio, which spreads
  /// keys that differ in a few lower bits only.
  @inline(__always)
  static func place(_ key: UInt64, shift: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) &>> shift)
  }
}
