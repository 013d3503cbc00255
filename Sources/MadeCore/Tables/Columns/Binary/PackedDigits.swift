// The fast path of text: a record that is exactly `0,1,0,1`, one digit a cell.
//
// Eight bytes hold four cells. Exclusive-or with "0,0,0,0," leaves each cell's bit in its byte's
// lowest position and zeros elsewhere; anything else shows that it is not such a record. Four times eight
// bytes give 16 cells. The general state machine is the oracle: a record is taken here only when it means
// the same there.

enum PackedDigits {
  /// Reads `columns` single digits between `columns - 1` delimiters.
  ///
  /// - Parameters:
  ///   - bytes: At least `2 * columns` readable bytes; what follows the last digit is not looked at.
  ///   - words: `columns / 64` words, rounded up; written only in part when the result is false.
  /// - Returns: Whether the bytes were such a record.
  @inline(__always)
  static func unpack(
    _ bytes: UnsafeRawPointer, columns: Int, delimiter: UInt8,
    into words: UnsafeMutablePointer<UInt64>
  ) -> Bool {
    // "0" and the delimiter alternately, as memory holds them.
    let pair = UInt64(UInt8(ascii: "0")) | UInt64(delimiter) << 8
    let pattern = pair &* 0x0001_0001_0001_0001
    let cells: UInt64 = 0x0001_0001_0001_0001
    var column = 0
    var word: UInt64 = 0
    // The last cell is not followed by a delimiter, so it is left to the loop below.
    while column &+ 16 < columns {
      let at = bytes + 2 &* column
      let first = load(at) ^ pattern
      let second = load(at + 8) ^ pattern
      let third = load(at + 16) ^ pattern
      let fourth = load(at + 24) ^ pattern
      if (first | second | third | fourth) & ~cells != 0 { return false }
      // Bit 16 j + 4 k is cell j of word k, cell 4 k + j of the sixteen.
      let spread = first | second << 4 | third << 8 | fourth << 12
      let sixteen = (spread | spread >> 15 | spread >> 30 | spread >> 45) & 0xffff
      word |= sixteen << UInt64(truncatingIfNeeded: column & 63)
      column &+= 16
      if column & 63 == 0 {
        words[column / 64 &- 1] = word
        word = 0
      }
    }
    while column < columns {
      let digit = bytes.load(fromByteOffset: 2 &* column, as: UInt8.self) ^ UInt8(ascii: "0")
      if digit > 1 { return false }
      let isLast = column &+ 1 == columns
      if !isLast && bytes.load(fromByteOffset: 2 &* column &+ 1, as: UInt8.self) != delimiter {
        return false
      }
      word |= UInt64(digit) << UInt64(truncatingIfNeeded: column & 63)
      column &+= 1
      if column & 63 == 0 || isLast {
        words[(column &- 1) / 64] = word
        word = 0
      }
    }
    return true
  }

  @inline(__always)
  private static func load(_ bytes: UnsafeRawPointer) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
  }

  /// Appends `0,1,0`: four cells at a time, the reverse of `unpack`.
  static func pack(
    _ cells: ArraySlice<UInt64>, columns: Int, delimiter: UInt8, to bytes: inout [UInt8]
  ) {
    let pair = UInt64(UInt8(ascii: "0")) | UInt64(delimiter) << 8
    let pattern = pair &* 0x0001_0001_0001_0001
    let start = bytes.count
    // Whole words of 64 cells are written, 128 bytes each, and what is too much is removed.
    bytes.append(contentsOf: repeatElement(0, count: 128 * cells.count))
    bytes.withUnsafeMutableBytes { buffer in
      var position = start
      for word in cells {
        var rest = word
        for _ in 0..<16 {
          let four = rest & 15
          let spread = (four | four << 15 | four << 30 | four << 45) & 0x0001_0001_0001_0001
          buffer.storeBytes(
            of: (pattern | spread).littleEndian, toByteOffset: position, as: UInt64.self)
          rest >>= 4
          position += 8
        }
      }
    }
    // No delimiter follows the last cell.
    bytes.removeLast(bytes.count - start - (2 * columns - 1))
  }
}
