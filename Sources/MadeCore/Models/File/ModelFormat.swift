// The fixed facts of the model format, version 1; man/made-model.5 is its specification.

/// Constants and small conversions of the model file format.
public enum ModelFormat {
  /// The version this release writes, and the latest that it reads.
  public static let version: UInt32 = 1
  /// "\x89MADE\r\n\x1a": shows damage by text-mode transfers, as PNG's does.
  package static let magic: [UInt8] = [0x89, 0x4D, 0x41, 0x44, 0x45, 0x0D, 0x0A, 0x1A]
  /// Bytes before the header text.
  package static let prefixLength = 32

  package static let maximumHeaderBytes = 1 << 26
  package static let maximumInputs = 1 << 24
  package static let maximumLayers = 64
  package static let maximumUnits = 1 << 24
  package static let maximumMasks = 1 << 16
  package static let maximumParameters = 1 << 31

  /// Whether `weights` of full matrices are in proportion to a file's parameters: at most 64 to one,
  /// beyond the 2^26 that any file may have.
  ///
  /// Much of the rest can be dead for ever, the block of a column of many values by itself for one.
  package static func canHold(weights: Int, parameters: Int) -> Bool {
    weights / 64 <= parameters + (1 << 20)
  }

  /// The most bytes that the header may have for the columns' names and values; there is ample room for all
  /// else that it says.
  package static let maximumColumnBytes = 3 << 24

  /// Whether a header has room for what it says of columns.
  package static func canHold(_ schema: Schema) -> Bool {
    let header = ModelHeader(schema: schema)
    return (header.columnLines + header.readingLines).reduce(0) { $0 + $1.utf8.count + 1 }
      <= maximumColumnBytes
  }

  /// Bytes of an ordering's or degree's integer.
  package static func integerBytes(columns: Int) -> Int { columns <= 1 << 16 ? 2 : 4 }
}
