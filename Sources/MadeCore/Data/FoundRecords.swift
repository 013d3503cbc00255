// Records whose fields are found and whose cells nobody has read yet.

/// Some records of one text in a row, with their fields: what one thread finds and another one reads.
///
/// It belongs to one thread at a time, whence the `@unchecked`.
final class FoundRecords: @unchecked Sendable {
  /// Which of the fields are which columns.
  let map: ColumnMap
  private var bytes: [UInt8] = []
  private var fields: [FieldSpan] = []
  /// Where each record begins in `bytes`.
  private var starts: [Int] = []

  /// Bytes that are enough for one.
  private static let portion = 1 << 16

  init(_ map: ColumnMap) {
    self.map = map
    bytes.reserveCapacity(Self.portion + Self.portion / 4)
    fields.reserveCapacity(Self.portion / 4)
  }

  var isEmpty: Bool { starts.isEmpty }
  var isFull: Bool { bytes.count >= Self.portion }

  /// Copies a record, which has all the fields of the map.
  func append(_ record: UnsafeRawBufferPointer, _ found: [FieldSpan]) {
    starts.append(bytes.count)
    bytes.append(contentsOf: record)
    fields.append(contentsOf: found)
  }

  /// Calls `body` with each record and its fields.
  func forEach(_ body: (UnsafeRawBufferPointer, ArraySlice<FieldSpan>) -> Void) {
    bytes.withUnsafeBytes { bytes in
      for (index, start) in starts.enumerated() {
        let end = index + 1 < starts.count ? starts[index + 1] : bytes.count
        body(
          UnsafeRawBufferPointer(rebasing: bytes[start..<end]),
          fields[index * map.fieldCount..<(index + 1) * map.fieldCount])
      }
    }
  }
}
