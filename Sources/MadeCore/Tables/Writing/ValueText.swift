// Cells of typed columns as text.

/// The text of every slot of a schema, quoted where the format needs it.
struct ValueText: Sendable {
  private struct Cell: Sendable {
    let firstSlot: Int
    /// One text a slot; for a binary column those of 0 and 1, for slots of several values none.
    let texts: [[UInt8]]
    let isBinary: Bool
    var shared = Shared.none
    /// The values that may be drawn, ascending and disjoint; nil for all.
    var within: [ClosedRange<Int>]?
  }

  /// What values share slots.
  private enum Shared: Sendable {
    case none
    case numbers(Bins)
    /// Words by their numbers, those before them have slots of their own.
    case words(alone: Int, groups: [Range<Int>], texts: [[UInt8]])
  }

  private let cells: [Cell]
  private let delimiter: UInt8

  /// - Parameter within: for each column the values that may be drawn, numbers in units and words by their
  ///   numbers, ascending and disjoint; nil for all.
  init(schema: Schema, delimiter: UInt8, within: [[ClosedRange<Int>]?]? = nil) {
    self.delimiter = delimiter
    // In a table of one column an empty line would be a missing cell only in the middle.
    let empty = schema.columns.count == 1 ? Array("\"\"".utf8) : []
    var next = 0
    cells = schema.columns.enumerated().map { index, column in
      defer { next += column.slots }
      switch column.kind {
      case .binary:
        return Cell(
          firstSlot: next, texts: [[UInt8(ascii: "0")], [UInt8(ascii: "1")]], isBinary: true)
      case .categorical(let categories):
        let values = categories.values.map { Self.quoted($0, delimiter: delimiter) }
        let alone = categories.valuesAlone
        var texts = values.prefix(alone) + categories.groups.map { _ in [] }
        // Another value is nothing that could be written.
        while texts.count < categories.slots { texts.append(empty) }
        return Cell(
          firstSlot: next, texts: Array(texts), isBinary: false,
          shared: categories.groups.isEmpty
            ? .none
            : .words(
              alone: alone, groups: categories.groups, texts: Array(values.dropFirst(alone))),
          within: within?[index])
      case .number(let bins):
        let texts = (0..<bins.slots).map { slot in
          slot >= bins.ranges.count
            ? empty
            : bins.width(ofSlot: slot) > 1
              ? [] : NumberText.text(bins.ranges[slot].lowerBound, of: bins)
        }
        return Cell(
          firstSlot: next, texts: texts, isBinary: false, shared: .numbers(bins),
          within: within?[index])
      }
    }
  }

  /// Appends the cells of a record, a delimiter between them.
  ///
  /// - Parameter random: chooses among the values of a slot; without it the middle one is taken.
  func append(
    _ words: ArraySlice<UInt64>, random: inout RandomStream?, to bytes: inout [UInt8]
  ) {
    for column in cells.indices {
      if column > 0 { bytes.append(delimiter) }
      append(words, column: column, random: &random, to: &bytes)
    }
  }

  /// Appends one cell of a record.
  func append(
    _ words: ArraySlice<UInt64>, column: Int, random: inout RandomStream?, to bytes: inout [UInt8]
  ) {
    let cell = cells[column]
    let first = cell.firstSlot
    words.withUnsafeBufferPointer { words in
      if cell.isBinary {
        bytes.append(UInt8(ascii: "0") + UInt8(words[first / 64] >> UInt64(first % 64) & 1))
      } else if let slot = words.firstSet(from: first, count: cell.texts.count) {
        switch cell.shared {
        case .numbers(let bins) where slot < bins.ranges.count && cell.texts[slot].isEmpty:
          let value = bins.ranges[slot].value(within: cell.within, &random)
          bytes.append(contentsOf: NumberText.text(value, of: bins))
        case .words(let alone, let groups, let texts)
        where slot >= alone && slot - alone < groups.count:
          let number = ClosedRange(groups[slot - alone]).value(within: cell.within, &random)
          bytes.append(contentsOf: texts[number - alone])
        default: bytes.append(contentsOf: cell.texts[slot])
        }
      }
    }
  }

  /// Whether a file that began with the field might be taken for one with a byte order mark, for gzip,
  /// IDX, or text of another width.
  private static func mayBeginOther(_ field: [UInt8]) -> Bool {
    switch field.first {
    case nil: false
    case (0...8)?, 0x1f, 0xfe, 0xff: true
    default: field.starts(with: [0xef, 0xbb, 0xbf])
    }
  }

  /// A field of text, in quotes if it would otherwise not be read back as it is.
  static func quoted(_ field: [UInt8], delimiter: UInt8) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    let needsQuotes =
      field.contains {
        $0 == delimiter || $0 == quote || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
      } || field.first?.isBlank == true || field.last?.isBlank == true
      || mayBeginOther(field)
    guard needsQuotes else { return field }
    var result = [quote]
    for byte in field {
      if byte == quote { result.append(quote) }
      result.append(byte)
    }
    return result + [quote]
  }
}
