// The checksum of model files, checkpoints and pictures.

import CZlib

/// zlib's CRC-32 of bytes that come piece by piece.
package struct Checksum {
  /// The checksum of all bytes so far; 0 before the first.
  package private(set) var value: UInt32 = 0

  /// The checksum of no bytes.
  package init() {}

  /// The checksum of some bytes.
  package init(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { add($0) } }

  /// Adds the next bytes.
  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // zlib counts in 32 bits.
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      let start = part.bindMemory(to: UInt8.self).baseAddress
      value = UInt32(truncatingIfNeeded: crc32(UInt(value), start, UInt32(part.count)))
      rest = rest.dropFirst(part.count)
    }
  }
}
