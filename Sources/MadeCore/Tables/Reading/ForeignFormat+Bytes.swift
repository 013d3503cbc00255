// Files that people have instead of CSV, by their first bytes: to be named, not read.

extension ForeignFormat {
  /// The first bytes of each format that can be nothing else.
  private static let beginnings: [(bytes: [UInt8], format: ForeignFormat)] = [
    ([0xfd, 0x37, 0x7a, 0x58, 0x5a], .xz), (Array("BZh".utf8), .bzip2),
    ([0x28, 0xb5, 0x2f, 0xfd], .zstd), ([0x04, 0x22, 0x4d, 0x18], .lz4),
    ([0x37, 0x7a, 0xbc, 0xaf], .sevenZip), ([0x50, 0x4b, 0x03, 0x04], .zip),
    ([0xd0, 0xcf, 0x11, 0xe0], .excel), (Array("PAR1".utf8), .parquet),
    (Array("ARROW1".utf8), .arrow), (Array("SQLite format 3".utf8), .sqlite),
    ([0x89, 0x48, 0x44, 0x46], .hdf5), (Array("%PDF-".utf8), .pdf),
    ([0x89, 0x4d, 0x41, 0x44, 0x45], .model),
    (Array("{\"".utf8), .json), (Array("{\n".utf8), .json), (Array("{ ".utf8), .json),
    (Array("[{".utf8), .json), (Array("[\n".utf8), .json), (Array("[[".utf8), .json),
    (Array("<!DOCTYPE".utf8), .html), (Array("<html".utf8), .html), (Array("<?xml".utf8), .html),
  ]

  /// Looks at the first bytes, reading more only as long as they agree with a beginning: no line of text does that
  /// to its end.
  init?(_ buffer: InputBuffer) throws(InputError) {
    var candidates = Self.beginnings
    var length = 0
    while !candidates.isEmpty {
      try buffer.fill(atLeast: length + 1)
      guard buffer.count > length else { return nil }
      let byte = buffer.bytes[length]
      candidates.removeAll { $0.bytes[length] != byte }
      length += 1
      if let found = candidates.first(where: { $0.bytes.count == length }) {
        self = found.format
        if self == .zip && Self.holdsSheets(buffer.bytes) { self = .excel }
        return
      }
    }
    return nil
  }

  /// Whether a zip archive is a workbook, by the names of its first members.
  private static func holdsSheets(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let text = String(decoding: bytes.prefix(4096), as: UTF8.self)
    return text.contains("[Content_Types].xml") || text.contains("xl/")
      || text.contains("opendocument.spreadsheet")
  }
}
