// The different texts of a column, each with a number: the order in which they were first met.

/// A hash table of texts, open-addressed.
///
/// Texts of up to seven bytes are their own keys, so most cells are found without comparing bytes.
/// The numbers depend on the order of the additions alone, never on the hash.
package final class ValueDictionary {
  /// The number of texts.
  package private(set) var count = 0

  /// For each place of the table 0, or the key of its text; `codes` has the text's number.
  private var keys: UnsafeMutablePointer<UInt64>
  private var codes: UnsafeMutablePointer<UInt32>
  private var shift: UInt64
  private var bytes: [UInt8] = []
  /// Where each text ends in `bytes`.
  private var ends: [Int] = []

  package init() {
    shift = 64 - 4
    keys = .allocate(capacity: 16)
    keys.initialize(repeating: 0, count: 16)
    codes = .allocate(capacity: 16)
    codes.initialize(repeating: 0, count: 16)
  }

  /// The table of `values`, all different, numbered from 0.
  convenience init(values: [[UInt8]]) {
    self.init()
    for value in values { value.withUnsafeBytes { _ = add($0) } }
    precondition(count == values.count, "a value twice")
  }

  deinit {
    keys.deallocate()
    codes.deallocate()
  }

  private var capacity: Int { 1 &<< Int(truncatingIfNeeded: 64 &- shift) }

  /// A text by its number.
  package subscript(code: Int) -> ArraySlice<UInt8> {
    bytes[(code == 0 ? 0 : ends[code - 1])..<ends[code]]
  }

  /// The number of a text, nil if it is not there.
  @inline(__always)
  func find(_ text: UnsafeRawBufferPointer) -> Int? {
    let place = place(of: text, key: Self.key(of: text))
    return keys[place] == 0 ? nil : Int(codes[place])
  }

  /// The number of a text, which is added if it is not there.
  @inline(__always)
  package func add(_ text: UnsafeRawBufferPointer) -> (code: Int, isNew: Bool) {
    let key = Self.key(of: text)
    let place = place(of: text, key: key)
    if keys[place] != 0 { return (Int(codes[place]), false) }
    return (insert(text, key: key, at: place), true)
  }

  private func insert(_ text: UnsafeRawBufferPointer, key: UInt64, at place: Int) -> Int {
    let code = count
    keys[place] = key
    codes[place] = UInt32(truncatingIfNeeded: code)
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    count += 1
    if 2 * count > capacity { grow() }
    return code
  }

  /// The place of a text, or the free place where it would be.
  @inline(__always)
  private func place(of text: UnsafeRawBufferPointer, key: UInt64) -> Int {
    let last = capacity &- 1
    var place = Self.place(key, shift)
    while true {
      let found = keys[place]
      if found == 0 { return place }
      if found == key && (text.count <= 7 || isEqual(text, Int(codes[place]))) { return place }
      place = (place &+ 1) & last
    }
  }

  private func isEqual(_ text: UnsafeRawBufferPointer, _ code: Int) -> Bool {
    let start = code == 0 ? 0 : ends[code - 1]
    guard ends[code] - start == text.count else { return false }
    for index in 0..<text.count where bytes[start + index] != text[index] { return false }
    return true
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
      var place = Self.place(oldKeys[old], shift)
      while keys[place] != 0 { place = (place + 1) & (capacity - 1) }
      keys[place] = oldKeys[old]
      codes[place] = oldCodes[old]
    }
    oldKeys.deallocate()
    oldCodes.deallocate()
  }

  @inline(__always)
  private static func place(_ key: UInt64, _ shift: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) &>> shift)
  }

  /// Up to seven bytes and their number, or a hash below a mark for longer texts; never 0.
  @inline(__always)
  static func key(of text: UnsafeRawBufferPointer) -> UInt64 {
    let count = text.count
    if count > 7 { return hash(text) | 0xff << 56 }
    let length = UInt64(truncatingIfNeeded: count &+ 1) << 56
    if count == 1 { return length | UInt64(text[0]) }
    if count == 0 { return length }
    // Two loads, one from either end; where they overlap they agree.
    let rest = count >= 4 ? count &- 4 : count &- 2
    let (first, last) =
      count >= 4
      ? (four(text, at: 0), four(text, at: rest)) : (two(text, at: 0), two(text, at: rest))
    return length | first | last &<< UInt64(truncatingIfNeeded: 8 &* rest)
  }

  @inline(__always)
  private static func two(_ text: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
    UInt64(UInt16(littleEndian: text.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
  }

  @inline(__always)
  private static func four(_ text: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
    UInt64(UInt32(littleEndian: text.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }

  /// A hash of any bytes, eight at a time.
  static func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
    var hash = UInt64(text.count) &* 0xff51_afd7_ed55_8ccd
    var index = 0
    while index + 8 <= text.count {
      let word = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      hash = mixed(hash ^ UInt64(littleEndian: word))
      index += 8
    }
    var rest: UInt64 = 0
    while index < text.count {
      rest = rest << 8 | UInt64(text[index])
      index += 1
    }
    return mixed(hash ^ rest)
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: 0xc4ce_b9fe_1a85_ec53)
    return product.high ^ product.low
  }
}
