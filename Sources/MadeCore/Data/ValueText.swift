// Cells of typed columns as text.

/// The text of every slot of a schema, quoted where the format needs it.
struct ValueText: Sendable {
  private struct Cell: Sendable {
    let firstSlot: Int
    /// One text a slot; for a binary column those of 0 and 1.
    let texts: [[UInt8]]
    let isBinary: Bool
  }

  private let cells: [Cell]
  private let delimiter: UInt8

  init(schema: Schema, delimiter: UInt8) {
    self.delimiter = delimiter
    // In a table of one column an empty line would be a missing cell only in the middle.
    let empty = schema.columns.count == 1 ? Array("\"\"".utf8) : []
    var next = 0
    cells = schema.columns.map { column in
      defer { next += column.slots }
      switch column.kind {
      case .binary:
        return Cell(
          firstSlot: next, texts: [[UInt8(ascii: "0")], [UInt8(ascii: "1")]], isBinary: true)
      case .categorical(let categories):
        var texts = categories.values.map { Self.quoted($0, delimiter: delimiter) }
        // Another value is nothing that could be written.
        while texts.count < categories.slots { texts.append(empty) }
        return Cell(firstSlot: next, texts: texts, isBinary: false)
      }
    }
  }

  /// Appends the cells of a record, a delimiter between them.
  func append(_ words: ArraySlice<UInt64>, to bytes: inout [UInt8]) {
    words.withUnsafeBufferPointer { words in
      for (index, cell) in cells.enumerated() {
        if index > 0 { bytes.append(delimiter) }
        let first = cell.firstSlot
        if cell.isBinary {
          bytes.append(UInt8(ascii: "0") + UInt8(words[first / 64] >> UInt64(first % 64) & 1))
        } else if let slot = Self.firstSet(words, from: first, count: cell.texts.count) {
          bytes.append(contentsOf: cell.texts[slot])
        }
      }
    }
  }

  /// The place of the first 1 among `count` bits from `first` on.
  private static func firstSet(
    _ words: UnsafeBufferPointer<UInt64>, from first: Int, count: Int
  ) -> Int? {
    var word = first / 64
    var bits = words[word] & (.max << UInt64(first % 64))
    while bits == 0 {
      word += 1
      if 64 * word >= first + count { return nil }
      bits = words[word]
    }
    let slot = 64 * word + bits.trailingZeroBitCount - first
    return slot < count ? slot : nil
  }

  /// A field of text, in quotes if it would otherwise not be read back as it is.
  static func quoted(_ field: [UInt8], delimiter: UInt8) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    let needsQuotes =
      field.contains {
        $0 == delimiter || $0 == quote || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
      } || field.first?.isBlank == true || field.last?.isBlank == true
      // A byte order mark at the beginning of a file would be taken for one.
      || field.starts(with: [0xef, 0xbb, 0xbf])
    guard needsQuotes else { return field }
    var result = [quote]
    for byte in field {
      if byte == quote { result.append(quote) }
      result.append(byte)
    }
    return result + [quote]
  }
}
