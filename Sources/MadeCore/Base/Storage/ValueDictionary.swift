// The different texts of a column, numbered in the order in which they first appear.

/// Texts and their numbers.
///
/// Texts of up to seven bytes are their own keys, so most cells are found without comparing bytes.
/// The numbers depend on the order of the additions alone, never on the hash.
package final class ValueDictionary {
  /// The number of texts.
  package private(set) var count = 0
  private let table = OpenTable()
  private var bytes: [UInt8] = []
  /// Where each text ends in `bytes`.
  private var ends: [Int] = []

  package init() {}

  /// The table of `values`, all different, numbered from 0.
  convenience init(values: [[UInt8]]) {
    self.init()
    for value in values { value.withUnsafeBytes { _ = add($0) } }
    precondition(count == values.count, "a value twice")
  }

  /// A text by its number.
  package subscript(code: Int) -> ArraySlice<UInt8> {
    bytes[(code == 0 ? 0 : ends[code - 1])..<ends[code]]
  }

  /// The number of a text, nil if it is not there.
  @inline(__always)
  func find(_ text: UnsafeRawBufferPointer) -> Int? {
    table[place(of: text, key: Self.key(of: text))]
  }

  /// The number of a text, which is added if it is not there.
  @inline(__always)
  package func add(_ text: UnsafeRawBufferPointer) -> (code: Int, isNew: Bool) {
    let key = Self.key(of: text)
    let place = place(of: text, key: key)
    if let code = table[place] { return (code, false) }
    return (insert(text, key: key, at: place), true)
  }

  private func insert(_ text: UnsafeRawBufferPointer, key: UInt64, at place: Int) -> Int {
    let code = count
    table.insert(key, code: code, at: place)
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    count += 1
    return code
  }

  @inline(__always)
  private func place(of text: UnsafeRawBufferPointer, key: UInt64) -> Int {
    table.place(of: key) { text.count <= 7 || isEqual(text, $0) }
  }

  private func isEqual(_ text: UnsafeRawBufferPointer, _ code: Int) -> Bool {
    let start = code == 0 ? 0 : ends[code - 1]
    guard ends[code] - start == text.count else { return false }
    for index in 0..<text.count where bytes[start + index] != text[index] { return false }
    return true
  }

  /// Up to seven bytes and how many they are, or a mark and a hash for longer texts; never 0.
  @inline(__always)
  static func key(of text: UnsafeRawBufferPointer) -> UInt64 {
    let count = text.count
    if count > 7 { return ByteHash.value(of: text) | 0xff << 56 }
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
    UInt64(text.littleEndian(at: offset, as: UInt16.self))
  }

  @inline(__always)
  private static func four(_ text: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
    UInt64(text.littleEndian(at: offset, as: UInt32.self))
  }
}
