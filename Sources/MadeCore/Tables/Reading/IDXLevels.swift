// Bytes of IDX that are numbers: grey levels.

/// Reads each byte of a record as the number that it is, by way of the text of that number.
///
/// So levels are inferred, binned, smoothed and refused as the numbers of any table are, without a second piece
/// of code that knows how.
final class IDXLevels {
  private let cells: any RecordCells
  private let source: String
  /// `0,255,17`: at most four bytes to a level.
  private let digits: UnsafeMutableRawBufferPointer
  private let fields = FieldList()
  private var length = 0

  /// Begins an input of the given name, whose bytes are the fields of `map`.
  init(_ cells: any RecordCells, source: String, map: ColumnMap) throws(InputError) {
    self.cells = cells
    self.source = source
    try cells.begin(InputFields(source: source, map: map))
    digits = .allocate(byteCount: 4 * map.fieldCount, alignment: 1)
  }

  deinit { digits.deallocate() }

  /// The record read last, as a line of text.
  var text: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: digits[..<length]) }

  /// Reads the bytes of a record into the cells of a row.
  ///
  /// - Parameter record: its number from 1, for messages.
  /// - Returns: What is wrong with the first byte that is wrong.
  func read(
    _ bytes: UnsafeRawBufferPointer, record: Int, into row: RecordBuffer
  ) -> InputError? {
    fields.removeAll()
    var end = 0
    func put(_ digit: UInt8) {
      digits[end] = UInt8(ascii: "0") &+ digit
      end &+= 1
    }
    for byte in bytes {
      let start = end
      if byte >= 100 { put(byte / 100) }
      if byte >= 10 { put(byte / 10 % 10) }
      put(byte % 10)
      fields.append(FieldSpan(start: start, end: end))
      digits[end] = UInt8(ascii: ",")
      end &+= 1
    }
    length = max(end - 1, 0)
    guard let problem = cells.read(text, fields, line: record, into: row) else { return nil }
    switch problem {
    case .cell(_, _, let field, _, .binary, _):
      return .idxCell(source: source, record: record, field: field, found: bytes[field - 1])
    case .cell(_, _, let field, _, _, _), .missingValue(_, _, let field, _),
      .unseenValue(_, _, let field, _, _):
      return .idxLevel(source: source, record: record, field: field, found: bytes[field - 1])
    default: return problem
    }
  }
}
