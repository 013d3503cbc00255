// What an input is, by its first bytes. Names and suffixes play no part.

/// The kinds of (inflated) input.
enum InputKind: Equatable {
  case empty
  case text
  case idx

  /// Looks at the first bytes, reading no more of them than a line of text is sure to have.
  init(_ buffer: InputBuffer, format: InputFormat) throws(InputError) {
    // Two bytes: a line has at least a byte and its end.
    try buffer.fill(atLeast: 2)
    guard let first = buffer.bytes.first else {
      self = .empty
      return
    }
    switch first {
    // Beginnings that only IDX, text of another width, and a byte order mark have.
    case 0...8, 0xef, 0xfe, 0xff: try buffer.fill(atLeast: 4)
    default: break
    }
    let isAsked = format != .automatic
    if !isAsked, let foreign = try ForeignFormat(buffer) {
      throw .foreign(source: buffer.source.name, foreign)
    }
    let head = buffer.bytes.prefix(4)
    let isText = format == .csv || format == .tsv
    if !isText && head.starts(with: [0, 0]) {
      self = .idx
      return
    }
    if !isText && Self.isSwappedIDX(head) { throw .idx(source: buffer.source.name, .byteOrder) }
    if format == .idx { throw .notIDX(source: buffer.source.name) }
    if head.starts(with: [0xff, 0xfe]) || head.starts(with: [0xfe, 0xff])
      || head.prefix(2).contains(0)
    {
      throw .wideText(source: buffer.source.name)
    }
    self = .text
  }

  /// `nn tt 00 00`: a magic number written by a little-endian machine.
  private static func isSwappedIDX(_ head: Slice<UnsafeRawBufferPointer>) -> Bool {
    let bytes = Array(head)
    return bytes.count == 4 && (1...8).contains(bytes[0])
      && IDXHeader.typeNames.keys.contains(bytes[1]) && bytes[2] == 0 && bytes[3] == 0
  }
}
