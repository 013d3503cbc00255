// Eight bytes looked at together, in an ordinary register.

/// Eight bytes of a text, the first one lowest.
package struct EightBytes {
  private let word: UInt64

  package static let lineFeeds = EightBytes(repeating: UInt8(ascii: "\n"))
  package static let carriages = EightBytes(repeating: UInt8(ascii: "\r"))
  package static let quotes = EightBytes(repeating: UInt8(ascii: "\""))
  package static let spaces = EightBytes(repeating: UInt8(ascii: " "))

  @inline(__always)
  package init(repeating byte: UInt8) { word = UInt64(byte) &* 0x0101_0101_0101_0101 }

  @inline(__always)
  package init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    word = bytes.littleEndian(at: offset)
  }

  /// Where the two agree: the highest bit of each such byte is set, all other bits are 0.
  @inline(__always)
  package func places(of other: EightBytes) -> UInt64 {
    let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
    let difference = word ^ other.word
    // The sum carries into a byte's highest bit if one of its lower bits is set, and never beyond.
    return ~(((difference & low) &+ low) | difference | low)
  }
}
