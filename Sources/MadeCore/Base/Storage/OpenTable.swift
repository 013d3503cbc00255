// One hash table for all that is numbered here: texts of a column, rows of a table.

/// Numbers, found by 64-bit keys: open addressing, at most half of the places taken.
///
/// Keys need not differ where what they stand for does. The table knows nothing of that; who looks up a key
/// brings the comparison. It has its own memory, for the reason that `Growing` gives.
final class OpenTable {
  /// For each place 0, or a key; `codes` has its number.
  private var keys: UnsafeMutablePointer<UInt64>
  private var codes: UnsafeMutablePointer<UInt32>
  private var shift: UInt64
  private var count = 0

  /// A table in which `room` numbers have a place before it has to grow.
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

  /// The place of a key, or the free place where it would be.
  ///
  /// - Parameters:
  ///   - key: not 0.
  ///   - isSame: whether the number of an equal key is the one that is looked for.
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

  /// The number at a place that `place(of:isSame:)` gave; nil if it is free.
  @inline(__always)
  subscript(place: Int) -> Int? { keys[place] == 0 ? nil : Int(codes[place]) }

  /// Takes a free place, after which places are no longer what they were.
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

  /// Where a key belongs among 2^(64 - `shift`) places: the upper bits of a product with the golden ratio,
  /// for keys that differ in a few lower bits only.
  @inline(__always)
  static func place(_ key: UInt64, shift: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) &>> shift)
  }
}
