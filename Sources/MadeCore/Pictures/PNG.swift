// Pictures as PNG files (ISO/IEC 15948), by means of zlib.

import CZlib

extension GreyPicture {
  /// The picture as a PNG file: grey, 8 bits a pixel, not interlaced, rows unfiltered.
  ///
  /// Nothing but the pixels is in it: no time and no program's name. Equal pictures give equal bytes,
  /// as long as zlib is the same.
  ///
  /// - Throws: `PictureError.noMemory`.
  package func png() throws(PictureError) -> [UInt8] {
    var file = PNGFile()
    // Sides; bits; colour 0 is grey; deflate, adaptive filters, no interlacing.
    let sides = PNGFile.bytes(UInt32(extent.width)) + PNGFile.bytes(UInt32(extent.height))
    file.append("IHDR", sides + [8, 0, 0, 0, 0])
    file.append("IDAT", try compressed(filteredRows()))
    file.append("IEND", [])
    return file.bytes
  }

  /// Each row after the byte of its filter: 0, no filter, is the best for sharp edges.
  private func filteredRows() -> [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity(pixels.count + extent.height)
    for y in 0..<extent.height {
      rows.append(0)
      rows += pixels[y * extent.width..<(y + 1) * extent.width]
    }
    return rows
  }

  private func compressed(_ rows: [UInt8]) throws(PictureError) -> [UInt8] {
    // The bound exceeds the input, at most 2^26 + 2^16 bytes, by a fixed share: no overflow.
    var count = compressBound(uLong(rows.count))
    var bytes = [UInt8](repeating: 0, count: Int(count))
    guard compress2(&bytes, &count, rows, uLong(rows.count), Z_DEFAULT_COMPRESSION) == Z_OK else {
      throw .noMemory
    }
    bytes.removeLast(bytes.count - Int(count))
    return bytes
  }
}

/// The signature, then chunks: length, type, data, and the checksum of type and data.
private struct PNGFile {
  private(set) var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  mutating func append(_ type: String, _ data: [UInt8]) {
    bytes += Self.bytes(UInt32(data.count))
    let start = bytes.count
    bytes += type.utf8
    bytes += data
    bytes += Self.bytes(Checksum(bytes[start...]).value)
  }

  /// Most significant byte first.
  static func bytes(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
