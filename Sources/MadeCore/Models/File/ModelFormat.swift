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

  /// Whether full matrices may have `weights` weights for the `parameters` parameters of a file: 2^26 in any
  /// case, and 64 for each parameter.
  ///
  /// A good model can have many weights that are never live, such as all from a column of many codes to itself.
  package static func canHold(weights: Int, parameters: Int) -> Bool {
    weights / 64 <= parameters + (1 << 20)
  }

  /// Most bytes of the header's lines about columns; ample space is left for all other lines.
  package static let maximumColumnBytes = 3 << 24

  /// Whether a header can hold the lines about these columns.
  package static func canHold(_ schema: Schema) -> Bool {
    let header = ModelHeader(schema: schema)
    return (header.columnLines + header.readingLines).reduce(0) { $0 + $1.utf8.count + 1 }
      <= maximumColumnBytes
  }

  /// Bytes of an ordering's or degree's integer.
  package static func integerBytes(columns: Int) -> Int { columns <= 1 << 16 ? 2 : 4 }
}
