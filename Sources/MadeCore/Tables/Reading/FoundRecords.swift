// Records whose fields have been found and whose cells have not been read yet.

/// Consecutive records of one text with their fields: one thread finds them, another one reads their cells.
///
/// Cells are read column by column, so that what is known about a column stays in the cache for many cells. One
/// thread at a time uses a block of records, hence the `@unchecked`.
final class FoundRecords: @unchecked Sendable {
  /// Which of the fields are which columns.
  private(set) var map = ColumnMap(fieldCount: 0)
  private var bytes: [UInt8] = []
  private let fields = FieldList()
  /// Where each record begins in `bytes`, and where the last one ends.
  private var starts = [0]

  /// Target size of a block, so that bytes and field spans fit in the L2 cache.
  private static let portion = 1 << 17

  /// Removes all records and keeps the memory.
  func begin(_ map: ColumnMap) {
    self.map = map
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    fields.removeAll()
  }

  /// The number of records.
  var count: Int { starts.count - 1 }
  var isFull: Bool { bytes.count >= Self.portion }

  /// Copies a record, which has all the fields of the map.
  func append(_ record: UnsafeRawBufferPointer, _ found: FieldList) {
    bytes.append(contentsOf: record)
    starts.append(bytes.count)
    fields.append(contentsOf: found)
  }

  /// Calls `body` with the cells of each field in turn, once no more records will come.
  func forEachField(_ body: (_ field: Int, Cells) -> Void) {
    bytes.append(contentsOf: repeatElement(0, count: Cells.margin))
    bytes.withUnsafeBytes { bytes in
      starts.withUnsafeBufferPointer { starts in
        fields.withUnsafeBufferPointer { fields in
          for index in 0..<map.fieldCount {
            body(
              index,
              Cells(
                bytes: bytes, starts: starts, fields: fields, first: index, stride: map.fieldCount))
          }
        }
      }
    }
    bytes.removeLast(Cells.margin)
  }

  /// The cells of one field, in the order of the records.
  struct Cells {
    fileprivate let bytes: UnsafeRawBufferPointer
    fileprivate let starts: UnsafeBufferPointer<Int>
    fileprivate let fields: UnsafeBufferPointer<FieldSpan>
    fileprivate let first: Int
    fileprivate let stride: Int

    /// Bytes that may be loaded beyond the last one.
    fileprivate static let margin = 8

    @inline(__always)
    var count: Int { starts.count &- 1 }

    @inline(__always)
    func field(_ record: Int) -> FieldSpan { fields[record &* stride &+ first] }

    func record(_ record: Int) -> UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(rebasing: bytes[starts[record]..<starts[record + 1]])
    }

    /// `RecentCells.key` of a cell, without a branch on its length.
    @inline(__always)
    func key(_ record: Int) -> UInt64 {
      let field = field(record)
      let length = UInt64(field.plainLength)
      if length > 7 { return 0 }
      let word = UInt64(
        littleEndian: bytes.loadUnaligned(
          fromByteOffset: starts[record] &+ field.start, as: UInt64.self))
      return word & ((1 &<< (8 &* length)) &- 1) | (length &+ 1) &<< 56
    }
  }
}
