// Everything that can be wrong with an IDX file itself, as values.

/// Why bytes are not a sound IDX file.
public enum IDXFault: Error, Equatable, Sendable {
  /// The type is not unsigned bytes; `name` when it is one of the others.
  case type(UInt8, name: String?)
  /// There are no dimensions.
  case dimensions
  /// The header looks like one with its bytes swapped.
  case byteOrder
  /// The records have no cells: one of the sizes is 0.
  case emptyRecords
  /// The product of the sizes is beyond what an Int holds.
  case tooLarge
  /// The file ends before its declared end; both are counted in bytes of plain data, header included.
  case truncated(expected: Int, found: Int)
  /// The file goes on after its declared end, at the offset `byte`.
  case trailingBytes(byte: Int)
}
